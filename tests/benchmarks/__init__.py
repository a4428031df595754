"""Benchmarks: every promise about speed and memory as a ratio, both sides measured in one run.

`python -m tests.benchmarks` runs them and prints the table. pytest collects none of this.
"""
