"""Where cuts of a record's text fall in the bytes of its line."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, NamedTuple

import orjson

from cleaner.corpus.decoding import byte_spans
from cleaner.corpus.jsonrecord import BadRecord, parsed, text_of
from cleaner.corpus.jsontext import cut_token, raw_offsets, spelling
from cleaner.engine.result import Removal, Result

_Spell = Callable[[str], bytes]


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
        line: a record without its line ending.
        record: what `orjson` reads there.
        field: the one that holds the text.
        result: what became of the text, with at least one removal.

    Returns:
        a cut for each removal; None where the text is spelt in another way.
    """
    text = record[field]
    for spell in (orjson.dumps, _ascii):
        token = spell(text)
        at = _find(line, token)
        if at >= 0 and _is_value(line, at, at + len(token), record, field):
            return _cuts(line, at + 1, text, len(token) - 2, result.removals, spell)
    return None


def _cuts(
    line: bytes, at: int, text: str, size: int, removals: Sequence[Removal], spell: _Spell
) -> list[RawCut]:
    """The cuts in a line where the text, spelt in so many bytes without its quotes, begins at that byte.

    Spelling goes character by character, so that a part of the text is spelt as in the whole.
    """
    spans = byte_spans(text, removals, size, lambda part: len(spell(part)) - 2)
    moved = ((at + start, at + end, removal) for (start, end), removal in zip(spans, removals, strict=True))
    return [RawCut(start, end, _raw(line[start:end], removal)) for start, end, removal in moved]


def _ascii(text: str) -> bytes:
    return json.dumps(text).encode()


def _raw(spelt: bytes, removal: Removal) -> str | None:
    raw = spelt.decode()
    return None if raw == removal.text or raw == spelling(removal.text) else raw


def _find(line: bytes, token: bytes) -> int:
    """Like `bytes.find`, whose preparation costs more than all the rest where the token is long."""
    head = token[:24]
    at = line.find(head)
    while at >= 0 and not line.startswith(token, at):
        at = line.find(head, at + 1)
    return at


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
        line: a record without its line ending.
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
