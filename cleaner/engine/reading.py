"""Reading: what one pass sees of a document, its non-blank lines with their views."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import overload

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


def viewed(line: str, views: dict[str, str]) -> str:
    """The view of a line, made once; `views` remembers it."""
    folded = views.get(line)
    if folded is None:
        folded = views[line] = view(line)
    return folded


class Seen:
    """One non-blank line as rules see it; a setext underline belongs to its heading.

    Attributes:
        line: its offsets in the pass's text.
        stop: offset after its last character, the underline included.
        raw: its text without the line ending.
        protected: no rule may touch it.
        wrapped: it is only part of a hard-wrapped paragraph, so that it cannot be judged by itself.
    """

    __slots__ = ("_views", "line", "protected", "raw", "stop", "wrapped")

    def __init__(self, line: Line, stop: int, raw: str, views: dict[str, str], *, protected: bool) -> None:
        self.line = line
        self.stop = stop
        self.raw = raw
        self.protected = protected
        self.wrapped = False
        self._views = views

    @property
    def view(self) -> str:
        """What patterns match; made when first asked for."""
        return viewed(self.raw, self._views)

    @property
    def fixed(self) -> bool:
        """Whether a rule about one line has to pass it by."""
        return self.protected or self.wrapped


class Lines(Sequence[Seen]):
    """The non-blank lines of a text, in order, block by block as they are asked for."""

    def __init__(self, document: Document, views: dict[str, str]) -> None:
        self._document = document
        self._views = views
        self._underlines = _all_underlines(document)
        # For each of them, its index in the document's lines, and that of the block it is in.
        self.numbers: list[int] = []
        self._blocks: list[int] = []
        for block, (first, last) in enumerate(document.blocks):
            inside = [at for at in range(first, last) if at not in self._underlines]
            self.numbers += inside
            self._blocks += [block] * len(inside)
        self._made: list[Seen | None] = [None] * len(self.numbers)

    def __len__(self) -> int:
        return len(self._made)

    @overload
    def __getitem__(self, index: int) -> Seen: ...
    @overload
    def __getitem__(self, index: slice) -> list[Seen]: ...
    def __getitem__(self, index: int | slice) -> Seen | list[Seen]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        found = self._made[index]
        return self._make(index) if found is None else found

    def _make(self, index: int) -> Seen:
        """Make the lines of a block, whose neighbours tell whether they are wrapped."""
        block = self._blocks[index]
        first, last = bisect_left(self._blocks, block), bisect_right(self._blocks, block)
        made = [self._seen(number) for number in self.numbers[first:last]]
        _mark_wrapped(made)
        self._made[first:last] = made
        return made[index - first]

    def _seen(self, number: int) -> Seen:
        document = self._document
        line = document.lines[number]
        stop = document.lines[number + 1].stop if number + 1 in self._underlines else line.stop
        return Seen(line, stop, document.content(line), self._views, protected=_protected(document, line))


class Reading:
    """The lines of a document in one pass.

    Attributes:
        document: the text of this pass.
        seen: its non-blank lines, in order.
        body: index of the first one after the front matter.
    """

    def __init__(self, document: Document, views: dict[str, str]) -> None:
        """Read a document. `views` remembers views by line from pass to pass."""
        self.document = document
        self.seen = Lines(document, views)
        front = document.front_matter
        self.body = sum(seen.line.stop <= front.end for seen in self.seen) if front else 0

    @cached_property
    def characters(self) -> int:
        """How many code points its lines hold together."""
        lines = self.document.lines
        return sum(lines[number].end - lines[number].start for number in self.seen.numbers)

    @property
    def everywhere(self) -> range:
        """The indexes of all lines seen."""
        return range(len(self.seen))

    def indexes(self, numbers: Iterable[int]) -> list[int]:
        """Where some lines of the document stand among those seen; blank ones and underlines do not."""
        known = self.seen.numbers
        places = [(bisect_left(known, number), number) for number in numbers]
        return [at for at, number in places if at < len(known) and known[at] == number]

    def view(self, first: int, last: int) -> str:
        """The views of some lines, the last one included, joined by line feeds."""
        return "\n".join(seen.view for seen in self.seen[first : last + 1])


def _all_underlines(document: Document) -> set[int]:
    """The indexes of the lines that underline headings."""
    if "==" not in document.text and "--" not in document.text:
        return set()
    lines = document.lines
    return {
        line.number - 1
        for first, last in document.blocks
        for line in _underlines(document, lines[first:last])
    }


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
    if not spans:
        return False
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
    return is_bullet(seen.raw, "") or is_heading(seen.raw, "")


def _evenly_wrapped(block: list[Seen]) -> bool:
    """Whether a block looks like one hard-wrapped paragraph: three lines or more, all but the last full."""
    widths = [len(seen.raw) for seen in block]
    if len(widths) < 3 or not _WRAP_MIN <= max(widths) <= _WRAP_MAX:
        return False
    return min(widths[:-1]) >= 0.75 * max(widths)
