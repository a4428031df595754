"""JSON objects as text: where each value stands, and cutting inside a string without rewriting it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from json.decoder import JSONDecoder, scanstring  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from cleaner.engine.result import Removal

DEEPEST = 700
"""How deep the values of an object may be nested. The library stops near 1,000, and sooner where more calls
are open, but what is read must not depend on who reads it."""
_BRACKET = re.compile(r'[\[\]{}]|"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_SLICE = 1 << 20  # code points
_SPACE = re.compile(r"[ \t\n\r]*")


class Number(str):
    """A JSON number as it is spelt: nobody here counts with it, and so it may have any length."""

    __slots__ = ()


_SCAN = JSONDecoder(parse_int=Number, parse_float=Number).scan_once  # type: ignore[attr-defined]
# One code point, spelt with a backslash. A pair of surrogates is one (RFC 8259, 7).
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", re.DOTALL
)


class Value(NamedTuple):
    """A member's value.

    Attributes:
        value: as Python has it; numbers as `Number`.
        start, end: where it stands in the text of the object, in code points, quotes included.
    """

    value: Any
    start: int
    end: int


def members(text: str) -> dict[str, Value]:
    """The members of a JSON object; of equal names the last one counts, as for most readers.

    Raises:
        ValueError: the text is no JSON object; the message says where.
    """
    if text.count("[") + text.count("{") > DEEPEST and _depth(text) > DEEPEST:
        raise ValueError(f"is nested more than {DEEPEST} deep")
    found: dict[str, Value] = {}
    at = _after(text, 0, "{", "is no object")
    at = _SPACE.match(text, at).end()  # type: ignore[union-attr]
    if text[at : at + 1] == "}":
        _at_end(text, at + 1)
        return found
    while True:
        at = _after(text, at, '"', "has no name in quotes")
        name, at = scanstring(text, at)
        at = _after(text, at, ":", "has no colon")
        start = _SPACE.match(text, at).end()  # type: ignore[union-attr]
        try:
            value, end = _SCAN(text, start)
        except StopIteration as stop:  # its value is where the scan gave up
            raise ValueError(f"has no value at column {stop.value + 1}") from None
        found[name] = Value(value, start, end)
        at = _SPACE.match(text, end).end()  # type: ignore[union-attr]
        if text[at : at + 1] == "}":
            _at_end(text, at + 1)
            return found
        at = _after(text, at, ",", "has no comma")


def _depth(text: str) -> int:
    """How many brackets are open at most, those in strings aside."""
    steps = (1 if match[0] in "[{" else -1 for match in _BRACKET.finditer(text) if match[0][0] != '"')
    return max(accumulate(steps), default=0)


def _after(text: str, at: int, mark: str, problem: str) -> int:
    """The offset after a mark that stands next, white space aside."""
    at = _SPACE.match(text, at).end()  # type: ignore[union-attr]
    if text[at : at + 1] != mark:
        raise ValueError(f"{problem} at column {at + 1}")
    return at + 1


def _at_end(text: str, at: int) -> None:
    if _SPACE.fullmatch(text, at) is None:
        raise ValueError(f"has more after the object at column {at + 1}")


def raw_offsets(text: str, offsets: Iterable[int], start: int = 0, end: int | None = None) -> list[int]:
    """Where offsets into a string's value fall in a text that spells it.

    Args:
        text: the string as JSON spells it, quotes included; or what it is a part of.
        offsets: into its value, in code points, rising.
        start, end: where it stands in the text.
    """
    found = []
    escapes = _ESCAPE.finditer(text, start + 1, (len(text) if end is None else end) - 1)
    escape = next(escapes, None)
    shift = start + 1  # the opening quote
    for offset in offsets:
        while escape and escape.start() - shift < offset:
            shift += len(escape.group()) - 1
            escape = next(escapes, None)
        found.append(offset + shift)
    return found


def cut_token(token: str, removals: Sequence[Removal]) -> tuple[str, list[str]]:
    """A string's token without some removals from its value, and the spelling of each of them."""
    ends = raw_offsets(token, (offset for removal in removals for offset in (removal.start, removal.end)))
    spans = list(zip(ends[::2], ends[1::2], strict=True))
    bounds = [0, *ends, len(token)]
    kept = "".join(token[bounds[i] : bounds[i + 1]] for i in range(0, len(bounds), 2))
    return kept, [token[start:end] for start, end in spans]


def restored_parts(
    text: str, removals: Sequence[tuple[Removal, str]], start: int = 0, end: int | None = None
) -> Iterator[str]:
    """A text in which a string that lost removals has them again, in parts of bounded size.

    Args:
        text: the string as JSON spells it, quotes included; or what it is a part of.
        removals: each with its spelling, in order of position.
        start, end: where the string stands in the text.
    """
    places = []
    removed = 0
    for removal, _ in removals:
        places.append(removal.start - removed)
        removed += removal.end - removal.start
    position = 0
    for place, (_, raw) in zip(raw_offsets(text, places, start, end), removals, strict=True):
        yield from _slices(text, position, place)
        yield raw
        position = place
    yield from _slices(text, position, len(text))


def _slices(text: str, start: int, end: int) -> Iterator[str]:
    for at in range(start, end, _SLICE):
        yield text[at : min(at + _SLICE, end)]


def spelling(text: str) -> str:
    """How a string is spelt where nothing else is said: escapes only where JSON needs them, no quotes."""
    return json.dumps(text, ensure_ascii=False)[1:-1]
