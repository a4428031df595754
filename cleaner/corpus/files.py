"""Raw files whose bytes are hashed on the way, and whose failures say which file it was."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable
from io import UnsupportedOperation
from pathlib import Path
from typing import BinaryIO

from cleaner.corpus.compressed import damage, decompressed
from cleaner.corpus.formats import MEGABYTE
from cleaner.errors import FileError, OutputError

State = tuple[int, int, int]
"""Number, size in bytes and time of the last change of a file."""
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Input:
    """Reads a file, decompressed; see `formats.Readable`."""

    def __init__(
        self, file: BinaryIO, label: str, *, compression: str | None = None, hashed: bool = False
    ) -> None:
        """Begin to read.

        Args:
            file: the raw file.
            label: how messages name it.
            compression: one of `compressed.SUFFIXES`, or None.
            hashed: whether `digest` will be asked for.
        """
        self._file = file
        self._label = label
        # Of compressed data what comes before a damage is taken as it comes, or it would go with it.
        self._get = decompressed(file, compression).read1 if compression else file.read
        self._damage = damage(compression) if compression else ()
        self._compressed = compression is not None
        self._hash = hashlib.sha256() if hashed else None
        self._failure: FileError | None = None
        self._taken = 0

    @property
    def position(self) -> int:
        """How many bytes of the file were used up, compressed as they are."""
        return self._file.tell() if self._compressed else self._taken

    def digest(self) -> str:
        """Hash of all bytes read so far, as `sha256:HEX`; empty where nothing is hashed."""
        return f"sha256:{self._hash.hexdigest()}" if self._hash else ""

    def read(self, size: int, /) -> bytes:
        """So many bytes; fewer only at the end, or before a failure that the next call raises.

        Raises:
            FileError: the file cannot be read, or is broken.
        """
        parts = []
        while size > 0 and (data := self._some(size)):
            parts.append(data)
            size -= len(data)
        if self._failure and not parts:
            raise self._failure
        whole = parts[0] if len(parts) == 1 else b"".join(parts)
        self._taken += len(whole)
        if self._hash:
            self._hash.update(whole)
        return whole

    def _some(self, size: int) -> bytes:
        if self._failure:
            return b""
        try:
            data: bytes = self._get(size)
        except self._damage as error:
            self._failure = _broken(error, self._label)
        except OSError as error:
            self._failure = unreadable(error, self._label)
        else:
            return data
        return b""


class Output:
    """Writes a file. Writing raises as `unwritable` says."""

    def __init__(self, write: Callable[[bytes], object], label: str, *, hashed: bool = False) -> None:
        """Begin to write.

        Args:
            write: takes the bytes.
            label: how messages name the file.
            hashed: whether `digest` will be asked for.
        """
        self._write = write
        self._label = label
        self._hash = hashlib.sha256() if hashed else None

    def digest(self) -> str:
        """Hash of all bytes written so far, as `sha256:HEX`; empty where nothing is hashed."""
        return f"sha256:{self._hash.hexdigest()}" if self._hash else ""

    def write(self, data: bytes, /) -> int:
        """Write all of the data."""
        try:
            self._write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise unwritable(error, self._label) from None
        if self._hash:
            self._hash.update(data)
        return len(data)


def state_of(file: BinaryIO | Path) -> State | None:
    """What changes when somebody writes a file; None where that cannot be told, as of a pipe.

    Raises:
        OSError: the file is not there.
    """
    try:
        status = file.stat() if isinstance(file, Path) else os.fstat(file.fileno())
    except UnsupportedOperation:  # no file of the operating system
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def digest_of(file: BinaryIO) -> str:
    """Hash of a file as it lies on the disk, as `sha256:HEX`.

    Raises:
        OSError: it cannot be read.
    """
    digest = hashlib.sha256()
    file.seek(0)
    while data := file.read(MEGABYTE):
        digest.update(data)
    return f"sha256:{digest.hexdigest()}"


def unsteady(label: str) -> FileError:
    """The error for an input that somebody writes while it is read."""
    advice = "nothing was written for it; clean it when it is complete"
    return FileError("changed while it was cleaned", where=label, advice=advice)


def unreadable(error: OSError, label: str) -> FileError:
    """The error for an input that cannot be read."""
    return FileError(
        f"cannot be read ({error.strerror})", where=label, advice="check that it is there and its permissions"
    )


def _broken(error: Exception, label: str) -> FileError:
    """The error for a compressed file that is truncated or corrupt."""
    return FileError(
        f"is broken ({error})", where=label, advice="nothing was written for it; get a sound copy"
    )


def unwritable(error: OSError, label: str) -> FileError | OutputError:
    """The error for an output that cannot be written; a full disk ends the run, all else one file."""
    if error.errno in _FULL:
        return OutputError(
            f"cannot be written ({error.strerror})",
            where=label,
            advice="free some room and run again; every output there is complete",
        )
    return FileError(
        f"cannot be written ({error.strerror})", where=label, advice="check the permissions of its folder"
    )
