"""How a run ends before its time: one message on stderr and an exit code; a traceback is for bugs only."""

from __future__ import annotations

from cleaner.cli.console import complain, flush_streams
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
    flush_streams()
    return _PIPE_CLOSED  # whoever read our output has enough
