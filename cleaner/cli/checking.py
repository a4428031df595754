"""Checking: what `cleaner check` does, whichever way its arguments were read."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cleaner.cli import prepare
from cleaner.cli.config import Settings
from cleaner.cli.console import complain, emit, say
from cleaner.cli.progress import metered
from cleaner.cli.repeats import MAX_REPEATS, Repeats
from cleaner.cli.voice import Voice
from cleaner.corpus.choice import USUAL_CHOICE, Choice
from cleaner.corpus.cleaning import Wants
from cleaner.corpus.formats import USUAL_LIMITS, Limits
from cleaner.corpus.registry import AUTO
from cleaner.corpus.run import Run
from cleaner.corpus.walk import find
from cleaner.corpus.workers import cores
from cleaner.engine.result import Result
from cleaner.errors import UsageError
from cleaner.report import text
from cleaner.report.color import wants_color
from cleaner.report.findings import findings_of
from cleaner.report.outputs.lines import TextWriter
from cleaner.report.outputs.registry import TEXT, writer
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
        read_out: the formats of the files that a text is read out of, by the names of the files in messages.
    """

    writer: Writer = field(default_factory=lambda: TextWriter(False))
    rules: Mapping[str, Rule] = field(default_factory=dict)
    color: bool = False
    read_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def wants(self) -> Wants:
        return Wants.CHANGED

    def cleaned(self, document: Document, result: Result) -> None:
        super().cleaned(document, result)
        if not self.diff:
            path = document.path or ""
            for finding in findings_of(path, document, result, self.rules, self.read_out.get(path)):
                emit(self.writer.finding(finding), color=self.color)


def check(
    paths: Sequence[str],
    settings: Settings,
    *,
    diff: bool = False,
    output_format: str = TEXT,
    statistics: bool = False,
    strict: bool = False,
    format_: str = AUTO,
    choice: Choice = USUAL_CHOICE,
    lang: str | None = None,
    url: str | None = None,
    quiet: bool = False,
    workers: int | None = None,
    max_repeats: int = MAX_REPEATS,
    limits: Limits = USUAL_LIMITS,
    prefilter: bool = True,
) -> int:
    """Say what would go; see the help of `cleaner check` for the options.

    Returns:
        the exit code.

    Raises:
        CleanerError: options contradict each other, rules have defects, or paths lead to no document.
    """
    engine = prepare.cleaner_of(settings, quiet=quiet, prefilter=prefilter)
    watch = prepare.watch_of(settings, engine)
    rules = {rule.id: rule for rule in engine.book.rules}
    color = output_format == TEXT and wants_color(sys.stdout, os.environ)
    words = writer(output_format, rules, color=color)
    if diff and output_format != TEXT:
        raise UsageError("--diff and --output-format contradict each other", advice="use one of them")
    found = find(paths, prepare.formats_of(settings, format_), choice)
    voice = _Findings(
        diff,
        Report(left_out=found.left_out),
        Repeats.up_to(max_repeats),
        writer=words,
        rules=rules,
        color=color,
        read_out={source.label: source.format.name for source in found.sources if source.format.suffix},
    )
    run = Run(engine, voice, None, url, lang, workers or cores(), limits, watch=watch)
    if not diff:
        emit(words.begin())
    with metered(found.sources, quiet=quiet) as meter:
        run.check(found, meter)
    if not diff:
        emit(words.end())
    if statistics:
        (say if output_format == TEXT else complain)(rule_statistics(voice.report))
    # A hook sees a part of the corpus at a time, and cannot know what the rest would use.
    unused = [] if os.environ.get("PRE_COMMIT") or (quiet and not strict) else voice.unused(engine.keep.keeps)
    if not quiet:
        complain(text.summary(voice.report, verb="would be removed"))
    return max(voice.report.exit_code(findings=True), FINDINGS if strict and unused else 0)
