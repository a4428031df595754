"""Cleaning a corpus: files go in as one stream and come out in order, each file's failure its own."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, Protocol

from cleaner.corpus.cleaning import Cleaning, Outcome, Portion, Wants
from cleaner.corpus.commit import Commit
from cleaner.corpus.files import Digests, unreadable, unsteady
from cleaner.corpus.formats import USUAL_LIMITS, Limits, Unread, Write
from cleaner.corpus.intake import Closed, Intake, Part
from cleaner.corpus.ledger import Closing, Ledger, error_row
from cleaner.corpus.outputs import draft_of, reread, take_original, written_to
from cleaner.corpus.patience import Patience
from cleaner.corpus.places import state_of
from cleaner.corpus.tally import Tally
from cleaner.corpus.walk import Found, Job, Source
from cleaner.corpus.workers import cleaned
from cleaner.engine.clean import Cleaner
from cleaner.engine.result import Result, Verdict
from cleaner.engine.watching import Watch
from cleaner.errors import DocumentError, FileError, NoTextRecordError, RecordError
from cleaner.text.document import Document


class Listener(Protocol):
    """Hears what becomes of the documents."""

    @property
    def wants(self) -> Wants:
        """Which documents it wants to be told one by one."""

    def counted(self, tally: Tally) -> None:
        """Some documents went through the engine, those that are told one by one among them."""

    def cleaned(self, document: Document, result: Result) -> None:
        """A document went through the engine; its verdict may still be a refusal or a timeout."""

    def failed(self, error: DocumentError) -> None:
        """A document could not be read or written; where it could be read, its bytes were passed on."""

    def ended(self) -> None:
        """No more is told of the file that was last told of, if any was."""


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
        patience: how much may go wrong before the run stops.
        watch: finds what is only reported, for listeners; None for nothing.
    """

    cleaner: Cleaner
    listener: Listener
    ledger: Ledger | None = None
    url: str | None = None
    lang: str | None = None
    workers: int = 1
    limits: Limits = USUAL_LIMITS
    patience: Patience = field(default_factory=Patience)
    watch: Watch | None = None

    def clean(self, jobs: Sequence[Job], meter: Meter = unmetered) -> None:
        """Clean files and write their outputs, each atomically, or not at all.

        Args:
            jobs: the files, in order.
            meter: is told how far the run has come.

        Raises:
            OutputError: the disk is full or the ledger cannot be written, so that the run has to end.
            StoppedError: more went wrong than `patience` bears; what was done by then is complete.
        """
        intake = self._intake([job.source for job in jobs])
        with Commit(self.ledger) as commit, closing(self._outcomes(intake, meter)) as stream:
            for number, parts in groupby(commit.alongside(stream), key=lambda entry: entry[0].number):
                try:
                    self._write(jobs[number], parts, commit)
                except FileError as error:
                    intake.given_up.add(number)
                    if self.ledger:
                        self.ledger.drop()
                    self.fail(error)
                finally:
                    self.listener.ended()
        if self.ledger:
            self.ledger.end()

    def fail(self, error: DocumentError) -> None:
        """Tell the listener of something that could not be read or written.

        Raises:
            StoppedError: see `clean`.
        """
        self.listener.failed(error)
        if error.exit_code:
            self.patience.fail()

    def recall(self, tally: Tally, told: Iterable[Mapping[str, Any]]) -> None:
        """Tell the listener what became of the documents of a run that this one goes on with.

        Args:
            tally: their counts.
            told: the ledger's rows on those that were kept whole or could not be cleaned.

        Raises:
            StoppedError: see `clean`.
        """
        self.listener.counted(tally)
        for _, rows in groupby(told, key=itemgetter("doc")):
            try:
                for row in rows:
                    self._recall(row)
            finally:
                self.listener.ended()

    def _recall(self, row: Mapping[str, Any]) -> None:
        if "error" in row:
            failed = DocumentError if row["where"] == row["doc"] else RecordError
            kind = failed if row["failed"] else NoTextRecordError  # a page that is a file has no rows
            self.fail(kind(row["error"], where=row["where"], advice=row["advice"]))
        else:
            document = Document("", path=row["doc"], record=row.get("record"), id=row.get("id"))
            verdict = Verdict(row["verdict"], tuple(row["reasons"]), tuple(row["rules"]))
            self._judge(document, Result("", verdict=verdict))

    def check(self, found: Found, meter: Meter = unmetered) -> None:
        """Find what would go from files, and say what could not be found; writes nothing. See `clean`."""
        for error in found.errors:
            self.fail(error)
        sources = found.sources
        with closing(self._outcomes(self._intake(sources), meter)) as stream:
            for number, parts in groupby(stream, key=lambda entry: entry[0].number):
                try:
                    for part, outcome in parts:
                        self._look(sources[number], part, outcome)
                finally:
                    self.listener.ended()

    def _look(self, source: Source, part: Part, outcome: Outcome | None) -> None:
        if outcome:
            self.listener.counted(outcome.tally)
        try:
            self._tell(source, part, outcome)
        except FileError as error:
            self.fail(error)

    def _intake(self, sources: Sequence[Source]) -> Intake:
        return Intake(sources, self.url, self.lang, self.limits, hashed=self.ledger is not None)

    def _outcomes(self, intake: Intake, meter: Meter) -> Generator[Entry]:
        """All parts of all files, in order, with what became of those that are cleaned."""
        clean = Cleaning(self.cleaner, self.listener.wants, self.ledger is not None, self.watch)
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

    def _write(self, job: Job, parts: Iterator[Entry], commit: Commit) -> None:
        """Write one file, or nothing of it.

        Raises:
            FileError: it cannot be read or written.
        """
        first = next(parts)
        if isinstance(first[0].what, Closed) and first[0].what.error:
            raise first[0].what.error
        digests = Digests(wanted=self.ledger is not None)
        with draft_of(job) as draft:
            with written_to(draft, job) as write:
                closed, tally = self._copy(job.source, chain([first], parts), write, digests)
            if not tally.changed:
                take_original(draft, job)
            _check_steady(job, closed)
        try:
            if self.ledger:
                how = job.source.format.written.name, job.source.format.written.settings
                hashes, counts = (closed.content, *digests.pair()), (tally.documents, tally.characters)
                self.ledger.close(Closing(job.source.output, *how, *hashes, *counts))
        except BaseException:
            draft.discard()
            raise
        self.listener.counted(tally)  # not sooner: of a file that cannot be written nothing was changed
        if job.in_place and not tally.changed:
            draft.discard()
        else:
            commit.add(draft, str(job.target), at_once=job.in_place)

    def _copy(
        self, source: Source, parts: Iterable[Entry], write: Write, digests: Digests
    ) -> tuple[Closed, Tally]:
        """Write what is left of a file, and hash it; what is known at its end, and its counts."""
        tally = Tally()
        for part, outcome in parts:
            if isinstance(part.what, Closed):
                if part.what.error:
                    raise part.what.error
                return part.what, tally
            self._tell(source, part, outcome)
            if outcome and isinstance(part.what, Portion):
                tally.merge(outcome.tally)
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
                if self.ledger:
                    self.ledger.write(error_row(source.output, part.what.error, source.label))
                self.fail(part.what.error)
            return
        if self.ledger:
            self.ledger.write(outcome.rows)
        for said in outcome.told:
            if isinstance(said, FileError):
                raise said
            if isinstance(said, DocumentError):
                self.fail(said)
            else:
                self._judge(*said)

    def _judge(self, document: Document, result: Result) -> None:
        self.listener.cleaned(document, result)
        if result.verdict.status == "timeout":
            self.patience.time_out(result.verdict.rules)


def _check_steady(job: Job, closed: Closed) -> None:
    """Make sure that nobody has written a file since it was read, where what was read takes its place.

    Raises:
        FileError: somebody has.
    """
    path = job.source.path
    if closed.state is None or path is None or not (job.in_place or reread(job)):
        return
    try:
        steady = state_of(path) == closed.state
    except OSError as error:
        raise unreadable(error, job.source.label) from None
    if not steady:
        raise unsteady(job.source.label)
