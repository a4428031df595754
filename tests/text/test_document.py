"""A Document is one immutable text with its origin, and offset views on it."""

from __future__ import annotations

import dataclasses
import pickle

import pytest

from cleaner import Document


@pytest.mark.parametrize(
    ("text", "newline"),
    [
        pytest.param("a\nb\n", "\n", id="LF"),
        pytest.param("a\r\nb", "\r\n", id="CRLF"),
        pytest.param("a\rb", "\r", id="CR"),
        pytest.param("a\nb\r\n", None, id="mixed"),
        pytest.param("a", None, id="none"),
        pytest.param("", None, id="empty"),
    ],
)
def test_newline(text: str, newline: str | None) -> None:
    assert Document(text).newline == newline


@pytest.mark.parametrize(
    ("text", "bom"),
    [
        pytest.param("\ufeffa", True, id="at the start"),
        pytest.param("a\ufeff", False, id="elsewhere"),
        pytest.param("", False, id="empty"),
    ],
)
def test_bom(text: str, bom: bool) -> None:
    assert Document(text).bom is bom


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("\n \n\t\n", [], id="blank lines only"),
        pytest.param("a", [(0, 1)], id="one line"),
        pytest.param("a\nb\n\nc\n", [(0, 2), (3, 4)], id="two blocks"),
        pytest.param("\n\na\n\n\nb\n\n", [(2, 3), (5, 6)], id="blank lines around"),
        pytest.param("a\n\u00a0\nb", [(0, 1), (2, 3)], id="no-break space alone is blank"),
        pytest.param("a\n---\nb", [(0, 3)], id="hyphens join"),
        pytest.param("\ufeff\na", [(1, 2)], id="mark before a blank line"),
    ],
)
def test_blocks(text: str, blocks: list[tuple[int, int]]) -> None:
    assert list(Document(text).blocks) == blocks


def test_content_leaves_the_ending_out() -> None:
    document = Document("ab\r\ncd")
    assert [document.content(line) for line in document.lines] == ["ab", "cd"]


@pytest.mark.parametrize(
    ("document", "name"),
    [
        pytest.param(Document("a"), "<text>", id="no path"),
        pytest.param(Document("a", path="x.txt"), "x.txt", id="a file"),
        pytest.param(Document("a", path="x.jsonl", record=3), "x.jsonl:3", id="a record"),
        pytest.param(Document("a", record=3), "<text>:3", id="a record without path"),
    ],
)
def test_name(document: Document, name: str) -> None:
    assert document.name == name


def test_cannot_be_changed() -> None:
    document = Document("a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        document.text = "b"  # type: ignore[misc]


def test_with_text_keeps_the_origin_and_no_stale_views() -> None:
    document = Document("a\nb", path="p", record=2, url="https://example.org", lang="de", format="markdown")
    assert len(document.lines) == 2
    other = document.with_text("c")
    assert other == Document("c", path="p", record=2, url="https://example.org", lang="de", format="markdown")
    assert len(other.lines) == 1
    assert document.text == "a\nb"


def test_pickles_with_its_views() -> None:
    document = Document("a\n\n```\nb\n```\n", url="https://example.org")
    views = (document.lines, document.blocks, document.protected)
    copy = pickle.loads(pickle.dumps(document))  # noqa: S301
    assert copy == document
    assert (copy.lines, copy.blocks, copy.protected) == views
