"""`cleaner clean`: clean a corpus."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

import cleaner
from cleaner.cli import options
from cleaner.cli.console import complain, say
from cleaner.corpus.formats import Fields
from cleaner.corpus.ledger import Ledger
from cleaner.corpus.registry import AUTO, by_suffix
from cleaner.corpus.run import Run
from cleaner.corpus.walk import STDIN, Job, Source, find, jobs_in_place, jobs_into
from cleaner.engine.clean import TIME_LIMIT, Cleaner
from cleaner.engine.guard import MAX_REMOVED_PROSE
from cleaner.engine.result import Result
from cleaner.errors import DocumentError, UsageError
from cleaner.report import text
from cleaner.report.diff import unified_diff
from cleaner.report.report import Report
from cleaner.text.document import Document


@dataclass
class Voice:
    """Tells the user, as it happens, what went wrong, and counts everything.

    Attributes:
        diff: whether to print a diff of each changed document.
    """

    diff: bool = False
    report: Report = field(default_factory=Report)

    def cleaned(self, source: Source, document: Document, result: Result) -> None:
        """Count a document; say so if it was kept whole."""
        self.report.add(document, result)
        if self.diff:
            say(unified_diff(source.label, document.text, result), newline=False)
        if not result.verdict.accepted:
            complain(text.refusal(document.name, result))

    def failed(self, source: Source, error: DocumentError) -> None:  # noqa: ARG002
        """Count and name a document that could not be read or written."""
        self.report.fail()
        complain(f"error: {error}")


def clean(
    paths: options.Paths,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="Folder for the cleaned files.", metavar="OUT", show_default=False
        ),
    ] = None,
    in_place: Annotated[
        bool, typer.Option("--in-place", help="Replace the files; needs --removals or --no-removals.")
    ] = False,
    removals: Annotated[
        Path | None,
        typer.Option(
            "--removals",
            help="Write the ledger here: every removal, enough to restore. Must be a new file.",
            metavar="FILE.jsonl",
            show_default=False,
        ),
    ] = None,
    no_removals: Annotated[
        bool, typer.Option("--no-removals", help="With --in-place: keep no ledger, there is no way back.")
    ] = False,
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
    """Clean files, folders or standard input.

    A file lands at OUT/name, a folder's files at their path below OUT; files in which nothing is found
    are copied as they are. `-` reads standard input and writes the cleaned text to standard output.
    With --diff and no destination, the diff is printed and nothing is written.

    Example: cleaner clean corpus -o cleaned --removals removals.jsonl
    """
    _refuse_contradictions(paths, output, in_place, removals, no_removals, diff)
    engine = options.cleaner_from(select, ignore, rules, safety, max_removed_prose, time_limit)
    found = find(paths, by_suffix(format_, Fields(text_field, url_field, lang_field)))
    voice = Voice(diff, Report(left_out=found.left_out))
    writes = in_place or output or (paths == [STDIN] and not diff)
    jobs = _jobs(found.sources, output, in_place) if writes else []
    with _ledger(removals, engine, jobs) as ledger:
        run = Run(engine, voice, ledger, url, lang)
        if writes:
            for job in jobs:
                run.clean(job)
        else:
            for source in found.sources:
                run.check(source)
    if not quiet:
        complain(text.summary(voice.report, verb="removed" if writes else "would be removed"))
    raise typer.Exit(voice.report.exit_code())


def _refuse_contradictions(
    paths: Sequence[str],
    output: Path | None,
    in_place: bool,
    removals: Path | None,
    no_removals: bool,
    diff: bool,
) -> None:
    if STDIN in paths and (len(paths) > 1 or output or in_place):
        raise UsageError("- stands alone and goes to standard output", advice="leave out the other arguments")
    if in_place and output:
        raise UsageError("--in-place and --output contradict each other", advice="use one of them")
    if removals and no_removals:
        raise UsageError("--removals and --no-removals contradict each other", advice="use one of them")
    if in_place and not removals and not no_removals:
        raise UsageError(
            "--in-place replaces what may be the only copy",
            advice="add --removals FILE.jsonl to be able to restore it, or --no-removals",
        )
    if removals and diff and not (in_place or output):
        raise UsageError(
            "--diff alone removes nothing to record", advice="add --output OUT, or leave out --removals"
        )
    if not (in_place or output or diff or STDIN in paths):
        raise UsageError("there is no place for the output", advice="add --output OUT, --in-place or --diff")


def _jobs(sources: Sequence[Source], output: Path | None, in_place: bool) -> list[Job]:
    if in_place:
        return jobs_in_place(sources)
    return jobs_into(sources, output) if output else [Job(source) for source in sources]


def _ledger(path: Path | None, engine: Cleaner, jobs: Sequence[Job]) -> Ledger | nullcontext[None]:
    if path is None:
        return nullcontext()
    if any(job.target and job.target.resolve() == path.resolve() for job in jobs):
        raise UsageError("is also an output", where=str(path), advice="name another file for --removals")
    return Ledger(path, version=cleaner.__version__, rules=engine.book.digest())
