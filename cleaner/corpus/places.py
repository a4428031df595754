"""Places: files and folders of this machine and of stores. What differs between the two stands here."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from io import UnsupportedOperation
from pathlib import Path, PurePath
from typing import BinaryIO

from cleaner.corpus.formats import MEGABYTE
from cleaner.corpus.remote import Remote, is_address, place_of, remote
from cleaner.errors import UsageError

Place = Path | Remote
"""Where a file or folder is."""
State = tuple[int, int, int] | str
"""Number, size in bytes and last change of a file; of one in a store, what that calls its version."""


def place(name: str) -> Place:
    """The place that a name on a command line means.

    Raises:
        UsageError: it is empty, or an address that leads nowhere; see `remote.remote`.
    """
    return remote(name) if is_address(name) else _path(name)


def _path(name: str) -> Path:
    """A path; an empty one would be the working folder, which nobody who has an unset variable means."""
    if not name:
        raise UsageError("a path is empty", advice="name a file or folder; the working folder is .")
    return Path(name)


def local(name: str, what: str) -> Path:
    """The same for what has to be on this machine.

    Raises:
        UsageError: it is empty, an address, or standard input or output.
    """
    if name == "-":
        advice = "name a file; one of this very name is ./-"
        raise UsageError(f"{what} is neither read from standard input nor printed", where=name, advice=advice)
    if is_address(name):
        raise UsageError(
            f"{what} is written bit by bit, which stores do not allow",
            where=name,
            advice="name a file of this machine, and copy it there when the run is done",
        )
    return _path(name)


def below(folder: Place, enters: Callable[[str], bool]) -> Iterator[str | OSError]:
    """The names of all files below a folder, and of the links to folders; sorted within each, files first.

    Args:
        folder: where to look.
        enters: whether the folder of some name is looked into.

    Yields:
        names, from the folder on and with `/`; and why some folder cannot be listed.
    """
    return _in_store(folder, enters) if isinstance(folder, Remote) else _on_disk(folder, enters)


def _on_disk(root: Path, enters: Callable[[str], bool]) -> Iterator[str | OSError]:
    unlisted: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=unlisted.append):
        yield from unlisted
        unlisted.clear()
        relative = Path(folder).relative_to(root).as_posix()
        above = "" if relative == "." else f"{relative}/"
        links = [name for name in folders if Path(folder, name).is_symlink()]
        folders[:] = sorted(name for name in folders if name not in links and enters(above + name))
        yield from (above + name for name in sorted([*names, *links]))
    yield from unlisted


def _in_store(root: Remote, enters: Callable[[str], bool]) -> Iterator[str | OSError]:
    try:
        names = root.below()
    except OSError as error:
        error.filename = str(root)
        yield error
        return
    entered = {"": True}
    for name in sorted(names, key=_order):
        folder, whole = "", True
        for part in name.split("/")[:-1]:
            folder = f"{folder}/{part}" if folder else part
            whole = whole and entered.setdefault(folder, enters(folder))
        if whole and not name.endswith("/"):  # else what consoles show as a folder
            yield name


def _order(name: str) -> list[tuple[bool, str]]:
    *folders, last = name.split("/")
    return [*((True, folder) for folder in folders), (False, last)]


def is_file(file: Place) -> bool:
    """Whether something is a file itself: a link shows one twice, or one from elsewhere.

    Raises:
        OSError: it is not there any more.
    """
    return isinstance(file, Remote) or stat.S_ISREG(file.lstat().st_mode)


def leads_out(name: str) -> bool:
    """Whether a name, which in a store may be any, would be another one, or elsewhere, in a folder."""
    path = PurePath(name)
    odd = path.as_posix() != name or path.anchor or "\0" in name
    return bool(odd) or not {".", ".."}.isdisjoint(name.split("/"))


def state_of(file: BinaryIO | Place) -> State | None:
    """What changes when somebody writes a file; None where that cannot be told, as of a pipe.

    Raises:
        OSError: the file is not there.
    """
    stored = file if isinstance(file, Remote) else None if isinstance(file, Path) else place_of(file)
    if stored is not None:
        return stored.version()
    try:
        status = file.stat() if isinstance(file, Path) else os.fstat(file.fileno())  # type: ignore[union-attr]
    except UnsupportedOperation:  # no file of the operating system
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def content_of(file: BinaryIO, state: State | None) -> str:
    """What tells a file's content from any other: `sha256:HEX` of it as it lies on the disk.

    Of a file in a store `version:` and its state, since to hash it would be to fetch it once more; empty for
    what has no state.

    Raises:
        OSError: it cannot be read.
    """
    if state is None or isinstance(state, str):
        return f"version:{state}" if state else ""
    digest = hashlib.sha256()
    file.seek(0)
    while data := file.read(MEGABYTE):
        digest.update(data)
    return f"sha256:{digest.hexdigest()}"
