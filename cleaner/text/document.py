"""Document: one immutable text with its origin, and the offset views that rules work on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from cleaner.errors import UsageError
from cleaner.text.lines import BOM, Block, Line, Span, is_blank, split_lines
from cleaner.text.protect import front_matter, protected_spans
from cleaner.text.wrapping import may_be_wrapped, unwrapped


@dataclass(frozen=True)
class Document:
    """A text with its origin. Never changed: cleaning makes a new text.

    Attributes:
        text: the whole text, a byte-order mark (as U+FEFF) and all line endings included.
        path: where it came from, for messages and ledgers.
        record: line of its file that holds it, 1 for the first; None where a file is one document.
        id: what its file calls it, or None.
        url: address of the page it was taken from; None means unknown.
        lang: BCP 47 tag of its language; None means unknown.
        format: name of the format it was read from, such as `text`, `markdown` or `jsonl`.
        bom: whether the text begins with a byte-order mark; found out where it is not given.
    """

    text: str
    path: str | None = None
    record: int | None = None
    id: str | None = None
    url: str | None = None
    lang: str | None = None
    format: str = "text"
    bom: bool | None = None

    def __post_init__(self) -> None:
        """Make sure that what rules look at is text.

        Raises:
            UsageError: the text is no string, or the address or language neither a string nor None.
        """
        _check("text", self.text)
        if self.url is not None:
            _check("url", self.url)
        if self.lang is not None:
            _check("lang", self.lang)
        if self.bom is None:
            object.__setattr__(self, "bom", self.text.startswith(BOM))

    @property
    def name(self) -> str:
        """How messages name this document."""
        path = self.path or "<text>"
        return path if self.record is None else f"{path}:{self.record}"

    @cached_property
    def newline(self) -> str | None:
        """The line ending used throughout; None where there is none or they are mixed."""
        used = {self.text[line.end : line.stop] for line in self.lines} - {""}
        return used.pop() if len(used) == 1 else None

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines, blank ones included, in order."""
        return split_lines(self.text, len(BOM) if self.bom else 0)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The runs of non-blank lines, in order."""
        blocks = []
        first: int | None = None
        text = self.text
        for index, (_, start, end, _) in enumerate(self.lines):
            if start == end or is_blank(text[start:end]):
                if first is not None:
                    blocks.append(Block(first, index))
                first = None
            elif first is None:
                first = index
        if first is not None:
            blocks.append(Block(first, len(self.lines)))
        return tuple(blocks)

    @cached_property
    def front_matter(self) -> Span | None:
        """YAML or TOML front matter, its fences included."""
        return front_matter(self.text, self.lines)

    @cached_property
    def protected(self) -> tuple[Span, ...]:
        """What no rule may touch: front matter and fenced code, as whole lines, in order."""
        return protected_spans(self.text, self.lines)

    @property
    def flowed(self) -> Document:
        """The document as it reads, each hard-wrapped paragraph one line; all offsets are the same."""
        return self._other_flow or self

    @cached_property
    def _other_flow(self) -> Document | None:
        """The same where it reads otherwise: a document that held itself would wait for the collector."""
        if not may_be_wrapped(self.text):
            return None
        text = unwrapped(self.text, self.lines, self.protected)
        return None if text == self.text else self.with_text(text)

    def content(self, line: Line) -> str:
        """The text of a line without its ending."""
        return self.text[line.start : line.end]

    def with_text(self, text: str) -> Document:
        """The same document with what is left of its text; a mark that comes to its start is none."""
        return replace(self, text=text)


def _check(name: str, value: object) -> None:
    if not isinstance(value, str):
        advice = "decode it first" if isinstance(value, bytes) else ""
        kind = type(value).__name__
        raise UsageError(f"the {name} of a document must be a string, not {kind}", advice=advice)
