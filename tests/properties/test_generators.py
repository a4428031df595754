"""The generators are worth something: rules are valid, fire often, and meet every kind of outcome."""

from __future__ import annotations

import functools
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, Document
from cleaner.rulebook import patterns as checker
from cleaner.rulebook.book import RuleBook
from cleaner.rulebook.kinds import RunRule
from cleaner.rulebook.rule import BlockRule, LineRule, Rule
from tests.strategies import GREEDY, LANGS, PATTERNS, URLS, books, documents


def _features(rule: Rule) -> list[str]:
    """What a rule that fired makes use of."""
    features = [rule.kind] + ["requires"] * (rule.requires is not None) + ["except"] * bool(rule.except_)
    features += ["unless"] * bool(rule.unless)
    if isinstance(rule, LineRule):
        features += [key for key in ("zone", "prev", "next") if getattr(rule, key) is not None]
    if isinstance(rule, BlockRule):
        features += [key for key in ("body", "end", "never_cross") if getattr(rule, key) is not None]
    if isinstance(rule, RunRule):
        features += [f"{key} {getattr(rule, key)}" for key in ("at", "from_", "to")]
        features += [key for key in ("cues", "spare", "start") if getattr(rule, key)]
        features += ["max_gap"] * (rule.max_gap is not None)
    return features


@functools.cache
def _outcomes(greedy: bool, structural: bool = False) -> Counter[str]:
    """How often each outcome and feature came up in 500 random runs."""
    seen: Counter[str] = Counter()

    @settings(max_examples=500, derandomize=True, database=None)
    @given(books(greedy, structural=structural), documents(), st.sampled_from(LANGS), st.sampled_from(URLS))
    def sample(book: RuleBook, text: str, lang: str | None, url: str | None) -> None:
        result = Cleaner(book=book).clean(text, url=url, lang=lang)
        seen["cut" if result.changed else result.verdict.status] += 1
        seen["beside protected"] += result.changed and bool(Document(text).protected)
        for rule in {removal.rule for removal in result.removals}:
            seen.update(_features(book.get(rule)))

    sample()
    return seen


def test_a_good_share_of_random_runs_cuts_something() -> None:
    seen = _outcomes(greedy=False)
    assert seen["cut"] > 150, seen
    assert seen["refuse"] > 10, seen
    assert seen["beside protected"] > 50, seen


def test_every_feature_of_rules_fires_now_and_then() -> None:
    seen = _outcomes(greedy=False) + _outcomes(greedy=True)
    seen += _outcomes(greedy=False, structural=True)
    on_lines = ("inline", "line", "requires", "unless", "except", "zone", "prev", "next")
    on_blocks = ("block", "tail", "head", "body", "end", "never_cross")
    on_runs = ("run", "cues", "spare", "start", "max_gap", *_PLACES)
    assert not [feature for feature in on_lines + on_blocks + on_runs if not seen[feature]], seen


_PLACES = ("at start", "at end", "from_ anchor", "from_ line", "to anchor", "to line")


def test_harmful_rules_do_harm_unless_guarded() -> None:
    seen = _outcomes(greedy=True)
    assert seen["refuse"] > 50, seen


@given(st.sampled_from(PATTERNS + GREEDY))
def test_generated_patterns_pass_the_rule_checker(pattern: str) -> None:
    assert not checker.defects(pattern)
