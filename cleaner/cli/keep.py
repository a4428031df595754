"""`cleaner keep`: reviewed exceptions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import options, prepare
from cleaner.cli.config import Settings
from cleaner.cli.console import complain
from cleaner.cli.values import choice_of
from cleaner.cli.voice import Voice
from cleaner.corpus.atomic import replacing
from cleaner.corpus.cleaning import Wants
from cleaner.corpus.files import unwritable
from cleaner.corpus.outputs import refuse_unwritable
from cleaner.corpus.registry import AUTO
from cleaner.corpus.run import Run
from cleaner.corpus.walk import find
from cleaner.engine.clean import Cleaner
from cleaner.engine.result import Result
from cleaner.engine.watching import Watch
from cleaner.errors import FileError, UsageError
from cleaner.report.text import counted
from cleaner.rulebook.globs import check_pattern, path_matches, place_of
from cleaner.rulebook.keeplist import (
    EVERYWHERE,
    FILE,
    Keep,
    KeepList,
    digest_of,
    keep_list_text,
    read_keep_list,
    with_cases,
)
from cleaner.text.document import Document
from cleaner.text.lines import Span

app = typer.Typer(no_args_is_help=True, help="Keep what a rule would cut: reviewed cases in .cleaner-keep.")


@dataclass
class _Cases(Voice):
    """Collects a case for each cut that would be made.

    Attributes:
        engine: the one that makes the cuts to keep.
        every: the same with all rules that run where nothing is selected by hand.
        watch: what is reported besides, or None.
        pattern, reason: what the cases say.
        cases: what was collected.
    """

    engine: Cleaner = field(kw_only=True)
    every: Cleaner = field(kw_only=True)
    watch: Watch | None = None
    pattern: str = EVERYWHERE
    reason: str = ""
    cases: set[Keep] = field(default_factory=set)

    @property
    def wants(self) -> Wants:
        return Wants.CHANGED

    def cleaned(self, document: Document, result: Result) -> None:
        super().cleaned(document, result)
        place = place_of(document.path, self.engine.root)
        wanted = self.pattern == EVERYWHERE or (place and path_matches(self.pattern, place))
        if wanted and result.changed:
            self._collect(document)
        if wanted and self.watch:
            self.cases.update(self.watch.cases(document, result, self.pattern, self.reason))

    def _collect(self, document: Document) -> None:
        """Keep what the first pass cuts, from every rule: behind one another may stand, selected or not."""
        first = self.engine.first_step(document)
        wanted = [cut.match.span for cut in first.cuts] if first else []
        while True:
            engine = self.every.keeping(KeepList([*self.every.keep.keeps, *self.cases]))
            step = engine.first_step(document)
            matches = [cut.match for cut in step.cuts if _meets_any(cut.match.span, wanted)] if step else []
            if not step or not matches:
                return
            for match in matches:
                view = step.reading.view(match.first, match.last)
                self.cases.add(Keep(match.rule, digest_of(view), self.pattern, self.reason))


def _meets_any(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span overlaps one of the others, which are in order and do not overlap."""
    after = bisect_left(others, span.end, key=attrgetter("start"))
    return after > 0 and others[after - 1].end > span.start


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
    exclude: options.Exclude = None,
    lang: options.Lang = None,
    url: options.Url = None,
    quiet: options.Quiet = False,
) -> None:
    """Add every cut that `check` reports to the keep list, so that it is never made again.

    Narrow it down with paths and --select. The file lies beside the configuration file, or in the
    working folder; one line a case, sorted, with neither line numbers nor dates.

    Example: cleaner keep add corpus/poems --select comments --reason "lines of a poem"
    """
    check_pattern(pattern)
    if not reason.strip():
        raise UsageError("--reason is empty", advice="say why these cuts would be wrong")
    engine = prepare.cleaner_of(settings, quiet=quiet)
    every = prepare.cleaner_of(settings.without("select", "ignore"), quiet=True)
    watch = prepare.watch_of(settings, engine)
    voice = _Cases(engine=engine, every=every, watch=watch, pattern=pattern, reason=reason)
    run = Run(engine, voice, None, url, lang, watch=watch)
    run.check(find(paths, prepare.formats_of(settings, format_), choice_of(exclude)))
    file = settings.root / FILE
    before = read_keep_list(file)
    known = {(keep.rule, keep.digest, keep.pattern) for keep in before.keeps}
    new = [keep for keep in voice.cases if (keep.rule, keep.digest, keep.pattern) not in known]
    if new:
        _write(file, with_cases(keep_list_text(file), new))
    if not quiet:
        complain(f"{counted(len(new), 'case')} added to {file}")
    raise typer.Exit(voice.report.exit_code())


def _write(file: Path, text: str) -> None:
    """Replace the keep list, which may be the work of months, as a whole.

    Raises:
        OutputError, UsageError: it cannot be written, and is as it was.
    """
    place = file.resolve()
    try:
        place.parent.stat()  # a link that leads nowhere makes no folder
        refuse_unwritable(place)
        with replacing(place, like=place if place.exists() else None) as out:
            out.write(text.encode())
    except OSError as error:
        known = unwritable(error, str(file))
        kind = UsageError if isinstance(known, FileError) else type(known)
        raise kind(known.message, where=known.where, advice=known.advice) from None
