"""JSON lines: one record a line, one document a record, cut inside the text's own string token."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import BinaryIO

from cleaner.corpus.formats import USUAL_FIELDS, Desk, Fields, Origin, Recorded, Sink
from cleaner.corpus.jsontext import Number, Value, cut_token, members, restore_token, spelling
from cleaner.errors import DocumentError, RestoreError
from cleaner.text.document import Document
from cleaner.text.lines import BOM


@dataclass(frozen=True)
class JsonLinesFormat:
    """A JSON object a line; see `formats.Format`. Lines are read one by one, whatever the file's size."""

    fields: Fields = USUAL_FIELDS
    name: str = "jsonl"

    @property
    def settings(self) -> dict[str, str]:
        """The field that holds the text."""
        return {"text-field": self.fields.text}

    def clean(self, source: BinaryIO, sink: Sink, origin: Origin, desk: Desk) -> None:
        """Clean each record; one that cannot be read is reported and passed on as it is."""
        for number, line in enumerate(source, 1):
            try:
                sink.write(self._cleaned(line, number, origin, desk) if line.strip() else line)
            except _BadRecord as problem:
                where = f"{origin.path}:{number}"
                advice = "the line is passed on as it is"
                desk.fail(DocumentError(str(problem), where=where, advice=advice))
                sink.write(line)

    def _cleaned(self, line: bytes, number: int, origin: Origin, desk: Desk) -> bytes:
        text, record = _parsed(line)
        value = self._text_of(record)
        document = Document(
            value.value,
            path=origin.path,
            record=number,
            id=_name(record, self.fields.id),
            url=_string(record, self.fields.url) or origin.url,
            lang=_string(record, self.fields.lang) or origin.lang,
            format=self.name,
        )
        result = desk.clean(document)
        if not result.changed:
            desk.settle(document, result, ())
            return line
        token, spellings = cut_token(text[value.start : value.end], result.removals)
        if json.loads(token) != result.text:
            raise _BadRecord("cannot be cut without changing what it says")
        desk.settle(
            document,
            result,
            [
                Recorded(removal, number, None if raw == spelling(removal.text) else raw)
                for removal, raw in zip(result.removals, spellings, strict=True)
            ],
        )
        return (text[: value.start] + token + text[value.end :]).encode()

    def restore(self, source: BinaryIO, sink: Sink, removals: Sequence[Recorded]) -> None:
        """Put removals back into the records they come from."""
        groups = _by_record(removals)
        wanted, group = next(groups, (0, []))
        for number, line in enumerate(source, 1):
            if number == wanted:
                sink.write(self._restored(line, group))
                wanted, group = next(groups, (0, []))
            else:
                sink.write(line)
        if wanted:
            raise RestoreError(f"has no line {wanted}")

    def _restored(self, line: bytes, removals: Sequence[Recorded]) -> bytes:
        try:
            text, record = _parsed(line)
            value = self._text_of(record)
        except _BadRecord as problem:
            raise RestoreError(str(problem)) from None
        spelt = [
            (entry.removal, spelling(entry.removal.text) if entry.raw is None else entry.raw)
            for entry in removals
        ]
        token = restore_token(text[value.start : value.end], spelt)
        return (text[: value.start] + token + text[value.end :]).encode()

    def _text_of(self, record: dict[str, Value]) -> Value:
        value = record.get(self.fields.text)
        if value is None:
            known = ", ".join(list(record)[:8]) or "none"
            raise _BadRecord(
                f"has no field '{self.fields.text}' (fields: {known}); name it with --text-field"
            )
        if not _is_string(value):
            raise _BadRecord(f"field '{self.fields.text}' is no string")
        return value


class _BadRecord(Exception):  # noqa: N818
    """Why a record cannot be cleaned."""


def _parsed(line: bytes) -> tuple[str, dict[str, Value]]:
    """The text of a line and its members, with offsets into that text."""
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        byte = line[error.start]
        raise _BadRecord(f"is not UTF-8: byte 0x{byte:02x} at offset {error.start} of the line") from None
    mark = len(BOM) if text.startswith(BOM) else 0
    try:
        record = members(text[mark:])
    except (ValueError, RecursionError) as error:
        raise _BadRecord(f"is no JSON object: {error}") from None
    if mark:
        record = {
            name: Value(value, start + mark, end + mark) for name, (value, start, end) in record.items()
        }
    return text, record


def _string(record: dict[str, Value], field: str) -> str | None:
    value = record.get(field)
    return value.value if value is not None and _is_string(value) else None


def _name(record: dict[str, Value], field: str) -> str | None:
    """What a record is called; a number will do."""
    value = record.get(field)
    return str(value.value) if value is not None and isinstance(value.value, str) else None


def _is_string(value: Value) -> bool:
    return isinstance(value.value, str) and not isinstance(value.value, Number)


def _by_record(removals: Sequence[Recorded]) -> Iterator[tuple[int, list[Recorded]]]:
    ordered = sorted(removals, key=lambda entry: (entry.record or 0, entry.removal.start))
    for record, group in groupby(ordered, key=lambda entry: entry.record or 0):
        yield record, list(group)
