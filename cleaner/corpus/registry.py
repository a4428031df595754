"""Which formats there are and which file extensions they have."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from cleaner.corpus.choice import OTHER
from cleaner.corpus.decoding import codec_of
from cleaner.corpus.extraction import MARKDOWN, TEXT, USUAL_EXTRACTION, Extraction
from cleaner.corpus.formats import USUAL_FIELDS, Fields, Format
from cleaner.corpus.plain import TextFormat
from cleaner.errors import UsageError

SUFFIXES: dict[str, str] = {
    ".txt": "text",
    ".md": "markdown",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".html": "html",
    ".htm": "html",
    ".parquet": "parquet",
    ".warc": "warc",
    ".wet": "warc",
}
"""The name of the format of each file extension, in lower case."""
AUTO = "auto"
"""The format option that goes by the extension."""


class Choices(NamedTuple):
    """What there is to choose about formats.

    Attributes:
        fields: which fields of a record hold what.
        extraction: how text is read out of pages.
        encoding: of texts and pages, as Python names it; None where they tell.
    """

    fields: Fields = USUAL_FIELDS
    extraction: Extraction = USUAL_EXTRACTION
    encoding: str | None = None


USUAL_CHOICES = Choices()


class Formats(Mapping[str, Format]):
    """Formats by name or extension, each made when it is asked for: most runs know one or two."""

    def __init__(self, makers: Mapping[str, Callable[[], Format]]) -> None:
        """Take what makes them."""
        self._makers = makers
        self._made: dict[str, Format] = {}

    def __getitem__(self, name: str) -> Format:
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def formats(choices: Choices = USUAL_CHOICES) -> Formats:
    """Every format by name.

    Raises:
        UsageError: there is no such encoding.
    """
    codec = codec_of(choices.encoding)
    extraction = replace(choices.extraction, encoding=codec)
    fields = choices.fields
    return Formats(
        {
            TEXT: lambda: TextFormat(TEXT, codec),
            MARKDOWN: lambda: TextFormat(MARKDOWN, codec),
            "jsonl": lambda: _records(fields),
            "html": lambda: _pages(extraction),
            "parquet": lambda: _tables(fields),
            "warc": lambda: _archives(fields, extraction),
        }
    )


def _records(fields: Fields, number_field: str | None = None) -> Format:
    from cleaner.corpus.jsonl import JsonLinesFormat  # noqa: PLC0415 - not for a hook on a text file

    return JsonLinesFormat(fields, number_field)


def _pages(extraction: Extraction) -> Format:
    from cleaner.corpus.pages import PageFormat  # noqa: PLC0415 - these are seldom needed

    return PageFormat(extraction)


def _tables(fields: Fields) -> Format:
    from cleaner.corpus.parquet import ParquetFormat  # noqa: PLC0415 - as above

    return ParquetFormat(fields)


def _archives(fields: Fields, extraction: Extraction) -> Format:
    from cleaner.corpus.warc import WarcFormat  # noqa: PLC0415 - as above

    return WarcFormat(fields, extraction)


def by_suffix(name: str = AUTO, choices: Choices = USUAL_CHOICES) -> Formats:
    """The format of each file extension; where a format is named, that one for any extension (`""`).

    Raises:
        UsageError: there is no such format or encoding.
    """
    known = formats(choices)
    if name == AUTO:
        return Formats(
            {suffix: functools.partial(known.__getitem__, format_) for suffix, format_ in SUFFIXES.items()}
        )
    if name not in known:
        raise UsageError(f"there is no format '{name}'", advice=f"use one of: {', '.join([AUTO, *known])}")
    return Formats({"": lambda: known[name]})


def from_ledger(name: str, settings: dict[str, str]) -> Format | None:
    """The format that a ledger names, as it was set when the ledger was written; None if unknown.

    Raises:
        UsageError: its encoding is unknown.
    """
    if not all(isinstance(value, str) for value in settings.values()):  # somebody edited it
        return None
    return _from_ledger(name, tuple(sorted(settings.items())))


@functools.lru_cache
def _from_ledger(name: str, settings: tuple[tuple[str, str], ...]) -> Format | None:
    """The same, kept: a ledger may name a hundred thousand files, and nearly always in one way."""
    told: dict[str, Any] = dict(settings)
    if name == OTHER.name:
        return OTHER
    fields = Fields(**{key: told[f"{key}-field"] for key in Fields._fields if f"{key}-field" in told})
    if name == "jsonl":
        return _records(fields, told.get("number-field"))
    format_ = formats(Choices(fields, encoding=told.get("encoding"))).get(name)
    return None if format_ is None or format_.suffix else format_
