"""Workers: batches are cleaned by several processes, or by this one, and come back in order."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import parent_process
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from types import TracebackType
from typing import ClassVar, Self

from cleaner.corpus.cleaning import Cleaning, Outcome, Portion, lost
from cleaner.corpus.intake import Batch

_PATIENCE = 2  # at so many deaths of workers a batch comes under suspicion


@dataclass
class _Task:
    """A batch that waits for its outcomes, and how often a worker died meanwhile."""

    batch: Batch
    future: Future[list[Outcome]] = field(default_factory=Future)
    deaths: int = 0


class Crew:
    """Processes that clean. None of them outlives the block that it is used in, however that ends.

    A worker that dies takes nothing along: what was not finished is done again by new ones. What was under
    way at two such deaths is done alone, in ever smaller parts, until the one document is found at which
    workers die; that one stays as it is.
    """

    def __init__(self, clean: Cleaning, workers: int, context: BaseContext | None = None) -> None:
        """Get ready; processes are started with the first batch.

        Args:
            clean: what they do.
            workers: how many there are.
            context: how they are started; None for the platform's own way.
        """
        self._clean = clean
        self._workers = workers
        self._context = context
        self._waiting: deque[_Task] = deque()
        self._executor = self._start(workers)

    @property
    def weight(self) -> int:
        """About how much memory the unfinished batches take, in bytes."""
        return sum(task.batch.weight for task in self._waiting)

    def submit(self, batch: Batch) -> None:
        """Hand in a batch."""
        self._waiting.append(_Task(batch))
        self._send(self._waiting[-1])

    def oldest(self) -> tuple[Batch, list[Outcome]]:
        """Of the batches that were handed in and not returned, the first; with its outcomes.

        Raises:
            IndexError: there is none.
            Exception: whatever an error of ours raised in a worker.
        """
        task = self._waiting[0]
        while True:
            try:
                outcomes = task.future.result()
            except BrokenProcessPool:
                self._renew()
            else:
                return self._waiting.popleft().batch, outcomes

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        _stop(self._executor, at_once=kind is not None)

    def _start(self, workers: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(workers, self._context, _begin, (self._clean,))

    def _send(self, task: _Task) -> None:
        try:
            task.future = _submitted(self._executor, task.batch.portions)
        except BrokenProcessPool:
            self._renew()

    def _renew(self) -> None:
        """Go on with new processes after one died. None is left then, nor a thread: forking is safe."""
        _stop(self._executor, at_once=True)
        unfinished = [task for task in self._waiting if not _is_done(task.future)]
        for task in unfinished:
            task.deaths += 1
            if task.deaths >= _PATIENCE:
                task.future = Future()
                task.future.set_result(self._alone(task.batch.portions))
        self._executor = self._start(self._workers)
        for task in unfinished:
            if task.deaths < _PATIENCE:
                self._send(task)

    def _alone(self, portions: Sequence[Portion]) -> list[Outcome]:
        """Clean with a process of its own, and where it dies, in two parts."""
        executor = self._start(1)
        try:
            _submitted(executor, []).result()  # whether a process can work at all
            future = _submitted(executor, portions)
            if not isinstance(future.exception(), BrokenProcessPool):
                return future.result()
        finally:
            _stop(executor, at_once=True)
        middle = len(portions) // 2
        if middle:
            return self._alone(portions[:middle]) + self._alone(portions[middle:])
        return [self._in_halves(portions[0])]

    def _in_halves(self, portion: Portion) -> Outcome:
        halves = portion.piece.halves()
        if len(halves) == 1:
            return lost(portion)
        whole = Outcome()
        at = 0
        for half in halves:
            (outcome,) = self._alone([portion._replace(piece=half)])
            whole.append(outcome, at)
            at += len(half.data)
        return whole


def _is_done(future: Future[list[Outcome]]) -> bool:
    """Whether there is a result, or an error of ours, of a batch."""
    if not future.done() or future.cancelled():
        return False
    return not isinstance(future.exception(), BrokenProcessPool)


def _submitted(executor: ProcessPoolExecutor, portions: Sequence[Portion]) -> Future[list[Outcome]]:
    with _without_interrupts():  # which a process that is just being started would die of, loudly
        return executor.submit(_work, portions)


def _stop(executor: ProcessPoolExecutor, *, at_once: bool) -> None:
    """End the processes: at once, whatever they are doing, or when they have nothing to do."""
    if at_once:
        for process in list((executor._processes or {}).values()):
            process.kill()
    executor.shutdown(cancel_futures=at_once)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Hold back Ctrl-C until the block ends; what is started meanwhile never sees one."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Worker:
    """What this process does, if it is a worker."""

    clean: ClassVar[Cleaning]


def _begin(clean: Cleaning) -> None:
    """Set up a worker: Ctrl-C is for the process that started it, and it never outlives that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow, daemon=True).start()
    _Worker.clean = clean


def _follow() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
    os._exit(1)


def _work(portions: Sequence[Portion]) -> list[Outcome]:
    return _Worker.clean(portions)
