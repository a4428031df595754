"""Lines are split on LF, CRLF and lone CR only, and nothing is lost."""

from __future__ import annotations

import pytest

from cleaner import Document
from cleaner.text.lines import Line, is_blank

BOM = "\ufeff"


def split_lines(text: str) -> tuple[Line, ...]:
    """The lines as a document sees them, its byte-order mark taken into account."""
    return Document(text).lines


def contents(text: str) -> list[str]:
    return [text[line.start : line.end] for line in split_lines(text)]


def endings(text: str) -> list[str]:
    return [text[line.end : line.stop] for line in split_lines(text)]


@pytest.mark.parametrize(
    ("text", "expected", "expected_endings"),
    [
        pytest.param("", [], [], id="empty text has no lines"),
        pytest.param("a", ["a"], [""], id="missing final newline"),
        pytest.param("a\n", ["a"], ["\n"], id="final newline opens no further line"),
        pytest.param("a\nb\n", ["a", "b"], ["\n", "\n"], id="LF"),
        pytest.param("a\r\nb\r\n", ["a", "b"], ["\r\n", "\r\n"], id="CRLF is one ending"),
        pytest.param("a\rb\r", ["a", "b"], ["\r", "\r"], id="lone CR"),
        pytest.param("a\n\rb", ["a", "", "b"], ["\n", "\r", ""], id="LF before CR is two endings"),
        pytest.param("a\r\r\nb", ["a", "", "b"], ["\r", "\r\n", ""], id="lone CR before CRLF"),
        pytest.param("a\nb\r\nc\rd", ["a", "b", "c", "d"], ["\n", "\r\n", "\r", ""], id="mixed endings"),
        pytest.param("\n\n", ["", ""], ["\n", "\n"], id="blank lines only"),
        pytest.param("\na", ["", "a"], ["\n", ""], id="leading blank line"),
        pytest.param("a\n  ", ["a", "  "], ["\n", ""], id="trailing spaces without newline are a line"),
        pytest.param("a\u2028b\u2029c", ["a\u2028b\u2029c"], [""], id="line and paragraph separators stay"),
        pytest.param("a\x85b", ["a\x85b"], [""], id="next line U+0085 stays"),
        pytest.param("a\x0cb\x0bc", ["a\x0cb\x0bc"], [""], id="form feed and vertical tab stay"),
        pytest.param("a\x1cb\x1dc\x1ed", ["a\x1cb\x1dc\x1ed"], [""], id="information separators stay"),
        pytest.param(BOM, [], [], id="mark alone is no line"),
        pytest.param(BOM + "a\n", ["a"], ["\n"], id="mark belongs to no line"),
        pytest.param(BOM + "\na", ["", "a"], ["\n", ""], id="mark before a blank line"),
        pytest.param("a\n" + BOM + "b", ["a", BOM + "b"], ["\n", ""], id="mark inside the text is text"),
        pytest.param(BOM + BOM + "a", [BOM + "a"], [""], id="only the first mark counts"),
    ],
)
def test_split(text: str, expected: list[str], expected_endings: list[str]) -> None:
    assert contents(text) == expected
    assert endings(text) == expected_endings
    mark = BOM if text.startswith(BOM) else ""
    assert mark + "".join(text[line.start : line.stop] for line in split_lines(text)) == text


def test_numbers_and_offsets() -> None:
    first, second, third = split_lines("\ufeffab\r\n\r\nc")
    assert first == (1, 1, 3, 5)
    assert second == (2, 5, 5, 7)
    assert third == (3, 7, 8, 8)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", True, id="empty"),
        pytest.param("  \t ", True, id="spaces and tabs"),
        pytest.param("\u00a0\u2003\u3000", True, id="no-break, em and ideographic space"),
        pytest.param("\u2028", True, id="line separator is white space"),
        pytest.param("\x0c", True, id="form feed is white space"),
        pytest.param("---", False, id="three hyphens are not blank"),
        pytest.param("***", False, id="three stars are not blank"),
        pytest.param(">", False, id="quote mark is not blank"),
        pytest.param("&nbsp;", False, id="entity is not blank"),
        pytest.param("\u200b", False, id="zero-width space is no white space"),
        pytest.param("\u00ad", False, id="soft hyphen is no white space"),
        pytest.param(BOM, False, id="byte-order mark is no white space"),
    ],
)
def test_blank(text: str, expected: bool) -> None:
    assert is_blank(text) is expected
