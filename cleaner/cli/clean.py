"""`cleaner clean`: clean a corpus."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

import cleaner
from cleaner.cli import options, prepare
from cleaner.cli.config import Settings
from cleaner.cli.console import complain, say
from cleaner.cli.progress import metered
from cleaner.cli.voice import Voice
from cleaner.corpus.cleaning import Wants
from cleaner.corpus.ledger import Ledger
from cleaner.corpus.registry import AUTO
from cleaner.corpus.run import Run
from cleaner.corpus.walk import STDIN, Job, Source, find, jobs_in_place, jobs_into
from cleaner.corpus.workers import cores
from cleaner.engine.clean import Cleaner
from cleaner.engine.result import Result
from cleaner.errors import UsageError
from cleaner.report import text
from cleaner.report.report import Report
from cleaner.report.statistics import summary_json
from cleaner.text.document import Document

_Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Folder for the cleaned files.", metavar="OUT", show_default=False),
]
_InPlace = Annotated[
    bool, typer.Option("--in-place", help="Replace the files; needs --removals or --no-removals.")
]
_Removals = Annotated[
    Path | None,
    typer.Option(
        "--removals",
        help="Write the ledger here: every removal, enough to restore. Must be a new file.",
        metavar="FILE.jsonl",
        show_default=False,
    ),
]
_NoRemovals = Annotated[
    bool, typer.Option("--no-removals", help="With --in-place: keep no ledger, there is no way back.")
]
_FailOnChange = Annotated[
    bool,
    typer.Option("--fail-on-change", help="Name each changed document; exit code 1 if any is (for hooks)."),
]


@dataclass
class _Changes(Voice):
    """Also names each document that changes, with the rules that cut."""

    @property
    def wants(self) -> Wants:
        return Wants.CHANGED

    def cleaned(self, source: Source, document: Document, result: Result) -> None:
        super().cleaned(source, document, result)
        if result.changed:
            rules = sorted({removal.rule for removal in result.removals})
            say(f"changed {text.shown(document.name)}: {', '.join(rules)}")


@options.configured
def clean(
    paths: options.Paths,
    *,
    settings: Settings,
    output: _Output = None,
    in_place: _InPlace = False,
    removals: _Removals = None,
    no_removals: _NoRemovals = False,
    fail_on_change: _FailOnChange = False,
    diff: options.Diff = False,
    summary: Annotated[
        str, typer.Option("--summary", help="Form of the summary: text, or json for scripts.", metavar="FORM")
    ] = "text",
    format_: options.FormatName = AUTO,
    lang: options.Lang = None,
    url: options.Url = None,
    workers: options.Workers = None,
    max_record_bytes: options.MaxRecordBytes = None,
    max_file_bytes: options.MaxFileBytes = None,
    max_expansion: options.MaxExpansion = None,
    no_prefilter: options.NoPrefilter = False,
    quiet: options.Quiet = False,
) -> None:
    """Clean files, folders or standard input.

    A file lands at OUT/name, a folder's files at their path below OUT; files in which nothing is found
    are copied as they are. `-` reads standard input and writes the cleaned text to standard output.
    With --diff and no destination, the diff is printed and nothing is written.

    Example: cleaner clean corpus -o cleaned --removals removals.jsonl
    """
    _refuse_contradictions(paths, output, in_place)
    _refuse_unrecorded(in_place, removals, no_removals, bool(in_place or output or STDIN in paths), diff)
    if summary not in ("text", "json"):
        raise UsageError(f"there is no form '{summary}' of the summary", advice="use text or json")
    engine = prepare.cleaner_of(settings, quiet=quiet, prefilter=not no_prefilter)
    found = find(paths, prepare.formats_of(settings, format_))
    voice = (_Changes if fail_on_change else Voice)(diff, Report(left_out=found.left_out))
    writes = in_place or output is not None or (paths == [STDIN] and not diff)
    jobs = _jobs(found.sources, output, in_place, bool(removals)) if writes else []
    with _ledger(removals, engine, jobs) as ledger, metered(found.sources, quiet=quiet) as meter:
        limits = prepare.limits_of(max_record_bytes, max_file_bytes, max_expansion)
        run = Run(engine, voice, ledger, url, lang, workers or cores(), limits)
        if writes:
            run.clean(jobs, meter)
        else:
            run.check(found.sources, meter)
    verb = "removed" if writes else "would be removed"
    if summary == "json":
        (complain if diff or STDIN in paths else say)(summary_json(voice.report, verb))
    elif not quiet:
        complain(text.summary(voice.report, verb=verb))
    raise typer.Exit(voice.report.exit_code(findings=fail_on_change))


def _refuse_contradictions(paths: Sequence[str], output: Path | None, in_place: bool) -> None:
    if STDIN in paths and (len(paths) > 1 or output or in_place):
        raise UsageError("- stands alone and goes to standard output", advice="leave out the other arguments")
    if in_place and output:
        raise UsageError("--in-place and --output contradict each other", advice="use one of them")


def _refuse_unrecorded(
    in_place: bool, removals: Path | None, no_removals: bool, writes: bool, diff: bool
) -> None:
    if removals and no_removals:
        raise UsageError("--removals and --no-removals contradict each other", advice="use one of them")
    if in_place and not removals and not no_removals:
        raise UsageError(
            "--in-place replaces what may be the only copy",
            advice="add --removals FILE.jsonl to be able to restore it, or --no-removals",
        )
    if removals and diff and not writes:
        advice = "add --output OUT, or leave out --removals"
        raise UsageError("--diff alone removes nothing to record", advice=advice)
    if not writes and not diff:
        raise UsageError("there is no place for the output", advice="add --output OUT, --in-place or --diff")


def _jobs(sources: Sequence[Source], output: Path | None, in_place: bool, recorded: bool) -> list[Job]:
    if in_place:
        return jobs_in_place(sources, recorded=recorded)
    return jobs_into(sources, output) if output else [Job(source) for source in sources]


def _ledger(path: Path | None, engine: Cleaner, jobs: Sequence[Job]) -> Ledger | nullcontext[None]:
    if path is None:
        return nullcontext()
    if any(job.target and job.target.resolve() == path.resolve() for job in jobs):
        raise UsageError("is also an output", where=str(path), advice="name another file for --removals")
    return Ledger(path, version=cleaner.__version__, rules=engine.book.digest())
