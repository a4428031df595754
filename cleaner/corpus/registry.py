"""Which formats there are and which file extensions they have."""

from __future__ import annotations

from cleaner.corpus.choice import OTHER
from cleaner.corpus.formats import USUAL_FIELDS, Fields, Format
from cleaner.corpus.jsonl import JsonLinesFormat
from cleaner.corpus.plain import TextFormat
from cleaner.errors import UsageError

SUFFIXES: dict[str, str] = {".txt": "text", ".md": "markdown", ".jsonl": "jsonl", ".ndjson": "jsonl"}
"""The name of the format of each file extension, in lower case."""
AUTO = "auto"
"""The format option that goes by the extension."""


def formats(fields: Fields = USUAL_FIELDS) -> dict[str, Format]:
    """Every format by name.

    Args:
        fields: which fields of a record hold what.
    """
    known: tuple[Format, ...] = (TextFormat("text"), TextFormat("markdown"), JsonLinesFormat(fields))
    return {format_.name: format_ for format_ in known}


def by_suffix(name: str = AUTO, fields: Fields = USUAL_FIELDS) -> dict[str, Format]:
    """The format of each file extension; where a format is named, that one for any extension (`""`).

    Raises:
        UsageError: there is no such format.
    """
    known = formats(fields)
    if name == AUTO:
        return {suffix: known[format_] for suffix, format_ in SUFFIXES.items()}
    if name not in known:
        raise UsageError(f"there is no format '{name}'", advice=f"use one of: {', '.join([AUTO, *known])}")
    return {"": known[name]}


def from_ledger(name: str, settings: dict[str, str]) -> Format | None:
    """The format that a ledger names, as it was set when the ledger was written; None if unknown."""
    if name == OTHER.name:
        return OTHER
    return formats(Fields(text=settings.get("text-field", "text"))).get(name)
