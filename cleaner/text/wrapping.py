"""Hard-wrapped text: which lines are one paragraph, broken to fit a width, and how it reads unbroken."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from cleaner.text.lines import Line, Span, is_blank
from cleaner.text.shapes import closes_sentence, is_bullet, is_heading

# Narrowest line, in code points, that can be a full line of hard-wrapped text: columns of newspapers and
# mail begin about there. Shorter lines are labels or the last line of a paragraph.
_NARROWEST = 40
# Widest column that text is wrapped to by tools; a longer line is a paragraph.
_WIDEST = 120
# How much of the widest line a line has to fill where words are not broken and letters differ in width.
_RAGGED = 0.75
# A line that ends so is finished, whatever follows it.
_FINISHED = re.compile(r"[:;|>\u00bb\u203a\u2026]\W*$")
# The end of a line that is not obviously finished, with another line after it.
_END = re.compile(r"\n(?<=[^\n.!?:;|\u2026\u3002]\n)(?=[^\n])")
_QUOTED = re.compile(r"[ \t]*(?:>[ \t]?)*")
# What may stand before the first letter of a word.
_OPENERS = "\"'(\u2018\u201c\u201e"
_WORD = re.compile(r"\w")
_HALF_WORD = re.compile(r"\w[-\u2010]$")
_NOTHING = "\u00ad"
"""A soft hyphen, of which a view knows nothing."""


def may_be_wrapped(text: str) -> bool:
    """Whether a text may hold lines that read on in the next: a quick look, which errs on that side."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    for found in _END.finditer(text):
        end = found.start()
        start = text.rfind("\n", 0, end) + 1
        if end - start >= _NARROWEST and _may_read_on(text, start, end):
            return True
    return False


def _may_read_on(text: str, start: int, end: int) -> bool:
    """Whether the line from `start` to `end` may be wrapped, by what it and the lines around it tell."""
    stop = (text.find("\n", end + 1) + 1 or len(text) + 1) - 1
    after = text[end + 1 : stop]
    if _is_item(after):
        return False
    second = _row(after, 0)
    if _goes_on(second):
        return True
    if not second.content or end - start > _WIDEST:
        return False
    before = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : max(start - 1, 0)]
    last = text[stop + 1 : (text.find("\n", stop + 1) + 1 or len(text) + 1) - 1]
    rows = [row for raw in (before, text[start:end], after, last) if (row := _row(raw, 0)).content]
    return len(rows) > 2 and _is_even(rows)


def _is_even(rows: Sequence[_Row]) -> bool:
    """Whether each line but the last is too full for another word."""
    widest = max(row.width for row in rows)
    return all(_is_full(first, second, widest) for first, second in pairwise(rows))


def unwrapped(text: str, lines: Sequence[Line], protected: Sequence[Span]) -> str:
    """A text as it reads, each wrapped paragraph one line; of the same length, so that offsets stay.

    Spaces stand in the place of a line ending within a paragraph and of the quote marks after it; what shows
    nowhere where the line ends with a hyphen within a word.

    Args:
        text: the text.
        lines: its lines.
        protected: what no rule may touch, as whole lines, in order.
    """
    parts = []
    position = 0
    runs = list(_runs(text, lines, protected))
    column = max((run.broken for run in runs if run.is_wrapped), default=0)
    for run in runs:
        for first, second in run.joined(column):
            half = first.content[-1] in "-\u2010" and _HALF_WORD.search(first.content[-2:])
            filler = _NOTHING if half and _goes_on(second) else " "
            parts += [text[position : first.end], filler * (second.begin - first.end)]
            position = second.begin
    return "".join([*parts, text[position:]]) if parts else text


class _Row(NamedTuple):
    """One line of what may be a paragraph.

    Attributes:
        begin: offset of its content, behind quote marks and indentation.
        end: offset after it, trailing white space left out.
        depth: how many quote marks stand before its content.
        indent: how many code points do.
        width: how many code points it has with them.
        content: what it says.
    """

    begin: int
    end: int
    depth: int
    indent: int
    width: int
    content: str


def _row(raw: str, start: int) -> _Row:
    """A line that begins at an offset."""
    quoted = _QUOTED.match(raw) if raw[:1] in " \t>" else None
    indent = quoted.end() if quoted else 0
    content = raw[indent:].rstrip()
    width = indent + len(content)
    depth = raw.count(">", 0, indent) if indent else 0
    return _Row(start + indent, start + width, depth, indent, width, content)


