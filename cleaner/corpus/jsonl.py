"""JSON lines: one record a line, one document a record, cut inside the text's own string token.

`orjson` reads a record fast. What it refuses (`NaN`, half a surrogate pair) or may have rounded is read by
`jsontext`, which is the judge of what is an error; both agree wherever both accept.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any, BinaryIO

from cleaner.corpus.formats import (
    MEGABYTE,
    USUAL_FIELDS,
    Cuts,
    Fields,
    InPlace,
    Limits,
    Origin,
    Piece,
    Recorded,
    Seekable,
    Unread,
)
from cleaner.corpus.jsonrecord import BadRecord, is_null, name_of, parsed, string_of, text_of
from cleaner.corpus.jsontext import restored_parts, spelling
from cleaner.corpus.linewise import line_pieces
from cleaner.engine.result import Result
from cleaner.errors import DocumentError, RecordError, RestoreError
from cleaner.text.document import Document

_FEED = re.compile(b"\n")


@dataclass(frozen=True)
class JsonLinesFormat(InPlace):
    """A JSON object a line; see `formats.Format`.

    Attributes:
        fields: which hold what.
        number: the field that holds a record's number; None where records are numbered by their lines.
    """

    fields: Fields = USUAL_FIELDS
    number: str | None = None
    name: str = "jsonl"

    @property
    def settings(self) -> dict[str, str]:
        """The fields that hold the text and, if any, the number."""
        numbered = {"number-field": self.number} if self.number else {}
        return {"text-field": self.fields.text, **numbered}

    def pieces(self, source: Seekable, origin: Origin, limits: Limits) -> Iterator[Piece | Unread]:
        """Complete lines; the last one may lack its ending."""
        return line_pieces(source, origin.path, limits)

    def read(self, piece: Piece, origin: Origin) -> Records:
        """The records that can be read; those that cannot are told by their line, nulls by nothing."""
        import orjson  # noqa: PLC0415 - slow to import, and not needed for other formats

        records = Records(self, origin, piece.first or 1, piece.data)
        documents, values = records.documents, records.values
        text_field, url_field = self.fields.text, self.fields.url
        lang_field, id_field = self.fields.lang, self.fields.id
        path, url, lang, format_ = origin.path, origin.url, origin.lang, self.name
        lines = piece.data.split(b"\n")  # not kept: a line may be long
        for number, line in enumerate(lines, records.first):
            if not line or line.isspace():  # there may be millions, and to have each refused takes long
                continue
            try:
                record = orjson.loads(line)
                text = record[text_field]
                name = record.get(id_field)
            except (ValueError, KeyError, TypeError):
                records.read_slowly(number)
                continue
            if text is None:
                continue
            if type(text) is not str or (name is not None and type(name) is not str):
                records.read_slowly(number)
                continue
            own_url, own_lang = record.get(url_field), record.get(lang_field)
            document = Document(
                text,
                path,
                number,
                name,
                own_url if own_url and type(own_url) is str else url,
                own_lang if own_lang and type(own_lang) is str else lang,
                format_,
            )
            documents.append(document)
            values.append(record)
        return records

    def restored(self, source: BinaryIO, removals: Sequence[Recorded]) -> Iterator[Piece]:
        """Put removals back into the records they come from."""
        held: list[bytes] = []
        size = 0
        for part in self._restored_parts(source, removals):
            held.append(part)
            size += len(part)
            if size >= MEGABYTE:
                yield Piece(b"".join(held))
                held, size = [], 0
        yield Piece(b"".join(held))

    def _restored_parts(self, source: BinaryIO, removals: Sequence[Recorded]) -> Iterator[bytes]:
        """The lines, in parts where they are long: one that was too large to be cleaned is never held."""
        at = 1
        for wanted, group in _by_record(removals):
            if self.number:
                line = yield from self._up_to(source, wanted)
            else:
                yield from _passed(source, wanted - at)
                line, at = source.readline(), wanted + 1
            if not line:
                raise RestoreError(f"has no {'record' if self.number else 'line'} {wanted}")
            yield from self._restored(line, group)
        while data := source.read(MEGABYTE):
            yield data

    def _up_to(self, source: BinaryIO, wanted: int) -> Generator[bytes, None, bytes]:
        """Pass on lines up to that of a number, which is returned; empty where there is none."""
        while (line := source.readline()) and self._number_of(line) != wanted:
            yield line
        return line

    def _number_of(self, line: bytes) -> int | None:
        import orjson  # noqa: PLC0415 - see `read`

        try:
            number = orjson.loads(line)[self.number]
        except (ValueError, KeyError, TypeError):
            return None
        return number if isinstance(number, int) else None

    def _restored(self, line: bytes, removals: Sequence[Recorded]) -> Iterator[bytes]:
        try:
            text, record = parsed(line)
            _, start, end = text_of(record, self.fields.text)
            del record  # it may be as long as the line
        except BadRecord as problem:
            raise RestoreError(str(problem)) from None
        spelt = [
            (entry.removal, spelling(entry.removal.text) if entry.raw is None else entry.raw)
            for entry in removals
        ]
        for part in restored_parts(text, spelt, start, end):
            yield part.encode()


def _passed(source: BinaryIO, lines: int) -> Iterator[bytes]:
    """Pass on so many lines."""
    while lines and (part := source.readline(MEGABYTE)):
        lines -= part.endswith(b"\n")
        yield part


@dataclass
class Records:
    """The records of a piece; see `formats.Reading`.

    Attributes:
        format: how they are read.
        origin: what is known of them.
        first: number of the first line.
        data: all lines.
        documents, errors, form: what was read.
        values: the record of each document as `orjson` reads it; None where that was not to be trusted.
    """

    format: JsonLinesFormat
    origin: Origin
    first: int
    data: bytes
    documents: list[Document] = field(default_factory=list)
    errors: list[tuple[int, DocumentError]] = field(default_factory=list)
    values: list[dict[str, Any] | None] = field(default_factory=list)
    form: bytes | None = None

    def read_slowly(self, number: int) -> None:
        """Read a line with the slow reader, if it holds a text, or find out what is wrong with it."""
        fields, origin = self.format.fields, self.origin
        try:
            # The line feed counts as white space of the record, as where its columns are told.
            _, record = parsed(self.data[slice(*self._span(number))])
            if is_null(record, fields.text):
                return
            text = text_of(record, fields.text).value
        except BadRecord as problem:
            self.errors.append((len(self.documents), self._error(number, problem)))
            return
        document = Document(
            text,
            path=origin.path,
            record=number,
            id=name_of(record, fields.id),
            url=string_of(record, fields.url) or origin.url,
            lang=string_of(record, fields.lang) or origin.lang,
            format=self.format.name,
        )
        self.documents.append(document)
        self.values.append(None)

    def cuts(self, index: int, result: Result) -> Cuts:
        """Where the removals of a record fall."""
        from cleaner.corpus.jsoncut import plain_cuts, usual_cuts  # noqa: PLC0415 - it imports orjson

        number = self.documents[index].record or 1
        at, end = self._span(number)
        line, value, name = self.data[at:end], self.values[index], self.format.fields.text
        try:
            found = (value and usual_cuts(line, value, name, result)) or plain_cuts(line, name, result)
        except BadRecord as problem:
            raise self._error(number, problem) from None
        return Cuts(
            [(at + cut.start, at + cut.end) for cut in found],
            [Recorded(removal, number, cut.raw) for removal, cut in zip(result.removals, found, strict=True)],
        )

    def _span(self, number: int) -> tuple[int, int]:
        """Where a line stands in the piece, its line feed included."""
        at = number - self.first
        return self._bounds[at], self._bounds[at + 1]

    @cached_property
    def _bounds(self) -> list[int]:
        return [0, *(match.end() for match in _FEED.finditer(self.data)), len(self.data)]

    def _error(self, number: int, problem: BadRecord) -> RecordError:
        where = f"{self.origin.path}:{number}"
        return RecordError(str(problem), where=where, advice="the line is passed on as it is")


def _by_record(removals: Sequence[Recorded]) -> Iterator[tuple[int, list[Recorded]]]:
    ordered = sorted(removals, key=lambda entry: (entry.record or 0, entry.removal.start))
    for record, group in groupby(ordered, key=lambda entry: entry.record or 0):
        yield record, list(group)
