"""Report: the counts of a run and its exit code."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from cleaner.engine.result import Result
from cleaner.text.document import Document

CLEAN, FINDINGS, NOT_CLEANED = 0, 1, 3
"""Exit codes; 2 is wrong usage or configuration, and errors carry it themselves."""


@dataclass
class Report:
    """Counts of a run, kept as it goes.

    Attributes:
        documents: how many went through the engine.
        changed: how many of them lost something.
        characters: code points of all of them.
        removed: code points cut.
        rules: cuts of each rule id.
        refused: documents the guard kept whole.
        failed: documents that could not be read or written, or on which a rule ran out of time.
        left_out: files that are no documents.
        rule_documents: documents in which each rule id cut something.
        rule_characters: code points that each rule id cut.
    """

    documents: int = 0
    changed: int = 0
    characters: int = 0
    removed: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    failed: int = 0
    left_out: int = 0
    rule_documents: Counter[str] = field(default_factory=Counter)
    rule_characters: Counter[str] = field(default_factory=Counter)

    def add(self, document: Document, result: Result) -> None:
        """Count one document."""
        self.documents += 1
        self.characters += len(document.text)
        self.changed += result.changed
        self.removed += len(document.text) - len(result.text)
        self.rules.update(removal.rule for removal in result.removals)
        self.rule_documents.update({removal.rule for removal in result.removals})
        for removal in result.removals:
            self.rule_characters[removal.rule] += len(removal.text)
        self.refused += result.verdict.status == "refuse"
        self.failed += result.verdict.status == "timeout"

    def fail(self) -> None:
        """Count a document that could not be read or written."""
        self.failed += 1

    def ranked(self) -> list[tuple[str, int]]:
        """Rule ids and their cuts, most first, then by id: the same whatever order the files came in."""
        return sorted(self.rules.items(), key=lambda item: (-item[1], item[0]))

    def exit_code(self, *, findings: bool = False) -> int:
        """The exit code of the run; the highest that applies.

        Args:
            findings: whether documents that changed, or would, are worth a code of their own.
        """
        if self.failed:
            return NOT_CLEANED
        return FINDINGS if findings and self.changed else CLEAN
