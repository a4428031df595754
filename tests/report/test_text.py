"""What people are told of a run, word for word."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given

from cleaner.engine.result import Verdict
from cleaner.report.report import Report
from cleaner.report.text import refusal, shown, shown_lines, summary
from tests.report.made_up import HOSTILE


def test_a_summary_of_nothing() -> None:
    assert summary(Report()) == (
        "0 documents, 0 changed; 0 of 0 characters removed (0.0%)\n0 kept whole by the guard, 0 failed"
    )


def test_a_summary_of_everything() -> None:
    report = Report(
        documents=1_234,
        changed=5,
        characters=100_000,
        removed=1_230,
        rules=Counter({"b.rule": 3, "a.longer-rule": 1_000, "a.other": 3}),
        refused=2,
        failed=1,
        reported=1,
        empty=2,
        left_out=1,
    )
    head, *rules, tail = summary(report, verb="would be removed").splitlines()
    assert head == "1,234 documents, 5 changed; 1,230 of 100,000 characters would be removed (1.2%)"
    assert rules == ["  a.longer-rule  1,000", "  a.other        3", "  b.rule         3"]
    assert tail.split(", ") == [
        "2 kept whole by the guard",
        "1 failed",
        "1 finding only reported",
        "2 pages without text",
        "1 other file left out",
    ]


@pytest.mark.parametrize(
    ("count", "rest"), [(9, []), (10, []), (11, ["  and 1 more rule"]), (12, ["  and 2 more rules"])]
)
def test_a_summary_names_ten_rules(count: int, rest: list[str]) -> None:
    report = Report(documents=1, characters=1, rules=Counter({f"a.r{n:02}": 99 - n for n in range(count)}))
    _, *rules, _ = summary(report).splitlines()
    assert rules == [f"  a.r{n:02}  {99 - n}" for n in range(min(count, 10))] + rest


@pytest.mark.parametrize(
    ("rules", "named"),
    [
        (("a.b",), "a.b"),
        (("a.b", "a.c", "a.d"), "a.b, a.c, a.d"),
        (("a.b", "a.c", "a.d", "a.e"), "a.b, a.c, a.d, \u2026"),
    ],
)
def test_a_refusal_names_three_rules(rules: tuple[str, ...], named: str) -> None:
    verdict = Verdict("refuse", ("too much", "too soon"), rules)
    assert refusal(verdict) == f"kept whole: too much; too soon ({named})"


@given(HOSTILE)
def test_lines_stay_lines_and_each_is_shown(text: str) -> None:
    lines = text.split("\n")
    expected = [shown(line.removesuffix("\r")) + "\r" * line.endswith("\r") for line in lines[:-1]]
    assert shown_lines(text) == "\n".join([*expected, shown(lines[-1])])
