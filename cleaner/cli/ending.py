"""How a run ends before its time: one message on stderr and an exit code; a traceback is for bugs only."""

from __future__ import annotations

import os
import sys

from cleaner.cli.console import complain
from cleaner.errors import CleanerError

ENDINGS = (CleanerError, KeyboardInterrupt, BrokenPipeError)
"""What `exit_code_of` knows."""

_INTERRUPTED, _PIPE_CLOSED = 130, 141  # 128 + the signal's number, as shells report them


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
        return _INTERRUPTED
    # Whoever read our output has enough; keep the interpreter from flushing into the closed pipe.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return _PIPE_CLOSED
