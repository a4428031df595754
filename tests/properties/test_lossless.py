"""Promise: splitting a document loses nothing; its views are offsets that tile the text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given

from cleaner import Document
from cleaner.text.lines import BOM, is_blank
from tests.properties.promises import lines_of
from tests.strategies import documents, hostile_texts

TEXTS = documents() | hostile_texts(surrogates=True)


@given(TEXTS)
@example("")
@example(BOM)
@example("\r\n\r\r\n")
@example(f"{BOM}{BOM}a\u2028b\x85c")
def test_mark_and_lines_join_to_the_text(text: str) -> None:
    document = Document(text)
    mark = BOM if document.bom else ""
    assert mark + "".join(text[line.start : line.stop] for line in document.lines) == text


@given(TEXTS)
def test_lines_are_those_an_independent_splitter_finds(text: str) -> None:
    document = Document(text)
    mark = [BOM] if document.bom else []
    assert mark + [text[line.start : line.stop] for line in document.lines] == lines_of(text)


@given(TEXTS)
def test_lines_tile_the_text(text: str) -> None:
    lines = Document(text).lines
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    for line in lines:
        assert line.start <= line.end <= line.stop
        assert line.start < line.stop
        assert text[line.end : line.stop] in ("\n", "\r\n", "\r", "")
        assert not set(text[line.start : line.end]) & {"\r", "\n"}
    for line, following in pairwise(lines):
        assert line.stop == following.start
        assert line.end < line.stop


@given(TEXTS)
def test_blocks_are_the_longest_runs_of_lines_that_are_not_blank(text: str) -> None:
    document = Document(text)
    inside = [index for block in document.blocks for index in range(*block)]
    filled = [i for i, line in enumerate(document.lines) if not is_blank(document.content(line))]
    assert inside == filled
    assert all(block.first < block.last for block in document.blocks)
    for block, following in pairwise(document.blocks):
        assert block.last < following.first


@given(TEXTS)
def test_the_newline_is_named_only_where_it_is_the_only_one(text: str) -> None:
    endings = {line[len(line.rstrip("\r\n")) :] for line in lines_of(text)} - {""}
    assert Document(text).newline == (endings.pop() if len(endings) == 1 else None)


@given(TEXTS)
def test_protected_spans_are_whole_lines_in_order(text: str) -> None:
    document = Document(text)
    starts = {line.start for line in document.lines}
    stops = {line.stop for line in document.lines}
    assert all(span.start in starts and span.end in stops for span in document.protected)
    for span, following in pairwise(document.protected):
        assert span.start < span.end <= following.start
    assert document.front_matter in (None, *document.protected[:1])
