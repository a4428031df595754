"""Literals: the words one of which any match of a pattern must contain, read off its syntax tree.

Every node of the tree becomes the Ways in which it can match: texts known whole, or known at their ends
only. Ways are joined as the nodes follow each other. Of all the sets of words found on the way, the one
that the fewest lines would contain by chance wins. Whatever is too large or unknown becomes a gap, which
loses literals and never invents any.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from re import _parser as syntax  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from cleaner.rulebook.rarity import LIMIT, NO_VIEW, chance, cheapest, cost, trimmed
from cleaner.rulebook.rule import BlockRule, Condition, Rule
from cleaner.text.shapes import SHAPES

LONGEST = 40
"""How long a literal, in code points, is worth making from several parts of a pattern."""
# Sets `[...]` of up to this many characters are spelled out, repeats of up to this many texts.
_SET, _REPEAT = 8, 32
# Chance of meeting a literal by accident below which it needs no more characters around it.
_ENOUGH = (0.0, 2.0**-5, 2.0**-3, 1.0)


class Required(NamedTuple):
    """What a rule needs to find before it can match.

    Attributes:
        key: whose line holds one of the literals: `pattern`, `start` or `end`.
        literals: in the form of views: folded, in lower case, maybe with spaces inside.
    """

    key: str
    literals: frozenset[str]


def rule_literals(rule: Rule) -> Required | None:
    """The literals of a rule: of its pattern, or of a block's `start`, or else of the `end` it has to reach.

    Returns:
        None where nothing in particular has to be there.
    """
    keys = ("start", "end") if isinstance(rule, BlockRule) else ("pattern",)
    for key in keys:
        found = _of_condition(getattr(rule, key, None))
        if found:
            return Required(key, found)
    return None


def _of_condition(condition: Condition | None) -> frozenset[str] | None:
    """A line meets every part of a condition, so that the best part's literals will do."""
    parts = (condition,) if isinstance(condition, str) else condition or ()
    return cheapest(literals(part) for part in parts if part not in SHAPES)


@functools.cache
def literals(pattern: str) -> frozenset[str] | None:
    """Literals one of which every view that the pattern fully matches contains.

    Each has four letters or digits or more, or two in a script without spaces, and begins and ends with one.

    Args:
        pattern: in the dialect of rules (see `rulebook.patterns`).

    Returns:
        At most `LIMIT` literals, none contained in another; None where the pattern requires none.

    Raises:
        re.error: the pattern is not valid.
    """
    tree = syntax.parse(pattern)
    if tree.state.flags & re.IGNORECASE:
        return None
    found = _search(_items(tree)) or ()
    return _least({trimmed(text) for text in found if NO_VIEW not in text}) or None


def _least(texts: set[str]) -> frozenset[str]:
    return frozenset(text for text in texts if not any(other in text for other in texts - {text}))


class _Way(NamedTuple):
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


_Ways = Sequence[_Way]
_NOTHING = _Way("", "", True)
_GAP = _Way("", "")


def _text(text: str) -> _Way:
    return _Way(text, text, True)


def _joined(left: _Way, right: _Way) -> _Way:
    if left.whole and right.whole:
        return _text(left.head + right.head)
    head = left.head + right.head if left.whole else left.head
    tail = left.tail + right.tail if right.whole else right.tail
    return _Way(head, tail, False, cheapest((left.inner, right.inner, frozenset((left.tail + right.head,)))))


def _union(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """What holds whichever of several sets holds."""
    united: set[str] = set()
    for texts in sets:
        if texts is None:
            return None
        united |= texts
    return frozenset(united)


def _summary(ways: _Ways, inner: frozenset[str] | None) -> _Way:
    """Many ways as one: what their beginnings and their ends share."""
    head = _shared([way.head for way in ways])
    tail = _shared([way.tail[::-1] for way in ways])[::-1]
    return _Way(head, tail, False, inner)


def _shared(texts: list[str]) -> str:
    """How all of the texts begin."""
    first, last = min(texts), max(texts)
    return first[: next((at for at, char in enumerate(first) if last[at : at + 1] != char), len(first))]


def _items(tree: Any) -> list[_Ways]:
    """The ways of each node of a sequence; literal characters side by side are one item."""
    items: list[_Ways] = []
    for code, argument in tree:
        ways = _ways(str(code), argument)
        if len(ways) == 1 and ways[0].whole and items and len(items[-1]) == 1 and items[-1][0].whole:
            items[-1] = [_joined(items[-1][0], ways[0])]
        else:
            items.append(ways)
    return items


def _ways(code: str, argument: Any) -> _Ways:
    found: _Ways = [_GAP]
    match code:
        case "LITERAL":
            found = [_text(chr(argument))]
        case "IN":
            found = [_text(char) for char in _characters(argument)] or found
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
    """The characters of a set; none where it is negated, holds a class, or has many."""
    found: list[str] = []
    for code, argument in members:
        low, high = argument if str(code) == "RANGE" else (argument, argument)
        if str(code) not in ("LITERAL", "RANGE") or high - low >= _SET:
            return []
        found += map(chr, range(low, high + 1))
    return list(dict.fromkeys(found)) if len(found) <= _SET else []


def _sequence(tree: Any) -> _Ways:
    items = _items(tree)
    ways: list[_Way] = [_NOTHING]
    for item in items:
        if len(ways) * len(item) > LIMIT:
            end = _summary(items[-1], None).tail
            return [_summary(ways, _search(items))._replace(tail=end)]
        ways = [_joined(left, right) for left in ways for right in item]
    if len(items) < 2:
        return ways
    inner = _search(items)
    if len(ways) > 1 and cost(inner) < cost(_union(way.best for way in ways)):
        ways = [way._replace(inner=inner) for way in ways]
    return ways


def _alternatives(branches: list[_Ways]) -> _Ways:
    if sum(map(len, branches)) > LIMIT:
        branches = [_gathered(ways) for ways in branches]
    ways = list(dict.fromkeys(itertools.chain.from_iterable(branches)))
    return ways if len(ways) <= LIMIT else [_GAP]


def _gathered(ways: _Ways) -> _Ways:
    return ways if len(ways) == 1 else [_summary(ways, _union(way.best for way in ways))]


def _repeated(ways: _Ways, low: int, high: int) -> _Ways:
    if (low, high) == (1, 1):
        return ways
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


def _products(ways: _Ways, count: int) -> Iterator[tuple[str, ...]]:
    return itertools.product([way.head for way in ways], repeat=count)


def _search(items: Sequence[_Ways]) -> frozenset[str] | None:
    """The best literals of a sequence: from each item on, forwards and backwards."""
    return cheapest(_candidates(items))


def _candidates(items: Sequence[_Ways]) -> Iterator[frozenset[str] | None]:
    for index, item in enumerate(items):
        yield _union(way.best for way in item)
        for enough in _ENOUGH if len(items) > 1 else ():
            yield from _grown(items[index:], enough, backwards=False)
            yield from _grown(items[index::-1], enough, backwards=True)


def _grown(items: Sequence[_Ways], enough: float, *, backwards: bool) -> Iterator[frozenset[str]]:
    """Literals that run on from the first item into the next ones.

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
        if max(map(len, running)) > LONGEST:
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
        yield frozenset(settled | running)
