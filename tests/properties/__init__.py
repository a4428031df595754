"""Promises of the engine, tried on random and hostile input."""
