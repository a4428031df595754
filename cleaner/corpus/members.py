"""Gzip members one by one, in a stream; after a corrupt one it goes on at the next that is sound."""

from __future__ import annotations

import zlib
from collections.abc import Generator, Iterator
from typing import NamedTuple

from cleaner.corpus.formats import Limits, Readable

MEMBER = b"\x1f\x8b\x08"
"""How a gzip member begins (RFC 1952, 2.3.1); deflate is the only method there is."""
BLOCK = 1 << 16
"""How much is read at a time, in bytes."""
_MADE = 1 << 20  # how much is decompressed at a time at most
_TRIED = 1 << 12  # how much of what may be a member is decompressed to find out


class Chunk(NamedTuple):
    """What comes next of an archive, decompressed.

    Attributes:
        offset: in the file, of its first byte; of a compressed one, where its member begins.
        data: the bytes.
        ended: whether its member ends here; then there is no data.
        problem: why it ended before its end; empty where it did not.
        suspect: whether what it gave may be wrong, as its checksum is.
    """

    offset: int
    data: bytes = b""
    ended: bool = False
    problem: str = ""
    suspect: bool = False


class Buffer:
    """What was read of a file and is not done with.

    Attributes:
        data: the bytes.
        at: where they begin in the file.
    """

    def __init__(self, source: Readable) -> None:
        """Begin to read."""
        self._source = source
        self.data = bytearray()
        self.at = 0

    def fill(self, size: int) -> bool:
        """Read until so many bytes are there; whether they are.

        Raises:
            FileError: from the source.
        """
        while len(self.data) < size:
            more = self._source.read(BLOCK)
            if not more:
                return False
            self.data += more
        return True

    def drop(self, size: int) -> None:
        """Be done with so many bytes."""
        del self.data[:size]
        self.at += size


def members(buffer: Buffer, beginning: bytes, limits: Limits) -> Iterator[Chunk]:
    """What the members of a file hold.

    Args:
        buffer: the file.
        beginning: of what a member holds, by which one is known again after a corrupt one.
        limits: of what it may expand to, and of the bytes that are kept to go back to.

    Raises:
        FileError: see `Buffer.fill`.
    """
    while buffer.fill(1):
        start = buffer.at
        end = yield from _member(buffer, limits)
        yield end
        if end.problem:
            buffer.drop(max(start + 1 - buffer.at, 0))
            _seek(buffer, beginning)


def _member(buffer: Buffer, limits: Limits) -> Generator[Chunk, None, Chunk]:
    """The member at the beginning of the buffer; the chunk that ends it."""
    start, used, made = buffer.at, 0, 0
    inflate = zlib.decompressobj(wbits=31)
    while not inflate.eof:
        if not buffer.fill(used + 1):
            return Chunk(start, ended=True, problem="is cut off")
        block = bytes(buffer.data[used : used + BLOCK])
        try:
            data = inflate.decompress(block, _MADE)
        except zlib.error as error:
            suspect = "incorrect" in str(error) and "check" in str(error)
            return Chunk(start, ended=True, problem=f"is corrupt ({error})", suspect=suspect)
        used += len(block) - len(inflate.unconsumed_tail) - len(inflate.unused_data)
        made += len(data)
        if data:
            yield Chunk(start, data)
        if made > limits.unsuspicious and made > limits.expansion * (buffer.at + used - start):
            problem = f"expands to more than {limits.expansion} times its size"
            return Chunk(start, ended=True, problem=problem, suspect=True)
        if used > limits.record:  # too much to go back to
            buffer.drop(used)
            used = 0
    buffer.drop(used)
    return Chunk(start, ended=True)


def _seek(buffer: Buffer, beginning: bytes) -> None:
    """Drop what stands before the next sound member; all, where there is none."""
    while buffer.fill(len(MEMBER)):
        at = buffer.data.find(MEMBER)
        buffer.drop(at if at >= 0 else len(buffer.data) - len(MEMBER) + 1)
        if at >= 0:
            if _begins(buffer, beginning):
                return
            buffer.drop(1)
        elif not buffer.fill(len(buffer.data) + 1):
            break
    buffer.drop(len(buffer.data))


def _begins(buffer: Buffer, beginning: bytes) -> bool:
    buffer.fill(_TRIED)
    try:
        return zlib.decompressobj(wbits=31).decompress(bytes(buffer.data[:_TRIED]), 64).startswith(beginning)
    except zlib.error:
        return False
