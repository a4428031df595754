"""Formats: how a file becomes documents and how results become a file again.

A file is cut into pieces of whole records, and each piece is cleaned by itself, here or by a worker. What is
cut, hashed and restored is a piece's *form*: for most formats its own bytes, for pages the text that is read
out of them. A new format is one class with the members of `Format`, and one line in `registry`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import BinaryIO, NamedTuple, Protocol, Self

from cleaner.engine.result import Removal, Result
from cleaner.errors import DocumentError, RecordError
from cleaner.text.document import Document

MEGABYTE = 1 << 20


class Limits(NamedTuple):
    """Sizes in bytes that keep memory bounded.

    Attributes:
        record: the largest record that is cleaned; a larger one is passed on as it is.
        piece: about how much of a file is cleaned at a time. Never changes a result.
        file: the largest file, decompressed.
        expansion: how many times its size a compressed file may expand to; real text stays below 50, and
            what expands to less than `unsuspicious` is let pass.
    """

    record: int = 64 * MEGABYTE
    piece: int = MEGABYTE
    file: int = 1 << 40
    expansion: int = 200
    unsuspicious: int = 64 * MEGABYTE


USUAL_LIMITS = Limits()


class Origin(NamedTuple):
    """What is known of a file's documents before it is opened.

    Attributes:
        path: how messages name the file.
        url: address of documents that name none themselves, or None.
        lang: language of documents that name none themselves, or None.
    """

    path: str
    url: str | None = None
    lang: str | None = None


class Rest(Protocol):
    """What a format's writer needs of a piece besides its form; it stays in the process that reads."""

    @property
    def weight(self) -> int:
        """About how much memory it takes, in bytes."""


class Piece(NamedTuple):
    """Whole records of a file, as they stand there.

    Attributes:
        data: their bytes.
        first: number of the first record, 1 for that of the file; None where the file is one document.
        mark: the byte that ends each record; empty where there is but one.
        rest: what the writer needs besides, or None; workers never see it.
        offset: where it begins in the file, in bytes, where messages are to say so.
    """

    data: bytes
    first: int | None = None
    mark: bytes = b"\n"
    rest: Rest | None = None
    offset: int | None = None

    def halves(self) -> tuple[Piece, ...]:
        """The same in two pieces of whole records; in one where it is a single record."""
        if self.first is None or not self.mark:
            return (self,)
        middle = len(self.data) // 2
        at = self.data.rfind(self.mark, 0, middle) + 1 or self.data.find(self.mark, middle, -1) + 1
        if not at:
            return (self,)
        head, tail = self.data[:at], self.data[at:]
        return self._replace(data=head), self._replace(data=tail, first=self.first + head.count(self.mark))


class Unread(NamedTuple):
    """Bytes of a file that are passed on without being looked at.

    Attributes:
        data: the bytes, or the next part of them.
        error: why; None where an earlier part said so.
        rest: see `Piece`.
    """

    data: bytes
    error: DocumentError | None = None
    rest: Rest | None = None


class Recorded(NamedTuple):
    """A removal as a ledger keeps it.

    Attributes:
        removal: the cut, in offsets of its document.
        record: number of the file's record that holds the document; None where the file is one document.
        raw: how the file spelt the text, where that is not told by the text itself.
    """

    removal: Removal
    record: int | None = None
    raw: str | None = None


class Cuts(NamedTuple):
    """The removals of one document as cuts of its piece.

    Attributes:
        spans: what goes, as half-open spans of bytes of the piece's form, in order.
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
        """Why others could not be, in order, each with the index of the document after it.

        A `FileError` among them says that nothing of the file can be passed on.
        """

    @property
    def form(self) -> bytes | None:
        """What was read out of the piece and is written in its place; None where that is the piece itself."""

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


class Seekable(Readable, Protocol):
    """An input that can also be read in any order."""

    def at_will(self) -> BinaryIO:
        """The file itself.

        Raises:
            FileError: it can only be read from the beginning to the end.
        """


class Sink(Protocol):
    """Takes the bytes of an output."""

    def write(self, data: bytes, /) -> object:
        """Write all of the data."""


Write = Callable[[bytes, Rest | None], object]
"""Takes what is left of a piece's form, and the piece's rest."""


class Format(Protocol):
    """A file format: cuts bytes into pieces, reads Documents from them and finds their removals there."""

    @property
    def name(self) -> str:
        """Its name in options, ledgers and rule scopes."""

    @property
    def settings(self) -> dict[str, str]:
        """What `restored` has to know beyond the name; goes into the ledger."""

    @property
    def suffix(self) -> str:
        """What is added to the name of a file for that of its output, as in `.txt`; empty for nothing."""

    @property
    def packed(self) -> Sequence[str]:
        """The compressions, by extension, of files that it reads as they are."""

    @property
    def recasts(self) -> bool:
        """Whether it may spell in other bytes what it leaves as it is."""

    @property
    def written(self) -> Format:
        """The format of what it writes: itself, unless it reads texts out of something else."""

    def pieces(self, source: Seekable, origin: Origin, limits: Limits) -> Iterator[Piece | Unread]:
        """All of a file, in order: whole records to clean, and what cannot be.

        Raises:
            FileError: from `source`, after the records before the failure; or it is not of this format.
        """

    def read(self, piece: Piece, origin: Origin) -> Reading:
        """Read the documents of a piece. What comes of it depends on nothing else: a worker may do it."""

    def writing(self, sink: Sink) -> AbstractContextManager[Write]:
        """Writes a file, complete when the block ends without an exception.

        Args:
            sink: takes its bytes.
        """

    def restored(self, source: BinaryIO, removals: Sequence[Recorded]) -> Iterator[Piece]:
        """A cleaned file in pieces, with removals put back; without any, what was hashed of it.

        Args:
            source: the file, decompressed.
            removals: all of it.

        Raises:
            RestoreError: they do not fit.
        """


class InPlace:
    """What formats have in common that write the bytes they read, less some."""

    suffix = ""
    packed: Sequence[str] = ()
    recasts = False

    @property
    def written(self) -> Self:
        """Itself."""
        return self

    def writing(self, sink: Sink) -> AbstractContextManager[Write]:
        """Writes the pieces one after another."""
        return nullcontext(lambda left, _rest: sink.write(left))


class Fields(NamedTuple):
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


def too_large(path: str, limits: Limits, record: int | None = None) -> DocumentError:
    """The error for a file that is not read because of its size, or for one of its records."""
    kind = DocumentError if record is None else RecordError
    return kind(
        f"is longer than {limits.record:,} bytes",
        where=path if record is None else f"{path}:{record}",
        advice="it is passed on as it is; a larger --max-record-bytes cleans it",
    )
