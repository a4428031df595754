"""Tables of numbers with a word at the end of each row."""

from __future__ import annotations

from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows under a head: all columns but the last flush right; without a final line ending."""
    all_ = [head, *rows]
    widths = [max(map(len, column)) for column in zip(*all_, strict=True)]
    return "\n".join(
        "  ".join([*(cell.rjust(width) for cell, width in zip(row[:-1], widths, strict=False)), row[-1]])
        for row in all_
    )
