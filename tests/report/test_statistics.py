"""The counts of a run: a table, and JSON."""

from __future__ import annotations

import json
from itertools import permutations

import pytest

from cleaner.engine.result import Removal, Result, Verdict, cut
from cleaner.report.report import Report
from cleaner.report.statistics import statistics, summary_json
from cleaner.report.text import summary
from cleaner.text.document import Document


def _cut(text: str, *cuts: tuple[str, int, int]) -> tuple[Document, Result]:
    removals = tuple(Removal(rule, start, end, text[start:end]) for rule, start, end in cuts)
    return Document(text), Result(cut(text, removals), removals)


DOCUMENTS = (
    _cut("Junk\na\nJunk\n", ("a.one", 0, 5), ("a.one", 7, 12)),
    _cut("Junk\n\U0001f600 b\n", ("c.three", 0, 5), ("b.two", 5, 7)),
    _cut("Junk\nx\n", ("a.one", 0, 5)),
    _cut("clean\n"),
    (Document("Junk\n"), Result("Junk\n", verdict=Verdict("refuse", ("too much",), ("a.one",)))),
)


@pytest.fixture
def report() -> Report:
    report = Report(left_out=2)
    for document, result in DOCUMENTS:
        report.add(document, result)
    report.fail()
    return report


def test_no_rule_fired() -> None:
    assert statistics(Report()) == "no rule fired"


def test_statistics(report: Report) -> None:
    assert statistics(report) == (
        "cuts  documents  characters  rule\n"
        "   3          2          15  a.one\n"
        "   1          1           2  b.two\n"
        "   1          1           5  c.three"
    )


def test_wide_numbers() -> None:
    report = Report()
    report.rules["a.one"] = report.rule_documents["a.one"] = report.rule_characters["a.one"] = 12_345_678_901
    head, row = statistics(report).splitlines()
    assert row == "12,345,678,901  12,345,678,901  12,345,678,901  a.one"
    assert head.index("rule") == row.index("a.one")


def test_the_order_of_documents_does_not_matter() -> None:
    tables, summaries, texts = set(), set(), set()
    for order in permutations(DOCUMENTS):
        report = Report()
        for document, result in order:
            report.add(document, result)
        tables.add(statistics(report))
        summaries.add(summary_json(report))
        texts.add(summary(report))
    assert (len(tables), len(summaries), len(texts)) == (1, 1, 1)


def test_summary_json(report: Report) -> None:
    line = summary_json(report, "would be removed")
    assert "\n" not in line
    read = json.loads(line)
    assert list(read["rules"]) == ["a.one", "b.two", "c.three"]
    assert read == {
        "verb": "would be removed",
        "documents": 5,
        "changed": 3,
        "characters": 39,
        "removed": 22,
        "refused": 1,
        "failed": 1,
        "empty": 0,
        "left_out": 2,
        "rules": {
            "a.one": {"cuts": 3, "documents": 2, "characters": 15},
            "b.two": {"cuts": 1, "documents": 1, "characters": 2},
            "c.three": {"cuts": 1, "documents": 1, "characters": 5},
        },
    }


def test_the_characters_of_the_rules_are_those_removed(report: Report) -> None:
    assert sum(report.rule_characters.values()) == report.removed


def test_summary_json_of_nothing() -> None:
    read = json.loads(summary_json(Report()))
    assert read["verb"] == "removed"
    assert read["rules"] == {}
