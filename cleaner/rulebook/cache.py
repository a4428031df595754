"""The cache: what took long to make, kept from run to run in a folder of the user's own.

An entry is used only where nobody else can have written it, and only if it is whole; all else counts as
not being there. Nothing here raises: a cache that cannot be used costs time and nothing more.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
import sys
import time
from pathlib import Path
from typing import Any

import orjson

VARIABLE = "CLEANER_CACHE_DIR"
"""Environment variable that names the folder; empty for no cache."""

_NAME = "boilerplate-cleaner"
_ENTRY = re.compile(r"[0-9a-f]{64}\.json")
_TEMPORARY = re.compile(r"[0-9a-f]{64}\.json\..+\.tmp")
_DAY = 86_400.0
# An entry that nobody asked for in so many seconds goes, and those beyond so many newer ones.
_KEPT_FOR, _KEPT = 30 * _DAY, 96
# None goes that was asked for within so many seconds, however many there are.
_IN_USE = 3_600.0
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def folder() -> Path | None:
    """Where the cache is, whether or not it exists; None if there is to be none.

    Follows each system's convention: the XDG base directories, Apple's Library, Windows' local AppData.
    """
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) if named else None
    base = Path(_base())
    return base / _NAME if base.is_absolute() else None


def _base() -> str:
    if sys.platform == "win32":
        return os.environ.get("LOCALAPPDATA", "")
    if sys.platform == "darwin":
        return _at_home("~/Library/Caches")
    given = os.environ.get("XDG_CACHE_HOME", "")
    return given if given.startswith("/") else _at_home("~/.cache")


def _at_home(place: str) -> str:
    return os.path.expanduser(place)  # noqa: PTH111 - Path raises where there is no home


def read(key: str) -> Any:
    """The data of an entry; None where there is none that can be trusted.

    Args:
        key: 64 hexadecimal digits.
    """
    place = folder()
    if place is None:
        return None
    try:
        if not _is_own(place.lstat(), stat.S_IFDIR):
            return None
        content = _content(place / f"{key}.json")
        digest, _, body = content.partition(b"\n")
        return orjson.loads(body) if digest == _digest(body) else None
    except (OSError, ValueError):
        return None


def _content(file: Path) -> bytes:
    # Neither a link nor a pipe that never answers is what `write` made.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with open(os.open(file, flags | getattr(os, "O_BINARY", 0)), "rb") as opened:  # noqa: PTH123
        if not _is_own(os.fstat(opened.fileno()), stat.S_IFREG):
            return b""
        content = opened.read()
    with contextlib.suppress(OSError):
        os.utime(file)  # those that nobody asked for go first
    return content


def _is_own(found: os.stat_result, kind: int) -> bool:
    """Whether it is of a kind, and the user's, and nobody else's to write."""
    if stat.S_IFMT(found.st_mode) != kind:
        return False
    # Windows has no such modes; there a user's profile is closed to others.
    return os.name != "posix" or (found.st_uid == os.geteuid() and not found.st_mode & _OTHERS_WRITE)


def _digest(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode()


def write(key: str, data: Any) -> None:
    """Keep an entry, if possible; atomically, readable by the user alone. Old entries go.

    Args:
        key: 64 hexadecimal digits.
        data: what JSON can hold; nothing is kept of what it cannot, as are file names that are no UTF-8.
    """
    place = folder()
    if place is None:
        return
    with contextlib.suppress(OSError, orjson.JSONEncodeError):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _is_own(place.lstat(), stat.S_IFDIR):
            body = orjson.dumps(data)
            _replace(place / f"{key}.json", _digest(body) + b"\n" + body)
            _prune(place)


def _replace(file: Path, content: bytes) -> None:
    import tempfile  # noqa: PLC0415 - slow to import, and seldom needed

    handle, name = tempfile.mkstemp(prefix=f"{file.name}.", suffix=".tmp", dir=file.parent)
    temporary = Path(name)
    try:
        with open(handle, "wb") as opened:  # noqa: PTH123 - it is open already
            opened.write(content)
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _prune(place: Path) -> None:
    now = time.time()
    entries = []
    for file in place.iterdir():
        age = now - file.lstat().st_mtime
        if _TEMPORARY.fullmatch(file.name) and age > _DAY:  # its writer is long gone
            file.unlink(missing_ok=True)
        elif _ENTRY.fullmatch(file.name):
            entries.append((age, file))
    entries.sort()
    for number, (age, file) in enumerate(entries):
        if age > _KEPT_FOR or (number >= _KEPT and age > _IN_USE):
            file.unlink(missing_ok=True)
