"""Stores: what lies at addresses like `s3://bucket/name`, by fsspec, with the methods of paths that we need.

Reading is in blocks, so that a file of any size takes little memory. What is written is put there at once, by
a call that either ends with the whole file in its place or leaves what was there.
"""

from __future__ import annotations

import errno
import importlib
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from cleaner.corpus.extras import imported
from cleaner.errors import UsageError

if TYPE_CHECKING:
    from typing import BinaryIO

_LOCAL = ("file", "local")
_BLOCK = 8 << 20  # bytes that are asked for at a time; S3 takes no smaller parts than 5 MB, 10,000 of them
_BUFFER = 1 << 20
_EXTRA = "remote"
_IN_EXTRA = ("s3fs",)


@dataclass(frozen=True)
class Remote:
    """A file or folder in a store. All that asks the store raises OSError, whatever the store itself raises.

    Attributes:
        store: fsspec's file system.
        path: how that calls it, without `/` at its end.
    """

    store: Any
    path: str

    def __str__(self) -> str:
        address: str = self.store.unstrip_protocol(self.path)
        return address

    def __truediv__(self, name: str) -> Remote:
        return replace(self, path=f"{self.path}/{name}")

    @property
    def name(self) -> str:
        """What stands after its last `/`."""
        return self.path.rpartition("/")[2]

    @property
    def parents(self) -> list[Remote]:
        """The folders that it lies in, from the innermost."""
        parts = self.path.split("/")
        return [replace(self, path="/".join(parts[:end])) for end in range(len(parts) - 1, 0, -1)]

    def resolve(self) -> Remote:
        """Itself: stores know no links."""
        return self

    def is_dir(self) -> bool:
        """Whether it is a folder, which is where anything lies below it."""
        return self._kind() == "directory"

    def exists(self) -> bool:
        """Whether anything is there."""
        return self._kind() is not None

    def _kind(self) -> str | None:
        try:
            with _told():
                kind: str = self.store.info(self.path)["type"]
        except FileNotFoundError:
            return None
        return kind

    def open(self, mode: Literal["rb"] = "rb", buffering: int = -1) -> BinaryIO:
        """The file, to be read in any order; see `Path.open`."""
        with _told():
            raw = _File(self, self.store.open(self.path, mode, block_size=_BLOCK, cache_type="readahead"))
        return cast("BinaryIO", io.BufferedReader(raw, _BUFFER) if buffering else raw)

    def version(self) -> str:
        """What changes when somebody writes the file; the store tells, and nothing of it is read."""
        with _told():
            self.store.invalidate_cache(self.path)
            version: str = self.store.ukey(self.path)
        return version

    def below(self) -> list[str]:
        """The names of all files below it, from here on."""
        with _told():
            paths: list[str] = self.store.find(self.path)
        start = f"{self.path}/"
        return [path.removeprefix(start) for path in paths if path.startswith(start) and path != start]

    def put(self, file: Path) -> None:
        """Put a file in its place."""
        with _told():
            self.store.put_file(str(file), self.path, chunksize=_BLOCK)


class _File(io.RawIOBase):
    """An open file of a store.

    Attributes:
        place: where it is.
    """

    def __init__(self, place: Remote, file: Any) -> None:
        super().__init__()
        self.place = place
        self._file = file

    def readinto(self, buffer: Any) -> int:
        with _told():
            data: bytes = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        with _told():
            at: int = self._file.seek(offset, whence)
        return at

    def tell(self) -> int:
        at: int = self._file.tell()
        return at

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()


def place_of(file: BinaryIO) -> Remote | None:
    """Where an open file of a store is; None of any other."""
    raw = file.raw if isinstance(file, io.BufferedReader) else file
    return raw.place if isinstance(raw, _File) else None


def is_address(name: str) -> bool:
    """Whether a name is the address of something in a store, and no path."""
    protocol, mark, _ = name.partition("://")
    return bool(mark) and len(protocol) > 1 and protocol.isascii() and protocol.isalnum()


def remote(address: str) -> Remote:
    """What is at an address.

    Raises:
        UsageError: there is no such kind of store, or what knows it is not installed.
    """
    protocol = address.partition("://")[0].lower()
    if protocol in _LOCAL:
        raise UsageError("is on this machine", where=address, advice="name its path alone")
    fsspec = imported("fsspec", _EXTRA)
    _need(protocol, address)
    try:
        # A listing from before may be wrong by now.
        store, path = fsspec.core.url_to_fs(address, use_listings_cache=False)
    except (ValueError, OSError, ImportError) as error:
        raise UsageError(f"leads nowhere ({error})", where=address, advice="check the address") from None
    return Remote(store, path.rstrip("/"))


def _need(protocol: str, address: str) -> None:
    registry = importlib.import_module("fsspec.registry")
    known = registry.known_implementations.get(protocol)
    if known is None and protocol not in registry.registry:
        raise UsageError(
            f"there is no kind of store '{protocol}'", where=address, advice="as in s3://, gs:// or hf://"
        )
    module = known["class"].partition(".")[0] if known else "fsspec"
    imported(module, _EXTRA if module in _IN_EXTRA else None)


def threads_run() -> bool:
    """Whether a thread talks to a store, so that this process must not be forked: locks would stay shut."""
    asyn = sys.modules.get("fsspec.asyn")
    return asyn is not None and asyn.iothread[0] is not None


@contextmanager
def _told() -> Iterator[None]:
    """Every failure of a store as an OSError with a reason; each store has errors of its own."""
    try:
        yield
    except OSError as error:
        if error.strerror:
            raise
        number = next((number for kind, number in _NUMBERS.items() if isinstance(error, kind)), errno.EIO)
        raise OSError(number, _reason(error)) from error
    except Exception as error:
        raise OSError(errno.EIO, _reason(error)) from error


_NUMBERS = {FileNotFoundError: errno.ENOENT, PermissionError: errno.EACCES}


def _reason(error: Exception) -> str:
    lines = str(error).split("\n")
    return lines[0] or type(error).__name__
