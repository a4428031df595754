"""Commit: complete outputs take their places in groups, on the disk before that, and their ledger too."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self, TypeVar

from cleaner.corpus.atomic import Draft
from cleaner.corpus.files import unwritable
from cleaner.corpus.ledger import Ledger
from cleaner.errors import FileError, OutputError

# To force a file to the disk, or to send it to a store, is mostly waiting; many at once take hardly more.
_GROUP = 64
_AT_ONCE = 8
_PATIENCE = 1.0  # seconds that a complete output waits for others: the disk is waited for once, for all

T = TypeVar("T")
_Step = Callable[[Draft], None]
_Labelled = tuple[Draft, str]
"""A draft, and how messages name it."""


class Commit:
    """Puts complete outputs in their places.

    What the ledger says of an output is on the disk before the output is there. A run that is killed may so
    leave rows of outputs that never came to be; `resuming` and `restoring` know.
    """

    def __init__(self, ledger: Ledger | None) -> None:
        """Begin with none.

        Args:
            ledger: records the outputs, or None.
        """
        self._ledger = ledger
        self._waiting: list[_Labelled] = []
        self._since = 0.0

    def add(self, draft: Draft, label: str, *, at_once: bool = False) -> None:
        """Take a complete output, of which the ledger was told everything.

        Args:
            draft: the output.
            label: how messages name it.
            at_once: whether it waits for no other.

        Raises:
            OutputError: it, or one before it, cannot be put in its place.
        """
        if not self._waiting:
            self._since = time.monotonic()
        self._waiting.append((draft, label))
        if at_once or len(self._waiting) >= _GROUP:
            self.commit()

    def alongside(self, stream: Iterable[T]) -> Iterator[T]:
        """The same stream; while it comes in, no complete output waits for long.

        Raises:
            OutputError: see `commit`.
        """
        for item in stream:
            if self._waiting and time.monotonic() - self._since >= _PATIENCE:
                self.commit()
            yield item

    def commit(self) -> None:
        """Put all in their places.

        Raises:
            OutputError: one cannot be; others may be there.
        """
        try:
            with _taking(self._waiting) as each:
                each(lambda draft: draft.sync())
                if self._ledger:
                    self._ledger.sync()
                each(lambda draft: draft.settle())
        finally:
            while self._waiting:
                self._waiting.pop()[0].discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put in their places what is complete, whatever has ended the run."""
        self.commit()


@contextmanager
def _taking(drafts: Sequence[_Labelled]) -> Iterator[Callable[[_Step], object]]:
    """Takes a step with each of some drafts, with many at once."""
    if len(drafts) < 2:
        yield lambda step: _take_each(drafts, step)
        return
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - slow to import, seldom needed

    # Gone when it is done: processes may be started at any time, and threads are in their way.
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        # A share each: to hand over every single one would cost more than to rename it.
        shares = [drafts[at::_AT_ONCE] for at in range(min(_AT_ONCE, len(drafts)))]
        yield lambda step: list(pool.map(lambda share: _take_each(share, step), shares))


def _take_each(drafts: Iterable[_Labelled], step: _Step) -> None:
    for draft, label in drafts:
        try:
            step(draft)
        except (OSError, FileError) as error:
            raise _fatal(error, label) from None


def _fatal(error: OSError | FileError, label: str) -> OutputError:
    """The error for an output that was complete: what is in its way would be in that of others."""
    known = error if isinstance(error, FileError) else unwritable(error, label)
    return OutputError(known.message, where=known.where, advice=known.advice)
