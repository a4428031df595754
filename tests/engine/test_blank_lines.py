"""The blank lines around a cut: the table of DESIGN.md case by case, in every kind of newline."""

from __future__ import annotations

import pytest

from cleaner import Document, restore
from tests.helpers import Build, cut_texts, line

NEWLINES = [pytest.param("\n", id="LF"), pytest.param("\r\n", id="CRLF"), pytest.param("\r", id="CR")]

TABLE = [
    pytest.param("A\n\nJUNK\n\nB", "A\n\nB", id="design: blank before and after"),
    pytest.param("A\nJUNK\n\nB", "A\n\nB", id="design: blank after only"),
    pytest.param("A\n\nJUNK", "A\n", id="design: at the end"),
    pytest.param("JUNK\n\nB", "B", id="design: at the start"),
    pytest.param("A\nJUNK\nB", "A\nB", id="no blank around"),
    pytest.param("A\n\nJUNK\nB", "A\n\nB", id="blank before only"),
    pytest.param("JUNK\nB", "B", id="at the start, no blank after"),
    pytest.param("A\n\n\nJUNK\n\n\n\nB", "A\n\n\nB", id="runs of blanks: those before remain"),
    pytest.param("A\nJUNK\n\n\nB", "A\n\n\nB", id="run of blanks after only: it remains"),
    pytest.param("A\nJUNK", "A\n", id="at the end without final newline"),
    pytest.param("A\nJUNK\n", "A\n", id="at the end with final newline"),
    pytest.param("A\n\nJUNK\n", "A\n", id="at the end after a blank, with final newline"),
    pytest.param("A\n\nJUNK\n\n", "A\n\n", id="blank at the end remains, that before goes"),
    pytest.param("A\n\n\n\nJUNK\n\n", "A\n\n", id="run of blanks before the last line goes"),
    pytest.param("A\nJUNK\n\n\n", "A\n\n\n", id="blanks at the end remain"),
    pytest.param("A\n\nJUNK\n  ", "A\n  ", id="spaces at the end are a blank line that remains"),
    pytest.param("\n\nJUNK\n\nB", "\n\nB", id="blanks at the start remain"),
    pytest.param("\nJUNK\nB", "\nB", id="blank at the start, none after"),
    pytest.param("JUNK\n\n\nB", "B", id="run of blanks after the start goes"),
    pytest.param("A\n\nJUNK 1\nJUNK 2\n\nB", "A\n\nB", id="two cuts side by side"),
    pytest.param("A\n\nJUNK 1\n\nJUNK 2\n\nB", "A\n\nB", id="two cuts and the blank between"),
    pytest.param("A\nJUNK 1\n\nJUNK 2\n\nB", "A\n\nB", id="two cuts, no blank before"),
    pytest.param("A\nJUNK 1\n\nJUNK 2\nB", "A\nB", id="two cuts, blank between only"),
    pytest.param("A\n\nJUNK 1\n\nJUNK 2", "A\n", id="two cuts at the end"),
    pytest.param("JUNK 1\n\nJUNK 2\n\nB", "B", id="two cuts at the start"),
    pytest.param("JUNK 1\n\nA\n\nJUNK 2", "A\n", id="a cut at either end"),
    pytest.param("A\n\nJUNK 1\n\nB\n\nJUNK 2\n\nC", "A\n\nB\n\nC", id="two cuts apart"),
    pytest.param("A\n \t\nJUNK\n\u3000\nB", "A\n \t\nB", id="white space is blank"),
    pytest.param("A\n\u200b\nJUNK\n\nB", "A\n\u200b\n\nB", id="zero-width space is not blank"),
    pytest.param("A\n\n***\nJUNK\n\nB", "A\n\n***\n\nB", id="a rule of stars is not blank"),
    pytest.param("\ufeffJUNK\n\nB", "\ufeffB", id="the start is after the byte-order mark"),
    pytest.param("\ufeff\nJUNK\n\nB", "\ufeff\nB", id="mark, then a blank"),
    pytest.param("\ufeffA\n\nJUNK", "\ufeffA\n", id="mark stays, cut at the end"),
    pytest.param("---\nt: 1\n---\nJUNK\n\nB", "---\nt: 1\n---\n\nB", id="right after front matter"),
    pytest.param("---\nt: 1\n---\n\nJUNK\n\nB", "---\nt: 1\n---\n\nB", id="blank, after front matter"),
]  # fmt: skip


