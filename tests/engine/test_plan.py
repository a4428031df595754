"""Plan: overlaps resolve by longest, then rule id; offsets are always those of the original."""

from __future__ import annotations

import pytest

from cleaner import Document, Removal
from cleaner.engine.match import Match
from cleaner.engine.plan import Cut, Remains, plan_pass, resolve
from cleaner.engine.reading import Reading
from cleaner.text.lines import Span
from tests.helpers import Build, block, cut_texts, line


def match(rule: str, start: int, end: int) -> Match:
    return Match(rule, 0, 0, Span(start, end))


@pytest.mark.parametrize(
    ("matches", "winners"),
    [
        pytest.param([], [], id="none"),
        pytest.param([("b", 5, 9), ("a", 0, 5)], [("a", 0, 5), ("b", 5, 9)], id="touching is no overlap"),
        pytest.param([("a", 0, 4), ("b", 0, 9)], [("b", 0, 9)], id="the longest wins"),
        pytest.param([("b", 0, 4), ("a", 0, 4)], [("a", 0, 4)], id="the same span: by id"),
        pytest.param([("b", 0, 4), ("a", 2, 6)], [("a", 2, 6)], id="the same length: by id, not position"),
        pytest.param([("a", 0, 4), ("a", 2, 6)], [("a", 0, 4)], id="the same rule: by position"),
        pytest.param([("a", 0, 3), ("b", 2, 8), ("c", 7, 9)], [("b", 2, 8)], id="overlap on both sides"),
        pytest.param([("a", 3, 5), ("b", 0, 9), ("c", 8, 12)], [("b", 0, 9)], id="inside and across"),
        pytest.param(
            [("a", 0, 9), ("b", 8, 20), ("c", 0, 3)], [("c", 0, 3), ("b", 8, 20)],
            id="a loser bars nobody",
        ),
    ],
)  # fmt: skip
def test_resolve(matches: list[tuple[str, int, int]], winners: list[tuple[str, int, int]]) -> None:
    for order in (matches, matches[::-1]):
        found = resolve([match(*entry) for entry in order])
        assert [(entry.rule, *entry.span) for entry in found] == winners


@pytest.mark.parametrize(
    ("rules", "cuts"),
    [
        pytest.param(
            [line("junk", "test.z"), block(rule_id="test.a", start="junk", body="more")],
            [("test.a", "JUNK\nmore\n")],
            id="longest",
        ),
        pytest.param(
            [line("junk", "test.b"), line("j.*", "test.a")],
            [("test.a", "JUNK\n")],
            id="then by id",
        ),
        pytest.param(
            [line("j.*", "test.a"), line("junk", "test.b")],
            [("test.a", "JUNK\n")],
            id="in any order",
        ),
        pytest.param(
            [line("junk", "test.a"), line("more", "test.b")],
            [("test.a", "JUNK\n"), ("test.b", "more\n")],
            id="neighbours keep their own names",
        ),
    ],
)
def test_overlap_of_rules(build: Build, rules: list[str], cuts: list[tuple[str, str]]) -> None:
    assert cut_texts(build(*rules).clean("A\nJUNK\nmore\nB")) == cuts


def test_a_rule_that_is_out_of_scope_bars_nobody(build: Build) -> None:
    rules = [line(), block(start="junk", body="more", langs=["de"])]
    assert cut_texts(build(*rules).clean("A\nJUNK\nmore\nB", lang="en")) == [("test.junk", "JUNK\n")]


def test_a_rule_that_may_not_cut_bars_nobody(build: Build) -> None:
    rules = [line(requires={"rule": "test.block", "within-lines": 1}), block(start="junk", body="more")]
    result = build(*rules, ignore=["test.block"]).clean("A\nJUNK\nmore\nB")
    assert cut_texts(result) == [("test.junk", "JUNK\n")]


def test_spans_inside_a_line_are_cut_as_they_are() -> None:
    reading = Reading(Document("A\n\nOne. Two. Three.\n\nJUNK\n\nB"))
    inner, whole = Match("t.in", 1, 1, Span(8, 13)), Match("t.line", 2, 2, Span(21, 26))
    assert plan_pass(reading, [whole, inner]) == [Cut(inner, Span(8, 13)), Cut(whole, Span(21, 27))]


def test_two_spans_inside_one_line() -> None:
    reading = Reading(Document("One. Two. Three.\nJUNK\n"))
    matches = [
        Match("t.a", 0, 0, Span(0, 5)),
        Match("t.b", 0, 0, Span(9, 16)),
        Match("t.c", 1, 1, Span(17, 22)),
    ]
    assert plan_pass(reading, matches) == [Cut(match, match.span) for match in matches]


def remove(remains: Remains, *spans: tuple[int, int]) -> list[list[tuple[int, int, str]]]:
    """Cut spans out; for each, its parts in the original."""
    cuts = [Cut(match("a.b", *span), Span(*span)) for span in spans]
    return [[tuple(removal[1:]) for removal in parts] for parts in remains.remove(cuts)]


def test_remains_gives_offsets_of_the_original() -> None:
    remains = Remains("0123456789")
    assert remove(remains, (2, 4), (6, 7)) == [[(2, 4, "23")], [(6, 7, "6")]]
    assert remains.text == "0145789"
    assert remove(remains, (1, 5)) == [[(1, 2, "1"), (4, 6, "45"), (7, 8, "7")]]
    assert remains.text == "089"
    assert [remains.original_offset(offset) for offset in range(3)] == [0, 8, 9]
    assert remove(remains, (0, 1), (2, 3)) == [[(0, 1, "0")], [(9, 10, "9")]]
    assert remove(remains, (0, 1)) == [[(8, 9, "8")]]
    assert remains.text == ""


def test_remains_names_the_rule() -> None:
    (parts,) = Remains("abc").remove([Cut(match("test.junk", 1, 2), Span(1, 3))])
    assert parts == [Removal("test.junk", 1, 3, "bc")]


def test_remains_without_cuts() -> None:
    remains = Remains("abc")
    assert remains.remove([]) == []
    assert remains.text == "abc"
