"""Scanners: which rows of letters hold what a rule needs. Both find exactly the same."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from cleaner.rulebook.required import HEAD, Needles
from cleaner.text.letters import EDGE

if TYPE_CHECKING:
    from ahocorasick_rs import BytesAhoCorasick

ENDLESS = 1 << 62
"""The limit of rules that may match in rows of any length."""
# How many bytes of a needle `Automata` goes by at first: enough to be rare, and many needles begin alike.
_BEGIN = 10
# Longest row, in bytes, of each class of rows. A rule about short lines, whose words are often common
# ones, is not looked for in long lines, of which most text consists.
_CLASSES = (60, 160, 400)
# Up to so many needles are looked for one by one as fast as by an automaton, and of more it is made once they
# have been looked for so many times: it takes as long as a few rows.
_FEW, _SPARED = 6, 3


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
        self._clauses: dict[int, list[_Clause]] = {}

    def scan(self, rows: Sequence[bytes]) -> Iterator[tuple[int, int]]:
        """See `Scanner.scan`."""
        text = _joined(rows)
        grams = _grams(text.decode("utf-8", "surrogatepass"))
        lengths, ends = lengths_of(rows), _ends(rows)
        for one, heads in self._sought:
            here = heads.intersection(grams)
            found: set[int] = set()
            for firsts, further in self._unpacked(one) if here else ():
                for needle in chain.from_iterable(firsts.get(head, ()) for head in here):
                    for end in _ends_of(needle, text):
                        number = bisect_left(ends, end - 1)
                        if lengths[number] <= one.limit and number not in found:
                            row = EDGE + rows[number] + EDGE
                            if all(_holds(row, needles) for needles in further):
                                found.add(number)
            yield from ((number, one.place) for number in found)

    def _unpacked(self, one: Sought) -> list[_Clause]:
        """The clauses of a rule; they are asked for again and again in texts of a kind."""
        clauses = self._clauses.get(one.place)
        if clauses is None:
            clauses = self._clauses[one.place] = [
                (_by_head(first), further) for first, *further in one.needles.sets()
            ]
        return clauses


_Clause = tuple[dict[str, list[bytes]], list[list[bytes]]]
"""Needles by their heads, one of which has to be found, and sets, of each of which one has to be as well."""


def _by_head(needles: Iterable[bytes]) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = defaultdict(list)
    for needle in needles:
        found[needle.decode("utf-8", "surrogatepass")[:HEAD]].append(needle)
    return dict(found)


def _grams(text: str) -> set[str]:
    """All that a text holds of the lengths that heads have."""
    return {text[at : at + size] for size in range(1, HEAD + 1) for at in range(len(text))}


def _ends_of(needle: bytes, text: bytes) -> Iterator[int]:
    """Where a needle ends in a text, each time it is there."""
    at = text.find(needle)
    while at >= 0:
        yield at + len(needle)
        at = text.find(needle, at + 1)


def _ends(rows: Iterable[bytes]) -> list[int]:
    """Where the edge after each row stands when they are joined; a needle of the row ends there or before."""
    return list(accumulate(len(row) + 1 for row in rows))


def _holds(row: bytes, needles: Iterable[bytes]) -> bool:
    for needle in needles:  # noqa: SIM110 - twice as fast as any()
        if row.find(needle) >= 0:  # `in` first takes a needle for a number, which costs more than the search
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
        # Equal sets have one number, so that each is looked for once in a row.
        numbers: dict[tuple[bytes, ...], int] = {}
        for place, limit, needles in sought:
            for first, *others in needles.sets():
                further = [numbers.setdefault(tuple(one), len(numbers)) for one in others]
                for begin, whole in _by_begin(first).items():
                    some = [] if whole == [begin] else [numbers.setdefault(tuple(whole), len(numbers))]
                    wanted[begin].append(_Wanted(place, limit, (*some, *further)))
        sets = [_Set(needles) for needles in numbers]
        bounds = (0, *_CLASSES, ENDLESS)
        self._classes = [_Class(above, up_to, wanted, sets) for above, up_to in pairwise(bounds)]

    def scan(self, rows: Sequence[bytes]) -> Iterator[tuple[int, int]]:
        """See `Scanner.scan`."""
        lengths = lengths_of(rows)
        for class_ in self._classes:
            yield from class_.scan(rows, lengths)


def _by_begin(needles: Iterable[bytes]) -> dict[bytes, list[bytes]]:
    """Needles by their first bytes."""
    found: dict[bytes, list[bytes]] = defaultdict(list)
    for needle in needles:
        found[needle[:_BEGIN]].append(needle)
    return found


def _automaton(needles: Sequence[bytes], *, quickly: bool = False) -> BytesAhoCorasick:
    """What finds needles; `quickly` makes it sooner, and it is a little slower."""
    from ahocorasick_rs import BytesAhoCorasick, Implementation  # noqa: PLC0415 - not for little text

    return BytesAhoCorasick(needles, implementation=Implementation.ContiguousNFA if quickly else None)


class _Wanted(NamedTuple):
    """What the beginning of a needle is looked for.

    Attributes:
        place: of the rule.
        limit: longest row, in characters, that counts.
        further: numbers of sets of needles, of each of which one has to be in the row as well; first the
            needles that begin so, then the rarest.
    """

    place: int
    limit: int
    further: tuple[int, ...]


class _Set:
    """Needles of which one has to be in a row."""

    __slots__ = ("_automaton", "_needles", "_spared")

    def __init__(self, needles: Sequence[bytes]) -> None:
        self._needles = needles
        self._spared = _SPARED if len(needles) > _FEW else -1
        self._automaton: BytesAhoCorasick | None = None

    def meets(self, row: bytes) -> bool:
        """Whether a row with its edges holds one of them."""
        if self._automaton is not None:
            return bool(self._automaton.find_matches_as_indexes(row))
        if self._spared == 0:
            self._automaton = _automaton(self._needles, quickly=True)
        self._spared -= 1
        return _holds(row, self._needles)


class _Class:
    """The rows of some lengths, and what to look for in them."""

    def __init__(
        self,
        above: int,
        up_to: int,
        wanted: Mapping[bytes, Sequence[_Wanted]],
        sets: Sequence[_Set],
    ) -> None:
        self._above = above
        self._up_to = up_to
        self._sets = sets
        needles = {
            needle: some
            for needle, all_ in wanted.items()
            if (some := [one for one in all_ if one.limit > above])
        }
        self._wanted = list(needles.values())
        self._automaton = _automaton(list(needles))

    def scan(self, rows: Sequence[bytes], lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
        """See `Scanner.scan`; the rows of other lengths are passed by."""
        numbers = [at for at, length in enumerate(lengths) if self._above < length <= self._up_to]
        for at, needles in groupby(self._hits([rows[number] for number in numbers]), key=itemgetter(0)):
            number = numbers[at]
            row, length = EDGE + rows[number] + EDGE, lengths[number]
            found: set[int] = set()
            there: dict[int, bool] = {}
            for _, needle in needles:
                for place, limit, further in self._wanted[needle]:
                    if length <= limit and place not in found and self._are_in(row, further, there):
                        found.add(place)
                        yield number, place

    def _hits(self, rows: Sequence[bytes]) -> list[tuple[int, int]]:
        """In which rows, in order, which needles begin."""
        found = self._automaton.find_matches_as_indexes(_joined(rows), overlapping=True) if rows else []
        ends = _ends(rows) if found else []
        return sorted({(bisect_left(ends, end - 1), needle) for needle, _, end in found})

    def _are_in(self, row: bytes, sets: Iterable[int], there: dict[int, bool]) -> bool:
        """Whether a row with its edges holds one needle of each of some sets; `there` remembers."""
        for number in sets:
            known = there.get(number)
            if known is None:
                known = there[number] = self._sets[number].meets(row)
            if not known:
                return False
        return True
