"""Where cuts of a record's text fall in the bytes of its line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

import orjson

from cleaner.corpus.decoding import byte_spans
from cleaner.corpus.jsonrecord import BadRecord, parsed, text_of
from cleaner.corpus.jsontext import cut_token, raw_offsets, spelling
from cleaner.engine.result import Removal, Result

_Spell = Callable[[str], bytes]
_PART = 1 << 20  # code points that are spelt at a time
_HEAD = 24


class RawCut(NamedTuple):
    """A removal in the bytes of its line.

    Attributes:
        start, end: half-open span, in bytes.
        raw: how the line spells what goes; None where it is as in `jsontext.spelling`.
    """

    start: int
    end: int
    raw: str | None = None


def usual_cuts(line: bytes, record: dict[str, Any], field: str, result: Result) -> list[RawCut] | None:
    """The cuts, if the text is spelt in one of the two usual ways: with or without escapes for non-ASCII.

    Args:
        line: a record; its line ending does not matter.
        record: what `orjson` reads there.
        field: the one that holds the text.
        result: what became of the text, with at least one removal.

    Returns:
        a cut for each removal; None where the text is spelt in another way.
    """
    text = record[field]
    for spell in (orjson.dumps, _ascii):
        start, end = _find(line, text, spell)
        if end and _is_value(line, start, end, record, field):
            return _cuts(line, start + 1, text, end - start - 2, result.removals, spell)
    return None


def _cuts(
    line: bytes, at: int, text: str, size: int, removals: Sequence[Removal], spell: _Spell
) -> list[RawCut]:
    """The cuts in a line where the text, spelt in so many bytes without its quotes, begins at that byte."""
    spans = byte_spans(text, removals, size, lambda part: sum(map(len, _spelt(part, spell))))
    moved = ((at + start, at + end, removal) for (start, end), removal in zip(spans, removals, strict=True))
    return [RawCut(start, end, _raw(line[start:end], removal)) for start, end, removal in moved]


def _spelt(text: str, spell: _Spell) -> Iterator[bytes]:
    """A text as it is spelt between quotes, in parts: to spell a long one at once takes ten times its memory.

    Spelling goes character by character, so that a part of the text is spelt as in the whole.
    """
    for start in range(0, len(text), _PART):
        yield spell(text[start : start + _PART])[1:-1]


def _ascii(text: str) -> bytes:
    return json.dumps(text).encode()


def _raw(spelt: bytes, removal: Removal) -> str | None:
    raw = spelt.decode()
    return None if raw == removal.text or raw == spelling(removal.text) else raw


def _find(line: bytes, text: str, spell: _Spell) -> tuple[int, int]:
    """Where a text stands that is spelt so, quotes included, as a half-open span; empty where it does not."""
    # All of it would take more to look for than it takes to look for where it may begin.
    head = spell(text[:_HEAD])[:-1]
    start = line.find(head)
    while start >= 0:
        end = start + 1
        for part in _spelt(text, spell):
            if not line.startswith(part, end):
                break
            end += len(part)
        else:
            if line.startswith(b'"', end):
                return start, end + 1
        start = line.find(head, start + 1)
    return 0, 0


def _is_value(line: bytes, start: int, end: int, record: dict[str, Any], field: str) -> bool:
    """Whether what looks like the text's token is that: with a number for it, the number is the text.

    A number cannot be a name. Where the token's quotes are parts of other strings, or their ends, a number
    becomes a part of such a string; then the record is none any more, or its text is no number.
    """
    try:
        found = orjson.loads(line[:start] + b"0" + line[end:])
    except ValueError:
        return False
    return bool(found == record | {field: 0})


def plain_cuts(line: bytes, field: str, result: Result) -> list[RawCut]:
    """The cuts, however the text is spelt.

    Args:
        line: a record; its line ending does not matter.
        field: the one that holds the text.
        result: what became of the text, with at least one removal.

    Raises:
        BadRecord: what is left would be read as something else.
    """
    text, record = parsed(line)
    value = text_of(record, field)
    token = text[value.start : value.end]
    left, spellings = cut_token(token, result.removals)
    if json.loads(left) != result.text:
        raise BadRecord("cannot be cut without changing what it says")
    bounds = chain.from_iterable((removal.start, removal.end) for removal in result.removals)
    places = []
    position = at = 0
    for end in raw_offsets(token, bounds):
        at += len(text[position : value.start + end].encode())
        position = value.start + end
        places.append(at)
    raws = [
        None if raw == spelling(removal.text) else raw
        for raw, removal in zip(spellings, result.removals, strict=True)
    ]
    return [RawCut(*cut) for cut in zip(places[::2], places[1::2], raws, strict=True)]
