"""Scanners: which rows of letters hold what a rule needs. Both find exactly the same."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, groupby, pairwise
from operator import itemgetter
from typing import NamedTuple, Protocol

from cleaner.rulebook.required import HEAD, Needles
from cleaner.text.letters import EDGE

ENDLESS = 1 << 62
"""The limit of rules that may match in rows of any length."""
# How many bytes of a needle `Automata` goes by at first: enough to be rare, and a third of them all.
_BEGIN = 10
# Longest row, in bytes, of each class of rows. A rule about short lines, whose words are often common
# ones, is not looked for in long lines, of which most text consists.
_CLASSES = (60, 160, 400)


class Sought(NamedTuple):
    """What is looked for on behalf of a rule.

    Attributes:
        place: of the rule.
        limit: longest row, in characters, that counts.
        needles: what such a row has to hold.
    """

    place: int
    limit: int
    needles: Needles


class Scanner(Protocol):
    """Looks for what it was made with."""

    def scan(self, rows: Sequence[bytes]) -> Iterable[tuple[int, int]]:
        """The number of each row, and the place of each rule that finds there what it needs, in any order.

        A needle that begins or ends with `EDGE` counts at that edge of a row only.
        """


class Finder:
    """Tries rule after rule: ready at once, slow for much text."""

    def __init__(self, sought: Sequence[Sought]) -> None:
        self._sought = [(one, frozenset(one.needles.heads.split(" "))) for one in sought]

    def scan(self, rows: Sequence[bytes]) -> Iterator[tuple[int, int]]:
        """See `Scanner.scan`."""
        text = _joined(rows)
        grams = _grams(text.decode("utf-8", "surrogatepass"))
        lengths = lengths_of(rows)
        for (place, limit, needles), heads in self._sought:
            if heads.isdisjoint(grams):
                continue
            clauses = [clause for clause in needles.sets() if _holds(text, clause[0])]
            for number, row in enumerate(rows) if clauses else ():
                if lengths[number] <= limit and _meets(EDGE + row + EDGE, clauses):
                    yield number, place


def _grams(text: str) -> set[str]:
    """All that a text holds of the lengths that heads have."""
    return {text[at : at + size] for size in range(1, HEAD + 1) for at in range(len(text))}


def _meets(row: bytes, clauses: Iterable[Iterable[Iterable[bytes]]]) -> bool:
    return any(all(_holds(row, needles) for needles in clause) for clause in clauses)


def _holds(row: bytes, needles: Iterable[bytes]) -> bool:
    for needle in needles:  # noqa: SIM110 - twice as fast as any(), and most of the time goes here
        if needle in row:
            return True
    return False


def _joined(rows: Iterable[bytes]) -> bytes:
    return EDGE + EDGE.join(rows) + EDGE


def lengths_of(rows: Iterable[bytes]) -> list[int]:
    """How many characters each row has."""
    return [len(row) if row.isascii() else len(row.decode("utf-8", "surrogatepass")) for row in rows]


class Automata:
    """Aho and Corasick's automaton, in native code, for each class of rows: made in a few tenths of a second.

    Raises:
        ImportError: there is none for this platform.
    """

    def __init__(self, sought: Sequence[Sought]) -> None:
        wanted: dict[bytes, list[_Wanted]] = defaultdict(list)
        # Equal sets become one, so that each is looked for once in a row.
        known: dict[_Set, _Set] = {}
        for place, limit, needles in sought:
            for first, *others in needles.sets():
                further = tuple(known.setdefault(one, one) for one in map(tuple, sorted(others, key=len)))
                for begin, needles in _by_begin(first).items():
                    whole = () if needles == [begin] else (tuple(needles),)
                    wanted[begin].append(_Wanted(place, limit, whole + further))
        bounds = (0, *_CLASSES, ENDLESS)
        self._classes = [_Class(above, up_to, wanted) for above, up_to in pairwise(bounds)]

    def scan(self, rows: Sequence[bytes]) -> Iterator[tuple[int, int]]:
        """See `Scanner.scan`."""
        lengths = lengths_of(rows)
        for class_ in self._classes:
            numbers = [at for at, length in enumerate(lengths) if class_.above < length <= class_.up_to]
            for at, wanted in class_.hits([rows[number] for number in numbers]):
                number = numbers[at]
                for place in _places(wanted, EDGE + rows[number] + EDGE, lengths[number]):
                    yield number, place


_Set = tuple[bytes, ...]


def _by_begin(needles: Iterable[bytes]) -> dict[bytes, list[bytes]]:
    """Needles by their first bytes."""
    found: dict[bytes, list[bytes]] = defaultdict(list)
    for needle in needles:
        found[needle[:_BEGIN]].append(needle)
    return found


class _Wanted(NamedTuple):
    """What a needle is looked for.

    Attributes:
        place: of the rule.
        limit: longest row, in characters, that counts.
        further: sets of needles, of each of which one has to be in the row as well; the small ones first.
    """

    place: int
    limit: int
    further: tuple[_Set, ...]


class _Class:
    """The rows of some lengths, and what to look for in them."""

    def __init__(self, above: int, up_to: int, wanted: Mapping[bytes, list[_Wanted]]) -> None:
        from ahocorasick_rs import BytesAhoCorasick  # noqa: PLC0415 - not where there is little to scan

        self.above = above
        self.up_to = up_to
        needles = {
            needle: some
            for needle, all_ in wanted.items()
            if (some := [one for one in all_ if one.limit > above])
        }
        self._wanted = list(needles.values())
        self._automaton = BytesAhoCorasick(list(needles))

    def hits(self, rows: Sequence[bytes]) -> Iterator[tuple[int, Iterable[_Wanted]]]:
        """The number of each row in which needles were found, and what they are looked for."""
        found = self._automaton.find_matches_as_indexes(_joined(rows), overlapping=True) if rows else []
        # Where the edge after each row stands: the last byte of a needle is there or before it.
        ends = list(accumulate(len(row) + 1 for row in rows)) if found else []
        hits = sorted({(bisect_left(ends, end - 1), needle) for needle, _, end in found})
        for at, some in groupby(hits, key=itemgetter(0)):
            yield at, chain.from_iterable(self._wanted[needle] for _, needle in some)


def _places(wanted: Iterable[_Wanted], row: bytes, length: int) -> Iterator[int]:
    """The places of the rules all of whose needles are in a row, with its edges."""
    found: set[int] = set()
    known: dict[_Set, bool] = {}
    for place, limit, further in wanted:
        if length > limit or place in found:
            continue
        for needles in further:
            there = known.get(needles)
            if there is None:
                there = known[needles] = _holds(row, needles)
            if not there:
                break
        else:
            found.add(place)
            yield place
