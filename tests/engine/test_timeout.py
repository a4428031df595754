"""A rule that runs out of time leaves the document whole, and says so."""

from __future__ import annotations

import pytest

from cleaner import CleanerError, Document, Verdict
from tests.helpers import Build, block, cue, line

# Backtracks exponentially on a line of the letter a that ends in another one.
RUNAWAY = "(?:a|a|aa)+[d-z]"
TRAP = "A\n\nJUNK\n\n" + "a" * 60 + "c\n\nB\n"
LIMIT = 0.2
# Each of these lines takes a part of that, all of them many times as much.
SLOW = "A\n\nJUNK\n\n" + "\n\n".join(f"{'a' * 15}{number}" for number in range(60)) + "\n\nB\n"


@pytest.mark.parametrize(
    ("rule", "culprit"),
    [
        pytest.param(line(RUNAWAY, "test.slow"), "test.slow", id="pattern"),
        pytest.param(line(".+", "test.slow", next=RUNAWAY), "test.slow", id="next"),
        pytest.param(
            line("a+c", "test.slow", except_=[{"pattern": RUNAWAY, "reason": "none"}]),
            "test.slow",
            id="except",
        ),
        pytest.param(block(rule_id="test.slow", start=RUNAWAY, body="x"), "test.slow", id="start"),
        pytest.param(block(rule_id="test.slow", start="junk", body=RUNAWAY), "test.slow", id="body"),
        pytest.param(block(rule_id="test.slow", start="junk", end=RUNAWAY), "test.slow", id="end"),
    ],
)
def test_document_stays_whole(build: Build, rule: str, culprit: str) -> None:
    result = build(line(), rule, time_limit=LIMIT).clean(TRAP)
    assert (result.text, result.removals) == (TRAP, ())
    assert result.verdict == Verdict("timeout", (f"rule {culprit} ran past its limit of 0.2 s",), (culprit,))
    assert not result.verdict.accepted


def test_the_same_document_is_never_done_in_time(build: Build) -> None:
    cleaner = build(line(), line(RUNAWAY, "test.slow"), time_limit=LIMIT)
    results = [cleaner.clean(SLOW) for _ in range(10)]
    assert {result.verdict.status for result in results} == {"timeout"}


def test_a_witness_that_runs_out_of_time_is_named(build: Build) -> None:
    rules = [line(requires={"rule": "test.cue", "within-lines": 1}), cue(RUNAWAY)]
    result = build(*rules, time_limit=LIMIT).clean(TRAP)
    assert result.text == TRAP
    assert result.verdict.rules == ("test.cue",)


def test_other_documents_are_not_affected(build: Build) -> None:
    cleaner = build(line(), line(RUNAWAY, "test.slow"), time_limit=LIMIT)
    statuses = [cleaner.clean(text).verdict.status for text in ("A\n\nJUNK\n", TRAP, "A\n\nJUNK\n", TRAP)]
    assert statuses == ["accept", "timeout", "accept", "timeout"]
    assert cleaner.clean("A\n\nJUNK\n").text == "A\n"


def test_max_chars_spares_the_pattern(build: Build) -> None:
    result = build(line(), line(RUNAWAY, "test.slow", max_chars=20), time_limit=LIMIT).clean(TRAP)
    assert result.verdict.accepted
    assert "JUNK" not in result.text


def test_a_rule_out_of_scope_costs_nothing(build: Build) -> None:
    slow = line(RUNAWAY, "test.slow", langs=["de"])
    assert build(line(), slow, time_limit=LIMIT).clean(TRAP, lang="en").verdict.accepted


def test_no_limit_at_all_is_no_time_out(build: Build) -> None:
    try:
        cleaner = build(line(), time_limit=float("inf"))
    except CleanerError:
        return  # refusing an infinite limit is fair; accepting it and cleaning nothing is not
    assert cleaner.clean("A\n\nJUNK\n").text == "A\n"


def test_hits_raises_no_internal_signal(build: Build) -> None:
    cleaner = build(line(RUNAWAY, "test.slow"), time_limit=LIMIT)
    assert not cleaner.hits("test.slow", Document("A\n\nB"))
    with pytest.raises(CleanerError, match=r"test\.slow"):
        cleaner.hits("test.slow", Document(TRAP))
