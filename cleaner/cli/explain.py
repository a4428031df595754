"""`cleaner explain`: why something goes, or stays."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import options, prepare
from cleaner.cli.config import Settings
from cleaner.cli.console import complain, say
from cleaner.cli.voice import Voice
from cleaner.corpus.cleaning import Wants
from cleaner.corpus.registry import AUTO
from cleaner.corpus.run import Run
from cleaner.corpus.walk import find
from cleaner.engine.clean import Cleaner
from cleaner.engine.explain import explain as explain_document
from cleaner.engine.result import Result
from cleaner.errors import DocumentError, RecordError, UsageError
from cleaner.report.explanation import at_line, explained
from cleaner.text.document import Document

_PLACE = re.compile(r"(?P<path>.+):(?P<line>\d+)")


@dataclass
class _Explanations(Voice):
    """Explains each document instead of only counting it.

    Attributes:
        engine: what cleaned it.
        path: the file.
        line: the one line to explain, or None for all; in JSONL, of the file.
        everything: whether also near misses of rules are told that are not in force.
        explained: how many documents were.
        hidden: how many near misses were not told.
    """

    engine: Cleaner = field(kw_only=True)
    path: str = ""
    line: int | None = None
    everything: bool = False
    explained: int = 0
    hidden: int = 0

    @property
    def wants(self) -> Wants:
        return Wants.ALL

    def cleaned(self, document: Document, result: Result) -> None:
        lines = range(1, len(document.lines) + 1) if document.record is None else (document.record,)
        asked = self.line is None or self.line in lines
        if asked or result.verdict.status == "timeout":  # which counts as a failure in any case
            super().cleaned(document, result)
        self.explained += asked
        if asked and result.verdict.status != "timeout":
            self._explain(document, result, self.line if document.record is None else None)

    def _explain(self, document: Document, result: Result, line: int | None) -> None:
        explanation = explain_document(self.engine, document)
        if line is not None:
            explanation = at_line(explanation, document, line)
        told = explanation if self.everything else explanation.in_force()
        hidden = len(explanation.misses) - len(told.misses)
        self.hidden += hidden
        for row in explained(document, result, told, line, hidden=hidden):
            say(row)

    def failed(self, error: DocumentError) -> None:
        asked = error.where in (self.path, f"{self.path}:{self.line}")
        if asked or self.line is None or not isinstance(error, RecordError):
            super().failed(error)
            self.explained += asked


@options.configured
def explain(
    place: Annotated[str, typer.Argument(help="A file, or one of its lines.", metavar="FILE[:LINE]")],
    *,
    settings: Settings,
    everything: Annotated[
        bool, typer.Option("--all", help="Also name rules that are not selected, or not for such documents.")
    ] = False,
    format_: options.FormatName = AUTO,
    lang: options.Lang = None,
    url: options.Url = None,
    quiet: options.Quiet = False,
) -> None:
    """Say why each cut is made, and for lines that stay, which rules came near and what stopped them.

    Example: cleaner explain corpus/page.txt:12
    """
    path, line = _split(place)
    engine = prepare.cleaner_of(settings, quiet=quiet)
    voice = _Explanations(engine=engine, path=path, line=line, everything=everything)
    run = Run(engine, voice, None, url, lang)
    run.check(find([path], prepare.formats_of(settings, format_)))
    if line is not None and not voice.explained:
        raise UsageError(f"has no line {line} with a document", where=path)
    if voice.hidden and not quiet:
        misses = f"near miss{'' if voice.hidden == 1 else 'es'}"
        complain(
            f"note: {voice.hidden:,} {misses} of rules that are not selected, or not for such documents, "
            "left out; --all shows them"
        )
    raise typer.Exit(voice.report.exit_code())


def _split(place: str) -> tuple[str, int | None]:
    """A path and a line; a file whose name ends like a line number is taken as it is."""
    match = _PLACE.fullmatch(place)
    if match is None or Path(place).exists():
        return place, None
    return match["path"], int(match["line"])
