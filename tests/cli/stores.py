"""Where corpora may be, for tests: a folder, a store in memory, and a real S3 API that moto serves here."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import fsspec
from fsspec.implementations.memory import MemoryFileSystem
from typer.testing import CliRunner

from cleaner.cli.app import app
from tests.cli.killing import Moment

Cli = Callable[..., tuple[int, str]]
"""Runs `cleaner`; gives the exit code, and what it said."""


@dataclass(frozen=True)
class Store:
    """A place for files.

    Attributes:
        files: reads and writes them.
        root: their folder, as commands name it.
        cli: the command that finds them.
        is_ours: whether it is gone with this process.
    """

    files: Any
    root: str
    cli: Cli
    is_ours: bool = False

    def at(self, folder: str) -> str:
        """A folder in it, as commands name it."""
        return f"{self.root}/{folder}"

    def put(self, name: str, data: bytes) -> None:
        """Write a file."""
        path = self.files._strip_protocol(self.at(name))
        self.files.makedirs(path.rpartition("/")[0], exist_ok=True)
        self.files.pipe_file(path, data)

    def held(self, folder: str) -> dict[str, bytes]:
        """All files below a folder, the unfinished ones too."""
        start = f"{self.files._strip_protocol(self.at(folder))}/"
        return {path.removeprefix(start): self.files.cat_file(path) for path in self._paths(folder)}

    def size(self, folder: str) -> int:
        """How many bytes lie below a folder."""
        return sum(self.files.size(path) or 0 for path in self._paths(folder))

    def clear(self, folder: str) -> None:
        """Remove a folder."""
        self.files.rm(self.files._strip_protocol(self.at(folder)), recursive=True)

    def written(self, folder: str, size: int) -> Moment:
        """The moment when so many bytes lie below a folder."""

        def wait(process: subprocess.Popen[bytes]) -> None:
            while process.poll() is None and self._size_now(folder) < size:
                time.sleep(0.005)

        return wait

    def _size_now(self, folder: str) -> int:
        try:
            return self.size(folder)
        except FileNotFoundError:  # it was there a moment ago, under the name of a draft
            return 0

    def _paths(self, folder: str) -> list[str]:
        self.files.invalidate_cache()
        found: list[str] = self.files.find(self.files._strip_protocol(self.at(folder)))
        return found


def _by_process(*arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "cleaner", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def in_process(*arguments: str) -> tuple[int, str]:
    """Run `cleaner` in this process, with whose memory a store in memory goes."""
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.stderr


@contextmanager
def folder(place: Path) -> Iterator[Store]:
    """A folder of this machine."""
    yield Store(fsspec.filesystem("file"), str(place), _by_process)


@contextmanager
def memory(_place: Path) -> Iterator[Store]:
    """A store in the memory of this process."""
    yield Store(MemoryFileSystem(), "memory://corpus", in_process, is_ours=True)
    MemoryFileSystem.store.clear()
    MemoryFileSystem.pseudo_dirs[:] = [""]


@contextmanager
def serving() -> Iterator[dict[str, str]]:
    """An S3 API on this machine; the variables by which commands find it."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # else it tells of each request
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    settings = {"ENDPOINT_URL": f"http://{host}:{port}", "DEFAULT_REGION": "us-east-1"}
    settings |= {"ACCESS_KEY_ID": "t", "SECRET_ACCESS_KEY": "t"}
    yield {f"AWS_{name}": value for name, value in settings.items()}
    server.stop()


@contextmanager
def s3(_place: Path) -> Iterator[Store]:
    """A bucket."""
    with serving() as variables, mock.patch.dict(os.environ, variables):
        files = fsspec.filesystem("s3", use_listings_cache=False, skip_instance_cache=True)
        files.mkdir("corpus")
        yield Store(files, "s3://corpus", _by_process)


STORES: dict[str, Callable[[Path], AbstractContextManager[Store]]] = {"memory://": memory, "s3://": s3}
"""By what their addresses begin with."""


class Stopped(BaseException):
    """The end of a run whose store takes nothing any more."""


@contextmanager
def stopping_after(uploads: int) -> Iterator[None]:
    """A store in memory that takes so many files, and then stops whoever puts one more."""
    put, left = MemoryFileSystem.put_file, iter(range(uploads))

    def put_or_stop(*arguments: Any, **options: Any) -> None:
        if next(left, None) is None:
            raise Stopped
        put(*arguments, **options)

    with mock.patch.object(MemoryFileSystem, "put_file", put_or_stop):
        yield
