"""What a run tells its user: counts, findings, diffs."""
