"""Formats: how a file becomes documents and how results become a file again.

A file is cut into pieces of whole records, and each piece is cleaned by itself, here or by a worker. A new
format is one class with the members of `Format`, and one line in `formats`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple, Protocol

from cleaner.engine.result import Removal, Result
from cleaner.errors import DocumentError
from cleaner.text.document import Document

MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes that keep memory bounded.

    Attributes:
        record: the largest record that is cleaned; a larger one is passed on as it is.
        piece: about how much of a file is cleaned at a time. Never changes a result.
    """

    record: int = 64 * MEGABYTE
    piece: int = MEGABYTE


USUAL_LIMITS = Limits()


@dataclass(frozen=True)
class Origin:
    """What is known of a file's documents before it is opened.

    Attributes:
        path: how messages name the file.
        url: address of documents that name none themselves, or None.
        lang: language of documents that name none themselves, or None.
    """

    path: str
    url: str | None = None
    lang: str | None = None


class Piece(NamedTuple):
    """Whole records of a file, as they stand there.

    Attributes:
        data: their bytes.
        first: line of the file at which they begin, 1 for the first; None where the file is one document.
    """

    data: bytes
    first: int | None = None

    def halves(self) -> tuple[Piece, ...]:
        """The same in two pieces of whole lines; in one where it is a single record."""
        if self.first is None:
            return (self,)
        middle = len(self.data) // 2
        at = self.data.rfind(b"\n", 0, middle) + 1 or self.data.find(b"\n", middle, -1) + 1
        if not at:
            return (self,)
        head, tail = self.data[:at], self.data[at:]
        return Piece(head, self.first), Piece(tail, self.first + head.count(b"\n"))


class Unread(NamedTuple):
    """Bytes of a file that are passed on without being looked at.

    Attributes:
        data: the bytes, or the next part of them.
        error: why; None where an earlier part said so.
    """

    data: bytes
    error: DocumentError | None = None


class Recorded(NamedTuple):
    """A removal as a ledger keeps it.

    Attributes:
        removal: the cut, in offsets of its document.
        record: line of the file that holds the document; None where the file is one document.
        raw: how the file spelt the text, where that is not told by the text itself.
    """

    removal: Removal
    record: int | None = None
    raw: str | None = None


class Cuts(NamedTuple):
    """The removals of one document as cuts of its piece.

    Attributes:
        spans: what goes, as half-open spans of bytes of the piece, in order.
        recorded: the removals in the form that `restore` needs.
    """

    spans: Sequence[tuple[int, int]]
    recorded: Sequence[Recorded]


class Reading(Protocol):
    """The documents of a piece."""

    @property
    def documents(self) -> Sequence[Document]:
        """All that could be read, in order."""

    @property
    def errors(self) -> Sequence[tuple[int, DocumentError]]:
        """Why others could not be, in order, each with the index of the document after it."""

    def cuts(self, index: int, result: Result) -> Cuts:
        """Where the removals of one document fall.

        Args:
            index: of the document.
            result: what became of it, with at least one removal.

        Raises:
            DocumentError: the cut cannot be made, and the document is passed on as it is.
        """


class Readable(Protocol):
    """Gives the bytes of an input."""

    def read(self, size: int, /) -> bytes:
        """So many bytes; fewer only at the end, or before a failure that the next call raises.

        Raises:
            FileError: the file cannot be read, or is broken.
        """


class Sink(Protocol):
    """Takes the bytes of an output."""

    def write(self, data: bytes, /) -> object:
        """Write all of the data."""


class Format(Protocol):
    """A file format: cuts bytes into pieces, reads Documents from them and finds their removals there."""

    @property
    def name(self) -> str:
        """Its name in options, ledgers and rule scopes."""

    @property
    def settings(self) -> dict[str, str]:
        """What `restore` has to know beyond the name; goes into the ledger."""

    def pieces(self, source: Readable, origin: Origin, limits: Limits) -> Iterator[Piece | Unread]:
        """All bytes of a file, in order: whole records to clean, and what is too large for that.

        Raises:
            FileError: from `source`, after the records before the failure.
        """

    def read(self, piece: Piece, origin: Origin) -> Reading:
        """Read the documents of a piece. What comes of it depends on nothing else: a worker may do it."""

    def restore(self, source: BinaryIO, sink: Sink, removals: Sequence[Recorded]) -> None:
        """Put removals back into a cleaned file.

        Raises:
            RestoreError: they do not fit.
        """


@dataclass(frozen=True)
class Fields:
    """Which fields of a record hold what.

    Attributes:
        text: the document's text.
        url, lang, id: its address, language and name; a record may lack them.
    """

    text: str = "text"
    url: str = "url"
    lang: str = "lang"
    id: str = "id"


USUAL_FIELDS = Fields()


def too_large(where: str, limits: Limits) -> DocumentError:
    """The error for a record that is not read because of its size."""
    return DocumentError(
        f"is longer than {limits.record:,} bytes",
        where=where,
        advice="it is passed on as it is; a larger --max-record-bytes cleans it",
    )
