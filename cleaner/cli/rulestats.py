"""`cleaner rules stats`: what each rule does in a corpus."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

import typer

from cleaner.cli import options, prepare
from cleaner.cli.config import Settings
from cleaner.cli.console import complain, say
from cleaner.cli.progress import metered
from cleaner.cli.values import choice_of
from cleaner.cli.voice import Voice
from cleaner.corpus.cleaning import Wants
from cleaner.corpus.registry import AUTO
from cleaner.corpus.run import Run
from cleaner.corpus.walk import find
from cleaner.engine.clean import Cleaner
from cleaner.engine.observe import observe
from cleaner.engine.result import Result
from cleaner.errors import UsageError
from cleaner.report.rulestats import RuleStatistics, rule_json, rule_table
from cleaner.report.text import counted
from cleaner.text.document import Document

_FORMS = {"text": rule_table, "json": rule_json}


@dataclass
class _Observations(Voice):
    """Also observes the rules at each document.

    Attributes:
        engine: what cleaned it.
        statistics: what was seen.
    """

    engine: Cleaner = field(kw_only=True)
    statistics: RuleStatistics = field(kw_only=True)

    @property
    def wants(self) -> Wants:
        return Wants.ALL

    def cleaned(self, document: Document, result: Result) -> None:
        super().cleaned(document, result)
        self.statistics.add(document, result, observe(self.engine, document))


@options.configured
def stats(
    paths: options.Paths,
    *,
    settings: Settings,
    output_format: Annotated[
        str, typer.Option("--output-format", help=f"Form: {', '.join(_FORMS)}.", metavar="FORM")
    ] = "text",
    format_: options.FormatName = AUTO,
    exclude: options.Exclude = None,
    lang: options.Lang = None,
    url: options.Url = None,
    quiet: options.Quiet = False,
) -> None:
    """Count what each rule does in a corpus, and mark the rules that deserve a second look.

    Of each rule: its cuts, the documents and characters they take, how many texts are different, the largest
    share of a document, where the cuts stand on average, lines tried, matches, milliseconds.

    Marks: dead (matched nothing), over-broad (cuts ever other texts, or half a document), hot (tried in vain,
    or slow), overlapping (another rule finds the same lines).

    Example: cleaner rules stats corpus
    """
    if output_format not in _FORMS:
        raise UsageError(f"there is no form '{output_format}'", advice=f"use {' or '.join(_FORMS)}")
    engine = prepare.cleaner_of(settings, quiet=quiet)
    found = find(paths, prepare.formats_of(settings, format_), choice_of(exclude))
    voice = _Observations(engine=engine, statistics=RuleStatistics(engine.cutting))
    with metered(found.sources, quiet=quiet) as meter:
        Run(engine, voice, None, url, lang).check(found, meter)
    say(_FORMS[output_format](voice.statistics))
    if not quiet:
        both = counted(voice.statistics.documents, "document"), counted(len(engine.cutting), "rule")
        complain(", ".join(both))
    raise typer.Exit(voice.report.exit_code())
