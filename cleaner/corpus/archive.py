"""The records of a web archive (WARC) as bytes, in a stream; what is broken is told with its offset.

Libraries give a record that was cut off as if it were whole, and stop at a corrupt member. So archives are
cut here, by the lengths that records give; after what is broken comes the next sound member, or record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.corpus.formats import Limits, Readable
from cleaner.corpus.members import BLOCK, MEMBER, Buffer, Chunk, members

_VERSION = b"WARC/"
_RECORD = re.compile(rb"WARC/[01]\.[0-9]{1,2}\r?\n[A-Za-z-]{1,40}:")
_RECORD_SIZE = 64  # what that matches is no longer
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"^content-length:[ \t]*([0-9]{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_LONGEST_HEAD = 1 << 16
_NEWLINES = b"\r\n"


class Found(NamedTuple):
    """A record, or what stands in the place of one.

    Attributes:
        offset: where it begins in the file, in bytes; of a compressed one, where its member does.
        data: the record, head and content; empty where it is broken.
        problem: what is wrong with it; empty for nothing.
    """

    offset: int
    data: bytes
    problem: str = ""


def records(source: Readable, limits: Limits) -> Iterator[Found]:
    """All records of an archive, whether it is compressed record by record, as a whole, or not at all.

    Args:
        source: the file, as it is.
        limits: of a record, and of what compressed data may expand to.

    Raises:
        FileError: from `source`, after the records before the failure.
    """
    buffer = Buffer(source)
    buffer.fill(_LONGEST_HEAD)
    # Also where the first member, of all, is the corrupt one.
    compressed = not buffer.data.startswith(_VERSION) and MEMBER in buffer.data
    cutter = _Cutter(limits, compressed=compressed)
    for chunk in members(buffer, _VERSION, limits) if compressed else _plain(buffer):
        yield from cutter.take(chunk)
    yield from cutter.end("is cut off")


def _plain(buffer: Buffer) -> Iterator[Chunk]:
    while buffer.fill(1):
        data = bytes(buffer.data[:BLOCK])
        yield Chunk(buffer.at, data)
        buffer.drop(len(data))


class _Cutter:
    """Cuts what an archive holds into records."""

    def __init__(self, limits: Limits, *, compressed: bool) -> None:
        self._limits = limits
        self._compressed = compressed
        self._held = bytearray()
        self._offset = 0  # of what is held
        self._lost = False  # whether a sound record is still looked for, after a broken one that was told
        self._closed = False  # whether what is held ends with a member

    def take(self, chunk: Chunk) -> Iterator[Found]:
        """Take what comes next; the records that are whole by now."""
        if chunk.ended:
            yield from self._close(chunk)
            return
        if self._closed and chunk.data.startswith(_VERSION):
            yield from self.end("is cut off")
        if not self._held:
            self._offset = chunk.offset
        self._closed = False
        self._held += chunk.data
        # Whether a member is sound is known at its end; those of a usual size are waited for.
        if not self._compressed or len(self._held) > self._limits.record:
            yield from self._cut()

    def _close(self, chunk: Chunk) -> Iterator[Found]:
        self._closed = True
        if chunk.suspect:
            self._held.clear()
        yield from self._cut()
        if chunk.problem:
            if not self._lost:
                yield Found(self._offset if self._held else chunk.offset, b"", chunk.problem)
            self._held.clear()
            self._lost = True

    def end(self, problem: str) -> Iterator[Found]:
        """No more comes of what is held."""
        self._closed = True
        yield from self._cut()
        if self._held.strip(_NEWLINES) and not self._lost:
            yield Found(self._offset, b"", problem)
        self._held.clear()
        self._lost = False

    def _cut(self) -> Iterator[Found]:
        while True:
            self._drop(len(self._held) - len(self._held.lstrip(_NEWLINES)) if not self._lost else 0)
            if not self._held or (self._lost and not self._find()):
                return
            size, problem = self._next()
            if problem:
                yield Found(self._offset, b"", problem)
                self._lost = True
                self._drop(1)
            elif size:
                yield Found(self._offset, bytes(self._held[:size]))
                self._drop(size)
            else:
                return

    def _next(self) -> tuple[int, str]:
        """The size of the record that comes next, once all of it is there; and what is wrong with it."""
        held = self._held
        if not held.startswith(_VERSION[: len(held)]):
            return 0, "begins like no record"
        head = _HEAD_END.search(held, 0, _LONGEST_HEAD)
        if head is None:
            return 0, "has no end of its head" if len(held) >= _LONGEST_HEAD else ""
        length = _LENGTH.search(held, 0, head.start() + 1)
        if length is None or int(length[1]) > self._limits.record:
            much = f"is longer than {self._limits.record:,} bytes"
            return 0, much if length else "does not tell its length"
        size = head.end() + int(length[1])
        after = bytes(held[size : size + 4])
        if len(held) < size or (len(after) < 4 and not self._closed):
            return 0, ""
        if after.strip(_NEWLINES) and not after.startswith(_VERSION[:4]):
            return 0, "is not as long as it says"
        return size, ""

    def _find(self) -> bool:
        """Look for the next record after a broken one; whether there is one so far."""
        found = _RECORD.search(self._held)
        self._drop(found.start() if found else max(len(self._held) - _RECORD_SIZE, 0))
        self._lost = found is None
        return found is not None

    def _drop(self, size: int) -> None:
        del self._held[:size]
        self._offset += 0 if self._compressed else size
