"""Promise: however matches overlap, a plan's cuts are in order, apart, and no more than was asked for."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from hypothesis import assume, event, given
from hypothesis import strategies as st

from cleaner.engine.match import Match
from cleaner.engine.plan import Cut, Remains, plan_pass, resolve
from cleaner.engine.reading import Reading
from cleaner.engine.result import Removal, cut, restore
from cleaner.text.document import Document
from cleaner.text.lines import Span
from tests.strategies import documents

_IDS = st.sampled_from(("test.a", "test.b", "test.c"))


@st.composite
def _matched(draw: st.DrawFn) -> tuple[Reading, list[Match]]:
    """A reading and matches of runs of its lines, and of spans inside single lines."""
    reading = Reading(Document(draw(documents())))
    assume(reading.seen)
    matches = []
    for _ in range(draw(st.integers(1, 7))):
        first = draw(st.integers(0, len(reading.seen) - 1))
        line = reading.seen[first].line
        if draw(st.booleans()):
            last = min(first + draw(st.integers(0, 2)), len(reading.seen) - 1)
            span = Span(line.start, reading.seen[last].stop)
        else:
            start, end = sorted(draw(st.tuples(*[st.integers(line.start, line.end)] * 2)))
            last, span = first, Span(start, max(end, min(start + 1, line.end)))
        if span.start < span.end:
            matches.append(Match(draw(_IDS), first, last, span))
    assume(matches)
    return reading, matches


def _overlap(one: Span, two: Span) -> bool:
    return one.start < two.end and two.start < one.end


@given(_matched(), st.randoms(use_true_random=False))
def test_winners_are_the_longest_and_depend_on_no_order(
    matched: tuple[Reading, list[Match]], random: Random
) -> None:
    _, matches = matched
    winners = resolve(matches)
    event(f"{len(matches) - len(winners)} lost")
    assert set(winners) <= set(matches)
    assert all(one.span.end <= two.span.start for one, two in pairwise(winners))
    for match in set(matches) - set(winners):
        rivals = [winner for winner in winners if _overlap(match.span, winner.span)]
        assert any(_rank(rival) <= _rank(match) for rival in rivals), match
    random.shuffle(matches)
    assert resolve(matches) == winners


def _rank(match: Match) -> tuple[int, str, int]:
    return (match.span.start - match.span.end, match.rule, match.span.start)


@given(_matched())
def test_cuts_are_the_winners_and_blank_lines_beside_them(matched: tuple[Reading, list[Match]]) -> None:
    reading, matches = matched
    text = reading.document.text
    cuts = plan_pass(reading, matches)
    position = 0
    for one in cuts:
        assert position <= one.span.start < one.span.end <= len(text)
        position = one.span.end
    wanted = {offset for match in resolve(matches) for offset in range(*match.span)}
    taken = {offset for one in cuts for offset in range(*one.span)}
    assert wanted <= taken
    assert "".join(text[offset] for offset in sorted(taken - wanted)).strip() == ""
    assert {one.rule for one in cuts} == {match.rule for match in resolve(matches)}


@given(_matched())
def test_what_stands_on_both_sides_of_a_cut_stays_apart(matched: tuple[Reading, list[Match]]) -> None:
    """Cutting whole lines never joins two lines, nor a CR and an LF to one ending."""
    reading, matches = matched
    whole = [
        match
        for match in matches
        if match.span == (reading.seen[match.first].line.start, reading.seen[match.last].stop)
    ]
    text = reading.document.text
    cuts = plan_pass(reading, whole)
    starts, ends = {one.span.start for one in cuts}, {one.span.end for one in cuts}
    gaps = zip(sorted(starts - ends), sorted(ends - starts), strict=True)  # of cuts side by side
    for start, end in gaps:
        before, after = text[:start], text[end:]
        assert not before or before.endswith(("\n", "\r", "\ufeff"))
        assert not (before.endswith("\r") and after.startswith("\n"))


@given(documents(), st.lists(st.lists(st.tuples(*[st.integers(0, 200)] * 2), max_size=4), max_size=5))
def test_remains_keep_track_of_the_original_through_all_passes(
    text: str, passes: list[list[tuple[int, int]]]
) -> None:
    remains = Remains(text)
    removals = []
    for spans in passes:
        cuts = _apart([Span(start, start + length) for start, length in spans], len(remains.text))
        expected = cut(remains.text, [Removal(one.rule, *one.span, "") for one in cuts])
        removals += [part for parts in remains.remove(cuts) for part in parts]
        assert remains.text == expected
    removals.sort(key=lambda removal: removal.start)
    assert cut(text, removals) == remains.text
    assert restore(remains.text, removals) == text
    assert all(removal.text == text[removal.start : removal.end] != "" for removal in removals)


def _apart(spans: list[Span], length: int) -> list[Cut]:
    """The spans that lie in a text of this length and overlap none before them, in order."""
    cuts: list[Cut] = []
    for span in sorted(spans):
        if span.start < span.end <= length and (not cuts or cuts[-1].span.end <= span.start):
            cuts.append(Cut(Match("test.a", 0, 0, span), span))
    return cuts
