"""Rows of a table as bytes: what workers read, and what ledgers hash, of a format that has columns.

A row is its text, id, address and language, in this order, in UTF-8. The bytes between them, and those that stand
for a value which is none, are such as no UTF-8 has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from cleaner.corpus.decoding import byte_spans
from cleaner.corpus.formats import Cuts, Origin, Recorded
from cleaner.engine.result import Result, restore
from cleaner.errors import DocumentError
from cleaner.text.document import Document

END, BETWEEN, NULL, UNREADABLE = b"\xff", b"\xfe", b"\xfd", b"\xfc"
"""What ends a row, stands between its values, and for one that is null or not UTF-8."""
_NONE = (NULL, UNREADABLE)


class Row(NamedTuple):
    """The values of a row, as bytes; the last three may be missing."""

    text: bytes
    id: bytes = NULL
    url: bytes = NULL
    lang: bytes = NULL


def packed(columns: Sequence[Sequence[bytes]]) -> bytes:
    """Rows as bytes, from their columns."""
    if not columns[0]:
        return b""
    rows = columns[0] if len(columns) == 1 else map(BETWEEN.join, zip(*columns, strict=True))
    return END.join(rows) + END


def rows_of(data: bytes) -> list[bytes]:
    """The rows, without their ends."""
    return data.split(END)[:-1]


def text_of(row: bytes) -> bytes:
    """The text of a row."""
    return row.partition(BETWEEN)[0]


def restored_row(row: bytes, removals: Sequence[Recorded]) -> bytes:
    """A row with removals put back into its text.

    Raises:
        RestoreError, UnicodeError: they do not fit.
    """
    text, between, more = row.partition(BETWEEN)
    whole = restore(text.decode(), [recorded.removal for recorded in removals])
    return whole.encode() + between + more


@dataclass
class Rows:
    """The rows of a piece; see `formats.Reading`.

    Attributes:
        rows: as they stand there.
        first: number of the first.
        documents, errors: what was read.
        form: nothing: the rows are their own form.
    """

    rows: Sequence[bytes]
    first: int
    documents: list[Document] = field(default_factory=list)
    errors: list[tuple[int, DocumentError]] = field(default_factory=list)
    form: bytes | None = None

    @classmethod
    def read(cls, data: bytes, first: int, origin: Origin, name: str) -> Rows:
        """Read the rows of a format of that name; nulls are no documents."""
        found = cls(rows_of(data), first)
        for number, values in enumerate(found.rows, first):
            row = Row(*values.split(BETWEEN))
            if row.text == NULL:
                continue
            if row.text == UNREADABLE:
                found.errors.append((len(found.documents), _unreadable(f"{origin.path}:{number}")))
                continue
            url, lang = _value(row.url) or origin.url, _value(row.lang) or origin.lang
            document = Document(row.text.decode(), origin.path, number, _value(row.id), url, lang, name)
            found.documents.append(document)
        return found

    def cuts(self, index: int, result: Result) -> Cuts:
        """Where the removals of a row fall."""
        number = self.documents[index].record or 1
        at = self._starts[number - self.first]
        spans = byte_spans(self.documents[index].text, result.removals)
        recorded = [Recorded(removal, number) for removal in result.removals]
        return Cuts([(at + start, at + end) for start, end in spans], recorded)

    @cached_property
    def _starts(self) -> list[int]:
        """Where each row begins in the piece."""
        return [0, *accumulate(len(row) + 1 for row in self.rows)]


def _value(spelt: bytes) -> str | None:
    return None if spelt in _NONE else spelt.decode()


def _unreadable(where: str) -> DocumentError:
    return DocumentError("its text is not UTF-8", where=where, advice="the row is passed on as it is")
