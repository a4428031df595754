"""Outputs: where what is left of a file goes, compressed as the file was."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import BinaryIO

from cleaner.corpus.atomic import replacing
from cleaner.corpus.compressed import compressing, compression_of
from cleaner.corpus.files import Output, unreadable, unwritable
from cleaner.corpus.formats import Write
from cleaner.corpus.walk import Job


@contextmanager
def output_of(job: Job) -> Iterator[BinaryIO]:
    """The raw output of a job; it appears when the block ends without an exception.

    Raises:
        FileError, OutputError: it cannot be written.
    """
    if job.target is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if job.target.is_dir():  # known before the ledger says that the file is complete
        raise unwritable(IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR)), str(job.target))
    try:
        job.target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(job.target, like=job.source.path if job.in_place else None) as file:
            yield file
    except OSError as error:
        raise unwritable(error, str(job.target)) from None


@contextmanager
def written_to(file: BinaryIO, job: Job) -> Iterator[Write]:
    """Takes what is left of the file of a job; all of it is in the raw output when the block ends.

    Args:
        file: the raw output.
        job: what is written.
    """
    label = str(job.target or job.source.label)
    compression = compression_of(job.source.name)
    packing = compressing(file, compression) if compression else nullcontext(file.write)
    with packing as write_bytes, job.source.format.writing(Output(write_bytes, label)) as write:
        yield write


def take_original(file: BinaryIO, job: Job) -> None:
    """Make the raw output of a file, of which nothing was cut, the same to the byte, where it may not be.

    Raises:
        FileError: the file can no longer be read.
    """
    format_, path = job.source.format, job.source.path
    same = not (format_.recasts or compression_of(job.source.name))
    if same or format_.suffix or path is None:
        return
    try:
        original = path.open("rb")
    except OSError as error:
        raise unreadable(error, job.source.label) from None
    import shutil  # noqa: PLC0415 - slow to import, and seldom needed

    with original:
        file.seek(0)
        file.truncate()
        shutil.copyfileobj(original, file, 1 << 20)
