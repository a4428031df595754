"""Tally: what became of documents, in numbers; made piece by piece and added up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from cleaner.engine.result import Result
from cleaner.rulebook.keeplist import Keep
from cleaner.text.document import Document


@dataclass
class Tally:
    """Counts of documents that went through the engine.

    Attributes:
        documents: how many there were.
        changed: how many of them lost something.
        characters: code points of all of them.
        removed: code points cut.
        rules: cuts of each rule id.
        refused: documents the guard kept whole.
        failed: documents that could not be read or written, or on which a rule ran out of time.
        rule_documents: documents in which each rule id cut something.
        rule_characters: code points that each rule id cut.
        kept: cases of the keep list that were met.
        reported: findings of rules that never cut.
    """

    documents: int = 0
    changed: int = 0
    characters: int = 0
    removed: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    failed: int = 0
    rule_documents: Counter[str] = field(default_factory=Counter)
    rule_characters: Counter[str] = field(default_factory=Counter)
    kept: set[Keep] = field(default_factory=set)
    reported: int = 0

    def add(self, document: Document, result: Result) -> None:
        """Count one document."""
        self.documents += 1
        self.characters += len(document.text)
        self.judge(result)

    def judge(self, result: Result) -> None:
        """Count what became of a document that is counted itself."""
        self.kept.update(result.kept)
        self.reported += len(result.reported)
        self.refused += result.verdict.status == "refuse"
        self.failed += result.verdict.status == "timeout"
        if not result.changed:
            return
        self.changed += 1
        for removal in result.removals:
            self.rules[removal.rule] += 1
            self.rule_characters[removal.rule] += len(removal.text)
            self.removed += len(removal.text)
        for rule in {removal.rule for removal in result.removals}:
            self.rule_documents[rule] += 1

    def merge(self, other: Tally) -> None:
        """Add another tally to this one."""
        self.documents += other.documents
        self.changed += other.changed
        self.characters += other.characters
        self.removed += other.removed
        self.refused += other.refused
        self.failed += other.failed
        self.rules.update(other.rules)
        self.rule_documents.update(other.rule_documents)
        self.rule_characters.update(other.rule_characters)
        self.kept |= other.kept
        self.reported += other.reported
