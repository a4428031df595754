"""Cleaning a corpus: one job after another, each file's failure its own."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from cleaner.corpus.atomic import Unwritten, replacing
from cleaner.corpus.files import HashedInput, HashedOutput, unreadable, unwritable
from cleaner.corpus.formats import Origin, Recorded
from cleaner.corpus.ledger import Ledger
from cleaner.corpus.walk import Job, Source
from cleaner.engine.clean import Cleaner
from cleaner.engine.result import Result
from cleaner.errors import DocumentError, FileError
from cleaner.text.document import Document


class Listener(Protocol):
    """Hears what becomes of each document."""

    def cleaned(self, source: Source, document: Document, result: Result) -> None:
        """A document went through the engine; its verdict may still be a refusal or a timeout."""

    def failed(self, source: Source, error: DocumentError) -> None:
        """A document could not be read or written; where it could be read, its bytes were passed on."""


@dataclass(frozen=True)
class Run:
    """One run over a corpus.

    Attributes:
        cleaner: the engine.
        listener: hears what becomes of each document.
        ledger: records removals, or None.
        url, lang: given for all documents, or None.
    """

    cleaner: Cleaner
    listener: Listener
    ledger: Ledger | None = None
    url: str | None = None
    lang: str | None = None

    def clean(self, job: Job) -> None:
        """Clean one file and write its output, atomically, or nothing.

        Raises:
            OutputError: the disk is full or the ledger cannot be written, so that the run has to end.
        """
        try:
            with _output(job) as sink:
                self._convert(job, sink)
        except FileError as error:
            self.listener.failed(job.source, error)

    def check(self, source: Source) -> None:
        """Find what would go from one file; writes nothing."""
        with Path(os.devnull).open("wb") as sink:
            try:
                self._convert(Job(source), sink)
            except FileError as error:
                self.listener.failed(source, error)

    def _convert(self, job: Job, sink: BinaryIO) -> None:
        source = job.source
        with _input(source) as file:
            read = HashedInput(file, source.label)
            written = HashedOutput(sink, str(job.target or source.label))
            origin = Origin(source.label, self.url, self.lang)
            source.format.clean(io.BufferedReader(read), written, origin, _Desk(self, source))
        self._complete(job, read.digest(), written.digest())

    def _complete(self, job: Job, original: str, cleaned: str) -> None:
        if self.ledger:
            source = job.source
            self.ledger.close(source.name, source.format, original=original, cleaned=cleaned)
        if job.in_place and original == cleaned:
            raise Unwritten


@dataclass(frozen=True)
class _Desk:
    """Takes the documents of one file; see `formats.Desk`."""

    run: Run
    source: Source

    def clean(self, document: Document) -> Result:
        return self.run.cleaner.clean_document(document)

    def settle(self, document: Document, result: Result, recorded: Sequence[Recorded]) -> None:
        if self.run.ledger:
            self.run.ledger.add(self.source.name, document, result.verdict, recorded)
        self.run.listener.cleaned(self.source, document, result)

    def fail(self, error: DocumentError) -> None:
        self.run.listener.failed(self.source, error)


@contextmanager
def _input(source: Source) -> Iterator[BinaryIO]:
    if source.path is None:
        yield sys.stdin.buffer
        return
    try:
        file = source.path.open("rb")
    except OSError as error:
        raise unreadable(error, source.label) from None
    with file:
        yield file


@contextmanager
def _output(job: Job) -> Iterator[BinaryIO]:
    if job.target is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if job.target.is_dir():  # known before the ledger says that the file is complete
        raise unwritable(IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR)), str(job.target))
    try:
        job.target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(job.target, like=job.source.path if job.in_place else None) as file:
            yield file
    except OSError as error:
        raise unwritable(error, str(job.target)) from None
