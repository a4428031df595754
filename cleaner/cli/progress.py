"""The progress bar: on a terminal, for whoever waits for a run."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from cleaner.corpus.formats import MEGABYTE
from cleaner.corpus.remote import Remote
from cleaner.corpus.run import Meter, unmetered
from cleaner.corpus.walk import Source

_EVERY = 0.1  # seconds between two looks of the bar


@contextmanager
def metered(sources: Sequence[Source], *, quiet: bool) -> Iterator[Meter]:
    """What a run tells of its progress; shown on stderr where that is a terminal and a bar is of use.

    It is of none to who asked for quiet, under pre-commit, whose output is not looked at until it ends, for a
    single small file, and where nobody knows how much there is to do, as in a pipe.

    Args:
        sources: the files of the run.
        quiet: whether quiet was asked for.
    """
    shown = not quiet and not os.environ.get("PRE_COMMIT") and sys.stderr.isatty()
    sizes = [_size(source) for source in sources] if shown else []
    if shown and None not in sizes and (len(sizes) > 1 or sum(filter(None, sizes)) >= MEGABYTE):
        with _bar(sum(filter(None, sizes))) as meter:
            yield meter
    else:
        yield unmetered


def _size(source: Source) -> int | None:
    """How many bytes a file has; None where that is not known before it is read."""
    if isinstance(source.path, Remote):  # to ask for each would take long
        return None
    try:
        status = source.path.stat() if source.path else os.fstat(sys.stdin.fileno())
    except OSError:  # the run will say so
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) else None


@contextmanager
def _bar(total: int) -> Iterator[Meter]:
    from rich.console import Console  # noqa: PLC0415 - slow to import, and seldom needed
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    count = TextColumn("{task.fields[documents]:,} documents")
    columns = (BarColumn(), TaskProgressColumn(), count, TransferSpeedColumn(), TimeRemainingColumn())
    documents, shown = 0, time.monotonic()
    # It draws itself when it is told something: a thread of its own would be in the way of forking workers.
    with Progress(
        TextColumn("cleaning"),
        *columns,
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
        auto_refresh=False,
    ) as progress:
        task = progress.add_task("cleaning", total=total, documents=0)

        def meter(more: int, size: int) -> None:
            nonlocal documents, shown
            documents += more
            progress.update(task, advance=size, documents=documents)
            if time.monotonic() - shown >= _EVERY:
                shown = time.monotonic()
                progress.refresh()

        yield meter
