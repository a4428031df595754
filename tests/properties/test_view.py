"""Promise: what patterns see is folded once and for all, and patterns may hold just what it can hold."""

from __future__ import annotations

import html
import re
import sys
import unicodedata

from hypothesis import assume, example, given
from hypothesis import strategies as st

from cleaner.rulebook.patterns import defects
from cleaner.text.view import BASIC, PLAINER, _unmark, fold, view
from tests.strategies import LABELS, PATTERNS, hostile_texts

TEXTS = hostile_texts(surrogates=True)
_COMBINING = "".join(char for char in map(chr, range(sys.maxunicode)) if unicodedata.combining(char))
_CLUSTERS = st.lists(
    st.sampled_from("aiI\u0130\u0131\u03b1\u03c9\u01c6\u1100\u00b4\u2033 ") | st.sampled_from(_COMBINING),
    max_size=8,
).map("".join)
_PLAIN = st.text("abcXYZ012 \t,.:;!?'\"()/%$@=|{}^+-", max_size=30)


@given(TEXTS | _CLUSTERS)
@example("i\u0307\u0301")
@example("\u03b1\u0345\u0301")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def _by_steps(text: str) -> str:
    """What folding does, as UAX 31 puts it, one step after the other; limits of piles of marks aside."""
    text = unicodedata.normalize("NFKC", "".join(PLAINER.get(char, char) for char in text))
    cased = "".join(PLAINER.get(char, char) for char in text).casefold()
    return " ".join(unicodedata.normalize("NFKC", re.sub("i\u0307+", "i", cased)).split())


@given(TEXTS | _CLUSTERS | st.text(max_size=20))
@example("\u2026\u0301 \u00a0\u0301")
@example("\uff08\u3042\u3099\uff09")
def test_folding_at_once_is_folding_step_by_step(text: str) -> None:
    assert fold(text) == _by_steps(text)


def test_each_character_between_letters_is_folded_as_step_by_step() -> None:
    chars = (chr(code) for code in range(ord(BASIC) + 1) if not 0xD800 <= code <= 0xDFFF)
    assert [char for char in chars if fold(f"a{char}a") != _by_steps(f"a{char}a")] == []


@given(TEXTS | _CLUSTERS)
def test_a_view_is_folded(line: str) -> None:
    assert fold(view(line)) == view(line)


@given(TEXTS | _CLUSTERS)
def test_a_view_holds_no_character_that_folding_changes(line: str) -> None:
    assert not [char for char in view(line) if char != " " and fold(char) != char]


@given(TEXTS)
def test_a_view_has_single_spaces_only_and_none_at_its_ends(line: str) -> None:
    seen = view(line)
    assert seen == " ".join(seen.split())


@given(_PLAIN | st.sampled_from(LABELS) | st.text(st.characters(max_codepoint=127), max_size=20))
@example("- 1")
@example("+")
@example("")
def test_the_fast_path_for_plain_lines_gives_what_the_full_path_gives(line: str) -> None:
    assert view(line) == fold(_unmark(html.unescape(line)))


def _may_stand_in_a_pattern(char: str) -> bool:
    return not defects(re.escape(char))


@given(st.characters(exclude_categories=()))
def test_a_pattern_may_hold_a_character_just_when_a_view_can(char: str) -> None:
    assert _may_stand_in_a_pattern(char) == (char in (" ", fold(char)))


def test_a_pattern_may_hold_a_combining_character_just_when_a_view_can() -> None:
    wrong = [char for char in _COMBINING if _may_stand_in_a_pattern(char) != (fold(char) == char)]
    assert not wrong, ascii(wrong)


@given(TEXTS | _CLUSTERS)
def test_every_character_of_a_view_may_stand_in_a_pattern(line: str) -> None:
    assert not [char for char in view(line) if not _may_stand_in_a_pattern(char)]


@given(TEXTS | _CLUSTERS)
@example("\u03b1\u0301")
def test_every_view_may_be_a_pattern(line: str) -> None:
    seen = view(line)
    assume(seen)
    assert not defects(re.escape(seen))


@given(st.sampled_from(PATTERNS), st.sampled_from("\u200b\u00ad\ufe0f\u200f\u2066\ufeff"), st.integers(0, 9))
def test_what_takes_no_room_hides_nothing(words: str, char: str, at: int) -> None:
    line = re.sub("[^a-z ]", "", words)
    assert view(line[:at] + char + line[at:]) == view(line)
