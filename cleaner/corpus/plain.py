"""Plain text and Markdown: one file, one document, in UTF-8."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from cleaner.corpus.formats import (
    Cuts,
    Limits,
    Origin,
    Piece,
    Readable,
    Reading,
    Recorded,
    Sink,
    Unread,
    too_large,
)
from cleaner.engine.result import Result, restore
from cleaner.errors import DocumentError, RestoreError
from cleaner.text.document import Document


@dataclass(frozen=True)
class TextFormat:
    """One file, one document; see `formats.Format`."""

    name: str
    settings: dict[str, str] = field(default_factory=dict)

    def pieces(self, source: Readable, origin: Origin, limits: Limits) -> Iterator[Piece | Unread]:
        """The file as one piece, unless it is too large."""
        data = source.read(limits.record + 1)
        if len(data) <= limits.record and not (more := source.read(1)):
            yield Piece(data)
            return
        yield Unread(data, too_large(origin.path, limits))
        while more := source.read(limits.piece):
            yield Unread(more)

    def read(self, piece: Piece, origin: Origin) -> Reading:
        """The one document."""
        try:
            text = piece.data.decode()
        except UnicodeDecodeError as error:
            return _Text((), ((0, _not_utf8(error, piece.data, origin.path)),))
        return _Text((Document(text, path=origin.path, url=origin.url, lang=origin.lang, format=self.name),))

    def restore(self, source: BinaryIO, sink: Sink, removals: Sequence[Recorded]) -> None:
        """Put removals back into the one document of the file."""
        try:
            text = source.read().decode()
        except UnicodeDecodeError as error:
            raise RestoreError(f"is not UTF-8 (byte {error.start})") from None
        sink.write(restore(text, [recorded.removal for recorded in removals]).encode())


@dataclass(frozen=True)
class _Text:
    """See `formats.Reading`."""

    documents: Sequence[Document]
    errors: Sequence[tuple[int, DocumentError]] = ()

    def cuts(self, index: int, result: Result) -> Cuts:
        text = self.documents[index].text
        spans = []
        position = at = 0
        for removal in result.removals:
            start = at + len(text[position : removal.start].encode())
            at = start + len(removal.text.encode())
            position = removal.end
            spans.append((start, at))
        return Cuts(spans, [Recorded(removal) for removal in result.removals])


def _not_utf8(error: UnicodeDecodeError, data: bytes, path: str) -> DocumentError:
    line = data.count(b"\n", 0, error.start) + 1
    return DocumentError(
        f"is not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}, line {line}",
        where=path,
        advice="convert it to UTF-8; it is passed on as it is",
    )
