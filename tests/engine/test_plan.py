"""Plan: overlaps resolve by longest, then rule id; offsets are always those of the original."""

from __future__ import annotations

import pytest
from tests.helpers import Build, block, cut_texts, line

from cleaner import Document, Removal
from cleaner.engine.match import Match
from cleaner.engine.plan import Cut, Remains, plan_pass, resolve
from cleaner.engine.reading import Reading
from cleaner.text.lines import Span


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
    text = "A\n\nOne. Two. Three.\n\nJUNK\n\nB"
    reading = Reading(Document(text), {})
    inner, whole = Match("t.in", 1, 1, Span(8, 13)), Match("t.line", 2, 2, Span(21, 26))
    assert plan_pass(reading, [whole, inner]) == [
        Cut("t.in", Span(8, 13)),
        Cut("t.line", Span(21, 27)),
    ]


def test_two_spans_inside_one_line() -> None:
    reading = Reading(Document("One. Two. Three.\nJUNK\n"), {})
    cuts = [Match("t.a", 0, 0, Span(0, 5)), Match("t.b", 0, 0, Span(9, 16)), Match("t.c", 1, 1, Span(17, 22))]
    assert plan_pass(reading, cuts) == [
        Cut("t.a", Span(0, 5)),
        Cut("t.b", Span(9, 16)),
        Cut("t.c", Span(17, 22)),
    ]


def test_remains_gives_offsets_of_the_original() -> None:
    remains = Remains("0123456789")
    assert remains.remove([Cut("a", Span(2, 4)), Cut("a", Span(6, 7))]) == [
        Removal("a", 2, 4, "23"),
        Removal("a", 6, 7, "6"),
    ]
    assert remains.text == "0145789"
    assert remains.remove([Cut("b", Span(1, 5))]) == [
        Removal("b", 1, 2, "1"),
        Removal("b", 4, 6, "45"),
        Removal("b", 7, 8, "7"),
    ]
    assert remains.text == "089"
    assert remains.remove([Cut("c", Span(0, 1)), Cut("c", Span(2, 3))]) == [
        Removal("c", 0, 1, "0"),
        Removal("c", 9, 10, "9"),
    ]
    assert remains.remove([Cut("d", Span(0, 1))]) == [Removal("d", 8, 9, "8")]
    assert remains.text == ""


def test_remains_without_cuts() -> None:
    remains = Remains("abc")
    assert remains.remove([]) == []
    assert remains.text == "abc"
