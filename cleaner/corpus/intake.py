"""Intake: the files of a run as one stream of batches, small enough for memory, large enough for work."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from cleaner.corpus.cleaning import Portion
from cleaner.corpus.compressed import compression_of
from cleaner.corpus.files import Input, unreadable, unsteady
from cleaner.corpus.formats import USUAL_LIMITS, Limits, Origin, Rest, Unread
from cleaner.corpus.places import State, content_of, state_of
from cleaner.corpus.walk import Source
from cleaner.errors import FileError

_FILE_WEIGHT = 4096  # what a file weighs however small it is, so that a batch has some hundreds at most


class Closed(NamedTuple):
    """The end of a file.

    Attributes:
        error: why it ended before its end, or None.
        state: what `places.state_of` said of it.
        content: what `places.content_of` said of it, if hashes were asked for; empty for a pipe.
    """

    error: FileError | None = None
    state: State | None = None
    content: str = ""


class Part(NamedTuple):
    """What comes next of a file.

    Attributes:
        number: index of the file among all of the run.
        what: a portion to clean, bytes to pass on, or the end.
        position: how many bytes of the file, compressed as they are, were used up by then.
        rest: what the format's writer needs of a portion besides, or None.
    """

    number: int
    what: Portion | Unread | Closed
    position: int = 0
    rest: Rest | None = None


@dataclass
class Batch:
    """Parts whose documents are cleaned together.

    Attributes:
        parts: in order.
        weight: about how much memory they take, in bytes.
    """

    parts: list[Part] = field(default_factory=list)
    weight: int = 0

    @property
    def portions(self) -> list[Portion]:
        """What is to be cleaned."""
        return [part.what for part in self.parts if isinstance(part.what, Portion)]


@dataclass
class Intake:
    """Reads files one after another.

    Attributes:
        sources: the files.
        url, lang: given for all documents, or None.
        limits: of records and pieces.
        hashed: whether hashes of the files are wanted.
        given_up: numbers of files of which no more is wanted; may grow while the stream is read.
    """

    sources: Sequence[Source]
    url: str | None = None
    lang: str | None = None
    limits: Limits = USUAL_LIMITS
    hashed: bool = False
    given_up: set[int] = field(default_factory=set)

    def batches(self) -> Iterator[Batch]:
        """All parts of all files, in order."""
        batch = Batch()
        for part in self._parts():
            batch.parts.append(part)
            batch.weight += _weight(part)
            if batch.weight >= self.limits.piece // 2:  # a piece is a little less than its size
                yield batch
                batch = Batch()
        if batch.parts:
            yield batch

    def _parts(self) -> Iterator[Part]:
        for number, source in enumerate(self.sources):
            try:
                yield from self._parts_of(number, source)
            except FileError as error:
                yield Part(number, Closed(error=error))

    def _parts_of(self, number: int, source: Source) -> Iterator[Part]:
        origin = Origin(source.label, self.url, self.lang)
        compression = compression_of(source.name)
        if compression in source.format.packed:
            compression = None
        with _opened(source) as raw:
            state = _state(raw, source)
            file = Input(raw, source.label, compression=compression, limits=self.limits)
            for piece in source.format.pieces(file, origin, self.limits):
                if number in self.given_up:
                    return
                if isinstance(piece, Unread):
                    yield Part(number, piece, file.position, piece.rest)
                else:
                    rest = piece.rest
                    sent = piece._replace(rest=None) if rest else piece
                    portion = Portion(sent, source.format, origin, source.output)
                    yield Part(number, portion, file.position, rest)
            position = file.position
            content = _content(raw, state, source) if self.hashed else ""
            if _state(raw, source) != state:
                raise unsteady(source.label)
            yield Part(number, Closed(state=state, content=content), position)


def _content(raw: BinaryIO, state: State | None, source: Source) -> str:
    try:
        return content_of(raw, state)
    except OSError as error:
        raise unreadable(error, source.label) from None


def _state(raw: BinaryIO, source: Source) -> State | None:
    try:
        return state_of(raw)
    except OSError as error:
        raise unreadable(error, source.label) from None


def _weight(part: Part) -> int:
    match part.what:
        case Portion(piece=piece):
            return len(piece.data) + (part.rest.weight if part.rest else 0)
        case Unread(data=data):
            return len(data)
        case _:
            return _FILE_WEIGHT


@contextmanager
def _opened(source: Source) -> Iterator[BinaryIO]:
    if source.path is None:
        yield sys.stdin.buffer
        return
    try:
        file = source.path.open("rb", buffering=0)
    except OSError as error:
        raise unreadable(error, source.label) from None
    with file:
        yield file
