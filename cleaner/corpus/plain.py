"""Plain text and Markdown: one file, one document, in UTF-8."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from cleaner.corpus.formats import Desk, Origin, Recorded, Sink
from cleaner.engine.result import restore
from cleaner.errors import DocumentError, RestoreError
from cleaner.text.document import Document


@dataclass(frozen=True)
class TextFormat:
    """One file, one document; see `formats.Format`."""

    name: str
    settings: dict[str, str] = field(default_factory=dict)

    def clean(self, source: BinaryIO, sink: Sink, origin: Origin, desk: Desk) -> None:
        """Clean the one document of the file."""
        data = source.read()
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            desk.fail(_not_utf8(error, data, origin.path))
            sink.write(data)
            return
        document = Document(text, path=origin.path, url=origin.url, lang=origin.lang, format=self.name)
        result = desk.clean(document)
        desk.settle(document, result, [Recorded(removal) for removal in result.removals])
        sink.write(result.text.encode() if result.changed else data)

    def restore(self, source: BinaryIO, sink: Sink, removals: Sequence[Recorded]) -> None:
        """Put removals back into the one document of the file."""
        try:
            text = source.read().decode()
        except UnicodeDecodeError as error:
            raise RestoreError(f"is not UTF-8 (byte {error.start})") from None
        sink.write(restore(text, [recorded.removal for recorded in removals]).encode())


def _not_utf8(error: UnicodeDecodeError, data: bytes, path: str) -> DocumentError:
    line = data.count(b"\n", 0, error.start) + 1
    return DocumentError(
        f"is not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}, line {line}",
        where=path,
        advice="convert it to UTF-8; it is passed on as it is",
    )
