"""Counts of rules over a corpus, and their marks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pytest

from cleaner.engine.match import Match
from cleaner.engine.observe import Observation
from cleaner.report.rulestats import RuleStatistics, rule_json, rule_table
from cleaner.text.document import Document
from cleaner.text.lines import Span
from tests.report.made_up import result_of

RULES = ("a.one", "b.two")


def observation(
    matches: Mapping[str, Sequence[tuple[int, int]]], tried: int = 0, seconds: float = 0.0
) -> Observation:
    """Matches by first and last line; every rule was tried on so many lines for so long."""
    found = {
        rule: [Match(rule, first, last, Span(0, 1)) for first, last in lines]
        for rule, lines in matches.items()
    }
    return Observation(dict.fromkeys(found, tried), found, dict.fromkeys(found, seconds))


def marks(statistics: RuleStatistics) -> list[tuple[str, str]]:
    return [(mark.rule, mark.name) for mark in statistics.marks()]


def test_counts_add_up() -> None:
    statistics = RuleStatistics(RULES)
    first = Document("Junk\n" + "x" * 11 + "JUNK")
    statistics.add(first, result_of(first, (0, 5), (16, 20)), observation({"a.one": [(0, 0), (1, 1)]}, 3))
    second = Document("y" * 15 + "Spam\n")
    statistics.add(second, result_of(second, (15, 20)), observation({"a.one": [(0, 0)]}, 1))
    count = statistics.counts["a.one"]
    assert (statistics.documents, count.cuts, count.documents, count.characters) == (2, 3, 2, 14)
    assert len(count.texts) == 2
    assert count.largest == pytest.approx(9 / 20)
    assert count.at == pytest.approx((0 + 16 / 20 + 15 / 20) / 3)
    assert (count.tried, count.matched) == (4, 3)
    assert statistics.counts["b.two"].at is None


def test_a_rule_that_matches_nothing_is_dead() -> None:
    statistics = RuleStatistics(RULES)
    statistics.add(Document("x"), result_of(Document("x")), observation({"a.one": [(0, 0)]}, 1))
    assert marks(statistics) == [("b.two", "dead")]


@pytest.mark.parametrize(
    ("texts", "marked"),
    [
        pytest.param(20, True, id="each its own"),
        pytest.param(19, True, id="nearly each"),
        pytest.param(18, False, id="two are repeated"),
        pytest.param(2, False, id="the same"),
    ],
)
def test_a_rule_whose_texts_differ_is_broad(texts: int, marked: bool) -> None:
    statistics = RuleStatistics(["a.one"])
    for number in range(20):
        document = Document(f"junk {number % texts}\n" + "x" * 100)
        statistics.add(document, result_of(document, (0, 8)), observation({"a.one": [(0, 0)]}, 1))
    assert marks(statistics) == [("a.one", "over-broad")] * marked


def test_a_rule_that_takes_half_a_document_is_broad() -> None:
    statistics = RuleStatistics(["a.one"])
    document = Document("junk\nxxxx\n")
    statistics.add(document, result_of(document, (0, 5)), observation({"a.one": [(0, 0)]}, 1))
    assert marks(statistics) == [("a.one", "over-broad")]


def test_a_rule_that_is_tried_in_vain_is_hot() -> None:
    statistics = RuleStatistics(["a.one"])
    empty = Document("x")
    statistics.add(empty, result_of(empty), observation({"a.one": [(0, 0)]}, 999))
    assert marks(statistics) == []
    statistics.add(empty, result_of(empty), observation({"a.one": []}, 1))
    assert marks(statistics) == [("a.one", "hot")]


def test_a_slow_rule_is_hot() -> None:
    statistics = RuleStatistics(RULES)
    empty = Document("x")
    statistics.add(empty, result_of(empty), observation({"a.one": [(0, 0)]}, 1, 0.9))
    statistics.add(empty, result_of(empty), observation({"b.two": [(0, 0)]}, 1, 0.1))
    assert marks(statistics) == [("a.one", "hot")]


def test_rules_that_find_the_same_lines_overlap() -> None:
    statistics = RuleStatistics(RULES)
    empty = Document("x")
    lines = [(number, number) for number in range(5)]
    statistics.add(empty, result_of(empty), observation({"a.one": lines, "b.two": [(0, 9)]}, 1))
    assert list(statistics.marks()) == [("a.one", "overlapping", "b.two finds 5 of its 5 lines too")]


@pytest.mark.parametrize(
    ("lines", "shared", "marked"), [(10, 9, True), (10, 8, False), (4, 4, False)], ids=["most", "many", "few"]
)
def test_rules_that_find_few_of_the_same_lines_do_not(lines: int, shared: int, marked: bool) -> None:
    statistics = RuleStatistics(RULES)
    own, others = ([(number, number) for number in range(end)] for end in (lines, shared))
    # Of the other rule so many lines more that it does not overlap with the first one itself.
    others += [(number, number) for number in range(100, 150)]
    empty = Document("x")
    statistics.add(empty, result_of(empty), observation({"a.one": own, "b.two": others}, 1))
    assert marks(statistics) == [("a.one", "overlapping")] * marked


def test_the_table() -> None:
    statistics = RuleStatistics(RULES)
    document = Document("Junk\n" + "x" * 95)
    statistics.add(document, result_of(document, (0, 5)), observation({"a.one": [(0, 0)]}, 2, 0.0012))
    head, row, mark = rule_table(statistics).splitlines()
    assert head.split() == [
        "cuts",
        "documents",
        "characters",
        "texts",
        "largest",
        "at",
        "tried",
        "matched",
        "ms",
        "rule",
    ]
    assert row.split() == ["1", "1", "5", "1", "5%", "0%", "2", "1", "1.2", "a.one"]
    assert mark == "b.two: dead: it matched nothing, tried on 0 lines"


def test_of_many_rules_that_met_nothing_none_is_named() -> None:
    assert rule_table(RuleStatistics([f"a.r{number}" for number in range(10)])).count(": dead: ") == 10
    *_, mark = rule_table(RuleStatistics([f"a.r{number}" for number in range(11)])).splitlines()
    assert mark == "dead: 11 rules met none of their words (json names them)"


def test_the_table_of_nothing() -> None:
    assert rule_table(RuleStatistics([])) == "no rule was tried"


def test_json() -> None:
    statistics = RuleStatistics(RULES)
    document = Document("Junk\n" + "x" * 95)
    statistics.add(document, result_of(document, (0, 5)), observation({"a.one": [(0, 0)]}, 2, 0.5))
    said = json.loads(rule_json(statistics))
    assert said["documents"] == 1
    assert said["rules"]["a.one"] == {
        "cuts": 1, "documents": 1, "characters": 5, "texts": 1, "largest": 0.05, "at": 0.0,
        "tried": 2, "matched": 1, "vain": 1, "seconds": 0.5, "marks": [],
    }  # fmt: skip
    assert [mark["name"] for mark in said["rules"]["b.two"]["marks"]] == ["dead"]