@pytest.mark.parametrize("newline", NEWLINES)
@pytest.mark.parametrize(("before", "after"), TABLE)
def test_table(build: Build, before: str, after: str, newline: str) -> None:
    cleaner = build(line())
    text = before.replace("\n", newline)
    result = cleaner.clean(text)
    assert result.text == after.replace("\n", newline)
    assert restore(result.text, result.removals) == text
    assert cleaner.clean(result.text).text == result.text


@pytest.mark.parametrize(
    ("text", "removals"),
    [
        pytest.param("A\n\nJUNK\n\nB", ["JUNK\n\n"], id="blank after belongs to the cut"),
        pytest.param("A\nJUNK\n\nB", ["JUNK\n"], id="blank after stays"),
        pytest.param("A\n\nJUNK", ["\nJUNK"], id="blank before belongs to the cut"),
        pytest.param("A\n\nJUNK\n\n", ["\nJUNK\n"], id="blank at the end belongs to none"),
        pytest.param("A\n\nJUNK 1\n\nJUNK 2\n\nB", ["JUNK 1\n\n", "JUNK 2\n\n"], id="blanks between cuts"),
        pytest.param("A\n\nJUNK 1\n\nJUNK 2", ["\nJUNK 1\n\n", "JUNK 2"], id="two cuts at the end"),
    ],
)  # fmt: skip
def test_blanks_belong_to_the_removal(build: Build, text: str, removals: list[str]) -> None:
    assert [removal.text for removal in build(line()).clean(text).removals] == removals


def test_adjacent_cuts_of_two_rules(build: Build) -> None:
    cleaner = build(line("junk", "test.a"), line("trash", "test.b"))
    result = cleaner.clean("A\nJUNK\n\nTRASH\n\nJUNK\n\nB")
    assert result.text == "A\n\nB"
    assert cut_texts(result) == [("test.a", "JUNK\n\n"), ("test.b", "TRASH\n\n"), ("test.a", "JUNK\n")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("A\rJUNK\n\nB", "A\rB", id="LF after LF"),
        pytest.param("A\rJUNK\r\n\nB", "A\rB", id="LF after CRLF"),
        pytest.param("A\rJUNK\n\n\n\nB", "A\rB", id="run of LF"),
        pytest.param("A\rJUNK\n\n\r\nB", "A\r\r\nB", id="LF, then CRLF"),
        pytest.param("A\rJUNK\n\r\nB", "A\r\r\nB", id="CRLF is no danger"),
        pytest.param("A\r\rJUNK\n\n", "A\r", id="at the end"),
        pytest.param("A\r\rJUNK\n\nB", "A\r\rB", id="blank before"),
        pytest.param("\rJUNK\n\nB", "\rB", id="blank CR at the start"),
        pytest.param("\ufeffJUNK\n\nB", "\ufeffB", id="byte-order mark"),
    ],
)
def test_lone_cr_never_joins_a_following_lf(build: Build, before: str, after: str) -> None:
    cleaner = build(line())
    result = cleaner.clean(before)
    assert result.text == after
    whole = {before[part.start : part.stop] for part in Document(before).lines}
    assert {after[part.start : part.stop] for part in Document(after).lines} <= whole
    assert restore(result.text, result.removals) == before
    assert cleaner.clean(after).text == after


@pytest.mark.parametrize("newline", NEWLINES)
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("A\n\n\nB  \n", id="blank runs and trailing spaces"),
        pytest.param("\n\nA", id="leading blanks, no final newline"),
        pytest.param("\ufeffA\n\n\n", id="mark and trailing blanks"),
        pytest.param("", id="empty"),
        pytest.param("\n \n", id="blank lines only"),
        pytest.param("\ufeff", id="mark only"),
    ],
)
def test_untouched_means_untouched(build: Build, text: str, newline: str) -> None:
    text = text.replace("\n", newline)
    result = build(line()).clean(text)
    assert (result.text, result.removals, result.changed) == (text, (), False)
    assert result.verdict.accepted
