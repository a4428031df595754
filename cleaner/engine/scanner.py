"""Scanners: which rows of letters hold what a rule needs. Both find exactly the same."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from cleaner.rulebook.required import ENDLESS, HEAD, Needles, unbundled
from cleaner.text.letters import EDGE

if TYPE_CHECKING:
    from ahocorasick_rs import BytesAhoCorasick

# How many bytes of a needle `Automata` goes by at first: enough to be rare, and many needles begin alike.
_BEGIN = 10
# Longest row, in bytes, of each class of rows. A rule about short lines, whose words are often common
# ones, is not looked for in long lines, of which most text consists.
_CLASSES = (60, 160, 400)
# How many first bytes of a needle `Finder` goes by: few needles begin like anything that is there.
_KNOWN = 6
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
        self._sought = [(one, one.needles.heads.split(" ")) for one in sought]
        self._clauses: dict[int, list[_Clause]] = {}

    def scan(self, rows: Sequence[bytes]) -> Iterator[tuple[int, int]]:
        """See `Scanner.scan`."""
        text = _joined(rows)
        heads = _grams(text.decode("utf-8", "surrogatepass"))
        begins = {text[at : at + _KNOWN] for at in range(len(text))}
        lengths, ends = lengths_of(rows), _ends(rows)
        for one, own in self._sought:
            if heads.isdisjoint(own):
                continue
            found: set[int] = set()
            for longest, firsts, further in self._unpacked(one):
                for needle in [
                    needle for needle in firsts if needle[:_KNOWN] in begins or len(needle) < _KNOWN
                ]:
                    for end in _ends_of(needle, text):
                        number = bisect_left(ends, end - 1)
                        if lengths[number] <= longest and number not in found:
                            row = EDGE + rows[number] + EDGE
                            if all(_holds(row, unbundled(bundle)) for bundle in further):
                                found.add(number)
            yield from ((number, one.place) for number in found)

    def _unpacked(self, one: Sought) -> list[_Clause]:
        """The clauses of a rule; they are asked for again and again in texts of a kind."""
        clauses = self._clauses.get(one.place)
        if clauses is None:
            clauses = self._clauses[one.place] = [
                (min(longest, one.limit), unbundled(first), further)
                for longest, (first, *further) in one.needles.clauses()
            ]
        return clauses


_Clause = tuple[int, list[bytes], list[bytes]]
"""The longest row that counts; needles, one of which has to be found; and bundles, of each of which one has
to be as well."""


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
        longest: dict[bytes, int] = {}
        # Equal sets are one, so that each is looked for once in a row.
        sets: dict[bytes, _Set] = {}
        for place, limit, needles in sought:
            for most, (first, *others) in needles.clauses():
                further = tuple([sets.setdefault(bundle, _Set(bundle)) for bundle in others])
                counting = min(limit, most)
                for begin, wholes in _by_begin(unbundled(first)).items():
                    wanted[begin].append((place, counting, wholes, further))
                    if counting > longest.get(begin, 0):
                        longest[begin] = counting
        bounds = (0, *_CLASSES, ENDLESS)
        self._classes = [_Class(above, up_to, wanted, longest) for above, up_to in pairwise(bounds)]

    def scan(self, rows: Sequence[bytes]) -> Iterator[tuple[int, int]]:
        """See `Scanner.scan`."""
        lengths = lengths_of(rows)
        numbers = [number for number, length in enumerate(lengths) if length]
        for class_ in self._classes:
            yield from class_.scan(rows, lengths, numbers)


def _by_begin(needles: Iterable[bytes]) -> dict[bytes, list[bytes]]:
    """Needles by their first bytes; those that are no longer go without saying."""
    found: dict[bytes, list[bytes]] = {}
    short: set[bytes] = set()
    for needle in needles:
        begin = needle[:_BEGIN]
        if begin in found:
            found[begin].append(needle)
        else:
            found[begin] = [needle]
        if begin == needle:
            short.add(begin)
    return found | {begin: [] for begin in short}


def _automaton(needles: Sequence[bytes], *, quickly: bool = False) -> BytesAhoCorasick:
    """What finds needles; `quickly` makes it sooner, and it is a little slower."""
    from ahocorasick_rs import BytesAhoCorasick, Implementation  # noqa: PLC0415 - not for little text

    return BytesAhoCorasick(needles, implementation=Implementation.ContiguousNFA if quickly else None)


class _Set:
    """A bundle of needles of which one has to be in a row, unpacked when it is first asked for."""

    __slots__ = ("_automaton", "_bundle", "_needles", "_spared")

    def __init__(self, bundle: bytes) -> None:
        self._bundle = bundle
        self._needles: Sequence[bytes] = ()
        self._spared = _SPARED
        self._automaton: BytesAhoCorasick | None = None

    def meets(self, row: bytes) -> bool:
        """Whether a row with its edges holds one of them."""
        if self._automaton is not None:
            return bool(self._automaton.find_matches_as_indexes(row))
        self._needles = self._needles or unbundled(self._bundle)
        if len(self._needles) > _FEW:
            self._spared -= 1
            if not self._spared:
                self._automaton = _automaton(self._needles, quickly=True)
        return _holds(row, self._needles)


_Wanted = tuple[int, int, Sequence[bytes], Sequence[_Set]]
"""What the beginning of a needle is looked for: the place of a rule; the longest row, in characters, that
counts; the needles that begin so, one of which has to be there, unless they are no longer; sets to be met."""


class _Class:
    """The rows of some lengths, and what to look for in them."""

    def __init__(
        self,
        above: int,
        up_to: int,
        wanted: Mapping[bytes, Sequence[_Wanted]],
        longest: Mapping[bytes, int],
    ) -> None:
        self._above = above
        self._up_to = up_to
        begins = [begin for begin, limit in longest.items() if limit > above]
        self._wanted = [wanted[begin] for begin in begins]
        self._automaton = _automaton(begins)

    def scan(
        self, rows: Sequence[bytes], lengths: Sequence[int], numbers: Iterable[int]
    ) -> Iterator[tuple[int, int]]:
        """See `Scanner.scan`; of the rows of some numbers those of other lengths are passed by."""
        own = [number for number in numbers if self._above < lengths[number] <= self._up_to]
        for at, begins in groupby(self._hits([rows[number] for number in own]), key=itemgetter(0)):
            number = own[at]
            row, length = EDGE + rows[number] + EDGE, lengths[number]
            found: set[int] = set()
            met: dict[_Set, bool] = {}
            for _, begin in begins:
                for place, limit, wholes, further in self._wanted[begin]:
                    if length > limit or place in found or (wholes and not _holds(row, wholes)):
                        continue
                    if not further or _meets_all(row, further, met):
                        found.add(place)
                        yield number, place

    def _hits(self, rows: Sequence[bytes]) -> list[tuple[int, int]]:
        """In which rows, in order, which needles begin."""
        found = self._automaton.find_matches_as_indexes(_joined(rows), overlapping=True) if rows else []
        ends = _ends(rows) if found else []
        return sorted({(bisect_left(ends, end - 1), needle) for needle, _, end in found})


def _meets_all(row: bytes, sets: Iterable[_Set], met: dict[_Set, bool]) -> bool:
    """Whether a row with its edges holds one needle of each of some sets; `met` remembers."""
    for one in sets:
        known = met.get(one)
        if known is None:
            known = met[one] = one.meets(row)
        if not known:
            return False
    return True
