"""Planning: from the matches of one pass to the spans it cuts, without overlap, blank lines included."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

from cleaner.engine.match import Match
from cleaner.engine.reading import Reading
from cleaner.engine.result import Removal
from cleaner.text.lines import Span


class Cut(NamedTuple):
    """A match that is to be cut.

    Attributes:
        match: what the rule wants.
        span: what goes, the blank lines that go along included.
    """

    match: Match
    span: Span

    @property
    def rule(self) -> str:
        """Id of the rule."""
        return self.match.rule


def resolve(matches: Iterable[Match]) -> list[Match]:
    """The matches that win where they overlap, in order of position: the longest, then by rule id."""
    taken: list[Span] = []
    winners = []
    for match in sorted(matches, key=lambda m: (m.span.start - m.span.end, m.rule, m.span.start)):
        at = bisect_left(taken, match.span)
        free_before = at == 0 or taken[at - 1].end <= match.span.start
        if free_before and (at == len(taken) or match.span.end <= taken[at].start):
            insort(taken, match.span)
            winners.append(match)
    return sorted(winners, key=lambda m: m.span)


def plan_pass(reading: Reading, matches: Iterable[Match]) -> list[Cut]:
    """The cuts of one pass, in order, without overlap.

    Whole-line matches with nothing but blank lines between them are cut as one; the blank lines belong
    to the cut before them. Matches inside a line are cut as they are.
    """
    cuts: list[Cut] = []
    group: list[Match] = []
    for match in resolve(matches):
        if group and not (is_whole(match, reading) and match.first == group[-1].last + 1):
            cuts += _close(reading, group)
            group = []
        if is_whole(match, reading):
            group.append(match)
        else:
            cuts.append(Cut(match, match.span))
    return cuts + _close(reading, group) if group else cuts


def is_whole(match: Match, reading: Reading) -> bool:
    """Whether a match takes whole lines with their endings, not a part of one line."""
    first, last = reading.seen[match.first], reading.seen[match.last]
    return match.span == (first.line.start, last.stop)


def _close(reading: Reading, group: Sequence[Match]) -> list[Cut]:
    """Cut a run of adjacent matches as one, with the blank lines that go along."""
    whole = _with_blank_lines(reading, group[0].first, group[-1].last)
    bounds = [whole.start, *(match.span.start for match in group[1:]), whole.end]
    return [Cut(match, Span(*ends)) for match, ends in zip(group, pairwise(bounds), strict=True)]


def _with_blank_lines(reading: Reading, first: int, last: int) -> Span:
    """The span of whole lines plus the blank run that goes with them, so that one separator remains."""
    seen, text = reading.seen, reading.document.text
    start, end = seen[first].line.start, seen[last].stop
    blank_from = seen[first - 1].stop if first else reading.document.lines[0].start
    if last + 1 == len(seen):
        start = blank_from
    elif first == 0 or blank_from < start:
        end = seen[last + 1].line.start
    # Where a lone CR comes to stand before a blank line's LF the two would become one line ending.
    while end < len(text) and text[start - 1 : start] == "\r" and text[end] == "\n":
        end += 1
    return Span(start, end)


class Remains:
    """What is left of a text, pass by pass, and where each bit of it stood in the original."""

    def __init__(self, original: str) -> None:
        self._original = original
        self._pieces = [Span(0, len(original))]
        self._starts = [0, len(original)]  # where each piece stands in `text`, and the end of the last
        self.text = original

    def remove(self, cuts: Sequence[Cut]) -> list[list[Removal]]:
        """Take the cuts of one pass, given in offsets of `text`, out of what is left.

        Returns:
            for each cut the same in offsets of the original; one that spans an earlier cut becomes several.
        """
        removals = [
            [
                Removal(cut.rule, part.start, part.end, self._original[part.start : part.end])
                for part in self._in_original(cut.span)
            ]
            for cut in cuts
        ]
        self._pieces = list(_without(self._pieces, list(chain.from_iterable(removals))))
        self._starts = [0, *accumulate(piece.end - piece.start for piece in self._pieces)]
        self.text = "".join(self._original[piece.start : piece.end] for piece in self._pieces)
        return removals

    def original_offset(self, offset: int) -> int:
        """Where a character of `text` stands in the original."""
        index = max(bisect_right(self._starts, offset) - 1, 0)
        return self._pieces[index].start + offset - self._starts[index]

    def _in_original(self, span: Span) -> Iterator[Span]:
        starts = self._starts
        index = bisect_right(starts, span.start) - 1
        while index < len(self._pieces) and starts[index] < span.end:
            shift = self._pieces[index].start - starts[index]
            part = Span(max(span.start, starts[index]) + shift, min(span.end, starts[index + 1]) + shift)
            if part.start < part.end:
                yield part
            index += 1


def _without(pieces: Sequence[Span], holes: Sequence[Span | Removal]) -> Iterator[Span]:
    """The pieces less the holes; both in order, each hole inside one piece."""
    hole = 0
    for piece in pieces:
        start = piece.start
        while hole < len(holes) and holes[hole].start < piece.end:
            if start < holes[hole].start:
                yield Span(start, holes[hole].start)
            start = holes[hole].end
            hole += 1
        if start < piece.end:
            yield Span(start, piece.end)
