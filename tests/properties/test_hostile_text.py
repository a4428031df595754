"""Promise: any text at all is cleaned in bounded time and keeps every promise."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from multiprocessing.pool import Pool

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.rulebook.book import RuleBook
from cleaner.rulebook.rule import BlockRule
from cleaner.text.shapes import SHAPES
from tests.properties.promises import assert_promises
from tests.strategies import TRAPS, book_of, books, hostile_texts, line_rule


@given(hostile_texts(surrogates=True), hostile_texts(), st.sampled_from((None, "en", "\x00", "zh-Hant_TW")))
@example("\ud800\n\nLeave a comment\n", "http://[", "en")
@example("x\n", "//\ud800", None)
def test_the_shipped_rules_keep_all_promises(shipped: Cleaner, text: str, url: str, lang: str | None) -> None:
    assert_promises(text, shipped.clean(text, url=url, lang=lang))


@given(books(greedy=True), hostile_texts(surrogates=True))
@example(book_of(line_rule("test.a", "junk")), f"junk\n\nAlpha left the harbour &#{'9' * 5000}; at seven.\n")
def test_any_rules_keep_all_promises(book: RuleBook, text: str) -> None:
    assert_promises(text, Cleaner(book=book).clean(text))


# Where time is not linear, the shorter text takes longer than anyone waits, too.
_LENGTH = 1_000_000 if settings().max_examples >= 1000 else 150_000
_PATIENCE = 20
_DRAWN_OUT = (
    *("a", " ", ".", "\t\u2028", "\x00", "\u200b", "\U0001f600", "a b ", "1", "\uff01)", "\u0e01", "\ufb03"),
    *(
        "*",
        "a*",
        "_",
        "a_",
        "_ ",
        "~",
        "`",
        "``` ",
        "#",
        "# ",
        "x# ",
        "> ",
        "- ",
        ">\t",
        "1. ",
        "\u2022",
        "|",
    ),
    *("[", "[x](", "[x](a", "[x][", "![", "[x](()", '[x]( "', "[x]( '", "[x](\\(", "](", "<", "<http://"),
    *("\\", "\\*", "\\[", "\\[](", "\\]\\[", "www.", "http://", "&", "&#1", "&#9", "&amp", "&#x", "&nbsp;&a"),
    *("\u0301", "\u0301\u0327", "\u0327\u0301", "i\u0307", "\u1100\u1161", "\u0345\u0301"),
    *("\n", "\r", "\r\n", "a\n", "a\r\n\r\n", "```\n", "~~~\n", "```\n~~~\n", "---\n", "junk\n", "> ```\n"),
)
_ALL_SHAPES = book_of(
    line_rule("test.line", "junk", max_chars=10**9),
    *(
        BlockRule(
            id=f"test.{shape}",
            kind="block",
            description="Asks for a shape.",
            start=shape,
            end="never there",
            max_lines=3,
            max_chars=10**9,
            max_fraction=1.0,
        )
        for shape in SHAPES
    ),
)


def _clean_drawn_out(unit: str, length: int) -> str:
    """Clean a text of one unit over and over; for a process of its own."""
    text = "Alpha left the harbour at seven.\n\n" + unit * (length // len(unit))
    result = Cleaner(book=_ALL_SHAPES).clean(text)
    assert_promises(text, result)
    return result.verdict.status


class _Worker:
    """A process that can be given up on when it doesn't answer."""

    def __init__(self) -> None:
        self._pool = self._start()

    def clean(self, unit: str, length: int) -> str:
        try:
            return str(self._pool.apply_async(_clean_drawn_out, (unit, length)).get(_PATIENCE))
        except multiprocessing.TimeoutError:
            self.stop()
            self._pool = self._start()
            raise

    def stop(self) -> None:
        self._pool.terminate()
        self._pool.join()

    @staticmethod
    def _start() -> Pool:
        return multiprocessing.get_context("spawn").Pool(1)


@pytest.fixture(scope="module")
def worker() -> Iterator[_Worker]:
    one = _Worker()
    yield one
    one.stop()


@pytest.mark.parametrize("unit", _DRAWN_OUT, ids=ascii)
def test_a_drawn_out_text_is_cleaned_before_patience_ends(worker: _Worker, unit: str) -> None:
    # Lines cost more than characters, and nothing about a line depends on how many there are.
    length = _LENGTH // 5 if set(unit) & {"\n", "\r"} else _LENGTH
    assert worker.clean(unit, length) in ("accept", "refuse", "timeout")


@pytest.mark.parametrize("unit", ["a", "a b. ", "[x](y) *z* "], ids=["word", "prose", "markdown"])
def test_a_line_of_a_megabyte_is_cleaned_before_patience_ends(worker: _Worker, unit: str) -> None:
    assert worker.clean(unit, 1_000_000) == "accept"


@given(st.lists(st.sampled_from(TRAPS), min_size=1, max_size=3), st.integers(50, 400))
def test_repeated_traps_keep_all_promises(traps: list[str], times: int) -> None:
    text = "Alpha left the harbour at seven.\n\n" + "".join(traps) * times
    assert_promises(text, Cleaner(book=_ALL_SHAPES).clean(text))
