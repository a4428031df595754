"""Lossless offset views on a text: Span, Line, Block. All offsets are in code points."""

from __future__ import annotations

import functools
import re
from itertools import accumulate
from typing import NamedTuple

BOM = "\ufeff"

# LF, CRLF and lone CR only: U+2028, U+0085, form feeds and the like stay inside their line.
_ENDING = re.compile(r"\r\n|\n|\r")


class Span(NamedTuple):
    """A half-open range `[start, end)` of code points."""

    start: int
    end: int


class Line(NamedTuple):
    """One line as offsets into its document's text.

    Attributes:
        number: 1 for the first line.
        start: offset of its first character.
        end: offset after its last character, without the line ending.
        stop: offset after its line ending; equals `end` where the ending is missing.
    """

    number: int
    start: int
    end: int
    stop: int


# As `Line._make`, in less than half of the time.
_LINE = functools.partial(tuple.__new__, Line)


class Block(NamedTuple):
    """A run of non-blank lines: half-open range `[first, last)` of indexes into a document's lines."""

    first: int
    last: int


def split_lines(text: str, start: int = 0) -> tuple[Line, ...]:
    """Split a text into lines.

    Joining `text[line.start:line.stop]` over all lines gives the text from `start` on.

    Args:
        text: the text.
        start: offset of the first line; 1 where a byte-order mark, which belongs to no line, stands before.
    """
    if "\r" not in text:
        return _split_at_line_feeds(text, start)
    lines = []
    for number, ending in enumerate(_ENDING.finditer(text, start), 1):
        lines.append(Line(number, start, ending.start(), ending.end()))
        start = ending.end()
    if start < len(text):
        lines.append(Line(len(lines) + 1, start, len(text), len(text)))
    return tuple(lines)


def _split_at_line_feeds(text: str, start: int) -> tuple[Line, ...]:
    """The same for nearly all texts, in a third of the time."""
    lengths = [len(part) + 1 for part in text[start:].split("\n")]
    starts = list(accumulate(lengths, initial=start))
    count = len(lengths) - (lengths[-1] == 1)  # nothing after the last ending is no line
    stops = starts[1 : count + 1]
    if count == len(lengths):
        stops[-1] = len(text)
    ends = [*[stop - 1 for stop in stops[:-1]], stops[-1] - (count < len(lengths))] if count else []
    return tuple(map(_LINE, zip(range(1, count + 1), starts, ends, stops, strict=False)))


def is_blank(text: str) -> bool:
    """Whether a text is empty or white space only, as `str.isspace` defines it (`---` is not blank)."""
    return not text or text.isspace()
