"""Atomic writing: an output appears whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_PREFIX, _SUFFIX = ".cleaner-", ".part"
_USUAL, _PRIVATE = 0o666, 0o600  # permissions; of the usual ones the process's mask takes its share


def is_temporary(name: str) -> bool:
    """Whether a file name is one of an output that a killed run left unfinished."""
    return name.startswith(_PREFIX) and name.endswith(_SUFFIX)


class Unwritten(Exception):  # noqa: N818
    """Raised inside `replacing` to leave the target as it is."""


@contextmanager
def replacing(target: Path, *, like: Path | None = None) -> Iterator[BinaryIO]:
    """A file to write that takes the place of `target` when the block ends without an exception.

    Args:
        target: the file; its folder must exist.
        like: a file whose permissions it gets; where it replaces the only copy of something, the
            data is forced to the disk before the old copy goes. None for the usual permissions.

    Raises:
        OSError: it cannot be written; the target is as it was.
    """
    # Named before it is made: an interrupt may come at any moment, and nothing may be left then.
    temporary = target.parent / f"{_PREFIX}{os.urandom(8).hex()}{_SUFFIX}"
    mode = _USUAL if like is None else _PRIVATE
    try:
        with open(temporary, "xb", opener=lambda path, flags: os.open(path, flags, mode)) as file:
            yield file
            file.flush()
            if like is not None:
                os.fsync(file.fileno())
        if like is not None:
            temporary.chmod(stat.S_IMODE(like.stat().st_mode))
        temporary.replace(target)
    except Unwritten:
        temporary.unlink(missing_ok=True)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
