"""Letters: those of each line's view, however they were made."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.text.letters import all_letters, letters, rows
from cleaner.text.lines import split_lines
from cleaner.text.view import view
from tests.strategies import TRAPS, hostile_texts

SAME = [
    pytest.param("### **Leave a&nbsp;Comment**", b"leaveacomment", id="marks"),
    pytest.param("Don\u2019t miss \u2013 \u201cit\u201d\u2026", b"dontmissit", id="typographic marks"),
    pytest.param("[Read](https://a.example/) more", b"readmore", id="link"),
    pytest.param("AT&T, R&D", b"attrd", id="no entity"),
    pytest.param("Stra\xdfe \ufb01nden", b"strassefinden", id="casefold"),
    pytest.param("S\u0130YASET, KAPI, kap\u0131", b"siyasetkapikapi", id="Turkish i"),
    pytest.param("\u2022 Share", b"share", id="bullet"),
    pytest.param("\u3000\u5e83\u544a\uff1a", "\u5e83\u544a".encode(), id="wide space and colon"),
    pytest.param("sub\u00adscribe\u200b", b"subscribe", id="invisible"),
    pytest.param("\ufeffjunk", b"junk", id="byte-order mark"),
]


@pytest.mark.parametrize(("line", "wanted"), SAME)
def test_letters(line: str, wanted: bytes) -> None:
    assert rows([line]) == [wanted] == [letters(view(line))]


# All characters but most ideographs, Hangul syllables, private and unassigned ones, which come in long runs.
_CHARACTERS = [
    chr(code)
    for code in (
        *range(0x3500),
        *range(0x3500, 0xF800, 89),
        *range(0xF800, 0x1FC00),
        *range(0x1FC00, 0x110000, 997),
    )
    if chr(code) not in "\r\n" and (code < 0x3500 or unicodedata.category(chr(code)) != "Cn")
]


@pytest.mark.parametrize("around", ["{}", "x{}y", "- {0}{0}a", "\u00e9{}\u044f", "i{}"])
def test_every_character(around: str) -> None:
    lines = [around.format(char) for char in _CHARACTERS]
    assert [line for line, row in zip(lines, rows(lines), strict=True) if row != letters(view(line))] == []


@given(st.lists(hostile_texts(surrogates=True), max_size=4))
def test_a_row_is_the_letters_of_a_view(texts: list[str]) -> None:
    lines = [line for text in texts for line in _lines(text)]
    assert rows(texts) == [letters(view(line)) for line in lines]


def _lines(text: str) -> list[str]:
    """The lines of a text and what follows the last ending."""
    found = [text[line.start : line.end] for line in split_lines(text)]
    return found if found and text[-1] not in "\r\n" else [*found, ""]


@given(
    st.lists(st.sampled_from(TRAPS) | st.text(max_size=8)).map("".join),
    st.text(max_size=5),
    st.text(max_size=5),
)
def test_a_part_of_a_view_is_a_part_of_its_letters(line: str, before: str, after: str) -> None:
    part = view(line)
    assert letters(part) in letters(before + part + after)


@given(st.lists(st.text(st.characters(exclude_characters="\r")), min_size=1))
def test_many_at_once(views: list[str]) -> None:
    assert all_letters(views) == [letters(part) for part in views]
