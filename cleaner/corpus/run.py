"""Cleaning a corpus: files go in as one stream and come out in order, each file's failure its own."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Protocol

from cleaner.corpus.atomic import Unwritten
from cleaner.corpus.cleaning import Cleaning, Outcome, Portion, Wants
from cleaner.corpus.files import Digests
from cleaner.corpus.formats import USUAL_LIMITS, Limits, Unread, Write
from cleaner.corpus.intake import Closed, Intake, Part
from cleaner.corpus.ledger import Ledger
from cleaner.corpus.outputs import output_of, take_original, written_to
from cleaner.corpus.tally import Tally
from cleaner.corpus.walk import Job, Source
from cleaner.corpus.workers import cleaned
from cleaner.engine.clean import Cleaner
from cleaner.engine.result import Result
from cleaner.errors import DocumentError, FileError
from cleaner.text.document import Document


class Listener(Protocol):
    """Hears what becomes of the documents."""

    @property
    def wants(self) -> Wants:
        """Which documents it wants to be told one by one."""

    def counted(self, tally: Tally) -> None:
        """Some documents went through the engine, those that are told one by one among them."""

    def cleaned(self, source: Source, document: Document, result: Result) -> None:
        """A document went through the engine; its verdict may still be a refusal or a timeout."""

    def failed(self, source: Source, error: DocumentError) -> None:
        """A document could not be read or written; where it could be read, its bytes were passed on."""


Entry = tuple[Part, Outcome | None]
"""A part of a file and, if it was to be cleaned, what became of it."""
Meter = Callable[[int, int], None]
"""Is told how far a run has come: so many more documents, so many more bytes of input."""


def unmetered(documents: int, size: int) -> None:
    """The meter of a run whose progress nobody watches."""


@dataclass(frozen=True)
class Run:
    """One run over a corpus.

    Attributes:
        cleaner: the engine.
        listener: hears what becomes of the documents.
        ledger: records removals, or None.
        url, lang: given for all documents, or None.
        workers: how many processes clean; 1 for this one alone. Never changes a result.
        limits: of records and pieces.
    """

    cleaner: Cleaner
    listener: Listener
    ledger: Ledger | None = None
    url: str | None = None
    lang: str | None = None
    workers: int = 1
    limits: Limits = USUAL_LIMITS

    def clean(self, jobs: Sequence[Job], meter: Meter = unmetered) -> None:
        """Clean files and write their outputs, each atomically, or not at all.

        Args:
            jobs: the files, in order.
            meter: is told how far the run has come.

        Raises:
            OutputError: the disk is full or the ledger cannot be written, so that the run has to end.
        """
        intake = self._intake([job.source for job in jobs])
        with closing(self._outcomes(intake, meter)) as stream:
            for number, parts in groupby(stream, key=lambda entry: entry[0].number):
                try:
                    self._write(jobs[number], parts)
                except FileError as error:
                    intake.given_up.add(number)
                    self.listener.failed(jobs[number].source, error)

    def check(self, sources: Sequence[Source], meter: Meter = unmetered) -> None:
        """Find what would go from files; writes nothing. See `clean`."""
        with closing(self._outcomes(self._intake(sources), meter)) as stream:
            for part, outcome in stream:
                source = sources[part.number]
                try:
                    self._tell(source, part, outcome)
                except FileError as error:
                    self.listener.failed(source, error)

    def _intake(self, sources: Sequence[Source]) -> Intake:
        return Intake(sources, self.url, self.lang, self.limits)

    def _outcomes(self, intake: Intake, meter: Meter) -> Generator[Entry]:
        """All parts of all files, in order, with what became of those that are cleaned."""
        clean = Cleaning(self.cleaner, self.listener.wants, recorded=self.ledger is not None)
        number = position = 0
        with closing(cleaned(intake.batches(), clean, self.workers)) as stream:
            for batch, outcomes in stream:
                left = iter(outcomes)
                for part in batch.parts:
                    outcome = next(left) if isinstance(part.what, Portion) else None
                    yield part, outcome
                    before = position if part.number == number else 0
                    number, position = part.number, part.position
                    meter(outcome.tally.documents if outcome else 0, max(position - before, 0))

    def _write(self, job: Job, parts: Iterator[Entry]) -> None:
        """Write one file, or nothing of it.

        Raises:
            FileError: it cannot be read or written.
        """
        first = next(parts)
        if isinstance(first[0].what, Closed) and first[0].what.error:
            raise first[0].what.error
        with output_of(job) as file:
            digests = Digests(wanted=self.ledger is not None)
            with written_to(file, job) as write:
                changed = self._copy(job.source, chain([first], parts), write, digests)
            if not changed:
                take_original(file, job)
            if self.ledger:
                self.ledger.close(job.source.output, job.source.format.written, *digests.pair())
            if job.in_place and not changed:
                raise Unwritten

    def _copy(self, source: Source, parts: Iterable[Entry], write: Write, digests: Digests) -> bool:
        """Write what is left of a file, and hash it; whether anything was cut."""
        changed = False
        for part, outcome in parts:
            if isinstance(part.what, Closed):
                if part.what.error:
                    raise part.what.error
                return changed
            self._tell(source, part, outcome)
            if outcome and isinstance(part.what, Portion):
                changed = changed or bool(outcome.spans)
                form = part.what.piece.data if outcome.form is None else outcome.form
                left = outcome.left(form)
            elif isinstance(part.what, Unread):
                form = left = part.what.data
            digests.update(form, left)
            write(left, part.rest)
        raise EOFError("the parts of a file have no end")

    def _tell(self, source: Source, part: Part, outcome: Outcome | None) -> None:
        """Tell ledger and listener what became of a part.

        Raises:
            FileError: nothing can be written for its file.
        """
        if outcome is None:
            if not isinstance(part.what, Portion) and part.what.error:
                self.listener.failed(source, part.what.error)
            return
        if self.ledger:
            self.ledger.write(outcome.rows)
        self.listener.counted(outcome.tally)
        for said in outcome.told:
            if isinstance(said, FileError):
                raise said
            if isinstance(said, DocumentError):
                self.listener.failed(source, said)
            else:
                self.listener.cleaned(source, *said)
