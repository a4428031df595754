"""Cutting a file into pieces of whole lines, in bounded memory whatever it holds."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.corpus.formats import Limits, Piece, Readable, Unread, too_large


def line_pieces(source: Readable, path: str, limits: Limits) -> Iterator[Piece | Unread]:
    """The lines of a file; those that are too large are told and passed on unread.

    Args:
        source: the file.
        path: how messages name it.
        limits: the largest line (its line feed not counted), and how much to read at a time.

    Raises:
        FileError: from `source`, after the complete lines before the failure.
    """
    first, held, size = 1, [b""], 0
    passing = False
    while block := source.read(limits.piece):
        if passing:
            end = block.find(b"\n") + 1
            yield Unread(block[: end or None])
            if not end:
                continue
            first, passing, block = first + 1, False, block[end:]
        end = block.rfind(b"\n") + 1
        if end:
            data = b"".join([*held, memoryview(block)[:end]])
            held, block, size = [], block[end:], 0  # what is long is not held twice while it is cleaned
            yield from _fitting(data, first, path, limits)
            first += data.count(b"\n")
        held.append(block)
        size += len(block)
        if size > limits.record:
            yield Unread(b"".join(held), too_large(path, limits, first))
            held, size, passing = [], 0, True
    if size:
        yield Piece(b"".join(held), first)


def _fitting(data: bytes, first: int, path: str, limits: Limits) -> Iterator[Piece | Unread]:
    """Complete lines, less those that are too large."""
    if len(data) <= limits.record:
        yield Piece(data, first)
        return
    begun, run, start = first, 0, 0
    for number, line in enumerate(data.split(b"\n")[:-1], first):
        end = start + len(line) + 1
        if len(line) > limits.record:
            if run < start:
                yield Piece(data[run:start], begun)
            yield Unread(data[start:end], too_large(path, limits, number))
            begun, run = number + 1, end
        start = end
    if run < start:
        yield Piece(data[run:], begun)
