"""Atomic writing: an output appears whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, Self

from cleaner.corpus.places import Place
from cleaner.corpus.remote import Remote

_PREFIX, _SUFFIX = ".cleaner-", ".part"
_USUAL, _PRIVATE = 0o666, 0o600  # permissions; of the usual ones the process's mask takes its share


def is_temporary(name: str) -> bool:
    """Whether a file name is one of an output that a killed run left unfinished."""
    return name.startswith(_PREFIX) and name.endswith(_SUFFIX)


class Draft(Protocol):
    """An output that is written, and then takes its place or not.

    Attributes:
        file: takes the bytes; a draft is complete when its `with` block has ended without an exception,
            and gone where it has ended with one.
    """

    file: BinaryIO

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def sync(self) -> None:
        """Force the bytes to the disk."""

    def settle(self) -> None:
        """Take the place."""

    def discard(self) -> None:
        """Never take it."""


class FileDraft:
    """A file beside the one whose place it is to take; see `Draft`. Its methods raise OSError."""

    _mode = _USUAL

    def __init__(self, target: Path, *, like: Path | None = None) -> None:
        """Name it.

        Args:
            target: the file; its folder must exist.
            like: a file whose permissions, times and owner it gets; None for the usual ones.
        """
        # Named before it is made: an interrupt may come at any moment, and nothing may be left then.
        self._temporary = target.parent / f"{_PREFIX}{os.urandom(8).hex()}{_SUFFIX}"
        self._target = target
        self._like = like
        if like:
            self._mode = _PRIVATE

    def __enter__(self) -> Self:
        try:
            self.file: BinaryIO = open(
                self._temporary, "xb", opener=lambda path, flags: os.open(path, flags, self._mode)
            )
        except BaseException:
            self.discard()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.file.close()
            if value is None and self._like is not None:
                _take_after(self._temporary, self._like)
        except BaseException:
            self.discard()
            raise
        if value is not None:
            self.discard()

    def sync(self) -> None:
        """Force the bytes to the disk."""
        # Windows forces only what may be written, and other systems let a file be read-only by now.
        file = os.open(self._temporary, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)

    def settle(self) -> None:
        """Take the place of the target."""
        self._temporary.replace(self._target)

    def discard(self) -> None:
        """Leave the target as it is."""
        self._temporary.unlink(missing_ok=True)


class RemoteDraft(FileDraft):
    """A file of this machine that is put in its place in a store when it is complete; see `Draft`."""

    _mode = _PRIVATE

    def __init__(self, target: Remote) -> None:
        """Name it."""
        import tempfile  # noqa: PLC0415 - slow to import, and seldom needed

        super().__init__(Path(tempfile.gettempdir(), "draft"))
        self._remote = target

    def sync(self) -> None:
        """Nothing: whether it is on the disk here does not count."""

    def settle(self) -> None:
        """Put it in its place, which stores do as a whole."""
        self._remote.put(self._temporary)
        self.discard()


def draft_at(target: Place, *, like: Place | None = None) -> Draft:
    """The draft of a file; see `FileDraft`.

    Raises:
        OSError: its folder cannot be made.
    """
    if isinstance(target, Remote):
        return RemoteDraft(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    return FileDraft(target, like=like if isinstance(like, Path) else None)


def _take_after(file: Path, like: Path) -> None:
    import shutil  # noqa: PLC0415 - slow to import, and needed only in place

    status = like.stat()
    if hasattr(os, "chown"):
        with suppress(PermissionError):  # only the superuser gives files away
            os.chown(file, status.st_uid, status.st_gid)
    shutil.copystat(like, file)


@contextmanager
def replacing(target: Place, *, like: Place | None = None) -> Iterator[BinaryIO]:
    """A file to write that takes the place of `target` when the block ends without an exception.

    Args:
        target: the file.
        like: see `FileDraft`.

    Raises:
        OSError: it cannot be written; the target is as it was.
    """
    with draft_at(target, like=like) as draft:
        yield draft.file
    try:
        draft.sync()
        draft.settle()
    except BaseException:
        draft.discard()
        raise
