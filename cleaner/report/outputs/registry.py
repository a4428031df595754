"""Which output formats there are."""

from __future__ import annotations

from collections.abc import Mapping

from cleaner.errors import UsageError
from cleaner.report.outputs.lines import GitHubWriter, TextWriter
from cleaner.report.outputs.writer import Writer
from cleaner.rulebook.nearest import nearest
from cleaner.rulebook.rule import Rule

TEXT = "text"
"""The format for people: the only one that may be coloured, or changed between versions."""
OUTPUT_FORMATS = (TEXT, "json", "jsonl", "github", "sarif")
"""Names of the formats."""


def writer(name: str, rules: Mapping[str, Rule], *, color: bool = False) -> Writer:
    """The writer of a format, for one run.

    Args:
        name: of the format.
        rules: by id, all that may cut.
        color: whether to colour text; the other formats never are.

    Raises:
        UsageError: there is no such format; the message names the nearest one.
    """
    if name == TEXT:
        return TextWriter(color)
    from cleaner.report.outputs.sarif import SarifWriter  # noqa: PLC0415 - seldom needed, nor the next
    from cleaner.report.outputs.structured import JsonLinesWriter, JsonWriter  # noqa: PLC0415

    match name:
        case "json":
            return JsonWriter()
        case "jsonl":
            return JsonLinesWriter()
        case "github":
            return GitHubWriter()
        case "sarif":
            return SarifWriter(rules)
    raise UsageError(
        f"there is no output format '{name}'{nearest(name, OUTPUT_FORMATS)}",
        advice=f"use one of: {', '.join(OUTPUT_FORMATS)}",
    )
