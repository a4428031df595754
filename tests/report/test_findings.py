"""Findings: where a cut is said to be, and the line that shows it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.engine.result import Removal, Result
from cleaner.report.findings import Place, findings_of, place_of
from cleaner.report.text import excerpt, shown, text_line
from cleaner.text.document import Document
from tests.report.made_up import FINDINGS, HOSTILE, RULES, finding, result_of


def _place(text: str, start: int, end: int, record: int | None = None) -> tuple[int, ...]:
    return place_of(Document(text, record=record), Removal("a.one", start, end, text[start:end]))


def test_nothing_cut() -> None:
    assert list(findings_of("a.txt", Document("a\n"), Result("a\n"), RULES)) == []


def test_a_finding_says_all_there_is_to_say() -> None:
    document = Document("a\n\nJunk\n", path="deep/a.txt")
    assert list(findings_of("a.txt", document, result_of(document, (1, 8)), RULES)) == [
        finding(text="\n\nJunk\n", line=3, column=1, end_line=3, end_column=5)
    ]


def test_findings_come_in_order_with_their_rules() -> None:
    document = Document("Junk\na\nJunk\n", record=7, id="x")
    found = list(findings_of("a.jsonl", document, result_of(document, (0, 5), (7, 12), rule="b.two"), RULES))
    assert [(f.line, f.column, f.record, f.id) for f in found] == [(7, 1, 7, "x"), (7, 8, 7, "x")]
    assert {(f.rule, f.safety, f.description) for f in found} == {
        ("b.two", "aggressive", RULES["b.two"].description)
    }


def test_a_rule_that_is_not_there() -> None:
    document = Document("Junk\n")
    with pytest.raises(KeyError, match=r"c\.three"):
        list(findings_of("a", document, result_of(document, (0, 5), rule="c.three"), RULES))


@pytest.mark.parametrize(
    ("text", "start", "end", "place"),
    [
        pytest.param("a\nJunk\n", 2, 7, (2, 1, 2, 5), id="a line"),
        pytest.param("a\nJunk", 2, 6, (2, 1, 2, 5), id="a line without ending"),
        pytest.param("a\n\n  Junk \n\n", 1, 11, (3, 3, 3, 7), id="blanks around it"),
        pytest.param("a\r\nJunk\r\nmore\r\nb", 3, 15, (2, 1, 3, 5), id="two lines, CRLF"),
        pytest.param("a\rJunk\rb", 2, 7, (2, 1, 2, 5), id="lone CR"),
        pytest.param("a Junk! b", 2, 8, (1, 3, 1, 8), id="inside a line"),
        pytest.param("\ufeffJunk\n", 1, 6, (1, 1, 1, 5), id="byte-order mark"),
        pytest.param("\U0001f600\u2028Junk\n", 2, 7, (1, 3, 1, 7), id="code points, line separator"),
        pytest.param("a\n \nb", 2, 4, (2, 1, 2, 1), id="only blanks"),
    ],
)
def test_places(text: str, start: int, end: int, place: tuple[int, ...]) -> None:
    assert _place(text, start, end) == place


@pytest.mark.parametrize(
    ("text", "start", "end", "place"),
    [
        pytest.param("Junk\na", 0, 5, (4, 1, 4, 5), id="first line"),
        pytest.param("a\r\n\nJunk\nmore\nb", 2, 14, (4, 5, 4, 14), id="further lines count through"),
    ],
)
def test_places_in_a_record(text: str, start: int, end: int, place: tuple[int, ...]) -> None:
    assert _place(text, start, end, record=4) == place


@given(st.text(alphabet="ab \n\r\u2028\ufeff", min_size=1), st.data())
def test_a_place_bounds_what_is_cut_and_not_blank(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    document = Document(text)
    if not document.lines or not text[start:end].strip() or start < document.lines[0].start:
        return  # no rule cuts blanks alone or a byte-order mark
    place = Place(*_place(text, start, end))
    first, last = document.lines[place.line - 1], document.lines[place.end_line - 1]
    shown_span = text[first.start + place.column - 1 : last.start + place.end_column - 1]
    assert shown_span == text[start:end].strip()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("\n\n  Junk \n", "Junk", id="one line"),
        pytest.param("Junk\nmore\n", "Junk (+1 more line)", id="two"),
        pytest.param("Junk\r\n\r\nmore\rstill", "Junk (+2 more lines)", id="three, blanks aside"),
        pytest.param("a\u2028b\n", "a\\u2028b", id="a line separator ends no line"),
        pytest.param("x" * 101, "x" * 99 + "\u2026", id="long"),
        pytest.param("x" * 100, "x" * 100, id="just short enough"),
        pytest.param("\x1b[31mJunk\x07\x9b", "\\x1b[31mJunk\\x07\\x9b", id="controls"),
        pytest.param(" \n", "", id="only blanks"),
    ],
)
def test_excerpts(text: str, shown: str) -> None:
    assert excerpt(text) == shown


def test_what_people_write_is_shown_as_it_is() -> None:
    text = "caf\u00e9 \u05e9\u05dc\u05d5\u05dd\u200f \U0001f600\tC:\\new \u200d"
    assert shown(text) == text


def test_text_line() -> None:
    named = finding(path="caf\udce9\n.txt")
    assert text_line(named) == "caf\\udce9\\n.txt:3:1: a.one  Junk"


@given(FINDINGS, st.booleans())
def test_a_text_line_is_one_line_of_utf8(found: object, color: bool) -> None:
    line = text_line(found, color=color)  # type: ignore[arg-type]
    assert line.splitlines() == [line]
    assert line.encode()


@given(HOSTILE)
def test_shown_twice_is_shown_once(text: str) -> None:
    assert shown(shown(text)) == shown(text)
