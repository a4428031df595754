"""Path patterns, read as `.gitignore` reads them."""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.errors import UsageError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


def path_matches(pattern: str, path: str) -> bool:
    """Whether a pattern names a path or a folder above it; the path is relative, with `/`."""
    return _compiled(pattern).match_file(path)


def place_of(path: str | None, root: Path | None) -> str | None:
    """A document's path relative to a folder, with `/`, as patterns see it; None if it has none.

    Args:
        path: as messages show it; relative to the working folder, or absolute.
        root: the folder; None leaves the path as it is.
    """
    if path is None or root is None:
        return path
    relative = os.path.relpath(Path(path).resolve(), root)
    return relative.replace(os.sep, "/")


def check_pattern(pattern: str) -> None:
    """Refuse a pattern that `.gitignore` could not hold, or that names nothing.

    Raises:
        UsageError: with what to write instead.
    """
    try:
        sound = any(part.include for part in _compiled(pattern).patterns)
    except ValueError:
        sound = False
    if not sound:
        raise UsageError(
            f"'{pattern}' is no path pattern", advice="write one as in .gitignore, such as docs/*.txt"
        )


@functools.cache
def _compiled(pattern: str) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - slow to import; not where no pattern is given

    return GitIgnoreSpec.from_lines([pattern])
