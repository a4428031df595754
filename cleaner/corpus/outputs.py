"""Outputs: where what is left of a file goes, compressed as the file was."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import Self

from cleaner.corpus.atomic import Draft, draft_at
from cleaner.corpus.compressed import compressing, compression_of
from cleaner.corpus.files import Output, unreadable, unwritable
from cleaner.corpus.formats import Write
from cleaner.corpus.walk import Job


class _Stream:
    """Standard output, which is in its place from the start; see `atomic.Draft`."""

    def __init__(self) -> None:
        self.file = sys.stdout.buffer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if value is None:
            self.file.flush()

    def sync(self) -> None: ...

    def settle(self) -> None: ...

    def discard(self) -> None: ...


@contextmanager
def draft_of(job: Job) -> Iterator[Draft]:
    """The output of a job, complete when the block ends without an exception, and not yet in its place.

    Raises:
        FileError, OutputError: it cannot be written.
    """
    try:
        if job.target is None:
            with _Stream() as stream:
                yield stream
            return
        if isinstance(job.target, Path):
            refuse_unwritable(job.target)
        with draft_at(job.target, like=job.source.path if job.in_place else None) as draft:
            yield draft
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unwritable(error, str(job.target or "standard output")) from None


def refuse_unwritable(target: Path) -> None:
    """Refuse what cannot be replaced before anything is written for it, and before a ledger says it was.

    Raises:
        OSError: it is a folder, or read-only.
    """
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if target.exists() and not os.access(target, os.W_OK):  # whoever made it so does not want it gone
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


@contextmanager
def written_to(draft: Draft, job: Job) -> Iterator[Write]:
    """Takes what is left of the file of a job; all of it is in the draft when the block ends.

    Args:
        draft: the raw output.
        job: what is written.
    """
    label = str(job.target or "standard output")
    compression = compression_of(job.source.name)
    if compression in job.source.format.written.packed:
        compression = None
    packing = compressing(draft.file, compression) if compression else nullcontext(draft.file.write)
    with packing as write_bytes, job.source.format.writing(Output(write_bytes, label)) as write:
        yield write


def reread(job: Job) -> bool:
    """Whether `take_original` reads the file again where nothing was cut."""
    format_ = job.source.format
    return not format_.suffix and (format_.recasts or compression_of(job.source.name) is not None)


def take_original(draft: Draft, job: Job) -> None:
    """Make the raw output of a file, of which nothing was cut, the same to the byte, where it may not be.

    Raises:
        FileError: the file can no longer be read.
    """
    if job.source.path is None or not reread(job):
        return
    try:
        original = job.source.path.open("rb")
    except OSError as error:
        raise unreadable(error, job.source.label) from None
    import shutil  # noqa: PLC0415 - slow to import, and seldom needed

    with original:
        draft.file.seek(0)
        draft.file.truncate()
        shutil.copyfileobj(original, draft.file, 1 << 20)
