"""Cleaning: what `cleaner clean` does with its arguments."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cleaner
from cleaner.cli import prepare
from cleaner.cli.config import Settings
from cleaner.cli.console import complain, say
from cleaner.cli.progress import metered
from cleaner.cli.repeats import Repeats
from cleaner.cli.voice import Voice
from cleaner.corpus.choice import Choice
from cleaner.corpus.cleaning import Wants
from cleaner.corpus.formats import Limits
from cleaner.corpus.ledger import Head, Ledger
from cleaner.corpus.patience import Patience
from cleaner.corpus.places import Place
from cleaner.corpus.resuming import Resumed, resume
from cleaner.corpus.run import Run
from cleaner.corpus.walk import STDIN, Found, Job, Source, find, jobs_in_place, jobs_into, refuse_nesting
from cleaner.corpus.workers import cores
from cleaner.engine.clean import Cleaner
from cleaner.engine.result import Result
from cleaner.errors import StoppedError, UsageError
from cleaner.report import text
from cleaner.report.report import Report
from cleaner.report.statistics import summary_json
from cleaner.report.text import counted
from cleaner.text.document import Document


@dataclass(frozen=True, kw_only=True)
class Order:
    """What `cleaner clean` is asked for; see its help."""

    paths: Sequence[str]
    output: Place | None
    in_place: bool
    removals: Path | None
    no_removals: bool
    resume: bool
    fail_on_change: bool
    diff: bool
    summary: str
    format: str
    choice: Choice
    lang: str | None
    url: str | None
    workers: int | None
    patience: Patience
    repeats: Repeats
    limits: Limits
    prefilter: bool
    quiet: bool

    @property
    def writes(self) -> bool:
        """Whether anything is written, and not just shown."""
        return self.in_place or self.output is not None or (self.paths == [STDIN] and not self.diff)

    def __post_init__(self) -> None:
        """Refuse contradictions.

        Raises:
            UsageError: there is one.
        """
        if STDIN in self.paths and (len(self.paths) > 1 or self.output or self.in_place):
            problem = "- stands alone and goes to standard output"
            raise UsageError(problem, advice="leave out the other arguments")
        if self.in_place and self.output:
            raise UsageError("--in-place and --output contradict each other", advice="use one of them")
        self._refuse_unrecorded(bool(self.in_place or self.output or STDIN in self.paths))
        if self.summary not in ("text", "json"):
            raise UsageError(f"there is no form '{self.summary}' of the summary", advice="use text or json")

    def _refuse_unrecorded(self, writes: bool) -> None:
        if self.removals and self.no_removals:
            raise UsageError("--removals and --no-removals contradict each other", advice="use one of them")
        if self.in_place and not self.removals and not self.no_removals:
            raise UsageError(
                "--in-place replaces what may be the only copy",
                advice="add --removals FILE.jsonl to be able to restore it, or --no-removals",
            )
        if self.removals and self.diff and not writes:
            advice = "add --output OUT, or leave out --removals"
            raise UsageError("--diff alone removes nothing to record", advice=advice)
        if not writes and not self.diff:
            advice = "add --output OUT, --in-place or --diff"
            raise UsageError("there is no place for the output", advice=advice)
        if self.resume and (self.removals is None or STDIN in self.paths):
            raise UsageError(
                "--resume goes by the ledger of files that were cleaned",
                advice="name it with --removals; without one, clean again from the beginning",
            )


@dataclass
class _Changes(Voice):
    """Also names each document that changes, with the rules that cut."""

    @property
    def wants(self) -> Wants:
        return Wants.CHANGED

    def cleaned(self, document: Document, result: Result) -> None:
        super().cleaned(document, result)
        if result.changed:
            rules = sorted({removal.rule for removal in result.removals})
            tell = complain if document.path == STDIN else say  # stdout is for the text
            tell(f"changed {text.shown(document.name)}: {', '.join(rules)}")


def clean(order: Order, settings: Settings) -> int:
    """Clean files, folders or standard input.

    Returns:
        the exit code.

    Raises:
        CleanerError: rules have defects, paths lead to no document, or the run cannot go on.
    """
    engine = prepare.cleaner_of(settings, quiet=order.quiet, prefilter=order.prefilter)
    found = find(order.paths, prepare.formats_of(settings, order.format), order.choice)
    voice = (_Changes if order.fail_on_change else Voice)(
        order.diff, Report(left_out=found.left_out), order.repeats
    )
    jobs = _jobs(order, found.sources) if order.writes else []
    begun = _begun(order, settings, engine, jobs)
    try:
        with begun.ledger or nullcontext():
            _run(order, engine, voice, found, begun)
    except StoppedError:
        _sum_up(order, voice)
        raise
    _sum_up(order, voice)
    return voice.report.exit_code(findings=order.fail_on_change)


def _run(order: Order, engine: Cleaner, voice: Voice, found: Found, begun: Resumed) -> None:
    workers = order.workers or cores()
    resumable = begun.ledger is not None and STDIN not in order.paths
    patience = dataclasses.replace(order.patience, resumable=resumable)
    run = Run(engine, voice, begun.ledger, order.url, order.lang, workers, order.limits, patience)
    if begun.files and not order.quiet:
        files = counted(begun.files, "file")
        complain(f"note: {files} done before, {len(begun.jobs):,} to do")
    if not order.writes:
        with metered(found.sources, quiet=order.quiet) as meter:
            run.check(found, meter)
        return
    for error in found.errors:
        run.fail(error)
    run.recall(begun.tally, begun.told)
    with metered([job.source for job in begun.jobs], quiet=order.quiet) as meter:
        run.clean(begun.jobs, meter)


def _sum_up(order: Order, voice: Voice) -> None:
    verb = "removed" if order.writes else "would be removed"
    if order.summary == "json":
        (complain if order.diff or STDIN in order.paths else say)(summary_json(voice.report, verb))
    elif not order.quiet:
        complain(text.summary(voice.report, verb=verb))


def _jobs(order: Order, sources: Sequence[Source]) -> list[Job]:
    if order.in_place:
        return jobs_in_place(sources, recorded=order.removals is not None)
    return jobs_into(sources, order.output) if order.output else [Job(source) for source in sources]


def _begun(order: Order, settings: Settings, engine: Cleaner, jobs: Sequence[Job]) -> Resumed:
    """Where the run begins, with its ledger, if there is one."""
    path = order.removals
    if path is None:
        return Resumed(None, jobs)
    if any(job.target and job.target.resolve() == path.resolve() for job in jobs):
        raise UsageError("is also an output", where=str(path), advice="name another file for --removals")
    refuse_nesting((job.source for job in jobs), path.resolve())
    head = Head(cleaner.__version__, engine.book.digest(), _options(order, settings, engine))
    return resume(path, head, jobs) if order.resume else Resumed(Ledger(path, head), jobs)


def _options(order: Order, settings: Settings, engine: Cleaner) -> dict[str, Any]:
    """All that the outputs depend on, besides the rules and the documents, as JSON gives it back."""
    config = dataclasses.asdict(settings.config)
    for name in ("rules", "extend"):  # it is their content that counts
        del config[name]
    own = {
        "in_place": order.in_place,
        "format": order.format,
        "on_unknown": order.choice.unknown,
        "url": order.url,
        "lang": order.lang,
        "max_record_bytes": order.limits.record,
        "max_file_bytes": order.limits.file,
        "max_expansion": order.limits.expansion,
        "keep": [keep.line() for keep in engine.keep.keeps],
    }
    options: dict[str, Any] = json.loads(json.dumps(config | own))
    return {name.replace("_", "-"): value for name, value in options.items() if value}
