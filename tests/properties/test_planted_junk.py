"""Promise: whatever a shipped rule's pattern allows goes, and the prose around it stays byte for byte.

Lines are generated from the patterns themselves, so that every branch of a pattern is tried, not just
the examples its author thought of. Rules that need context are tried on their own cases.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import unicodedata

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, Document
from cleaner.rulebook.book import RuleBook
from cleaner.rulebook.kinds import RunRule
from cleaner.rulebook.load import load_book
from cleaner.rulebook.patterns import compiled
from cleaner.rulebook.rule import BlockRule, Case, LineRule, Rule
from cleaner.text.lines import BOM
from cleaner.text.view import view
from tests.properties.promises import assert_promises, lines_of
from tests.strategies import DRESSES, PROSE

SHIPPED = load_book()
_FREE = [rule for rule in SHIPPED.rules if isinstance(rule, LineRule) and not rule.contextual]
_PROVEN = [
    (rule, case) for rule in SHIPPED.rules if rule.deletes for case in rule.case if case.after is not None
]
# The thorough profile draws for every rule, the other for some: a pattern takes a second to draw from.
_DRAWN = _FREE if settings().max_examples >= 1000 else _FREE[::40]
_EXAMPLES = max(5, settings().max_examples // 8)
# Without change a case is a proof, which the rule checker tries for every rule.
_CHANGED = _PROVEN if settings().max_examples >= 1000 else _PROVEN[::4]

# Latin to Arabic, kana, some Han and Hangul: Hypothesis warns about a longer alphabet.
_SCRIPTS = (range(0x20, 0x660), range(0x3040, 0x3100), range(0x4E00, 0x4E40), range(0xAC00, 0xAC40))


@functools.cache
def _kept_by_a_view() -> str:
    """The characters that a view leaves as they are wherever they stand."""
    letters = (chr(code) for script in _SCRIPTS for code in script)
    sound = (letter for letter in letters if unicodedata.category(letter)[0] in "LNPS")
    return " " + "".join(letter for letter in sound if view(f"a{letter}a") == f"a{letter}a")


@functools.cache
def _junk_of(rule: LineRule) -> st.SearchStrategy[str]:
    """Lines whose view the rule is about, written so that they show what the pattern says."""

    # Compiled before anything is drawn, since that takes long.
    pattern, exceptions = compiled(rule.pattern), [compiled(one.pattern) for one in rule.except_]

    def counts(line: str) -> bool:
        seen = view(line)
        excepted = any(exception.fullmatch(seen) for exception in exceptions)
        return pattern.fullmatch(seen) is not None and not excepted and 0 < len(seen) <= rule.max_chars

    # Hypothesis only filters for word boundaries, and finds few; next to a space there is one.
    loose = {rule.pattern, rule.pattern.replace(r"\b", " ")}
    spelled = "".join(char for char in rule.pattern if not char.isupper())
    alphabet = "".join(sorted({*_kept_by_a_view(), *spelled}))
    lines = [st.from_regex(pattern, fullmatch=True, alphabet=alphabet) for pattern in sorted(loose)]
    return st.one_of(lines).map(_written).filter(counts)


def _written(line: str) -> str:
    """The line with single spaces, its Markdown marks escaped where a view would take them for such."""
    line = " ".join(line.split())
    return line if view(line) == line else re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", line)


def _dressed(line: str, dress: str) -> str:
    """The line in Markdown or other marks that its view is free of; as it is where they would tell."""
    dressed = dress.format(line)
    return dressed if view(dressed) == view(line) else line


def _planted(junk: list[str], ending: str, times: int) -> tuple[str, str]:
    """A text with junk between its paragraphs, and the text as it must come out."""
    prose = PROSE * times
    parts = [*prose[:2], *junk, *prose[2:]]
    gap = ending * 2
    return gap.join(parts) + ending, gap.join(prose) + ending


_ENDINGS = st.sampled_from(("\n", "\r\n", "\r"))


@pytest.mark.parametrize("rule", _DRAWN, ids=lambda rule: rule.id)
@settings(max_examples=_EXAMPLES, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(st.data(), st.sampled_from((*DRESSES, "### **{}**", "*{}*", "\u00a0{}")), _ENDINGS)
def test_what_a_pattern_allows_goes(rule: LineRule, data: st.DataObject, dress: str, ending: str) -> None:
    junk = _dressed(data.draw(_junk_of(rule)), dress)
    text, expected = _planted([junk], ending, 1 + 2 * rule.max_chars // sum(map(len, PROSE)))
    result = _alone(rule).clean_document(Document(text, format=(rule.formats or ("text",))[0]))
    assert_promises(text, result)
    assert result.text == expected
    assert {removal.rule for removal in result.removals} == {rule.id}


@functools.cache
def _alone(rule: LineRule) -> Cleaner:
    """A cleaner with this rule only; one that just reports is made to cut."""
    safe = dataclasses.replace(rule, safety="safe", status="stable")
    return Cleaner(book=dataclasses.replace(SHIPPED, rules=(safe,)))


@given(st.data(), _ENDINGS)
def test_junk_of_several_rules_goes_together(shipped: Cleaner, data: st.DataObject, ending: str) -> None:
    running = [rule for rule in _FREE if rule.id in shipped.cutting and rule.formats is None]
    rules = data.draw(st.lists(st.sampled_from(running), min_size=1, max_size=4))
    junk = [data.draw(_junk_of(rule)) for rule in rules]
    text, expected = _planted(junk, ending, 1 + 2 * sum(map(len, junk)) // sum(map(len, PROSE)))
    result = shipped.clean(text)
    assert_promises(text, result)
    assert result.text == expected


@pytest.mark.parametrize(("rule", "case"), _CHANGED, ids=lambda value: getattr(value, "id", ""))
@settings(max_examples=_EXAMPLES)
@given(_ENDINGS, st.sampled_from(("", BOM)), st.booleans(), st.booleans())
def test_a_case_holds_with_other_endings_and_prose_around_it(
    rule: Rule, case: Case, ending: str, mark: str, above: bool, below: bool
) -> None:
    before, after = str(case.before), str(case.after)
    assume(len(ending) == 1 or not _depends_on_length(rule))
    head = "\n\n".join((*PROSE[:2], "")) * (above and not _must_begin(rule) and before[:3] not in _FENCES)
    tail = "\n\n".join(("", *PROSE[2:])) * (below and not _must_end(rule))
    text, expected = (mark + (head + part + tail).replace("\n", ending) for part in (before, after))
    document = Document(text, url=case.url, lang=case.lang, format=case.format or "text")
    result = _proving(rule).clean_document(document)
    assert_promises(text, result)
    assert _filled(result.text) == _filled(expected)


_FENCES = ("---", "+++")


@functools.cache
def _everything(safety: str) -> Cleaner:
    return Cleaner(book=SHIPPED, safety=safety)


def _proving(rule: Rule) -> Cleaner:
    """A cleaner as the rule checker uses it: this rule and all others of its safety setting."""
    everything = _everything("aggressive" if rule.safety == "aggressive" else "safe")
    if rule.id in everything.cutting:
        return everything
    safe = dataclasses.replace(rule, safety="safe")
    book = RuleBook(tuple(safe if own.id == rule.id else own for own in SHIPPED.rules), SHIPPED.pack_of)
    return Cleaner(book=book, select=["ALL", rule.id])


def _depends_on_length(rule: Rule) -> bool:
    zone = getattr(rule, "zone", None)
    return zone is not None and zone.last_fraction is not None


def _must_begin(rule: Rule) -> bool:
    """Whether text above the junk would take it out of the rule's reach."""
    if isinstance(rule, BlockRule | RunRule):
        return rule.kind == "head" or getattr(rule, "at", None) == "start"
    zone = getattr(rule, "zone", None)
    return zone is not None and zone.first_lines is not None


def _must_end(rule: Rule) -> bool:
    """Whether text below the junk would take it out of the rule's reach."""
    if isinstance(rule, BlockRule | RunRule):
        return rule.kind == "tail" or getattr(rule, "at", None) == "end"
    zone = getattr(rule, "zone", None)
    return zone is not None and (zone.last_lines is not None or zone.last_fraction is not None)


def _filled(text: str) -> list[str]:
    return [line for line in lines_of(text) if line.strip()]
