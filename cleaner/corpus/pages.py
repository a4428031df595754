"""HTML pages: a file is a page, its text is the document, and what is written is that text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO

from cleaner.corpus.charset import UnreadableError
from cleaner.corpus.extraction import MARKDOWN, USUAL_EXTRACTION, Extraction, extracted
from cleaner.corpus.formats import (
    Limits,
    Origin,
    Piece,
    Reading,
    Recorded,
    Seekable,
    Sink,
    Unread,
    Write,
    too_large,
)
from cleaner.corpus.plain import TextFormat, Whole
from cleaner.errors import FileError, NoTextFileError

_LARGER = "nothing is written for it; a larger --max-record-bytes cleans it"


@dataclass(frozen=True)
class PageFormat:
    """An HTML page; see `formats.Format`.

    Attributes:
        extraction: how its text is read.
    """

    extraction: Extraction = USUAL_EXTRACTION
    name: str = "html"
    packed: Sequence[str] = ()
    recasts: bool = False

    @property
    def settings(self) -> dict[str, str]:
        """None: what is written is text, and restored as such."""
        return {}

    @property
    def suffix(self) -> str:
        """That of the text."""
        return ".md" if self.extraction.into == MARKDOWN else ".txt"

    @property
    def written(self) -> TextFormat:
        """The format of the text."""
        return TextFormat(self.extraction.into)

    def pieces(self, source: Seekable, origin: Origin, limits: Limits) -> Iterator[Piece | Unread]:
        """The page as one piece.

        Raises:
            FileError: from `source`; or it is too large.
        """
        data = source.read(limits.record + 1)
        if len(data) > limits.record:
            error = too_large(origin.path, limits)
            raise FileError(error.message, where=error.where, advice=_LARGER)
        source.read(1)  # a failure at the very end
        yield Piece(data)

    def read(self, piece: Piece, origin: Origin) -> Reading:
        """The text of the page; what the page says of its address and language counts before the origin."""
        try:
            found = extracted(piece.data, self.extraction, url=origin.url)
        except UnreadableError as problem:
            advice = "nothing is written for it"
            return _nothing(FileError(str(problem), where=origin.path, advice=advice))
        if not found.text:
            return _nothing(NoTextFileError("holds no text; nothing is written for it", where=origin.path))
        known = origin._replace(url=found.url or origin.url, lang=found.lang or origin.lang)
        data = found.text.encode("utf-8")
        reading = self.written.read(Piece(data), known)
        return Whole(data, documents=reading.documents, form=data)

    def writing(self, sink: Sink) -> AbstractContextManager[Write]:
        """Writes the text."""
        return self.written.writing(sink)

    def restored(self, source: BinaryIO, removals: Sequence[Recorded]) -> Iterator[Piece]:
        """Put removals back into the text."""
        return self.written.restored(source, removals)


def _nothing(error: FileError) -> Reading:
    return Whole(b"", errors=((0, error),), form=b"")
