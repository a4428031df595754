"""The entry point of the `cleaner` command."""

from __future__ import annotations

import atexit
import gc
import sys

from cleaner.cli import plain
from cleaner.cli.console import flush_streams, open_streams
from cleaner.cli.ending import end_by_signals

# How many more objects there must be than before until cycles are looked for. Rules by the thousand make no
# cycles, and the usual number (700) would have each of them looked at again and again.
_ALLOCATED = 50_000


def main() -> None:
    """Run `cleaner` with the arguments of this process, and exit."""
    gc.set_threshold(_ALLOCATED)
    atexit.register(gc.freeze)  # nor at the end, when all of it goes anyway
    open_streams()
    end_by_signals()
    try:
        _run()
    finally:
        flush_streams()


def _run() -> None:
    code = plain.run(sys.argv[1:])
    if code is not None:
        sys.exit(code)
    from cleaner.cli.app import app  # noqa: PLC0415 - as slow to import as all else together

    app()
