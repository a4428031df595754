"""Reading: what one pass sees of a document, its non-blank lines with their views."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from cleaner.text.document import Document
from cleaner.text.lines import Line
from cleaner.text.shapes import closes_sentence, is_bullet, is_heading
from cleaner.text.view import leading_marks, view

_UNDERLINE = re.compile(r" {0,3}(?:={2,}|-{2,})\s*")
# Narrowest line, in code points, that can be a full line of hard-wrapped text: columns of newspapers and
# mail begin about there. Shorter lines are labels or the last line of a paragraph.
_WRAP_MIN = 40
# Widest column that text is wrapped to by tools; a longer line is a paragraph.
_WRAP_MAX = 120
# A line that ends so is finished, whatever follows it.
_FINISHED = re.compile(r"[:;|>\u00bb\u203a\u2026]\W*$")


@dataclass(slots=True)
class Seen:
    """One non-blank line as rules see it; a setext underline belongs to its heading.

    Attributes:
        line: its offsets in the pass's text.
        stop: offset after its last character, the underline included.
        raw: its text without the line ending.
        view: what patterns match.
        protected: no rule may touch it.
        wrapped: it is only part of a hard-wrapped paragraph, so that it cannot be judged by itself.
    """

    line: Line
    stop: int
    raw: str
    view: str
    protected: bool
    wrapped: bool = False

    @property
    def fixed(self) -> bool:
        """Whether a rule about one line has to pass it by."""
        return self.protected or self.wrapped


class Reading:
    """The lines of a document in one pass.

    Attributes:
        document: the text of this pass.
        seen: its non-blank lines, in order.
        body: index of the first one after the front matter.
        characters: how many code points they hold together.
    """

    def __init__(self, document: Document, views: dict[str, str]) -> None:
        """Read a document. `views` remembers views by line from pass to pass."""
        self.document = document
        self.seen: list[Seen] = []
        for first, last in document.blocks:
            block = list(_block(document, document.lines[first:last], views))
            _mark_wrapped(block)
            self.seen += block
        front = document.front_matter
        self.body = sum(seen.line.stop <= front.end for seen in self.seen) if front else 0
        self.characters = sum(len(seen.raw) for seen in self.seen)

    def view(self, first: int, last: int) -> str:
        """The views of some lines, the last one included, joined by line feeds."""
        return "\n".join(seen.view for seen in self.seen[first : last + 1])


def _block(document: Document, lines: tuple[Line, ...], views: dict[str, str]) -> Iterator[Seen]:
    underlines = _underlines(document, lines)
    for line, following in zip(lines, (*lines[1:], None), strict=True):
        if line in underlines:
            continue
        stop = following.stop if following is not None and following in underlines else line.stop
        raw = document.content(line)
        folded = views.get(raw)
        if folded is None:
            folded = views[raw] = view(raw)
        yield Seen(line, stop, raw, folded, _protected(document, line))


def _underlines(document: Document, lines: tuple[Line, ...]) -> set[Line]:
    """The setext underlines of a block: each below a heading that begins the block or follows a heading.

    Below a list item, a quote or a heading of another form it is a thematic break (CommonMark 0.31, 4.3).
    """
    found: set[Line] = set()
    begins = True  # whether a paragraph, and so a heading, can begin on this line
    for line, following in pairwise(lines):
        raw = document.content(line)
        apart = _protected(document, line) or bool(leading_marks(raw))
        if (
            begins
            and not apart
            and not _protected(document, following)
            and _UNDERLINE.fullmatch(document.content(following))
        ):
            found.add(following)
        begins = line in found or _protected(document, line) or is_heading(raw, "")
    return found


def _protected(document: Document, line: Line) -> bool:
    spans = document.protected
    at = bisect_right(spans, line.start, key=_start) - 1
    return at >= 0 and line.start < spans[at].end


_start = attrgetter("start")


def _mark_wrapped(block: list[Seen]) -> None:
    """Mark the lines of a block that are joined to a neighbour as parts of one wrapped paragraph."""
    even = _evenly_wrapped(block)
    for first, second in pairwise(block):
        full = len(first.raw) >= _WRAP_MIN
        if full and not _FINISHED.search(first.raw[-8:]) and not closes_sentence(first.raw):
            joined = (even or second.raw.lstrip()[:1].islower()) and not _is_item(second)
            first.wrapped |= joined
            second.wrapped |= joined


def _is_item(seen: Seen) -> bool:
    """Whether a line begins something of its own: a list item or a heading."""
    return is_bullet(seen.raw, seen.view) or is_heading(seen.raw, seen.view)


def _evenly_wrapped(block: list[Seen]) -> bool:
    """Whether a block looks like one hard-wrapped paragraph: three lines or more, all but the last full."""
    widths = [len(seen.raw) for seen in block]
    if len(widths) < 3 or not _WRAP_MIN <= max(widths) <= _WRAP_MAX:
        return False
    return min(widths[:-1]) >= 0.75 * max(widths)
