"""How many work, and whether it is worth to start them."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from contextlib import closing
from itertools import chain
from typing import TYPE_CHECKING

from cleaner.corpus.cleaning import Cleaning, Outcome
from cleaner.corpus.formats import MEGABYTE
from cleaner.corpus.intake import Batch

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

_WORTHWHILE = 2 * MEGABYTE  # less is cleaned sooner than processes are started
_AHEAD = 2  # batches for each worker: the one it cleans and the one it does next


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def cleaned(
    batches: Iterator[Batch], clean: Cleaning, workers: int, context: BaseContext | None = None
) -> Generator[tuple[Batch, list[Outcome]]]:
    """Each batch, in order, with the outcomes of its portions. The same whatever the number of workers.

    Args:
        batches: read as they are needed.
        clean: cleans the portions of one.
        workers: how many processes do; with one, or little to do, none is started.
        context: how processes are started; None for the platform's own way.
    """
    head = list(_up_to(batches, _WORTHWHILE)) if workers > 1 else []
    if workers < 2 or sum(batch.weight for batch in head) < _WORTHWHILE:
        for batch in chain(head, batches):
            yield batch, clean(batch.portions)
    else:
        with closing(_shared(chain(head, batches), clean, workers, context)) as done:
            yield from done


def _up_to(batches: Iterator[Batch], weight: int) -> Iterator[Batch]:
    for batch in batches:
        yield batch
        weight -= batch.weight
        if weight <= 0:
            return


def _shared(
    batches: Iterator[Batch], clean: Cleaning, workers: int, context: BaseContext | None
) -> Generator[tuple[Batch, list[Outcome]]]:
    from cleaner.corpus.crew import Crew  # noqa: PLC0415 - slow to import, and often not needed

    with Crew(clean, workers, context) as crew:
        room = _AHEAD * workers * MEGABYTE
        waiting = 0
        for batch in batches:
            crew.submit(batch)
            waiting += 1
            while waiting and crew.weight > room:
                yield crew.oldest()
                waiting -= 1
        for _ in range(waiting):
            yield crew.oldest()
