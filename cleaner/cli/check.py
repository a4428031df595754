"""`cleaner check`: say what would go."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.config import Settings
from cleaner.cli.console import complain, emit, say, tracked
from cleaner.cli.voice import Voice
from cleaner.corpus.registry import AUTO
from cleaner.corpus.run import Run
from cleaner.corpus.walk import Source, find
from cleaner.engine.result import Result
from cleaner.errors import UsageError
from cleaner.report import text
from cleaner.report.color import wants_color
from cleaner.report.findings import findings_of
from cleaner.report.outputs.lines import TextWriter
from cleaner.report.outputs.registry import OUTPUT_FORMATS, TEXT, writer
from cleaner.report.outputs.writer import Writer
from cleaner.report.report import FINDINGS, Report
from cleaner.report.statistics import statistics as rule_statistics
from cleaner.rulebook.rule import Rule
from cleaner.text.document import Document


@dataclass
class _Findings(Voice):
    """Also prints each finding, unless there is a diff to show them.

    Attributes:
        writer: puts them into words.
        rules: by id.
        color: whether it colours them.
    """

    writer: Writer = field(default_factory=lambda: TextWriter(False))
    rules: Mapping[str, Rule] = field(default_factory=dict)
    color: bool = False

    def cleaned(self, source: Source, document: Document, result: Result) -> None:
        super().cleaned(source, document, result)
        if not self.diff:
            for finding in findings_of(source.label, document, result, self.rules):
                emit(self.writer.finding(finding), color=self.color)


@options.configured
def check(
    paths: options.Paths,
    *,
    settings: Settings,
    diff: options.Diff = False,
    output_format: Annotated[
        str,
        typer.Option(
            "--output-format", help=f"Form of the findings: {', '.join(OUTPUT_FORMATS)}.", metavar="FORM"
        ),
    ] = TEXT,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Print what each rule would remove in all.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Unused cases of the keep list count as findings.")
    ] = False,
    format_: options.FormatName = AUTO,
    lang: options.Lang = None,
    url: options.Url = None,
    quiet: options.Quiet = False,
) -> None:
    """Say what would go, as `path:line:col: rule  text`; change nothing. Exit code 1 when anything would.

    Example: cleaner check corpus
    """
    engine = options.cleaner_of(settings, quiet=quiet)
    rules = {rule.id: rule for rule in engine.book.rules}
    color = output_format == TEXT and wants_color(sys.stdout, os.environ)
    words = writer(output_format, rules, color=color)
    if diff and output_format != TEXT:
        raise UsageError("--diff and --output-format contradict each other", advice="use one of them")
    found = find(paths, options.formats_of(settings, format_))
    voice = _Findings(diff, Report(left_out=found.left_out), writer=words, rules=rules, color=color)
    run = Run(engine, voice, None, url, lang)
    if not diff:
        emit(words.begin())
    for source in tracked(found.sources, quiet=quiet):
        run.check(source)
    if not diff:
        emit(words.end())
    if statistics:
        (say if output_format == TEXT else complain)(rule_statistics(voice.report))
    # A hook sees a part of the corpus at a time, and cannot know what the rest would use.
    unused = [] if os.environ.get("PRE_COMMIT") or (quiet and not strict) else voice.unused(engine.keep.keeps)
    if not quiet:
        complain(text.summary(voice.report, verb="would be removed"))
    raise typer.Exit(max(voice.report.exit_code(findings=True), FINDINGS if strict and unused else 0))
