"""Matching: which lines of a reading each rule hits. Yields Matches and edits nothing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from cleaner.engine.asking import Asking
from cleaner.engine.inline import sentences
from cleaner.engine.reading import Reading
from cleaner.engine.runs import run_hits
from cleaner.rulebook.kinds import InlineRule, RunRule
from cleaner.rulebook.rule import (
    BlockRule,
    Condition,
    CueRule,
    LineRule,
    Requires,
    Rule,
    SeveralLines,
    Zone,
)
from cleaner.text.lines import Span

_PROTECTED = "it is protected"


class Match(NamedTuple):
    """A rule's hit, not yet decided.

    Attributes:
        rule: id of the rule.
        first, last: indexes of the first and last line it touches, in `Reading.seen`.
        span: what it would cut, in the text of the pass; whole lines, or a part of one line.
    """

    rule: str
    first: int
    last: int
    span: Span


class Found(NamedTuple):
    """What one pass found.

    Attributes:
        matches: of each rule that was tried, by id.
        suspects: indexes of the lines that a rule's pattern or `start` fits, or that cannot be judged in
            this pass. While no other line of the text changes they are the only ones that it can ever match.
    """

    matches: dict[str, list[Match]]
    suspects: set[int]


def find_matches(reading: Reading, trials: Iterable[tuple[Rule, Sequence[int]]], asking: Asking) -> Found:
    """All matches of all rules, by rule id.

    Args:
        reading: the lines of this pass.
        trials: the rules, each after those it requires, and the indexes of the lines, rising, at which a
            match of it may begin; other lines are not looked at.
        asking: answers whether a pattern matches; raises when a rule runs out of time.
    """
    found = Found({}, set())
    for rule, indexes in trials:
        with asking.on_behalf_of(rule.id):
            matches = list(_matches(rule, indexes, reading, asking, found))
            if rule.requires:
                matches = _in_company(matches, rule.requires, found.matches)
            if ruled_out(rule, found.matches):
                matches = []
            found.matches[rule.id] = matches
    return found


def _matches(
    rule: Rule, indexes: Sequence[int], reading: Reading, asking: Asking, found: Found
) -> Iterator[Match]:
    if isinstance(rule, InlineRule):
        yield from _inline_hits(rule, indexes, reading, asking, found.suspects)
        return
    for first, last in _extents(rule, indexes, reading, asking, found):
        span = Span(reading.seen[first].line.start, reading.seen[last].stop)
        yield Match(rule.id, first, last, span)


def _inline_hits(
    rule: InlineRule, indexes: Sequence[int], reading: Reading, asking: Asking, suspects: set[int]
) -> Iterator[Match]:
    for index in indexes:
        span = sentences(rule, reading.seen[index], asking)
        if span is not None or reading.seen[index].protected:
            suspects.add(index)
        if span is not None and exception(rule, index, index, reading, asking) is None:
            yield Match(rule.id, index, index, span)


def _extents(
    rule: Rule, indexes: Sequence[int], reading: Reading, asking: Asking, found: Found
) -> Iterator[tuple[int, int]]:
    """The first and last lines of what a rule hits."""
    match rule:
        case LineRule() | CueRule():
            return _line_hits(rule, indexes, reading, asking, found.suspects)
        case BlockRule():
            return _block_hits(rule, indexes, reading, asking, found.suspects)
        case RunRule():
            anchors, cues = (_taken(ids, found) for ids in rule.sets)
            runs = run_hits(rule, anchors, cues, reading, asking)
            return (
                (first, last) for first, last in runs if _obstacle(rule, first, last, reading, asking) is None
            )
    raise AssertionError(f"no matcher for kind {rule.kind}")


def _taken(ids: frozenset[str], found: Found) -> list[tuple[int, int]]:
    """The first and last lines that some rules, of which there may be hundreds, take."""
    return [
        (match.first, match.last)
        for rule, matches in found.matches.items()
        if matches and rule in ids
        for match in matches
    ]


def ruled_out(rule: Rule, found: Mapping[str, Sequence[Match]]) -> str | None:
    """Which of the rules that a rule's `unless` names was found in the document; None if none was."""
    return next((other for other in rule.unless if found.get(other)), None)


def _in_company(matches: list[Match], requires: Requires, found: dict[str, list[Match]]) -> list[Match]:
    """The matches that have a match of a required rule near enough."""
    others = sorted((other.first, other.last) for needed in requires.rules for other in found.get(needed, ()))
    firsts = [first for first, _ in others]
    reached = list(accumulate((last for _, last in others), max))  # the furthest line of all up to each

    def accompanied(match: Match) -> bool:
        before = bisect_right(firsts, match.last + requires.within_lines)
        return before > 0 and reached[before - 1] + requires.within_lines >= match.first

    return [match for match in matches if accompanied(match)]


def _line_hits(
    rule: LineRule | CueRule, indexes: Sequence[int], reading: Reading, asking: Asking, suspects: set[int]
) -> Iterator[tuple[int, int]]:
    pattern, max_chars = rule.pattern, rule.max_chars
    for index in indexes:
        seen = reading.seen[index]
        if seen.protected:
            suspects.add(index)
        elif len(seen.view) <= max_chars and asking.full(pattern, seen.view):
            suspects.add(index)
            if line_obstacle(rule, index, reading, asking) is None:
                yield index, index


