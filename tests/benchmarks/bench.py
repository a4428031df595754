"""Bench: what all figures of one run share, its sizes and its files."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from tests.benchmarks.articles import write_articles
from tests.benchmarks.furniture import write_furniture
from tests.benchmarks.timing import Ran, run


@dataclass(frozen=True)
class Bench:
    """One run of the benchmarks.

    Attributes:
        folder: an empty folder for all files of the run.
        megabytes: size of the largest corpus but for the figure about memory; a megabyte is 10^6 bytes.
        repeat: how many rounds each comparison has.
        seed: of the articles and rules.
        escaped: write JSON as Python's `json` does, all but ASCII as `\\u` escapes, instead of in UTF-8.
        peers: environment in which the programs to compare with are installed, or None.
    """

    folder: Path
    megabytes: float = 200.0
    repeat: int = 3
    seed: int = 1
    escaped: bool = False
    peers: Path | None = None
    _files: dict[str, Path] = field(default_factory=dict)

    def articles(self, megabytes: float) -> Path:
        """A JSONL file of articles of about this size."""
        dump = _escaped if self.escaped else orjson.dumps

        def write(file: Path) -> None:
            write_articles(file, megabytes, self.seed, dump)

        return self._file(f"articles-{megabytes:g}.jsonl", write)

    def furniture(self, count: int) -> Path:
        """A file of this many made-up rules."""
        return self._file(f"furniture-{count}.toml", lambda file: write_furniture(file, count, self.seed))

    def path(self, name: str) -> Path:
        """A place for a file of the run."""
        return self.folder / name

    def clean(self, file: Path, *options: str | Path) -> Ran:
        """`cleaner clean` on a file, as a process of its own. The output is replaced by the next run's."""
        command = [sys.executable, "-m", "cleaner", "clean", file, "--output", self.path("cleaned")]
        return run([*command, "--isolated", "--quiet", *options], self.folder)

    def note(self, message: str) -> None:
        """Tell on stderr how far the run is."""
        print(message, file=sys.stderr, flush=True)

    def _file(self, name: str, write: Callable[[Path], None]) -> Path:
        if name not in self._files:
            self.note(f"writing {name}")
            write(self.path(name))
            os.sync()  # what the disk still has to do would slow what is timed next
            self._files[name] = self.path(name)
        return self._files[name]


def _escaped(record: dict[str, str]) -> bytes:
    return json.dumps(record).encode()
