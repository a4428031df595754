"""Reading: what one pass sees of a document, its non-blank lines with their views."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import overload

from cleaner.engine.known import Views
from cleaner.text.document import Document
from cleaner.text.lines import Line
from cleaner.text.shapes import is_heading
from cleaner.text.view import leading_marks

_UNDERLINE = re.compile(r" {0,3}(?:={2,}|-{2,})\s*")
# What stands where such a line begins; most texts hold none, and need no closer look.
_BEGINNINGS = [
    f"{end}{indent * ' '}{marks}" for end in "\n\r" for indent in range(4) for marks in ("==", "--")
]


class Seen:
    """One non-blank line as rules see it, a whole paragraph where text is hard-wrapped.

    A setext underline belongs to its heading.

    Attributes:
        line: its offsets in the pass's text.
        stop: offset after its last character, the underline included.
        raw: its text without the line ending.
        protected: no rule may touch it.
        joined: it is a paragraph of several lines, as the text is written.
    """

    __slots__ = ("_views", "joined", "line", "protected", "raw", "stop")

    def __init__(
        self, line: Line, stop: int, raw: str, views: Views, *, protected: bool, joined: bool
    ) -> None:
        self.line = line
        self.stop = stop
        self.raw = raw
        self.protected = protected
        self.joined = joined
        self._views = views

    @property
    def view(self) -> str:
        """What patterns match; made when first asked for."""
        return self._views[self.raw]


class Lines(Sequence[Seen]):
    """The non-blank lines of a text, in order, each made when asked for."""

    def __init__(self, document: Document, views: Views) -> None:
        self._written = document.text
        self._document = document = document.flowed
        self._views = views
        self._underlines = _all_underlines(document)
        # For each of them, its index in the document's lines.
        self.numbers = [
            at for first, last in document.blocks for at in range(first, last) if at not in self._underlines
        ]
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
        if found is None:
            found = self._made[index] = self._seen(self.numbers[index])
        return found

    def _seen(self, number: int) -> Seen:
        document = self._document
        line = document.lines[number]
        stop = document.lines[number + 1].stop if number + 1 in self._underlines else line.stop
        raw = document.content(line)
        joined = document.text is not self._written and raw != self._written[line.start : line.end]
        protected = _protected(document, line)
        return Seen(line, stop, raw, self._views, protected=protected, joined=joined)


class Reading:
    """The lines of a document in one pass.

    Attributes:
        document: the text of this pass, as it reads.
        seen: its non-blank lines, in order.
        body: index of the first one after the front matter.
    """

    def __init__(self, document: Document, views: Views | None = None) -> None:
        """Read a document; `views` are those of lines that were seen before."""
        self.document = document.flowed
        self.seen = Lines(document, Views() if views is None else views)
        front = self.document.front_matter
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
    text = document.text
    marked = "--" in text or "==" in text
    if not marked or not any(beginning in text for beginning in _BEGINNINGS):
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
