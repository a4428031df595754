"""One record of a JSON lines file, read to the letter: its members, and what is wrong with it."""

from __future__ import annotations

from cleaner.corpus.decoding import packed_as
from cleaner.corpus.jsontext import Number, Value, members
from cleaner.text.lines import BOM


class BadRecord(Exception):  # noqa: N818
    """Why a record cannot be cleaned."""


def parsed(line: bytes) -> tuple[str, dict[str, Value]]:
    """The text of a line and its members, with offsets into that text.

    Raises:
        BadRecord: it is no JSON object in UTF-8.
    """
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        if packed := packed_as(line):
            raise BadRecord(f"looks like {packed}, which is to be decompressed first") from None
        byte = line[error.start]
        raise BadRecord(f"is not UTF-8: byte 0x{byte:02x} at offset {error.start} of the line") from None
    mark = len(BOM) if text.startswith(BOM) else 0
    try:
        record = members(text[mark:])
    except ValueError as error:
        raise BadRecord(f"is no JSON object: {error}") from None
    if mark:
        record = {
            name: Value(value, start + mark, end + mark) for name, (value, start, end) in record.items()
        }
    return text, record


def is_null(record: dict[str, Value], field: str) -> bool:
    """Whether the member that would hold the document's text says that there is none."""
    return field in record and record[field].value is None


def text_of(record: dict[str, Value], field: str) -> Value:
    """The member that holds the document's text.

    Raises:
        BadRecord: there is none, or it is no string.
    """
    value = record.get(field)
    if value is None:
        known = ", ".join(list(record)[:8]) or "none"
        raise BadRecord(f"has no field '{field}' (fields: {known}); name it with --text-field")
    if not _is_string(value):
        raise BadRecord(f"field '{field}' is no string")
    return value


def string_of(record: dict[str, Value], field: str) -> str | None:
    """The value of a member that is a string; else None."""
    value = record.get(field)
    return value.value if value is not None and _is_string(value) else None


def name_of(record: dict[str, Value], field: str) -> str | None:
    """What a record is called; a number will do, as it is spelt."""
    value = record.get(field)
    return str(value.value) if value is not None and isinstance(value.value, str) else None


def _is_string(value: Value) -> bool:
    return isinstance(value.value, str) and not isinstance(value.value, Number)
