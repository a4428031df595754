"""The plainest command lines, run without the parser of the others, which takes longer than their work.

That is what hooks call: `cleaner check [--quiet] PATH...`, with no other option. It does what the same
arguments do in `app`; a test holds the two together.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from cleaner.cli.ending import ENDINGS, exit_code_of

_QUIET = ("--quiet", "-q")
# What the other parser expands on Windows, where shells do not.
_EXPANDED = frozenset("*?[~$%")


def run(arguments: Sequence[str]) -> int | None:
    """Run a plain command line.

    Args:
        arguments: those of the process, without its name.

    Returns:
        the exit code; None where the line is not one of the plain ones, and nothing was done.
    """
    quiet = len(arguments) > 1 and arguments[1] in _QUIET
    paths = arguments[2 if quiet else 1 :]
    if not (arguments and arguments[0] == "check" and paths and _are_plain(paths)):
        return None
    try:
        from cleaner.cli.checking import check  # noqa: PLC0415 - not for other command lines
        from cleaner.cli.config import settle  # noqa: PLC0415

        return check(paths, settle({}), quiet=quiet)
    except ENDINGS as ending:
        return exit_code_of(ending)


def _are_plain(paths: Sequence[str]) -> bool:
    if any(path.startswith("-") for path in paths):
        return False
    if os.name == "nt" and any(_EXPANDED.intersection(path) for path in paths):
        return False
    return not any(name.startswith("_") and name.endswith("_COMPLETE") for name in os.environ)
