"""Report: the counts of a run and its exit code."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.corpus.tally import Tally

CLEAN, FINDINGS, NOT_CLEANED = 0, 1, 3
"""Exit codes; 2 is wrong usage or configuration, and errors carry it themselves."""


@dataclass
class Report(Tally):
    """Counts of a run, kept as it goes.

    Attributes:
        left_out: files that are no documents.
        empty: pages that hold no text.
    """

    left_out: int = 0
    empty: int = 0

    def fail(self) -> None:
        """Count a document that could not be read or written."""
        self.failed += 1

    def ranked(self) -> list[tuple[str, int]]:
        """Rule ids and their cuts, most first, then by id: the same whatever order the files came in."""
        return sorted(self.rules.items(), key=lambda item: (-item[1], item[0]))

    def exit_code(self, *, findings: bool = False) -> int:
        """The exit code of the run; the highest that applies.

        Args:
            findings: whether documents that changed, or would, and reports are worth a code of their own.
        """
        if self.failed:
            return NOT_CLEANED
        return FINDINGS if findings and (self.changed or self.reported) else CLEAN
