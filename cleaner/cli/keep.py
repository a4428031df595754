"""`cleaner keep`: reviewed exceptions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.config import Settings
from cleaner.cli.console import complain
from cleaner.cli.voice import Voice
from cleaner.corpus.registry import AUTO
from cleaner.corpus.run import Run
from cleaner.corpus.walk import Source, find
from cleaner.engine.clean import Cleaner
from cleaner.engine.result import Result
from cleaner.errors import UsageError
from cleaner.rulebook.globs import check_pattern, path_matches, place_of
from cleaner.rulebook.keeplist import (
    EVERYWHERE,
    FILE,
    Keep,
    KeepList,
    digest_of,
    read_keep_list,
    write_keep_list,
)
from cleaner.text.document import Document

app = typer.Typer(no_args_is_help=True, help="Keep what a rule would cut: reviewed cases in .cleaner-keep.")


@dataclass
class _Cases(Voice):
    """Collects a case for each cut that would be made.

    Attributes:
        engine: the one that makes the cuts.
        pattern, reason: what the cases say.
        cases: what was collected.
    """

    engine: Cleaner = field(kw_only=True)
    pattern: str = EVERYWHERE
    reason: str = ""
    cases: set[Keep] = field(default_factory=set)

    def cleaned(self, source: Source, document: Document, result: Result) -> None:
        super().cleaned(source, document, result)
        place = place_of(document.path, self.engine.root)
        wanted = self.pattern == EVERYWHERE or (place and path_matches(self.pattern, place))
        if wanted and result.changed:
            self._collect(document)

    def _collect(self, document: Document) -> None:
        """Keep what the first pass cuts, until it cuts nothing: behind one rule another may stand."""
        while True:
            engine = self.engine.keeping(KeepList([*self.engine.keep.keeps, *self.cases]))
            step = next(engine.steps(document))
            if not step.cuts:
                return
            for match in (cut.match for cut in step.cuts):
                view = step.reading.view(match.first, match.last)
                self.cases.add(Keep(match.rule, digest_of(view), self.pattern, self.reason))


@app.command("add")
@options.configured
def add(
    paths: options.Paths,
    *,
    settings: Settings,
    reason: Annotated[
        str,
        typer.Option("--reason", help="Why these cuts would be wrong.", metavar="TEXT", show_default=False),
    ],
    pattern: Annotated[
        str,
        typer.Option("--pattern", help="Paths it counts for, as in .gitignore; * for all.", metavar="GLOB"),
    ] = EVERYWHERE,
    format_: options.FormatName = AUTO,
    lang: options.Lang = None,
    url: options.Url = None,
) -> None:
    """Add every cut that `check` reports to the keep list, so that it is never made again.

    Narrow it down with paths and --select. The file lies beside the configuration file, or in the
    working folder; one line a case, sorted, with neither line numbers nor dates.

    Example: cleaner keep add corpus/poems --select comments --reason "lines of a poem"
    """
    check_pattern(pattern)
    if not reason.strip():
        raise UsageError("--reason is empty", advice="say why these cuts would be wrong")
    engine = options.cleaner_of(settings)
    voice = _Cases(engine=engine, pattern=pattern, reason=reason)
    run = Run(engine, voice, None, url, lang)
    for source in find(paths, options.formats_of(settings, format_)).sources:
        run.check(source)
    file = settings.root / FILE
    before = read_keep_list(file)
    known = {(keep.rule, keep.digest, keep.pattern) for keep in before.keeps}
    new = [keep for keep in voice.cases if (keep.rule, keep.digest, keep.pattern) not in known]
    if new:
        write_keep_list(file, KeepList([*before.keeps, *new]))
    complain(f"{len(new)} case{'' if len(new) == 1 else 's'} added to {file}")
    raise typer.Exit(voice.report.exit_code())
