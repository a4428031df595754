"""Promise: a rule that no author should have written harms no document.

Whatever it matches: either the guard keeps the document whole and says why, or all promises hold and at
least half of the prose is left. A rule that runs out of time leaves the document whole and is named.
"""

from __future__ import annotations

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.engine.passes import MAX_PASSES
from cleaner.rulebook.book import RuleBook
from cleaner.rulebook.rule import BlockRule, Zone
from tests.properties.promises import assert_promises, prose_lost
from tests.strategies import GREEDY, SENTENCES, book_of, books, documents, hostile_texts, line_rule

TEXTS = documents() | hostile_texts(surrogates=True)


def _block(rule_id: str, kind: str, **keys: object) -> BlockRule:
    bounds = {"max_lines": 10**6, "max_chars": 10**9, "max_fraction": 1.0}
    return BlockRule(id=rule_id, kind=kind, description="Harmful.", **bounds | keys)  # type: ignore[arg-type]


@given(books(greedy=True), TEXTS)
def test_half_of_the_prose_is_left_by_any_rules(book: RuleBook, text: str) -> None:
    result = Cleaner(book=book).clean(text)
    event("cut" if result.changed else result.verdict.status)
    assert_promises(text, result)
    assert prose_lost(text, result) <= 0.5


@given(st.sampled_from(GREEDY), TEXTS)
def test_match_everything_lines(pattern: str, text: str) -> None:
    book = book_of(line_rule("test.all", pattern, max_chars=10**9))
    assert_promises(text, Cleaner(book=book).clean(text))


@given(st.sampled_from(("block", "tail", "head")), st.sampled_from(("short", "no-sentence", ".*")), TEXTS)
def test_blocks_without_bounds(kind: str, body: str, text: str) -> None:
    book = book_of(_block("test.huge", kind, start=".+", body=body))
    assert_promises(text, Cleaner(book=book).clean(text))


@given(TEXTS, st.sampled_from(GREEDY), st.integers(0, 1))
def test_rules_that_creep_from_one_end(text: str, pattern: str, first: int) -> None:
    """Each pass takes one more line, so that only the guard can tell how far it went."""
    zone = Zone(first_lines=1) if first else Zone(last_lines=1)
    book = book_of(line_rule("test.creeps", pattern, zone=zone))
    result = Cleaner(book=book).clean(text)
    assert_promises(text, result)


@given(st.sampled_from((0, 1, 50, 99, 100, 101, 150)), st.sampled_from(("\n", "\n\n", "\r\n")))
def test_a_tail_that_creeps_up_a_long_text(lines: int, gap: str) -> None:
    """Beyond the passes that the engine allows, the document is given up as a whole."""
    text = gap.join(["Alpha left the harbour at seven.", *["junk"] * lines])
    result = Cleaner(book=book_of(line_rule("test.creeps", "junk", zone=Zone(last_lines=1)))).clean(text)
    assert_promises(text, result)
    assert result.verdict.status == ("accept" if lines < MAX_PASSES else "refuse")
    assert result.verdict.accepted or result.verdict.rules == ("test.creeps",)


# Each ends in a set too large to look for, so that no scan spares them.
RUNAWAYS = (
    "(?:a+)+b?[e-z]",
    "(?:a|a)+b?[e-z]",
    "(?:a|aa)+[e-z]",
    "(?:a|b|aa)*(?:b|d)c?e?[f-z]",
    "(?:a*)*[e-z]d?",
)


@pytest.mark.parametrize("pattern", RUNAWAYS)
def test_a_runaway_pattern_times_out_and_is_named(pattern: str) -> None:
    sound = line_rule("test.sound", "junk")
    book = book_of(line_rule("test.runaway", pattern, max_chars=10**6), sound)
    text = f"junk\n\n{'a' * 30_000}d\n\n{SENTENCES[0]}\n"
    result = Cleaner(book=book, time_limit=0.05).clean(text)
    assert result.verdict.status == "timeout"
    assert result.verdict.rules == ("test.runaway",)
    assert_promises(text, result)


@given(
    st.sampled_from((*RUNAWAYS, "(?:a+)+b")), st.integers(1, 3000), st.sampled_from(("", "b", "c", "d", "f"))
)
def test_a_runaway_pattern_is_fast_or_stopped(pattern: str, length: int, end: str) -> None:
    text = f"{SENTENCES[0]}\n\n{'a' * length}{end}\n"
    book = book_of(line_rule("test.runaway", pattern, max_chars=10**6))
    result = Cleaner(book=book, time_limit=0.02).clean(text)
    event(result.verdict.status)
    assert_promises(text, result)


def test_a_runaway_condition_counts_like_a_pattern() -> None:
    """In `prev`, `except`, a block's `body` or `end` too, each charged to the rule that asks."""
    runaway = RUNAWAYS[0]
    text = f"{SENTENCES[0]}\n\n{'a' * 5000}d\n\njunk\n"
    for rule in (
        line_rule("test.runaway", "junk", prev=runaway),
        _block("test.runaway", "block", start=runaway, body="short"),
        _block("test.runaway", "tail", start=".{9,}", body="short", never_cross=runaway, end=runaway),
        _block("test.runaway", "block", start=".+", body=runaway),
    ):
        result = Cleaner(book=book_of(rule), time_limit=0.05).clean(text)
        assert result.verdict.status == "timeout", rule
        assert result.verdict.rules == ("test.runaway",)
        assert_promises(text, result)
