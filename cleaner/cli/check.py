"""`cleaner check`: say what would go."""

from __future__ import annotations

from dataclasses import dataclass

import typer

from cleaner.cli import options
from cleaner.cli.clean import Voice
from cleaner.cli.console import complain, say
from cleaner.corpus.formats import Fields
from cleaner.corpus.registry import AUTO, by_suffix
from cleaner.corpus.run import Run
from cleaner.corpus.walk import Source, find
from cleaner.engine.clean import TIME_LIMIT
from cleaner.engine.guard import MAX_REMOVED_PROSE
from cleaner.engine.result import Result
from cleaner.report import text
from cleaner.report.report import Report
from cleaner.text.document import Document


@dataclass
class _Findings(Voice):
    """Also prints each finding, unless there is a diff to show them."""

    def cleaned(self, source: Source, document: Document, result: Result) -> None:
        super().cleaned(source, document, result)
        if not self.diff:
            for finding in text.findings(source.label, document, result):
                say(finding)


def check(
    paths: options.Paths,
    diff: options.Diff = False,
    lang: options.Lang = None,
    url: options.Url = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    rules: options.Rules = None,
    safety: options.Safety = "safe",
    max_removed_prose: options.MaxRemovedProse = MAX_REMOVED_PROSE,
    time_limit: options.TimeLimit = TIME_LIMIT,
    format_: options.FormatName = AUTO,
    text_field: options.TextField = "text",
    url_field: options.UrlField = "url",
    lang_field: options.LangField = "lang",
    quiet: options.Quiet = False,
) -> None:
    """Say what would go, as `path:line:col: rule  text`; change nothing. Exit code 1 when anything would.

    Example: cleaner check corpus
    """
    engine = options.cleaner_from(select, ignore, rules, safety, max_removed_prose, time_limit)
    found = find(paths, by_suffix(format_, Fields(text_field, url_field, lang_field)))
    voice = _Findings(diff, Report(left_out=found.left_out))
    run = Run(engine, voice, None, url, lang)
    for source in found.sources:
        run.check(source)
    if not quiet:
        complain(text.summary(voice.report, verb="would be removed"))
    raise typer.Exit(voice.report.exit_code(findings=True))