class _Run:
    """Lines that may be paragraphs: neither blank nor protected, quoted alike.

    Attributes:
        rows: the lines, two or more, none narrow but the last.
        pairs: the neighbours among them, and whether the first ends in mid-sentence.
        widest: width of the widest line.
        broken: width of the widest one that ends in mid-sentence, with another after it.
        is_wrapped: whether they tell by themselves that they are broken to fit a width.
    """

    def __init__(self, rows: Sequence[_Row], *, alone: bool) -> None:
        """Make a run; `alone` if blank lines, or the ends of the text, stand before and after it."""
        self.rows = rows
        self.pairs = [(*pair, _is_open(pair[0])) for pair in pairwise(rows)]
        self.widest = max(row.width for row in rows)
        self.broken = max((first.width for first, _, open_ in self.pairs if open_), default=0)
        self.is_wrapped = self.widest <= _WIDEST and self._is_wrapped(alone=alone)

    def _is_wrapped(self, *, alone: bool) -> bool:
        """Whether most lines that end in mid-sentence, if there are any, are followed by lower case.

        Or they are a block of three or more, of which each but the last is too full for another word.
        """
        going_on = [_goes_on(second) for _, second, open_ in self.pairs if open_]
        if not going_on or 2 * sum(going_on) >= len(going_on):
            return bool(going_on)
        return alone and len(self.rows) > 2 and _is_even(self.rows)

    def _most(self) -> int:
        """The widest that a line can be, since the word after each that ends in mid-sentence had no room."""
        return min(first.width + len(_first_word(second)) for first, second, open_ in self.pairs if open_)

    def _is_filled(self, row: _Row) -> bool:
        """Whether a line is about as wide as others and ends within a sentence, if only at a colon."""
        return row.width >= _RAGGED * self.widest and not closes_sentence(row.content)

    def joined(self, column: int) -> Iterator[tuple[_Row, _Row]]:
        """The neighbours that are parts of one paragraph.

        Args:
            column: the width to which the runs of the text that are wrapped are broken.
        """
        width = self.broken if self.is_wrapped else column
        most = max(column, self._most()) if self.is_wrapped else column
        for first, second, open_ in self.pairs:
            filled = self.is_wrapped and self._is_filled(first)
            if not filled and (self.is_wrapped or self.widest <= column):
                filled = first.width <= most and _is_full(first, second, width)
            if (open_ and _goes_on(second)) or (filled and not _is_indented(first, second)):
                yield first, second


def _runs(text: str, lines: Sequence[Line], protected: Sequence[Span]) -> Iterator[_Run]:
    """The runs of two lines or more; an item of a list or a heading begins one."""
    rows: list[_Row] = []
    after_blank = alone = True
    for line in lines:
        raw = text[line.start : line.end]
        if rows or len(raw) >= _NARROWEST:
            row = _row(raw, line.start)
            words = _has_words(row) and not (protected and _is_protected(line, protected))
            if rows and not (words and _may_belong(row, raw, rows)):
                if len(rows) > 1:
                    yield _Run(rows, alone=alone and not row.content)
                rows = []
            if words and (rows or row.width >= _NARROWEST):
                alone = alone if rows else after_blank
                rows.append(row)
        after_blank = is_blank(raw)
    if len(rows) > 1:
        yield _Run(rows, alone=alone)


def _may_belong(row: _Row, raw: str, rows: Sequence[_Row]) -> bool:
    last = rows[-1]
    return last.width >= _NARROWEST and row.depth == last.depth and not _is_item(raw)


def _has_words(row: _Row) -> bool:
    return row.content[:1].isalnum() or _WORD.search(row.content) is not None


def _is_protected(line: Line, protected: Sequence[Span]) -> bool:
    at = bisect_right(protected, line.start, key=attrgetter("start")) - 1
    return at >= 0 and line.start < protected[at].end


def _is_item(raw: str) -> bool:
    """Whether a line begins something of its own: a list item or a heading."""
    return not raw[:1].isalpha() and (is_bullet(raw, "") or is_heading(raw, ""))


def _is_indented(first: _Row, second: _Row) -> bool:
    """Whether the second line is set deeper than the first, as where a paragraph begins or verse goes on."""
    return second.indent > first.indent and not _is_item(first.content)


def _is_open(row: _Row) -> bool:
    """Whether a line ends in mid-sentence."""
    last = row.content[-1]
    if last.isalnum() or last == ",":
        return True
    return not _FINISHED.search(row.content[-8:]) and not closes_sentence(row.content)


def _is_full(first: _Row, second: _Row, width: int) -> bool:
    """Whether the first word of the second line had no room on the first."""
    room = width - first.width - 1
    return room < 0 or len(_first_word(second)) > room


def _first_word(row: _Row) -> str:
    return row.content.split(None, 1)[0]


def _goes_on(row: _Row) -> bool:
    """Whether a line begins in lower case."""
    first = row.content[:1]
    return first.islower() or (first in _OPENERS and row.content.lstrip(_OPENERS)[:1].islower())
