"""Explaining: why each cut of a document was made, and what stopped the rules that came near a line.

It follows the same passes as cleaning does; nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from cleaner.engine.asking import Asking, OutOfTime
from cleaner.engine.clean import Cleaner
from cleaner.engine.inline import sentences
from cleaner.engine.match import Match, exception, extent, line_obstacle, ruled_out
from cleaner.engine.passes import Step, Unsound
from cleaner.engine.reading import Reading
from cleaner.engine.result import Removal
from cleaner.engine.scope import in_scope
from cleaner.rulebook.kinds import InlineRule
from cleaner.rulebook.rule import BlockRule, CueRule, LineRule, Rule
from cleaner.text.document import Document

_NAMED = 3  # of the rules that another one requires; there may be a hundred


@dataclass(frozen=True)
class CutNote:
    """Why something was cut.

    Attributes:
        removal: the cut.
        number: the pass that made it, 1 for the first.
        views: what the rule saw, a view for each line that is not blank.
    """

    removal: Removal
    number: int
    views: tuple[str, ...]


@dataclass(frozen=True)
class NearMiss:
    """A rule whose pattern a line matches, and why the line stayed all the same.

    Attributes:
        offset: where the line begins, in the original.
        line: the line.
        view: what the rule saw.
        rule: id of the rule.
        obstacle: what stopped it.
        in_force: whether it was the text that did; else the rule is not selected, or not for such documents.
    """

    offset: int
    line: str
    view: str
    rule: str
    obstacle: str
    in_force: bool


@dataclass(frozen=True)
class Explanation:
    """What happened to a document, and why.

    Attributes:
        cuts: of all passes, in order of position; made only where the verdict is to accept.
        misses: in order of position.
    """

    cuts: tuple[CutNote, ...]
    misses: tuple[NearMiss, ...]

    def in_force(self) -> Explanation:
        """The same without the near misses of rules that are not in force."""
        return Explanation(self.cuts, tuple(miss for miss in self.misses if miss.in_force))


def explain(cleaner: Cleaner, document: Document) -> Explanation:
    """Explain what a cleaner makes of a document.

    Raises:
        OutOfTime: a rule ran past its time limit.
    """
    steps: list[Step] = []
    with suppress(Unsound):
        steps.extend(cleaner.steps(document))
    cuts = [
        CutNote(removal, number, tuple(step.reading.view(cut.match.first, cut.match.last).split("\n")))
        for number, step in enumerate(steps, 1)
        for cut, removals in zip(step.cuts, step.removals, strict=True)
        for removal in removals
    ]
    cuts.sort(key=lambda note: note.removal.start)
    return Explanation(tuple(cuts), tuple(_misses(cleaner, document, steps[-1])))


def _misses(cleaner: Cleaner, document: Document, last: Step) -> Iterator[NearMiss]:
    """For each line that is left, the rules of the whole book that came near it."""
    if last.cuts:  # the passes came to no end: there is no last word on what is left
        return
    reading = last.reading
    asking = Asking(cleaner.time_limit)
    kept = {(match.rule, match.first): keep for match, keep in last.kept}
    for index, seen in enumerate(reading.seen):
        for rule in cleaner.book.rules:
            obstacle = _obstacle(rule, index, reading, asking)
            if obstacle is None or not rule.deletes:
                continue
            keep = kept.get((rule.id, index))
            matched = any(match.first == index for match in last.found.get(rule.id, ()))
            idle = _not_in_force(cleaner, rule, document)
            why = (
                idle
                or (keep and f"the keep list keeps it: {keep.reason}")
                or obstacle
                or ("" if matched else _company(rule, last.found))
            )
            if not why:
                continue
            offset = last.remains.original_offset(seen.line.start)
            yield NearMiss(offset, seen.raw, seen.view, rule.id, why, in_force=not idle)


def _obstacle(rule: Rule, index: int, reading: Reading, asking: Asking) -> str | None:
    """What in the document stops a rule at a line; empty if nothing; None if it never came near."""
    try:
        with asking.on_behalf_of(rule.id):
            return _obstacle_in_time(rule, index, reading, asking)
    except OutOfTime as signal:
        return signal.message


def _obstacle_in_time(rule: Rule, index: int, reading: Reading, asking: Asking) -> str | None:
    seen = reading.seen[index]
    if isinstance(rule, LineRule | CueRule):
        near = asking.full(rule.pattern, seen.view)
        return (line_obstacle(rule, index, reading, asking) or "") if near else None
    if isinstance(rule, InlineRule) and sentences(rule, seen, asking):
        return exception(rule, index, index, reading, asking) or ""
    if isinstance(rule, BlockRule) and asking.meets(rule.start, seen):
        last = extent(rule, index, reading, asking)
        return last if isinstance(last, str) else ""
    return None


def _company(rule: Rule, found: Mapping[str, Sequence[Match]]) -> str:
    """What is wrong with the company of a rule that fits; empty if nothing is."""
    other = ruled_out(rule, found)
    if other is not None:
        return f"the document has a match of {other}, which rules it out"
    if not rule.requires:
        return ""
    first, others = rule.requires.rules[:_NAMED], len(rule.requires.rules) - _NAMED
    needed = " or ".join(first) + (f" or {others} other{'s' * (others > 1)}" if others > 0 else "")
    within = rule.requires.within_lines
    return f"it needs a match of {needed} within {within} line{'' if within == 1 else 's'}"


def _not_in_force(cleaner: Cleaner, rule: Rule, document: Document) -> str:
    """Why a rule does not cut in a document at all; empty where it does."""
    if not in_scope(rule, document):
        return "the rule does not count for this language, site or format"
    if rule.id in cleaner.cutting_in(document):
        return ""
    if rule.id in cleaner.cutting:
        return "the rule is ignored for this file (per-file-ignores)"
    if rule.id in cleaner.ignored:
        return "the rule is not selected"
    if rule.safety not in ("safe", cleaner.safety):
        return f"the rule is not selected (its safety is {rule.safety})"
    return "the rule is not selected" if rule.status != "preview" else "the rule is a preview; select its id"
