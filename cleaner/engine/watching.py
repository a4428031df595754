"""Watching: rules of safety `report`, which say what they find in a document and never cut it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from cleaner.engine.asking import OutOfTime
from cleaner.engine.clean import Cleaner
from cleaner.engine.match import Match
from cleaner.engine.passes import Step
from cleaner.engine.plan import Cut, Remains
from cleaner.engine.result import Removal, Result, Verdict
from cleaner.rulebook.book import RuleBook
from cleaner.rulebook.keeplist import Keep, digest_of
from cleaner.text.document import Document
from cleaner.text.lines import Span

REPORT = "report"
"""The safety of rules that never cut."""


def as_if_safe(book: RuleBook) -> RuleBook:
    """A book whose rules of safety `report` run like any other."""
    rules = (
        dataclasses.replace(rule, safety="safe") if rule.safety == REPORT else rule for rule in book.rules
    )
    return dataclasses.replace(book, rules=tuple(rules))


@dataclass(frozen=True)
class Watch:
    """Adds to a result what rules that never cut find in the text it leaves.

    Attributes:
        cleaner: one that these rules are to cut for, of a book `as_if_safe`.
    """

    cleaner: Cleaner

    def __call__(self, document: Document, result: Result) -> Result:
        """The result with what is reported; where a rule runs out of time, none but that."""
        try:
            step = self._step(document, result)
        except OutOfTime as signal:
            reason = f"rule {signal.rule} ran past its limit of {self.cleaner.time_limit:g} s"
            return Result(document.text, verdict=Verdict("timeout", (reason,), (signal.rule,)))
        if step is None:
            return result
        places = _places(document, result)
        kept = {keep for _, keep in step.kept}.union(result.kept)
        reported = []
        for match in self._matches(document, step):
            start, last = (places.original_offset(at) for at in (match.span.start, match.span.end - 1))
            reported.append(Removal(match.rule, start, last + 1, document.text[start : last + 1]))
        return dataclasses.replace(result, reported=tuple(reported), kept=tuple(sorted(kept)))

    def cases(self, document: Document, result: Result, pattern: str, reason: str) -> Iterator[Keep]:
        """A case of the keep list for each that is reported.

        Raises:
            OutOfTime: a rule ran past its time limit.
        """
        step = self._step(document, result)
        if step:
            for match in self._matches(document, step):
                yield Keep(match.rule, digest_of(step.reading.view(match.first, match.last)), pattern, reason)

    def _step(self, document: Document, result: Result) -> Step | None:
        if result.verdict.status == "timeout":
            return None
        return self.cleaner.first_step(document.with_text(result.text))

    def _matches(self, document: Document, step: Step) -> list[Match]:
        """What is to be reported, each rule for itself, in order."""
        spared = {match for match, _ in step.kept}
        rules = self.cleaner.cutting_in(document)
        found = [match for rule in rules for match in step.found.get(rule, ()) if match not in spared]
        return sorted(found, key=lambda match: (match.span, match.rule))


def _places(document: Document, result: Result) -> Remains:
    """Where the text of a result stood in the original."""
    remains = Remains(document.text)
    spans = [(removal.rule, Span(removal.start, removal.end)) for removal in result.removals]
    remains.remove([Cut(Match(rule, 0, 0, span), span) for rule, span in spans])
    return remains
