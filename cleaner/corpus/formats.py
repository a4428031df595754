"""Formats: how a file becomes documents and how results become a file again.

A new format is one class with the members of `Format`, and one line in `formats`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple, Protocol

from cleaner.engine.result import Removal, Result
from cleaner.errors import DocumentError
from cleaner.text.document import Document


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


class Desk(Protocol):
    """Where a format hands in documents and what became of them."""

    def clean(self, document: Document) -> Result:
        """Run the engine on a document."""

    def settle(self, document: Document, result: Result, recorded: Sequence[Recorded]) -> None:
        """Record the outcome of a document, its removals in the form that `restore` needs."""

    def fail(self, error: DocumentError) -> None:
        """Record that one document of the file could not be read, and is passed on as it is."""


class Sink(Protocol):
    """Takes the bytes of an output."""

    def write(self, data: bytes, /) -> object:
        """Write all of the data."""


class Format(Protocol):
    """A file format: reads bytes into Documents and writes Results."""

    @property
    def name(self) -> str:
        """Its name in options, ledgers and rule scopes."""

    @property
    def settings(self) -> dict[str, str]:
        """What `restore` has to know beyond the name; goes into the ledger."""

    def clean(self, source: BinaryIO, sink: Sink, origin: Origin, desk: Desk) -> None:
        """Clean every document of a file, in order; what cannot be read is passed on as it is.

        Args:
            source: the file.
            sink: takes the cleaned file; byte for byte the same where nothing was cut.
            origin: what is known of its documents.
            desk: takes the documents, and the reports of what cannot be read.
        """

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
