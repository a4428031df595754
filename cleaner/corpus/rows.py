"""Rows of a table as bytes: what workers read, and what ledgers hash, of a format that has columns.

A row is its id, address, language and text, each in UTF-8 and with `BETWEEN` after it, and then `END`. Those
two bytes, and those that stand for a value which is none, are such as no UTF-8 has.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cleaner.corpus.decoding import byte_spans
from cleaner.corpus.formats import Cuts, Origin, Recorded
from cleaner.engine.result import Result, restore
from cleaner.errors import DocumentError, RecordError
from cleaner.text.document import Document

END, BETWEEN, NULL, UNREADABLE = b"\xff", b"\xfe", b"\xfd", b"\xfc"
"""What ends a row, stands after its values, and for one that is null or not UTF-8."""


def ends_of(data: bytes) -> Iterator[tuple[int, int]]:
    """Where each row begins and ends, its end included; to look for bytes beats splitting long rows."""
    start = 0
    while end := data.find(END, start) + 1:
        yield start, end
        start = end


def changed_texts(before: bytes, after: bytes) -> dict[int, bytes]:
    """The texts of the rows that differ, in UTF-8, by their index; there are as many rows in both.

    A text is only cut, or has its cuts put back, and so another one has another length.
    """
    found = {}
    index = start = left = 0
    while end := before.find(END, start) + 1:
        right = after.find(END, left) + 1
        if end - start != right - left:
            found[index] = after[left:right].split(BETWEEN, 3)[3][:-2]
        index, start, left = index + 1, end, right
    return found


def restored_row(row: bytes, removals: Sequence[Recorded]) -> bytes:
    """A row with removals put back into its text.

    Raises:
        RestoreError, UnicodeError: they do not fit.
    """
    *others, text = row.split(BETWEEN, 3)
    whole = restore(text[:-2].decode(), [recorded.removal for recorded in removals])
    return BETWEEN.join([*others, whole.encode(), END])


@dataclass
class Rows:
    """The rows of a piece; see `formats.Reading`.

    Attributes:
        documents, errors: what was read; nulls are no documents.
        places: where the text of each document stands in the piece, in bytes.
        form: nothing: the rows are their own form.
    """

    documents: list[Document] = field(default_factory=list)
    errors: list[tuple[int, DocumentError]] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    form: bytes | None = None

    @classmethod
    def read(cls, data: bytes, first: int, origin: Origin, name: str) -> Rows:
        """Read the rows of a format of that name, of which the first has that number."""
        found = cls()
        view = memoryview(data)
        for number, (start, end) in enumerate(ends_of(data), first):
            after_id = data.find(BETWEEN, start)
            after_url = data.find(BETWEEN, after_id + 1)
            at = data.find(BETWEEN, after_url + 1) + 1
            text = view[at : end - 2]
            if len(text) == 1 and text[0] in _NONE:
                if text == UNREADABLE:
                    found.errors.append((len(found.documents), _unreadable(f"{origin.path}:{number}")))
                continue
            id_ = _value(data[start:after_id])
            url = _value(data[after_id + 1 : after_url]) or origin.url
            lang = _value(data[after_url + 1 : at - 1]) or origin.lang
            found.documents.append(Document(str(text, "utf-8"), origin.path, number, id_, url, lang, name))
            found.places.append((at, end - 2))
        return found

    def cuts(self, index: int, result: Result) -> Cuts:
        """Where the removals of a row fall."""
        document, (at, end) = self.documents[index], self.places[index]
        spans = byte_spans(document.text, result.removals, end - at)
        recorded = [Recorded(removal, document.record) for removal in result.removals]
        return Cuts([(at + start, at + end) for start, end in spans], recorded)


_NONE = NULL + UNREADABLE


def _value(spelt: bytes) -> str | None:
    return None if spelt in (NULL, UNREADABLE) else spelt.decode()


def _unreadable(where: str) -> RecordError:
    return RecordError("its text is not UTF-8", where=where, advice="the row is passed on as it is")
