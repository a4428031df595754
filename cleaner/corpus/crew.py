"""Workers: batches are cleaned by several processes and come back in order.

The pools of the standard library share one pipe among all workers, and hang where one of them is killed while
it writes. Here each has a pipe of its own, and nobody else its two ends: who dies is known by an end of file.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from cleaner.corpus.cleaning import Cleaning, Outcome, Portion, lost
from cleaner.corpus.intake import Batch
from cleaner.corpus.remote import threads_run
from cleaner.errors import WorkerError

_PATIENCE = 2  # at so many deaths of workers a batch comes under suspicion
_AHEAD = 2  # batches that a worker has at once, so that it never waits for the next
_SWITCH = 0.0005  # seconds: while a worker cleans, its other thread shall soon get at what comes in


@dataclass(eq=False)
class _Task:
    """A batch, its outcomes once they are there, and how often a worker died of it."""

    batch: Batch
    outcomes: list[Outcome] | None = None
    deaths: int = 0


class _DeathError(Exception):
    """A worker is no more."""


class _Worker:
    """A process that cleans, seen from the one that started it.

    Attributes:
        tasks: what it was sent and has not answered, in order.
        connection: from where it answers.
    """

    def __init__(self, clean: Cleaning, context: BaseContext, others: Iterable[_Worker]) -> None:
        """Start it, beside others."""
        self.tasks: deque[_Task] = deque()
        self.connection, end = multiprocessing.Pipe()
        forked = context.get_start_method() == "fork"
        inherited = [self.connection, *(worker.connection for worker in others)] if forked else []
        self._process = context.Process(  # type: ignore[attr-defined]
            target=_live, args=(end, clean, inherited), daemon=True
        )
        with _without_interrupts():  # which a process that is just being started would die of, loudly
            self._process.start()
        end.close()

    def send(self, portions: Sequence[Portion]) -> None:
        """Have it clean.

        Raises:
            _DeathError: it cannot any more.
        """
        try:
            self.connection.send(portions)
        except OSError:
            raise _DeathError from None

    def receive(self) -> list[Outcome]:
        """Wait for the outcomes of what it was sent first.

        Raises:
            _DeathError: there will be none.
            Exception: whatever an error of ours raised in it.
        """
        try:
            answer: list[Outcome] | Exception = self.connection.recv()
        except (EOFError, OSError):
            raise _DeathError from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def end(self) -> None:
        """End it at once, whatever it is doing."""
        self._process.kill()
        self._process.join()
        self.connection.close()


class Crew:
    """Processes that clean. None of them outlives the block that it is used in, however that ends.

    A worker that dies takes nothing along: what it was sent is done again by others. At the second such death
    a batch is done alone, in ever smaller parts, until the one document is found at which workers die; that
    one stays as it is.
    """

    def __init__(self, clean: Cleaning, workers: int, context: BaseContext | None = None) -> None:
        """Start them.

        Args:
            clean: what they do.
            workers: how many there are.
            context: how they are started; None for the platform's own way.
        """
        self._clean = clean
        self._context = context or multiprocessing.get_context("spawn" if threads_run() else None)
        self._waiting: deque[_Task] = deque()
        self._unsent: deque[_Task] = deque()
        self._workers: list[_Worker] = []
        try:
            for _ in range(workers):
                self._workers.append(self._start())
        except BaseException:
            self._end()
            raise

    @property
    def weight(self) -> int:
        """About how much memory the unfinished batches take, in bytes."""
        return sum(task.batch.weight for task in self._waiting)

    def submit(self, batch: Batch) -> None:
        """Hand in a batch."""
        task = _Task(batch)
        self._waiting.append(task)
        self._unsent.append(task)
        self._hear(0)
        self._deal()

    def oldest(self) -> tuple[Batch, list[Outcome]]:
        """Of the batches that were handed in and not returned, the first; with its outcomes.

        Raises:
            IndexError: there is none.
            WorkerError: workers die before they begin.
            Exception: whatever an error of ours raised in a worker.
        """
        task = self._waiting[0]
        while task.outcomes is None:
            self._deal()
            self._hear()
        self._waiting.popleft()
        return task.batch, task.outcomes

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _start(self) -> _Worker:
        return _Worker(self._clean, self._context, self._workers)

    def _end(self) -> None:
        while self._workers:
            self._workers.pop().end()

    def _deal(self) -> None:
        """Send what is to be done to the workers with the least to do, as long as they have room for it."""
        while self._unsent:
            worker = min(self._workers, key=lambda worker: len(worker.tasks))
            if len(worker.tasks) >= _AHEAD:
                return
            task = self._unsent.popleft()
            worker.tasks.append(task)
            try:
                worker.send(task.batch.portions)
            except _DeathError:
                self._replace(worker)

    def _hear(self, seconds: float | None = None) -> None:
        """Take the answers that are there; wait for one at most so long, None for as long as it takes."""
        busy = {worker.connection: worker for worker in self._workers if worker.tasks}
        for connection in wait(list(busy), seconds) if busy else ():
            worker = busy[connection]  # type: ignore[index]
            try:
                outcomes = worker.receive()
            except _DeathError:
                self._replace(worker)
            else:
                worker.tasks.popleft().outcomes = outcomes

    def _replace(self, worker: _Worker) -> None:
        """Go on with a new process where one died; what it was sent is done again."""
        worker.end()
        first = worker.tasks[0]
        first.deaths += 1
        if first.deaths >= _PATIENCE:
            first.outcomes = self._alone(first.batch.portions)
            worker.tasks.popleft()
        self._unsent.extendleft(reversed(worker.tasks))
        self._workers[self._workers.index(worker)] = self._start()

    def _alone(self, portions: Sequence[Portion]) -> list[Outcome]:
        """Clean with a process of its own, and where it dies, in two parts."""
        worker = self._start()
        try:
            try:
                worker.send([])  # whether a process can work at all
                worker.receive()
            except _DeathError:
                raise WorkerError(
                    "the processes that clean end before they begin",
                    advice="look for what ends them (memory?), or have one process do it: --workers 1",
                ) from None
            worker.send(portions)
            return worker.receive()
        except _DeathError:
            middle = len(portions) // 2
        finally:
            worker.end()
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


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Hold back Ctrl-C, and what else ends a run, until the block ends."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _endings())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _endings() -> list[int]:
    """The signals that end a run, of those that this system has."""
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    return [getattr(signal, name) for name in names if hasattr(signal, name)]


# In a worker


def _live(connection: Connection, clean: Cleaning, inherited: Sequence[Connection]) -> None:
    """Clean what comes in. Ctrl-C is for the process that started this one, which this never outlives."""
    _take_signals()
    for other in inherited:
        other.close()
    sys.setswitchinterval(_SWITCH)
    inbox: SimpleQueue[Sequence[Portion]] = SimpleQueue()
    threading.Thread(target=_listen, args=(connection, inbox), daemon=True).start()
    while True:
        connection.send(_answer(clean, inbox.get()))


def _take_signals() -> None:
    """Ignore Ctrl-C, and let what else ends a run end this process without more ado."""
    for number in _endings():
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _endings())


def _listen(connection: Connection, inbox: SimpleQueue[Sequence[Portion]]) -> None:
    """Take in what is sent, even while this process cleans, so that the sender never waits for long."""
    try:
        while True:
            inbox.put(connection.recv())
    finally:
        os._exit(1)


def _answer(clean: Cleaning, portions: Sequence[Portion]) -> list[Outcome] | Exception:
    try:
        return clean(portions)
    except Exception as error:  # noqa: BLE001 - it is raised in the other process
        error.add_note(f"in a worker:\n{traceback.format_exc()}")
        return error
