"""Finding the documents that paths on a command line name, and where their outputs go."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaner.corpus.atomic import is_temporary
from cleaner.corpus.compressed import inner_suffix, with_suffix
from cleaner.corpus.formats import Format
from cleaner.errors import UsageError

STDIN = "-"
# Version control keeps its own copies of documents; they are not part of the corpus.
_SKIPPED_FOLDERS = (".git", ".hg", ".svn")


@dataclass(frozen=True)
class Source:
    """One input file.

    Attributes:
        path: the file; None for standard input.
        name: its path below the named folder (with `/`), or its file name.
        format: how to read it.
        root: the named folder it was found in, or None.
    """

    path: Path | None
    name: str
    format: Format
    root: Path | None = None

    @property
    def output(self) -> str:
        """What its output is called, in the output folder and in ledgers; `name` but for pages."""
        return with_suffix(self.name, self.format.suffix)

    @property
    def label(self) -> str:
        """How messages name it."""
        return STDIN if self.path is None else str(self.path)


@dataclass(frozen=True)
class Found:
    """What paths led to.

    Attributes:
        sources: the documents' files, in order of the paths given, sorted within folders.
        left_out: other files and links, which stay untouched.
    """

    sources: tuple[Source, ...]
    left_out: int


@dataclass(frozen=True)
class Job:
    """One file to clean.

    Attributes:
        source: the input.
        target: the output; None where it goes to standard output.
        in_place: whether the output replaces the input.
    """

    source: Source
    target: Path | None = None
    in_place: bool = False


def find(paths: Sequence[str], formats: Mapping[str, Format]) -> Found:
    """Find the documents at some paths; a folder stands for every file of a known format below it.

    Args:
        paths: files, folders or `-` for standard input.
        formats: the format of each file extension, from `registry.by_suffix`.

    Raises:
        UsageError: a path does not exist, or no document is found at all.
    """
    sources: list[Source] = []
    left_out = 0
    for path in paths:
        for source in _below(path, formats):
            if source is None:
                left_out += 1
            else:
                sources.append(source)
    if not sources:
        raise UsageError(
            f"no document found in {', '.join(paths)} ({left_out} other files)",
            advice=f"name files or folders that hold {', '.join(filter(None, formats)) or 'files'}",
        )
    return Found(tuple(sources), left_out)


def _below(path: str, formats: Mapping[str, Format]) -> Iterator[Source | None]:
    """The sources at one path; None for each file that is left out."""
    root = Path(path)
    if path == STDIN:
        yield Source(None, STDIN, formats.get("") or formats[".txt"])
    elif root.is_dir():
        for file in _files(root):
            format_ = _format_of(file, formats)
            if format_ is None or file.is_symlink():  # a link shows a file twice, or one from elsewhere
                yield None
            else:
                yield Source(file, file.relative_to(root).as_posix(), format_, root)
    elif root.exists() or root.is_symlink():
        format_ = _format_of(root, formats)
        yield Source(root, root.name, format_) if format_ else None
    else:
        raise UsageError("does not exist", where=path, advice="check the path")


def _files(root: Path) -> Iterator[Path]:
    """All files below a folder, and the links to folders, which are not followed."""
    for folder, folders, names in os.walk(root, onerror=_unreadable):
        links = [name for name in folders if Path(folder, name).is_symlink()]
        folders[:] = sorted(name for name in folders if name not in _SKIPPED_FOLDERS)
        for name in sorted([*names, *links]):
            if not is_temporary(name):
                yield Path(folder, name)


def _unreadable(error: OSError) -> None:
    raise UsageError(
        f"cannot be listed ({error.strerror})", where=str(error.filename), advice="check its permissions"
    )


def _format_of(file: Path, formats: Mapping[str, Format]) -> Format | None:
    return formats.get(inner_suffix(file.name)) or formats.get("")


def jobs_into(sources: Iterable[Source], out: Path) -> list[Job]:
    """The jobs that write each source to its name below a folder.

    Raises:
        UsageError: two sources for one output, or an output that is an input or lies in its way.
    """
    jobs = [Job(source, out / source.output) for source in sources]
    if out.exists() and not out.is_dir():
        raise UsageError("is a file", where=str(out), advice="name a folder for the outputs")
    _refuse_twins(jobs)
    _refuse_nesting(jobs, out.resolve())
    inputs = {job.source.path.resolve() for job in jobs if job.source.path}
    for job in jobs:
        if job.target and job.target.resolve() in inputs:
            raise UsageError(
                "is an input and would be overwritten",
                where=str(job.target),
                advice="choose another output folder, or clean with --in-place",
            )
    return jobs


def jobs_in_place(sources: Iterable[Source], *, recorded: bool) -> list[Job]:
    """The jobs that write each source back to where it is; links are followed.

    Args:
        sources: the files.
        recorded: whether a ledger is kept, which could not tell two sources of one name apart.

    Raises:
        UsageError: two sources of one name for one ledger; standard input; or a format that is only read.
    """
    jobs: list[Job] = []
    seen: set[Path] = set()  # a file that is named twice is cleaned once
    for source in sources:
        if source.path is None:
            raise UsageError("standard input cannot be cleaned in place", advice="leave out --in-place")
        if source.format.suffix:
            problem = f"is {source.format.name}, which is read and never written"
            raise UsageError(
                problem, where=source.label, advice="clean it with --output instead of --in-place"
            )
        target = source.path.resolve()
        if target not in seen:
            jobs.append(Job(source, target, in_place=True))
        seen.add(target)
    if recorded:
        _refuse_twins(jobs)
    return jobs


def _refuse_nesting(jobs: Sequence[Job], out: Path) -> None:
    """An output inside an input folder would be an input of the next run."""
    for root in {job.source.root for job in jobs if job.source.root}:
        if root.resolve() in out.parents:
            raise UsageError(
                f"lies inside the input {root}", where=str(out), advice="name an output folder outside of it"
            )


def _refuse_twins(jobs: Sequence[Job]) -> None:
    first: dict[str, Job] = {}
    for job in jobs:
        twin = first.setdefault(job.source.output, job)
        if twin is not job:
            raise UsageError(
                f"{twin.source.label} and {job.source.label} would both be written to {job.source.output}",
                advice="clean them in two runs, or name the folder above both",
            )
