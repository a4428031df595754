"""Resuming: a run that was killed goes on where it was, to the same outputs and the same ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from cleaner.corpus.atomic import is_temporary, replacing
from cleaner.corpus.entries import Entry, head_of, read_ledger
from cleaner.corpus.formats import MEGABYTE
from cleaner.corpus.ledger import Head, Ledger, refuse_taken
from cleaner.corpus.places import Place, content_of, state_of
from cleaner.corpus.restoring import form_digest
from cleaner.corpus.tally import Tally
from cleaner.corpus.walk import Job
from cleaner.engine.result import Result, Verdict
from cleaner.errors import RestoreError, UsageError


@dataclass(frozen=True)
class Resumed:
    """What there is to do of a run, and what a killed one has done.

    Attributes:
        ledger: to write, or to go on with; None where there is none.
        jobs: what is not done, in order.
        tally: the counts of what is done.
        told: the rows on documents that were kept whole or could not be cleaned.
        files: how many files are done.
    """

    ledger: Ledger | None
    jobs: Sequence[Job]
    tally: Tally = field(default_factory=Tally)
    told: Sequence[dict[str, Any]] = ()
    files: int = 0


def resume(path: Path, head: Head, jobs: Sequence[Job]) -> Resumed:
    """Find out what a run has done, and take back from its ledger what it has not.

    A file is done where its input has the content it had then, and its output the content it got.

    Args:
        path: the ledger; where there is none, everything is to be done.
        head: what the ledger of this run says of it.
        jobs: all of the run.

    Raises:
        UsageError: the ledger is of a run with other rules, options or inputs, or that goes on, or cannot be
            written.
        RestoreError: it is no ledger, or was edited.
    """
    there = path.exists()
    if there:
        refuse_taken(path)  # before anything of the other run is swept away
    _sweep(jobs)
    found = head_of(path) if there else None
    if found is None:
        path.unlink(missing_ok=True)
        return Resumed(Ledger(path, head), jobs)
    _compare(path, found, head)
    by_name = {job.source.output: job for job in jobs}
    tally, told = Tally(), []
    done: dict[str, tuple[int, int]] = {}
    for entry in read_ledger(path):
        if _is_done(path, entry, by_name):
            done[entry.doc] = entry.span
            tally.merge(_tally_of(entry))
            label = by_name[entry.doc].source.label
            told += [row | {"doc": label, "where": label + row.get("where", "")} for row in entry.told]
    left = [job for job in jobs if job.source.output not in done]
    _keep(path, list(done.values()))
    return Resumed(Ledger.appended(path), left, tally, told, len(done))


def _compare(path: Path, then: Head, now: Head) -> None:
    changed = [
        name
        for name in sorted(then.options.keys() | now.options.keys())
        if then.options.get(name) != now.options.get(name)
    ]
    changed += ["the rules"] * (then.rules != now.rules)
    changed += ["the version of cleaner"] * (then.cleaner != now.cleaner)
    if changed:
        raise UsageError(
            f"is of a run that differs in {', '.join(changed)}",
            where=str(path),
            advice="go on with what that run was started with, or begin a new one with a new ledger",
        )


def _is_done(path: Path, entry: Entry, jobs: dict[str, Job]) -> bool:
    """Whether there is nothing left to do for a file.

    Raises:
        UsageError: it is none of this run, or was changed in place, where the ledger is the only way back.
    """
    job = jobs.get(entry.doc)
    if job is None or job.source.path is None or job.target is None:
        raise UsageError(
            f"records {entry.doc}, which is none of the inputs",
            where=str(path),
            advice="name the same inputs as then, or begin a new run with a new ledger",
        )
    output = _form(job.target, entry)
    original, cleaned = entry.closing.original, entry.closing.cleaned
    if not job.in_place:
        return output == cleaned and _content(job.source.path) == entry.closing.input
    if output not in (cleaned, original):
        raise UsageError(
            "has changed since it was cleaned",
            where=str(job.target),
            advice="put it back as it was, or clean it in a new run with a new ledger",
        )
    return output == cleaned


def _content(path: Place) -> str:
    """What tells the content of a file; `none` where it cannot be read."""
    try:
        with path.open("rb") as file:
            return content_of(file, state_of(file))
    except OSError:
        return "none"


def _form(path: Place, entry: Entry) -> str:
    """Hash of a file's form; none where it cannot be read."""
    try:
        return form_digest(path, entry)
    except RestoreError:
        return "none"


def _tally_of(entry: Entry) -> Tally:
    """The counts of a file, as they were when it was cleaned."""
    tally = Tally(documents=entry.closing.documents, characters=entry.closing.characters)
    for _, group in groupby(entry.removals, key=lambda recorded: recorded.record):
        tally.judge(Result("", tuple(recorded.removal for recorded in group)))
    for row in entry.told:
        if "verdict" in row:
            tally.judge(Result("", verdict=Verdict(row["verdict"])))
    return tally


def _keep(path: Path, spans: Sequence[tuple[int, int]]) -> None:
    """Leave in a ledger its first line and the rows of some files."""
    with path.open("r+b") as file:
        end = len(file.readline())
        for start, stop in spans:
            if start != end:
                break
            end = stop
        else:
            if end < path.stat().st_size:
                file.truncate(end)
            return
    _rewrite(path, spans)


def _rewrite(path: Path, spans: Iterable[tuple[int, int]]) -> None:
    """As `_keep`, where what goes is not all at the end."""
    with path.open("rb") as file, replacing(path) as kept:
        kept.write(file.readline())
        for start, stop in spans:
            file.seek(start)
            left = stop - start
            while left and (data := file.read(min(left, MEGABYTE))):
                kept.write(data)
                left -= len(data)


def _sweep(jobs: Iterable[Job]) -> None:
    """Remove what the killed run left half written beside its outputs."""
    for folder in {job.target.parent for job in jobs if isinstance(job.target, Path)}:
        for file in _unfinished(folder):
            with suppress(OSError):
                file.unlink()


def _unfinished(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from [file for file in folder.iterdir() if is_temporary(file.name)]
