"""Scanners: where any of many needles occurs in rows of letters. Each finds exactly the same."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import accumulate
from typing import Protocol

from cleaner.text.letters import EDGE

# How many bytes of a needle the index of `GramScanner` goes by; no needle is shorter.
_GRAM = 2


class Scanner(Protocol):
    """Looks for the needles it was made with; the number of a needle is its place among them."""

    def scan(self, rows: Sequence[bytes]) -> Iterator[tuple[int, int]]:
        """The numbers of a row and of a needle in it, for each place where one occurs, in any order.

        A needle that begins or ends with `EDGE` occurs at that edge of a row only.
        """


def scanner(needles: Sequence[bytes], *, large: bool) -> Scanner:
    """A scanner for some needles.

    Args:
        needles: each of two bytes or more, `EDGE` included, and without one inside.
        large: whether enough will be scanned to be worth the preparation of the fast one.
    """
    if large and needles:
        with suppress(ImportError):  # there is no wheel for this platform
            return AutomatonScanner(needles)
    return GramScanner(needles)


class GramScanner:
    """Looks up each two bytes of the rows: slow for much text, ready at once, needs nothing installed."""

    def __init__(self, needles: Sequence[bytes]) -> None:
        self._index: dict[bytes, list[tuple[int, bytes]]] = defaultdict(list)
        for number, needle in enumerate(needles):
            self._index[needle[:_GRAM]].append((number, needle))

    def scan(self, rows: Sequence[bytes]) -> Iterator[tuple[int, int]]:
        """See `Scanner.scan`."""
        known = self._index.get
        for number, row in enumerate(rows):
            edged = EDGE + row + EDGE
            for at in range(len(row) + 2 - _GRAM + 1):
                for needle, wanted in known(edged[at : at + _GRAM], ()):
                    if edged.startswith(wanted, at):
                        yield number, needle


class AutomatonScanner:
    """Aho and Corasick's automaton, in native code: made in the time that a megabyte takes to scan."""

    def __init__(self, needles: Sequence[bytes]) -> None:
        from ahocorasick_rs import BytesAhoCorasick  # noqa: PLC0415 - not where there is little to scan

        self._automaton = BytesAhoCorasick(needles)

    def scan(self, rows: Sequence[bytes]) -> Iterator[tuple[int, int]]:
        """See `Scanner.scan`."""
        text = EDGE + EDGE.join(rows) + EDGE
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        if hits:
            # Where the edge after each row stands: the last byte of a hit is there or before it.
            ends = list(accumulate(len(row) + 1 for row in rows))
            yield from ((bisect_left(ends, end - 1), needle) for needle, _, end in hits)
