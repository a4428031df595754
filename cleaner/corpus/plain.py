"""Plain text and Markdown: one file, one document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from cleaner.corpus.decoding import UTF_8, byte_spans, is_exact, marked, undecodable
from cleaner.corpus.formats import (
    MEGABYTE,
    Cuts,
    InPlace,
    Limits,
    Origin,
    Piece,
    Reading,
    Recorded,
    Seekable,
    Unread,
    too_large,
)
from cleaner.engine.result import Result, restore
from cleaner.errors import DocumentError, RestoreError
from cleaner.text.document import Document


@dataclass(frozen=True)
class TextFormat(InPlace):
    """One file, one document; see `formats.Format`.

    Attributes:
        name: `text` or `markdown`.
        encoding: codec of all files; None for UTF-8, or what a byte-order mark tells.
    """

    name: str
    encoding: str | None = None

    @property
    def settings(self) -> dict[str, str]:
        """The encoding, where one is named."""
        return {"encoding": self.encoding} if self.encoding else {}

    def pieces(self, source: Seekable, origin: Origin, limits: Limits) -> Iterator[Piece | Unread]:
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
        codec = self._codec(piece.data)
        try:
            text = piece.data.decode(codec)
        except UnicodeDecodeError as error:
            return Whole(piece.data, codec, errors=((0, undecodable(error, piece.data, codec, origin.path)),))
        document = Document(text, path=origin.path, url=origin.url, lang=origin.lang, format=self.name)
        return Whole(piece.data, codec, (document,))

    def restored(self, source: BinaryIO, removals: Sequence[Recorded]) -> Iterator[Piece]:
        """Put removals back into the one document of the file."""
        if not removals:
            while data := source.read(MEGABYTE):
                yield Piece(data)
            return
        data = source.read()
        codec = self._codec(data)
        try:
            text = data.decode(codec)
            whole = restore(text, [recorded.removal for recorded in removals])
            yield Piece(whole.encode(codec))
        except UnicodeDecodeError as error:
            raise RestoreError(f"is not {codec.upper()} (byte {error.start})") from None
        except UnicodeEncodeError:
            raise RestoreError(f"its removals are not {codec.upper()}") from None

    def _codec(self, data: bytes) -> str:
        return self.encoding or marked(data) or UTF_8


@dataclass(frozen=True)
class Whole:
    """A file that is one document; see `formats.Reading`.

    Attributes:
        data: its bytes.
        codec: what they are decoded by.
    """

    data: bytes
    codec: str = UTF_8
    documents: Sequence[Document] = ()
    errors: Sequence[tuple[int, DocumentError]] = ()
    form: bytes | None = None

    def cuts(self, index: int, result: Result) -> Cuts:
        """Where the removals fall."""
        text, size = self.documents[index].text, len(self.data)
        spans = byte_spans(text, result.removals, size, lambda part: len(part.encode(self.codec)))
        if not is_exact(self.codec):
            self._refuse_ambiguity(index, result, spans)
        return Cuts(spans, [Recorded(removal) for removal in result.removals])

    def _refuse_ambiguity(self, index: int, result: Result, spans: Sequence[tuple[int, int]]) -> None:
        """In some encodings a text has several spellings, or one that depends on what stands before it.

        Raises:
            DocumentError: the bytes that are left would say something else, or could not be restored.
        """
        document = self.documents[index]
        left, position = b"", 0
        for start, end in [*spans, (len(self.data), len(self.data))]:
            left, position = left + self.data[position:start], end
        try:
            sound = left.decode(self.codec) == result.text
        except UnicodeDecodeError:
            sound = False
        if not sound or document.text.encode(self.codec) != self.data:
            raise DocumentError(
                f"cannot be cut in {self.codec.upper()} without changing what stays",
                where=document.name,
                advice="convert it to UTF-8; it is passed on as it is",
            )
