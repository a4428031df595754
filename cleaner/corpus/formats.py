"""Formats: how a file becomes documents and how results become a file again.

A new format is one class with the three members of `Format`, and one entry in `FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from cleaner.engine.result import Removal, Result, restore
from cleaner.errors import DocumentError, RestoreError
from cleaner.text.document import Document

Clean = Callable[[Document], Result]


@dataclass(frozen=True)
class Origin:
    """What is known of a file's documents before it is opened.

    Attributes:
        path: how messages name the file.
        url: address given for all of its documents, or None.
        lang: language given for all of its documents, or None.
    """

    path: str
    url: str | None = None
    lang: str | None = None


class Sink(Protocol):
    """Takes the bytes of an output."""

    def write(self, data: bytes, /) -> object:
        """Write all of the data."""


class Format(Protocol):
    """A file format: reads bytes into Documents and writes Results."""

    @property
    def name(self) -> str:
        """Its name in options, ledgers and rule scopes."""

    def clean(self, source: BinaryIO, sink: Sink, origin: Origin, clean: Clean) -> None:
        """Clean every document of a file.

        Args:
            source: the file.
            sink: takes the cleaned file; byte for byte the same where nothing was cut.
            origin: what is known of its documents.
            clean: the engine; called once a document, in order.

        Raises:
            DocumentError: the file cannot be read as this format; raised before anything is written.
        """

    def restore(self, source: BinaryIO, sink: Sink, removals: Sequence[Removal]) -> None:
        """Put removals back into a cleaned file.

        Raises:
            RestoreError: they do not fit.
        """


@dataclass(frozen=True)
class TextFormat:
    """One file, one document: plain text or Markdown in UTF-8."""

    name: str

    def clean(self, source: BinaryIO, sink: Sink, origin: Origin, clean: Clean) -> None:
        """Clean the one document of the file; see `Format.clean`."""
        data = source.read()
        document = Document(
            _decoded(data, origin.path), path=origin.path, url=origin.url, lang=origin.lang, format=self.name
        )
        result = clean(document)
        sink.write(result.text.encode() if result.changed else data)

    def restore(self, source: BinaryIO, sink: Sink, removals: Sequence[Removal]) -> None:
        """Put removals back into the one document of the file; see `Format.restore`."""
        data = source.read()
        if not removals:
            sink.write(data)
            return
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            raise RestoreError(f"is not UTF-8 (byte {error.start})") from None
        sink.write(restore(text, removals).encode())


def _decoded(data: bytes, path: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentError(
            f"is not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}, line {line}",
            where=path,
            advice="convert it to UTF-8; it is passed on as it is",
        ) from None


TEXT = TextFormat("text")
MARKDOWN = TextFormat("markdown")

FORMATS: dict[str, Format] = {format_.name: format_ for format_ in (TEXT, MARKDOWN)}
"""Every format by name."""

SUFFIXES: dict[str, Format] = {".txt": TEXT, ".md": MARKDOWN}
"""The format of each file extension, in lower case."""
