"""Corpora on disk: formats, finding documents, atomic writing, the ledger, cleaning and restoring."""
