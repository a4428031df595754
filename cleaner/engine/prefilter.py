"""The prefilter: one scan over a batch of texts finds the few lines at which each rule has to look.

It never changes a result. A rule can only match where the line of its pattern (or of a block's `start` or
`end`) holds one of its literals; the letters of a literal are then among the letters of the line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, groupby, pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from cleaner.engine.scanner import Scanner, scanner
from cleaner.rulebook.kinds import InlineRule, RunRule
from cleaner.rulebook.required import Needles
from cleaner.rulebook.rule import BlockRule, Rule
from cleaner.text.letters import EDGE, rows

Candidates = Mapping[int, Sequence[int] | None]
"""For each rule that may match, by its place, the lines where: numbers from 0, rising. None for any line."""

# Longest row, in bytes, of each class of lines. A rule about short lines, whose words are often common
# ones, is not looked for in long lines, of which most text consists.
_CLASSES = (60, 160, 400)
_ENDLESS = 1 << 62
# Shortest needle, in bytes, that the scanners take.
_SHORTEST = 2
# Bytes of text after which the fast scanners, which take a tenth of a second to make, are worth it.
_WORTHWHILE = 1 << 16


class Prefilter:
    """What a set of rules needs to find, ready to scan. Picklable; what is made for scanning stays behind."""

    def __init__(self, rules: Sequence[Rule], required: Mapping[str, Needles | None]) -> None:
        """Prepare for some rules.

        Args:
            rules: each is called by its place among them.
            required: what each needs to find, by id.
        """
        self._limits = [_longest_row(rule) for rule in rules]
        self._wanted: dict[bytes, list[_Wanted]] = defaultdict(list)
        # Rules that look at every line of every text, or of those texts in which a block's end occurs.
        self._sets: dict[tuple[bytes, ...], tuple[bytes, ...]] = {}
        self._always: dict[int, frozenset[int] | None] = {}
        self._anywhere: set[int] = set()
        company = _Company(rules)
        for place, rule in enumerate(rules):
            if isinstance(rule, RunRule):  # it matches nowhere but around its anchors
                continue
            found = required[rule.id]
            if found is None or not self._add(place, found):
                self._always[place] = company.of(place)
            elif found.key == "end":
                self._anywhere.add(place)
        self._scanned = 0
        self._classes: list[_Class] = []

    def _add(self, place: int, required: Needles) -> bool:
        """Look for what a rule requires, if all of it can be looked for."""
        clauses = required.sets()
        if min(len(needle) for first, *_ in clauses for needle in first) < _SHORTEST:
            return False
        for first, *others in clauses:
            # Equal sets become one, so that each is looked for once in a row; the small ones come first.
            further = [self._sets.setdefault(one, one) for one in map(tuple, sorted(others, key=len))]
            for needle in first:
                self._wanted[needle].append(_Wanted(place, self._limits[place], tuple(further)))
        return True

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_scanned": 0, "_classes": []}

    def candidates(self, texts: Sequence[str]) -> list[Candidates]:
        """Where each rule may match in each of some texts, its lines numbered as in `Document.lines`."""
        found: list[dict[int, set[int]]] = [{} for _ in texts]
        if not texts:
            return []
        firsts = [0, *accumulate(_row_count(text) for text in texts)]
        for row, place in self._hits(rows(texts)):
            text = bisect_right(firsts, row) - 1
            found[text].setdefault(place, set()).add(row - firsts[text])
        return [
            self._called(found_in) | {place: self._lines(place, found_in[place]) for place in found_in}
            for found_in in found
        ]

    def _called(self, found: Iterable[int]) -> dict[int, None]:
        """Rules that look at every line, less those for which another one would have to be found."""
        called: dict[int, None] = {}
        there = set(found)
        waiting = self._always
        while here := [
            at for at, company in waiting.items() if company is None or not company.isdisjoint(there)
        ]:
            called |= dict.fromkeys(here)
            there.update(here)
            waiting = {at: company for at, company in waiting.items() if at not in called}
        return called

    def scan(self, text: str) -> Candidates:
        """The candidates of one text."""
        return self.candidates([text])[0]

    def _lines(self, place: int, numbers: set[int]) -> list[int] | None:
        return None if place in self._anywhere else sorted(numbers)

    def _hits(self, letters: Sequence[bytes]) -> Iterable[tuple[int, int]]:
        """The numbers of rows, and the places of the rules that may match there."""
        lengths = _lengths(letters)
        self._prepare(sum(lengths))
        for class_ in self._classes:
            numbers = [at for at, length in enumerate(lengths) if class_.above < length <= class_.up_to]
            if not numbers:
                continue
            hits = class_.scanner.scan([letters[number] for number in numbers])
            for at, found in groupby(sorted(hits), key=itemgetter(0)):
                number = numbers[at]
                row = EDGE + letters[number] + EDGE
                wanted = chain.from_iterable(class_.wanted[needle] for needle in {hit[1] for hit in found})
                for place in _places(wanted, row, lengths[number]):
                    yield number, place

    def _prepare(self, size: int) -> None:
        """Make the scanners: the ones that are ready at once for a start, the fast ones for much text."""
        before, self._scanned = self._scanned, self._scanned + size
        if not self._classes or before < _WORTHWHILE <= self._scanned:
            large = self._scanned >= _WORTHWHILE
            bounds = (0, *_CLASSES, _ENDLESS)
            self._classes = [
                _Class(above, up_to, self._wanted, large=large) for above, up_to in pairwise(bounds)
            ]


class _Wanted(NamedTuple):
    """What a needle is looked for.

    Attributes:
        place: of the rule.
        limit: longest row, in characters, that counts.
        further: sets of needles, of each of which one has to be in the row as well.
    """

    place: int
    limit: int
    further: tuple[tuple[bytes, ...], ...]


def _places(wanted: Iterable[_Wanted], row: bytes, length: int) -> Iterator[int]:
    """The places of the rules all of whose needles are in a row, with its edges."""
    found: set[int] = set()
    known: dict[tuple[bytes, ...], bool] = {}
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


def _holds(row: bytes, needles: Iterable[bytes]) -> bool:
    for needle in needles:  # noqa: SIM110 - twice as fast as any(), and most of the time goes here
        if needle in row:
            return True
    return False


class _Company:
    """Which rules have to be found for others to count."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._places = {rule.id: place for place, rule in enumerate(rules)}
        self._callers: dict[str, set[int]] = defaultdict(set)
        for place, rule in enumerate(rules):
            anchors = {self._places[one] for one in rule.anchors} if isinstance(rule, RunRule) else {place}
            for needed in rule.needs:
                self._callers[needed] |= anchors

    def of(self, place: int) -> frozenset[int] | None:
        """The places of the rules one of which has to be found; None where it counts by itself.

        A witness counts where a rule asks for it, or where a run that does has an anchor.
        """
        rule = self._rules[place]
        if rule.requires:
            return frozenset(self._places[needed] for needed in rule.requires.rules)
        return None if rule.deletes else frozenset(self._callers[rule.id]) - {place}


class _Class:
    """The lines of some lengths, and what to look for in them."""

    def __init__(self, above: int, up_to: int, wanted: Mapping[bytes, list[_Wanted]], *, large: bool) -> None:
        self.above = above
        self.up_to = up_to
        needles = {
            needle: some
            for needle, all_ in wanted.items()
            if (some := [one for one in all_ if one.limit > above])
        }
        self.wanted = list(needles.values())
        self.scanner: Scanner = scanner(list(needles), large=large)


def _longest_row(rule: Rule) -> int:
    """How many characters the letters of a line may have; they are no more than those of its view."""
    # The limit of a block counts what stands there, of which a view can be longer; that of an inline rule
    # counts a part of the line.
    if isinstance(rule, BlockRule | InlineRule):
        return _ENDLESS
    return int(getattr(rule, "max_chars", _ENDLESS))


def _lengths(letters: Sequence[bytes]) -> list[int]:
    """How many characters each row has."""
    return [len(row) if row.isascii() else len(row.decode("utf-8", "surrogatepass")) for row in letters]


def _row_count(text: str) -> int:
    endings = text.count("\n")
    return endings + 1 if "\r" not in text else endings + 1 + text.count("\r") - text.count("\r\n")
