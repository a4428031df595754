"""Promise: line endings and byte-order marks are kept and change nothing about what is cut."""

from __future__ import annotations

import pytest
from hypothesis import given

from cleaner import Cleaner
from cleaner.rulebook.book import RuleBook
from cleaner.text.lines import BOM
from tests.properties.promises import assert_promises
from tests.strategies import books, documents

# A share of a text's length differs when the endings take two characters instead of one.
_BOOKS = books(fractions=False)


@pytest.mark.parametrize("ending", ["\r\n", "\r"], ids=["crlf", "cr"])
@given(_BOOKS, documents(endings=("\n",)))
def test_other_endings_come_out_as_they_went_in(ending: str, book: RuleBook, text: str) -> None:
    cleaner = Cleaner(book=book)
    other = text.replace("\n", ending)
    result = cleaner.clean(other)
    assert_promises(other, result)
    assert result.text == cleaner.clean(text).text.replace("\n", ending)


@given(_BOOKS, documents())
def test_mixed_endings_change_nothing_about_what_is_cut(book: RuleBook, text: str) -> None:
    cleaner = Cleaner(book=book)
    assert _lines(cleaner.clean(text).text) == _lines(cleaner.clean(_plain(text)).text)


@given(_BOOKS, documents(bom=False))
def test_a_mark_stays_and_changes_nothing_about_what_is_cut(book: RuleBook, text: str) -> None:
    cleaner = Cleaner(book=book)
    assert cleaner.clean(BOM + text).text == BOM + cleaner.clean(text).text


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _lines(text: str) -> list[str]:
    """Lines that are not empty: how many empty ones are left between a CR and an LF is no rule's business."""
    return [line for line in _plain(text).split("\n") if line]
