"""Finding the documents that paths on a command line name, and where their outputs go."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from cleaner.corpus.atomic import is_temporary
from cleaner.corpus.choice import COPY, ERROR, OTHER, USUAL_CHOICE, Choice, is_binary, unknown
from cleaner.corpus.compressed import inner_suffix, with_suffix
from cleaner.corpus.files import unreadable, unwritable
from cleaner.corpus.formats import Format
from cleaner.corpus.places import Place, below, is_file, leads_out, place
from cleaner.errors import FileError, UsageError

STDIN = "-"
# Version control keeps its own copies of documents; they are not part of the corpus.
_SKIPPED_FOLDERS = (".git", ".hg", ".svn")


class Source(NamedTuple):
    """One input file.

    Attributes:
        path: the file; None for standard input.
        name: its path below the named folder (with `/`), or its file name.
        format: how to read it.
        root: the named folder it was found in, or None.
    """

    path: Place | None
    name: str
    format: Format
    root: Place | None = None

    @property
    def output(self) -> str:
        """What its output is called, in the output folder and in ledgers; `name` but for pages."""
        return with_suffix(self.name, self.format.suffix)

    @property
    def label(self) -> str:
        """How messages name it."""
        return STDIN if self.path is None else str(self.path)


class Found(NamedTuple):
    """What paths led to.

    Attributes:
        sources: the documents' files, in order of the paths given, sorted within folders.
        left_out: other files and links, which stay untouched.
        errors: folders that cannot be listed, and other files where they are not to be left out.
    """

    sources: tuple[Source, ...]
    left_out: int
    errors: tuple[FileError, ...] = ()


class Job(NamedTuple):
    """One file to clean.

    Attributes:
        source: the input.
        target: the output; None where it goes to standard output.
        in_place: whether the output replaces the input.
    """

    source: Source
    target: Place | None = None
    in_place: bool = False


def find(paths: Sequence[str], formats: Mapping[str, Format], choice: Choice = USUAL_CHOICE) -> Found:
    """Find the documents at some paths; a folder stands for every file of a known format below it.

    A file that is named itself is always taken, whatever the choice and whatever its extension: as plain
    text, like standard input, where that tells of no format.

    Args:
        paths: files, folders or `-` for standard input.
        formats: the format of each file extension, from `registry.by_suffix`.
        choice: which files of a folder count.

    Raises:
        UsageError: a path does not exist, a pattern is wrong, or no document is found at all.
    """
    sources: list[Source] = []
    errors: list[FileError] = []
    left_out = 0
    for path in paths:
        for source in _below(path, formats, choice):
            if source is None:
                left_out += 1
            elif isinstance(source, FileError):
                errors.append(source)
            else:
                sources.append(source)
    if not sources and not errors:
        raise UsageError(
            f"no document found in {', '.join(paths)} ({left_out} other file{'' if left_out == 1 else 's'})",
            advice=f"name files or folders that hold {', '.join(filter(None, formats)) or 'files'}",
        )
    return Found(tuple(sources), left_out, tuple(errors))


def _below(path: str, formats: Mapping[str, Format], choice: Choice) -> Iterator[Source | FileError | None]:
    """The sources at one path; None for each file that is left out."""
    if path == STDIN:
        yield Source(None, STDIN, formats.get("") or formats[".txt"])
        return
    root = place(path)
    try:
        folder = root.is_dir()
        there = folder or root.exists() or (isinstance(root, Path) and root.is_symlink())
    except OSError as error:
        yield unreadable(error, path)
        return
    if folder:
        for name in _names(root, choice):
            yield name if isinstance(name, FileError) else _in_folder(name, root, formats, choice)
    elif there:
        yield Source(root, root.name, _format_of(root, formats) or formats[".txt"])
    else:
        raise UsageError("does not exist", where=path, advice="check the path")


def _in_folder(
    name: str, root: Place, formats: Mapping[str, Format], choice: Choice
) -> Source | FileError | None:
    file = root / name
    if leads_out(name):
        return FileError("has a name that no folder can hold", where=str(file), advice="rename it")
    try:
        if not is_file(file):
            return None
    except OSError as error:
        return unreadable(error, str(file))
    format_ = _format_of(file, formats)
    if format_ is not None and not ("" in formats and is_binary(file, format_)):
        return Source(file, name, format_, root)
    if choice.unknown == COPY:
        return Source(file, name, OTHER, root)
    return unknown(str(file)) if choice.unknown == ERROR else None


def _names(root: Place, choice: Choice) -> Iterator[str | FileError]:
    """The names of all files below a folder that are not left out, from there on."""

    def enters(folder: str) -> bool:
        return folder.rpartition("/")[2] not in _SKIPPED_FOLDERS and not choice.excludes(f"{folder}/")

    for name in below(root, enters):
        if isinstance(name, OSError):
            yield unreadable(name, str(name.filename))
        elif not is_temporary(name.rpartition("/")[2]) and not choice.excludes(name):
            yield name


def _format_of(file: Place, formats: Mapping[str, Format]) -> Format | None:
    return formats.get(inner_suffix(file.name)) or formats.get("")


def jobs_into(sources: Iterable[Source], out: Place) -> list[Job]:
    """The jobs that write each source to its name below a folder.

    Raises:
        UsageError: two sources for one output, an output that is an input or lies in its way, or a folder
            that was most likely meant as the name of a file.
    """
    jobs = [Job(source, out / source.output) for source in sources]
    try:
        there = out.exists()
        blocked = there and not out.is_dir()
    except OSError as error:
        raise unwritable(error, str(out)) from None
    if blocked:
        raise UsageError("is a file", where=str(out), advice="name a folder for the outputs")
    if not there and len(jobs) == 1 and _is_named_like(out.name, jobs[0].source.output):
        advice = "name a folder for the outputs; 'cleaner clean - < FILE > OTHER' writes one file"
        raise UsageError("is named like a file", where=str(out), advice=advice)
    _refuse_twins(jobs)
    _refuse_overlap(jobs, out.resolve())
    _refuse_overwriting(jobs)
    return jobs


def _is_named_like(name: str, output: str) -> bool:
    """Whether a name has the extension of an output."""
    extension = PurePosixPath(output).suffix
    return bool(extension) and name.endswith(extension)


def jobs_in_place(sources: Iterable[Source], *, recorded: bool) -> list[Job]:
    """The jobs that write each source back to where it is; links are followed.

    Args:
        sources: the files.
        recorded: whether a ledger is kept, which could not tell two sources of one name apart.

    Raises:
        UsageError: two sources of one name for one ledger; standard input; or a format that is only read.
    """
    jobs: list[Job] = []
    seen: set[Place] = set()  # a file that is named twice is cleaned once
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


def refuse_nesting(sources: Iterable[Source], target: Place) -> None:
    """Refuse a place inside an input folder, where what is written would be an input of the next run.

    Raises:
        UsageError: it lies in one.
    """
    for root in {source.root for source in sources if source.root}:
        if root.resolve() in target.parents:
            raise UsageError(
                f"lies inside the input {root}", where=str(target), advice="name a place outside"
            )


def _refuse_overlap(jobs: Sequence[Job], out: Place) -> None:
    """Input and output folders are no part of each other."""
    refuse_nesting((job.source for job in jobs), out)
    for root in {job.source.root for job in jobs if job.source.root}:
        if out in root.resolve().parents:
            raise UsageError(
                f"holds the input {root}", where=str(out), advice="name an output folder beside it"
            )


def _refuse_overwriting(jobs: Sequence[Job]) -> None:
    """No output is an input."""
    # What is not there yet is no input; to resolve two paths for each of many files would take its time.
    there = [job.target for job in jobs if job.target and _may_be_there(job.target)]
    inputs = {job.source.path.resolve() for job in jobs if job.source.path} if there else set()
    for target in there:
        if target.resolve() in inputs:
            raise UsageError(
                "is an input and would be overwritten",
                where=str(target),
                advice="choose another output folder, or clean with --in-place",
            )


def _may_be_there(target: Place) -> bool:
    # What cannot be asked after is told when it is written; stores are not asked, as they resolve no links.
    return not isinstance(target, Path) or os.path.exists(target)  # noqa: PTH110 - raises nothing


def _refuse_twins(jobs: Sequence[Job]) -> None:
    first: dict[str, Job] = {}
    for job in jobs:
        twin = first.setdefault(job.source.output, job)
        if twin is not job:
            raise UsageError(
                f"{twin.source.label} and {job.source.label} would both be written to {job.source.output}",
                advice="clean them in two runs, or name the folder above both",
            )
