"""Raw files whose bytes are hashed on the way, and whose failures say which file it was."""

from __future__ import annotations

import errno
import hashlib
import io
from typing import BinaryIO

from cleaner.errors import FileError, OutputError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class HashedInput(io.RawIOBase):
    """Reads a file; wrap it in `io.BufferedReader`.

    Reading raises FileError where the operating system reports a failure.
    """

    def __init__(self, file: BinaryIO, label: str) -> None:
        super().__init__()
        self._file = file
        self._label = label
        self._hash = hashlib.sha256()

    def digest(self) -> str:
        """Hash of all bytes read so far, as `sha256:HEX`."""
        return "sha256:" + self._hash.hexdigest()

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer; 0 at the end."""
        try:
            data = self._file.read(len(buffer))
        except OSError as error:
            raise unreadable(error, self._label) from None
        self._hash.update(data)
        buffer[: len(data)] = data
        return len(data)


class HashedOutput:
    """Writes a file. Writing raises as `unwritable` says."""

    def __init__(self, file: BinaryIO, label: str) -> None:
        self._file = file
        self._label = label
        self._hash = hashlib.sha256()

    def digest(self) -> str:
        """Hash of all bytes written so far, as `sha256:HEX`."""
        return "sha256:" + self._hash.hexdigest()

    def write(self, data: bytes, /) -> int:
        """Write all of the data."""
        try:
            self._file.write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise unwritable(error, self._label) from None
        self._hash.update(data)
        return len(data)


def unreadable(error: OSError, label: str) -> FileError:
    """The error for an input that cannot be read."""
    return FileError(
        f"cannot be read ({error.strerror})", where=label, advice="check that it is there and its permissions"
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
