"""Hard-wrapped text: which lines are one paragraph, broken to fit a width, and the text without the breaks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from cleaner.text.lines import Line, Span
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
_OPEN = re.compile(r"\n(?<=[^\n.!?:;|\u2026\u3002]\n)(?=[^\n])")
_QUOTED = re.compile(r"[ \t]*(?:>[ \t]?)*")
# What may stand before the first letter of a word.
_OPENERS = "\"'(\u2018\u201c\u201e"
_WORD = re.compile(r"\w")
_BROKEN_WORD = re.compile(r"\w[-\u2010]$")
_NOTHING = "\u00ad"
"""A soft hyphen, of which a view knows nothing."""


class _Row(NamedTuple):
    """One line of what may be a paragraph.

    Attributes:
        begin: offset of its content, behind quote marks and indentation.
        end: offset after it, trailing white space left out.
        indent: how many code points stand before its content.
        content: what it says.
    """

    begin: int
    end: int
    indent: int
    content: str

    @property
    def width(self) -> int:
        """How wide it is, in code points."""
        return self.indent + len(self.content)


def _row(raw: str, start: int) -> _Row:
    """A line that begins at an offset."""
    quoted = _QUOTED.match(raw)
    indent = quoted.end() if quoted else 0
    content = raw[indent:].rstrip()
    return _Row(start + indent, start + indent + len(content), indent, content)


def may_be_wrapped(text: str) -> bool:
    """Whether a text may hold lines that read on in the next: a quick look, which errs on that side."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    for found in _OPEN.finditer(text):
        end = found.start()
        start = text.rfind("\n", 0, end) + 1
        if end - start >= _NARROWEST:
            stop = text.find("\n", end + 1)
            after = text[end + 1 : stop if stop >= 0 else len(text)]
            if not _is_item(after) and _may_join(_row(text[start:end], 0), _row(after, 0)):
                return True
    return False


def _may_join(first: _Row, second: _Row) -> bool:
    """Whether one line may read on in another, for all that the two tell."""
    if _continues(second.content):
        return True
    return second.width <= first.width + 1 + len(_first_word(second.content)) and first.width <= _WIDEST


def unwrapped(text: str, lines: Sequence[Line], protected: Sequence[Span]) -> str:
    """A text as it reads, each wrapped paragraph one line; of the same length, so that offsets stay.

    Spaces stand in the place of a line ending within a paragraph and of the quote marks after it; nothing
    that shows where a hyphen ends the line within a word.

    Args:
        text: the text.
        lines: its lines.
        protected: what no rule may touch, as whole lines, in order.
    """
    parts = []
    position = 0
    for run in _runs(text, lines, protected):
        for first, second in _joined(run):
            broken = _BROKEN_WORD.search(first.content) and _continues(second.content)
            parts += [
                text[position : first.end],
                (_NOTHING if broken else " ") * (second.begin - first.end),
            ]
            position = second.begin
    return "".join([*parts, text[position:]])


def _runs(text: str, lines: Sequence[Line], protected: Sequence[Span]) -> Iterator[list[_Row]]:
    """The runs of lines that may be paragraphs: two or more, neither blank nor protected, quoted alike.

    An item of a list or a heading begins one; a line without words ends it.
    """
    run: list[_Row] = []
    depth = 0
    for line in lines:
        raw = text[line.start : line.end]
        row = _row(raw, line.start)
        words = _WORD.search(row.content) is not None and not _is_protected(line, protected)
        quoting = raw[: row.indent].count(">")
        if not words or quoting != depth or _is_item(raw):
            if len(run) > 1:
                yield run
            run = []
        if words:
            depth = quoting
            run.append(row)
    if len(run) > 1:
        yield run


def _is_protected(line: Line, protected: Sequence[Span]) -> bool:
    at = bisect_right(protected, line.start, key=attrgetter("start")) - 1
    return at >= 0 and line.start < protected[at].end


def _is_item(raw: str) -> bool:
    """Whether a line begins something of its own: a list item or a heading."""
    return is_bullet(raw, "") or is_heading(raw, "")


def _joined(run: Sequence[_Row]) -> Iterator[tuple[_Row, _Row]]:
    """The neighbours in a run that are parts of one paragraph."""
    widest = max(row.width for row in run)
    wrapped = widest <= _WIDEST and _is_wrapped(run, widest)
    for first, second in pairwise(run):
        if first.width < _NARROWEST:
            continue
        if _is_open(first):
            ragged = wrapped and first.width >= _RAGGED * widest and second.indent <= first.indent
            if ragged or _continues(second.content):
                yield first, second
        elif wrapped and second.indent <= first.indent and _is_full(first, second, widest):
            yield first, second


def _is_wrapped(run: Sequence[_Row], widest: int) -> bool:
    """Whether the lines of a run are as broken to fit a width.

    Most of those in mid-sentence go on in lower case, or each of three or more but the last is too full for
    another word.
    """
    breaks = [pair for pair in pairwise(run) if pair[0].width >= _NARROWEST and _is_open(pair[0])]
    going_on = sum(_continues(second.content) for _, second in breaks)
    if 2 * going_on >= len(breaks) > 0:
        return True
    return len(breaks) > 0 and len(run) > 2 and all(_is_full(*pair, widest) for pair in pairwise(run))


def _is_open(row: _Row) -> bool:
    """Whether a line ends in mid-sentence."""
    return not _FINISHED.search(row.content[-8:]) and not closes_sentence(row.content)


def _is_full(first: _Row, second: _Row, width: int) -> bool:
    """Whether the first word of the second line had no room on the first."""
    return first.width + 1 + len(_first_word(second.content)) > width


def _first_word(content: str) -> str:
    return content.split(None, 1)[0] if content.strip() else ""


def _continues(content: str) -> bool:
    """Whether a line goes on in lower case."""
    return content.lstrip(_OPENERS)[:1].islower()
