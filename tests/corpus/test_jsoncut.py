"""Cuts in the bytes of a line: the fast way only where it is sure of the text's own token."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.corpus.formats import Fields, Origin, Piece
from cleaner.corpus.jsoncut import plain_cuts, usual_cuts
from cleaner.corpus.jsonl import JsonLinesFormat
from cleaner.corpus.jsonrecord import BadRecord, name_of, parsed, string_of, text_of
from cleaner.engine.result import Removal, Result, cut


def _result(text: str, *spans: tuple[int, int]) -> Result:
    removals = tuple(Removal("test.junk", start, end, text[start:end]) for start, end in spans)
    return Result(cut(text, removals), removals)


@pytest.mark.parametrize(
    ("line", "usual"),
    [
        pytest.param('{"text":"a\\njunk"}', True, id="plain"),
        pytest.param('{"text" : "a\\njunk" , "b":1}', True, id="spaces"),
        pytest.param('{"b":"a\\njunk","text":"a\\njunk"}', False, id="another member reads the same"),
        pytest.param('{"text":"a\\njunk","b":"a\\njunk"}', True, id="another member after it"),
        pytest.param('{"b":["a\\njunk"],"text":"a\\njunk"}', False, id="inside another member"),
        pytest.param('{"text":"a\\njunk","text":"a\\njunk"}', False, id="a twin that does not count"),
        pytest.param('{"a\\njunk":1,"text":"a\\njunk"}', False, id="a name"),
        pytest.param('{"b":"\\"a\\njunk","text":"a\\u000ajunk"}', False, id="the end of a string"),
        pytest.param('{"b":"\\\\","text":"a\\u000ajunk"}', False, id="no such token"),
        pytest.param('{"text":"a\\u000ajunk"}', False, id="spelt in another way"),
    ],
)
def test_the_fast_way_is_taken_where_it_is_sure(line: str, usual: bool) -> None:
    record = json.loads(line)
    result = _result(record["text"], (1, 6))
    cuts = usual_cuts(line.encode(), record, "text", result)
    assert (cuts is not None) is usual
    if cuts is not None:
        assert [found[:2] for found in cuts] == [
            found[:2] for found in plain_cuts(line.encode(), "text", result)
        ]


# Texts that are made of what stands between values, so that their tokens turn up where no text is.
_PIECES = st.sampled_from(
    (",", ":", "{", "}", "[", "]", '"', "\\", "0", "a", "\n", "\u00e9", "\U0001f600", '","', '":"')
)
_TEXTS = st.lists(_PIECES, min_size=1, max_size=6).map("".join)
_VALUES = st.recursive(
    _TEXTS | st.sampled_from((0, False, None, 0.0, "")),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)
_MEMBERS = st.lists(st.tuples(_TEXTS | st.sampled_from(("text", "")), _VALUES), max_size=4)


@given(_MEMBERS, _TEXTS, _MEMBERS, st.booleans(), st.sampled_from(("text", "")), st.data())
@example([], "abc", [("abc", "")], False, "", None)
def test_both_ways_cut_the_same_bytes(
    before: list[tuple[str, Any]],
    text: str,
    after: list[tuple[str, Any]],
    ascii_only: bool,
    field: str,
    data: st.DataObject | None,
) -> None:
    members = [*before, (field, text), *(member for member in after if member[0] != field)]
    spelt = [
        f"{json.dumps(name, ensure_ascii=ascii_only)}:{json.dumps(value, ensure_ascii=ascii_only)}"
        for name, value in members
    ]
    line = f"{{{','.join(spelt)}}}".encode()
    bounds = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6))) if data else [0, 2]
    result = _result(text, *zip(bounds[::2], bounds[1::2], strict=False))
    usual = usual_cuts(line, orjson.loads(line), field, result)
    assert usual is None or usual == plain_cuts(line, field, result)


_BITS = ('{"text":"a"', ',"id":', ',"url":', ',"lang":', "-0", "0", "7", "1e2", '"b"')
_MORE = ("null", "true", "[]", "}", " ", "\ufeff")
_LINES = st.binary(max_size=30) | st.lists(st.sampled_from((*_BITS, *_MORE)), max_size=8).map(
    lambda parts: "".join(parts).encode()
)


@given(_LINES)
@example(b'{"text":"a","id":-0}')
@example(b'{"text":"a","id":1E2,"url":"","lang":7}')
@example(b'{"text":"a","id":123456789012345678901234567890}')
def test_what_is_read_fast_is_what_is_read_to_the_letter(line: bytes) -> None:
    line = line.replace(b"\n", b" ")
    reading = JsonLinesFormat(Fields()).read(Piece(line, 1), Origin("r"))
    try:
        _, record = parsed(line)
        text = text_of(record, "text").value
    except BadRecord:
        assert list(reading.documents) == []
        assert bool(reading.errors) is bool(line.strip())
        return
    (document,) = reading.documents
    assert document.text == text
    assert document.id == name_of(record, "id")
    assert (document.url, document.lang) == (
        string_of(record, "url") or None,
        string_of(record, "lang") or None,
    )
