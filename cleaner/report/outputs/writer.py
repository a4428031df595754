"""Writer: what an output format is."""

from __future__ import annotations

from typing import Protocol

from cleaner.report.findings import Finding


class Writer(Protocol):
    """Turns the findings of one run into text, piece by piece, so that nothing needs to be held.

    The pieces joined, line endings included, are the output. All of it can be encoded as UTF-8, whatever the
    findings hold.
    """

    def begin(self) -> str:
        """What comes before the first finding."""

    def finding(self, finding: Finding) -> str:
        """One finding, with what separates it from the one before."""

    def end(self) -> str:
        """What comes after the last finding; without it the output may be incomplete."""
