"""Ways: how the parts of a pattern can match, read off its syntax tree, and the words found in them.

Every node of the tree becomes the Ways in which it can match: texts known whole, or known at their ends
only. Ways are joined as the nodes follow each other. Of all the sets of words found on the way, the one
that the fewest lines would contain by chance wins. Whatever is too large or unknown becomes a gap, which
loses words and never invents any.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from cleaner.rulebook.rarity import EDGE, LIMIT, NEVER, chance, cheapest, cost
from cleaner.text.letters import letters

LONGEST = 40
"""How long a literal, in code points, is worth making from several parts of a pattern."""
MARKS = "\x1f"
"""Stands for any number of marks and spaces in a literal: they are no letters, and a scan passes them by."""
# Sets `[...]` of up to this many characters are spelled out, and looked at at all; repeats of up to this
# many texts are spelled out.
_SET, _MOST, _REPEAT = 8, 64, 32
# How many parts of a pattern side by side a literal is made from.
_REACH = 10
# Chance of meeting a literal by accident below which it needs no more characters around it.
_ENOUGH = (2.0**-5,)


class Way(NamedTuple):
    """One way in which a part of a pattern can match.

    Attributes:
        head, tail: how the text begins and ends; both the whole of it where `whole` is set.
        inner: literals one of which the text contains, found to be better than the text itself.
    """

    head: str
    tail: str
    whole: bool = False
    inner: frozenset[str] | None = None

    @property
    def best(self) -> frozenset[str] | None:
        return frozenset((self.head,)) if self.whole and self.inner is None else self.inner


Ways = Sequence[Way]
_NOTHING = Way("", "", True)
_GAP = Way("", "")


def _text(text: str) -> Way:
    return Way(text, text, True)


def _joined(left: Way, right: Way) -> Way:
    if left.whole and right.whole:
        return _text(left.head + right.head)
    head = left.head + right.head if left.whole else left.head
    tail = left.tail + right.tail if right.whole else right.tail
    return Way(head, tail, False, cheapest((left.inner, right.inner, frozenset((left.tail + right.head,)))))


def union(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """What holds whichever of several sets holds."""
    united: set[str] = set()
    for texts in sets:
        if texts is None:
            return None
        united |= texts
    return frozenset(united)


def _summary(ways: Ways, inner: frozenset[str] | None) -> Way:
    """Many ways as one: what their beginnings and their ends share."""
    head = _shared([way.head for way in ways])
    tail = _shared([way.tail[::-1] for way in ways])[::-1]
    return Way(head, tail, False, inner)


def _shared(texts: list[str]) -> str:
    """How all of the texts begin."""
    first, last = min(texts), max(texts)
    return first[: next((at for at, char in enumerate(first) if last[at : at + 1] != char), len(first))]


def items_of(tree: Iterable[Any]) -> list[Ways]:
    """The ways of each node of a sequence; literal characters side by side are one item."""
    items: list[Ways] = []
    for code, argument in tree:
        ways = _ways(str(code), argument)
        if len(ways) == 1 and ways[0].whole and items and len(items[-1]) == 1 and items[-1][0].whole:
            items[-1] = [_joined(items[-1][0], ways[0])]
        else:
            items.append(ways)
    return items


def _ways(code: str, argument: Any) -> Ways:
    found: Ways = [_GAP]
    match code:
        case "LITERAL":
            found = [_text(chr(argument))]
        case "IN":
            chars = _characters(argument)
            if chars and all(map(_is_mark, chars)):
                found = [_text(MARKS)]
            elif chars and len(chars) <= _SET:
                found = [_text(char) for char in chars]
        case "SUBPATTERN" if not argument[1] & re.IGNORECASE:
            found = _sequence(argument[-1])
        case "ATOMIC_GROUP":
            found = _sequence(argument)
        case "BRANCH":
            found = _alternatives([_sequence(branch) for branch in argument[1]])
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            found = _repeated(_sequence(argument[2]), int(argument[0]), int(argument[1]))
        case "ASSERT" | "ASSERT_NOT" | "AT":
            found = [_NOTHING]
    return found


def _characters(members: Any) -> list[str]:
    """The characters of a set; none where it is negated, holds a class, or has very many."""
    found: list[str] = []
    for code, argument in members:
        if str(argument) == "CATEGORY_SPACE":
            argument = ord(" ")  # the only one in a view  # noqa: PLW2901
        elif str(code) not in ("LITERAL", "RANGE"):
            return []
        low, high = argument if str(code) == "RANGE" else (argument, argument)
        if high - low >= _MOST:
            return []
        found += map(chr, range(low, high + 1))
    return list(dict.fromkeys(found)) if len(found) <= _MOST else []


@functools.cache
def _is_mark(char: str) -> bool:
    return not letters(char) and char != EDGE


@functools.lru_cache(maxsize=4096)  # by identity: dividing a pattern asks for the same parts again
def _sequence(tree: Any) -> Ways:
    items = items_of(tree)
    ways: list[Way] = [_NOTHING]
    for item in items:
        if len(ways) * len(item) > LIMIT:
            end = _summary(items[-1], None).tail
            return [_summary(ways, search(items))._replace(tail=end)]
        ways = [_joined(left, right) for left in ways for right in item]
    if len(items) < 2:
        return ways
    inner = search(items)
    if len(ways) > 1 and cost(inner) < cost(union(way.best for way in ways)):
        ways = [way._replace(inner=inner) for way in ways]
    return ways


def _alternatives(branches: list[Ways]) -> Ways:
    if sum(map(len, branches)) > LIMIT:
        branches = [_gathered(ways) for ways in branches]
    ways = list(dict.fromkeys(itertools.chain.from_iterable(branches)))
    return ways if len(ways) <= LIMIT else [_GAP]


def _gathered(ways: Ways) -> Ways:
    return ways if len(ways) == 1 else [_summary(ways, union(way.best for way in ways))]


def _repeated(ways: Ways, low: int, high: int) -> Ways:
    if (low, high) == (1, 1):
        return ways
    if all(way.whole and all(char == MARKS or _is_mark(char) for char in way.head) for way in ways):
        return [_text(MARKS)]
    if (low, high) == (0, 1):
        return list(dict.fromkeys([_NOTHING, *ways]))
    longest = max(len(way.head) for way in ways)
    if all(way.whole for way in ways) and high * max(longest, 1) <= LONGEST:
        counts = range(low, high + 1)
        if sum(len(ways) ** count for count in counts) <= _REPEAT:
            texts = ("".join(parts) for count in counts for parts in _products(ways, count))
            return [_text(text) for text in dict.fromkeys(texts)]
    if low == 0:
        return [_GAP]
    return [_summary(ways, way.best)._replace(head=way.head) for way in ways]


def _products(ways: Ways, count: int) -> Iterator[tuple[str, ...]]:
    return itertools.product([way.head for way in ways], repeat=count)


class _Best:
    """The set of literals that costs least of all that were offered; of equal ones the first."""

    def __init__(self) -> None:
        self.texts: frozenset[str] | None = None
        self.cost = NEVER

    def offer(self, texts: Iterable[str] | None) -> None:
        found = frozenset(texts or ())
        if found and len(found) <= LIMIT and (price := cost(found)) < self.cost:
            self.texts, self.cost = found, price


def search(items: Sequence[Ways]) -> frozenset[str] | None:
    """The best literals of a sequence: from each item on, forwards and backwards."""
    best = _Best()
    for index in range(len(items)):
        _try(items, index, best)
    return best.texts


def each_best(items: Sequence[Ways]) -> Iterator[frozenset[str]]:
    """The best literals from each item on, forwards and backwards; one of each set has to be there."""
    for index in range(len(items)):
        best = _Best()
        _try(items, index, best)
        if best.texts is not None:
            yield best.texts


def _try(items: Sequence[Ways], index: int, best: _Best) -> None:
    best.offer(union(way.best for way in items[index]))
    for enough in _ENOUGH if len(items) > 1 else ():
        _grow(items[index : index + _REACH], enough, best, backwards=False)
        _grow(items[max(index + 1 - _REACH, 0) : index + 1][::-1], enough, best, backwards=True)


def _grow(items: Sequence[Ways], enough: float, best: _Best, *, backwards: bool) -> None:
    """Offer literals that run on from the first item into the next ones.

    Only texts whose chance is above `enough` run on; the others are settled and stay as they are.
    """
    settled: set[str] = set()
    running: set[str] = set()
    for way in items[0]:
        if way.inner and cost(way.inner) <= enough:
            settled |= way.inner
        else:
            running.add(way.head if backwards else way.tail)
    for item in items[1:]:
        settled |= {text for text in running if chance(text) <= enough}
        running -= settled
        if not running or len(settled) + len(running) * len(item) > LIMIT:
            return
        if max(map(len, running)) > LONGEST or cost(settled) >= best.cost:
            return
        before, running = running, set()
        for text, way in itertools.product(before, item):
            longer = way.tail + text if backwards else text + way.head
            if way.whole:
                running.add(longer)
                continue
            inner = cheapest((frozenset((longer,)), way.inner))
            if inner is None:
                return
            settled |= inner
        best.offer(settled | running)
