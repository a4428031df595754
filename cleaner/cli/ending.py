"""How a run ends before its time: one message on stderr and an exit code; a traceback is for bugs only."""

from __future__ import annotations

import signal

from cleaner.cli.console import complain, flush_streams
from cleaner.errors import CleanerError

ENDINGS = (CleanerError, KeyboardInterrupt, BrokenPipeError)
"""What `exit_code_of` knows."""

_SIGNALLED = 128  # and the signal's number, as shells report them
_PIPE_CLOSED = _SIGNALLED + 13  # SIGPIPE, which not every system has


class Ended(KeyboardInterrupt):
    """A signal ends the run as Ctrl-C does: what is complete takes its place, what is not goes."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def end_by_signals() -> None:
    """Have what schedulers and closing terminals send end this process as `Ended`, once."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _end)


def _end(number: int, _frame: object) -> None:
    signal.signal(number, signal.SIG_IGN)  # the end takes its time
    raise Ended(number)


def exit_code_of(ending: BaseException) -> int:
    """Say what ended a run, one of `ENDINGS`.

    Returns:
        the exit code.
    """
    if isinstance(ending, CleanerError):
        complain(f"error: {ending}")
        return ending.exit_code
    if isinstance(ending, KeyboardInterrupt):
        complain("interrupted; every output there is complete")
        return _SIGNALLED + (ending.number if isinstance(ending, Ended) else signal.SIGINT)
    flush_streams()
    return _PIPE_CLOSED  # whoever read our output has enough