def line_obstacle(rule: LineRule | CueRule, index: int, reading: Reading, asking: Asking) -> str | None:
    """What keeps a line that the rule's pattern matches from counting, in words; None if nothing does."""
    seen = reading.seen[index]
    if seen.protected:
        return _PROTECTED
    if len(seen.view) > rule.max_chars:
        return f"its view has {len(seen.view)} characters, more than max-chars ({rule.max_chars})"
    if rule.zone is not None and not _in_zone(rule.zone, index, reading):
        return "it stands outside the zone"
    if not _neighbour_is(rule.prev, index - 1, reading, asking):
        return "the line before it is not what prev asks for"
    if not _neighbour_is(rule.next, index + 1, reading, asking):
        return "the line after it is not what next asks for"
    return exception(rule, index, index, reading, asking)


def _in_zone(zone: Zone, index: int, reading: Reading) -> bool:
    if zone.first_lines is not None and index - reading.body < zone.first_lines:
        return True
    if zone.last_lines is not None and len(reading.seen) - index <= zone.last_lines:
        return True
    if zone.last_fraction is None:
        return False
    text = reading.document.text
    return reading.seen[index].line.start >= (1 - zone.last_fraction) * len(text)


def _neighbour_is(wanted: Condition | None, index: int, reading: Reading, asking: Asking) -> bool:
    if wanted is None:
        return True
    return 0 <= index < len(reading.seen) and asking.meets(wanted, reading.seen[index])


def exception(rule: Rule, first: int, last: int, reading: Reading, asking: Asking) -> str | None:
    """Which of the rule's exceptions one of the lines is, in words; None if none is any."""
    for known in rule.except_:
        if any(asking.full(known.pattern, seen.view) for seen in reading.seen[first : last + 1]):
            return f"it is an exception: {known.reason}"
    return None


def _block_hits(
    rule: BlockRule, indexes: Sequence[int], reading: Reading, asking: Asking, suspects: set[int]
) -> Iterator[tuple[int, int]]:
    for first in indexes:
        seen = reading.seen[first]
        if seen.protected:
            suspects.add(first)
        elif asking.meets(rule.start, seen):
            suspects.add(first)
            last = extent(rule, first, reading, asking)
            if isinstance(last, int):
                yield first, last


def extent(rule: BlockRule, first: int, reading: Reading, asking: Asking) -> int | str:
    """The last line of the block that a line, which is `start`, opens; or in words why there is none."""
    seen = reading.seen[first]
    if seen.protected:
        return _PROTECTED
    if rule.kind == "head" and first != reading.body:
        return "it does not begin the document"
    last = _run(rule, first, reading, asking)
    if isinstance(last, str):
        return last
    return _obstacle(rule, first, last, reading, asking) or last


def _run(rule: BlockRule, first: int, reading: Reading, asking: Asking) -> int | str:
    """How far the block goes, bounds aside; one line more than its limit is enough to know."""
    final = len(reading.seen) - 1
    limit = first + rule.max_lines - 1
    if rule.kind == "tail" and final > limit:
        return f"the end of the document is more than max-lines ({rule.max_lines}) away"
    last = first
    for index in range(first + 1, min(final, limit + 1) + 1):
        seen = reading.seen[index]
        if seen.protected or (rule.never_cross is not None and asking.meets(rule.never_cross, seen)):
            break
        if rule.end is not None and asking.meets(rule.end, seen) and (rule.kind != "tail" or index == final):
            return index
        if rule.body is not None and not asking.meets(rule.body, seen):
            break
        last = index
    if rule.end is not None:
        return f"no end was found in {_lines(last - first)} that may follow it"
    if rule.kind == "tail" and last != final:
        return f"it does not reach the end of the document: {_lines(last - first)} after it the body stops"
    return last


def _obstacle(rule: SeveralLines, first: int, last: int, reading: Reading, asking: Asking) -> str | None:
    """What keeps some lines from counting, in words; None if nothing does."""
    return _out_of_bounds(rule, first, last, reading) or exception(rule, first, last, reading, asking)


def _out_of_bounds(rule: SeveralLines, first: int, last: int, reading: Reading) -> str | None:
    """Which bound of the rule the block breaks, in words."""
    lines = last - first + 1
    characters = sum(len(seen.raw) for seen in reading.seen[first : last + 1])
    if lines > rule.max_lines:
        return f"the block has more than max-lines ({rule.max_lines})"
    if lines < rule.min_lines:
        return f"the block has {_lines(lines)}, fewer than min-lines ({rule.min_lines})"
    if characters > rule.max_chars:
        return f"the block has {characters} characters, more than max-chars ({rule.max_chars})"
    if characters > rule.max_fraction * reading.characters:
        share = characters / reading.characters
        return f"the block is {share:.0%} of the document, more than max-fraction ({rule.max_fraction:.0%})"
    return None


def _lines(number: int) -> str:
    return f"{number} line{'' if number == 1 else 's'}"
