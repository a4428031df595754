"""Raw files whose failures say which file it was, and hashes of what was read and written."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable
from typing import BinaryIO

from cleaner.corpus.compressed import damage, decompressed
from cleaner.corpus.formats import MEGABYTE, USUAL_LIMITS, Limits
from cleaner.errors import FileError, OutputError

# A buffer of more than 32 MB is asked of the system anew each time (glibc's largest threshold), which costs
# more than to read a page into it.
_AT_ONCE = 16 * MEGABYTE
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Input:
    """Reads a file, decompressed; see `formats.Seekable`."""

    def __init__(
        self,
        file: BinaryIO,
        label: str,
        *,
        compression: str | None = None,
        limits: Limits = USUAL_LIMITS,
    ) -> None:
        """Begin to read.

        Args:
            file: the raw file.
            label: how messages name it.
            compression: one of `compressed.SUFFIXES`, or None.
            limits: of what it may hold.
        """
        self._file = file
        self._label = label
        # Of compressed data what comes before a damage is taken as it comes, or it would go with it.
        self._get = decompressed(file, compression).read1 if compression else file.read
        self._damage = damage(compression) if compression else ()
        self._compressed = compression is not None
        self._limits = limits
        self._at_will = False
        self._failure: FileError | None = None
        self._taken = 0

    @property
    def position(self) -> int:
        """How many bytes of the file were used up, compressed as they are."""
        return self._file.tell() if self._compressed or self._at_will else self._taken

    def at_will(self) -> BinaryIO:
        """The file itself, to be read in any order.

        Raises:
            FileError: it is compressed, or no file, as a pipe is not.
        """
        if self._compressed or not self._file.seekable():
            advice = "decompress it, or name a file instead of a pipe; nothing was written for it"
            raise FileError("can only be read from its beginning", where=self._label, advice=advice)
        self._at_will = True
        return self._file

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
        self._refuse_bombs()
        return whole

    def _refuse_bombs(self) -> None:
        limits, taken = self._limits, self._taken
        if taken > limits.file:
            raise _bomb(f"holds more than {limits.file:,} bytes", "--max-file-bytes", self._label)
        suspicious = self._compressed and taken > limits.unsuspicious
        if suspicious and taken > limits.expansion * self._file.tell():
            times = f"expands to more than {limits.expansion} times its size"
            raise _bomb(times, "--max-expansion", self._label)

    def _some(self, size: int) -> bytes:
        if self._failure:
            return b""
        try:
            data: bytes = self._get(min(size, _AT_ONCE))
        except self._damage as error:
            self._failure = _broken(error, self._label)
        except OSError as error:
            self._failure = unreadable(error, self._label)
        else:
            return data
        return b""


class Output:
    """Writes a file. Writing raises as `unwritable` says."""

    def __init__(self, write: Callable[[bytes], object], label: str) -> None:
        """Begin to write.

        Args:
            write: takes the bytes.
            label: how messages name the file.
        """
        self._write = write
        self._label = label

    def write(self, data: bytes, /) -> int:
        """Write all of the data."""
        try:
            self._write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise unwritable(error, self._label) from None
        return len(data)


class Digests:
    """Hashes of a file's form before and after, for ledgers; does nothing where there is none."""

    def __init__(self, *, wanted: bool) -> None:
        """Begin to hash, if that is wanted."""
        self._hashes = (hashlib.sha256(), hashlib.sha256()) if wanted else ()

    def update(self, before: bytes, after: bytes) -> None:
        """Add what comes next of the form, and what is left of it."""
        for digest, data in zip(self._hashes, (before, after), strict=False):
            digest.update(data)

    def pair(self) -> tuple[str, str]:
        """Both, as `sha256:HEX`.

        Raises:
            ValueError: they were not wanted.
        """
        before, after = (f"sha256:{digest.hexdigest()}" for digest in self._hashes)
        return before, after


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


def _bomb(problem: str, option: str, label: str) -> FileError:
    """The error for a file that is larger than anybody meant it to be."""
    advice = f"nothing was written for it; if it is no bomb, a larger {option} cleans it"
    return FileError(problem, where=label, advice=advice)


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
