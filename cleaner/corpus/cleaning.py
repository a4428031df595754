"""Cleaning pieces: what one worker does, and all that it needs for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import chain, islice, pairwise
from typing import NamedTuple

from cleaner.corpus.formats import Format, Origin, Piece, Reading, Recorded
from cleaner.corpus.ledger import error_row, rows_of
from cleaner.corpus.tally import Tally
from cleaner.engine.clean import Cleaner
from cleaner.engine.result import Result
from cleaner.engine.watching import Watch
from cleaner.errors import DocumentError, FileError, RecordError
from cleaner.text.document import Document

Seen = tuple[Document, Result]
"""A document and what became of it, for whoever listens."""


class Wants(IntEnum):
    """Which documents a listener is told one by one; all others it knows as numbers only."""

    KEPT_WHOLE = 0
    CHANGED = 1  # or with something to report
    ALL = 2


class Portion(NamedTuple):
    """A piece and what is known of it.

    Attributes:
        piece: the bytes.
        format: how to read them.
        origin: what is known of their documents.
        doc: what the ledger calls their file.
    """

    piece: Piece
    format: Format
    origin: Origin
    doc: str


@dataclass
class Outcome:
    """What became of a piece.

    Attributes:
        spans: what goes, as half-open spans of bytes of its form, in order.
        form: what was read out of the piece and is written in its place; None for the piece itself.
        tally: the counts of its documents.
        told: the documents that are told one by one, and why others could not be cleaned, in order.
        rows: what the ledger takes.
    """

    spans: list[tuple[int, int]] = field(default_factory=list)
    form: bytes | None = None
    tally: Tally = field(default_factory=Tally)
    told: list[Seen | DocumentError] = field(default_factory=list)
    rows: str = ""

    def left(self, data: bytes) -> bytes:
        """What is left of a form."""
        if not self.spans:
            return data
        view = memoryview(data)
        bounds = [0, *chain.from_iterable(self.spans), len(data)]
        return b"".join([view[start:end] for start, end in islice(pairwise(bounds), 0, None, 2)])

    def append(self, other: Outcome, at: int) -> None:
        """Add the outcome of the piece that follows, `at` bytes after the beginning of this one.

        Both pieces are their own form.
        """
        self.spans += [(start + at, end + at) for start, end in other.spans]
        self.tally.merge(other.tally)
        self.told += other.told
        self.rows += other.rows


@dataclass(frozen=True)
class Cleaning:
    """Cleans pieces: a pure function that can be sent to workers.

    Attributes:
        cleaner: the engine.
        wants: which documents the outcomes tell one by one.
        recorded: whether a ledger is kept.
        watch: finds what is only reported; None for nothing.
    """

    cleaner: Cleaner
    wants: Wants = Wants.KEPT_WHOLE
    recorded: bool = False
    watch: Watch | None = None

    def __call__(self, portions: Sequence[Portion]) -> list[Outcome]:
        """The outcome of each portion; the documents of all of them are one batch for the engine."""
        readings = [portion.format.read(portion.piece, portion.origin) for portion in portions]
        documents = list(chain.from_iterable(reading.documents for reading in readings))
        results = iter(self.cleaner.clean_documents(documents))
        if self.watch:
            results = map(self.watch, documents, results)
        return [
            self._outcome(portion, reading, list(islice(results, len(reading.documents))))
            for portion, reading in zip(portions, readings, strict=True)
        ]

    def _outcome(self, portion: Portion, reading: Reading, results: Sequence[Result]) -> Outcome:
        outcome = Outcome(form=reading.form)
        outcome.tally.documents = len(reading.documents)
        outcome.tally.characters = sum([len(document.text) for document in reading.documents])
        told: list[tuple[int, Seen | DocumentError]] = list(reading.errors)
        rows = [
            (index, error_row(portion.doc, error, portion.origin.path)) for index, error in reading.errors
        ]
        for index in self._worth_a_look(results):
            said, row = self._settle(outcome, portion, reading, index, results[index])
            if said is not None:
                told.append((index, said))
            rows.append((index, row))
        # An error stands before the document of its index.
        outcome.told = [said for _, said in sorted(told, key=lambda entry: entry[0])]
        if self.recorded:
            outcome.rows = "".join([row for _, row in sorted(rows, key=lambda entry: entry[0])])
        return outcome

    def _worth_a_look(self, results: Sequence[Result]) -> Iterator[int]:
        """The indices of the documents of which there is something to say; of most there is nothing."""
        everything = self.wants is Wants.ALL
        for index, result in enumerate(results):
            if everything or result.removals or result.kept or result.reported or not result.verdict.accepted:
                yield index

    def _settle(
        self, outcome: Outcome, portion: Portion, reading: Reading, index: int, result: Result
    ) -> tuple[Seen | DocumentError | None, str]:
        """Add one document to an outcome; what is to be told of it, and the rows of the ledger."""
        document = reading.documents[index]
        recorded: Sequence[Recorded] = ()
        if result.changed:
            try:
                spans, recorded = reading.cuts(index, result)
            except DocumentError as error:
                outcome.tally.documents -= 1
                outcome.tally.characters -= len(document.text)
                return error, error_row(portion.doc, error, portion.origin.path)
            outcome.spans += spans
        outcome.tally.judge(result)
        rows = rows_of(portion.doc, document, result.verdict, recorded) if self.recorded else ""
        wanted = Wants.CHANGED if result.changed or result.reported else Wants.ALL
        return (document, result) if self.wants >= wanted or not result.verdict.accepted else None, rows


def lost(portion: Portion) -> Outcome:
    """The outcome of a single document at which worker after worker ended: it stays as it is."""
    path, first = portion.origin.path, portion.piece.first
    extracted = bool(portion.format.suffix)
    whole = FileError if extracted else DocumentError
    error = (whole if first is None else RecordError)(
        "ends the process that cleans it, again and again",
        where=path if first is None else f"{path}:{first}",
        advice=f"{'nothing is written for it' if extracted else 'it is passed on as it is'}; "
        "perhaps there is too little memory",
    )
    row = error_row(portion.doc, error, path)
    return Outcome(told=[error], rows=row, form=b"" if extracted else None)
