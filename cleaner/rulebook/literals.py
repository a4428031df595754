"""Literals: the words without which a pattern cannot match.

A pattern is divided into alternatives where that pays, and each of them has a clause: sets of words, one of
each of which every match of it contains.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Sequence
from operator import itemgetter
from re import _parser as syntax  # type: ignore[attr-defined]
from typing import Any

from cleaner.rulebook.kinds import InlineRule
from cleaner.rulebook.rarity import EDGE, ONE, cost, impossible, price, trimmed
from cleaner.rulebook.required import Clause, Required, Sets
from cleaner.rulebook.rule import BlockRule, Condition, Rule
from cleaner.rulebook.ways import MARKS, Ways
from cleaner.text.shapes import SHAPES

# How many alternatives are told apart.
_MOST_PARTS = 80
# Cost of a set of words above which it is no use as a further one, how many words such a one has at most,
# since they are looked for one by one, and how many such sets are of use.
_TELLING, _MOST_WORDS, _FURTHER = 2 * ONE, 120, 5
# Cost of a literal below which the rest of it is little use, and how many may keep it: many share their
# beginnings.
_PLENTY, _FEW = ONE >> 14, 16


def rule_literals(rule: Rule) -> Required | None:
    """The literals of a rule: of its pattern, or of a block's `start`, or else of the `end` it has to reach.

    Returns:
        None where nothing in particular has to be there.
    """
    keys = ("start", "end") if isinstance(rule, BlockRule) else ("pattern",)
    for key in keys:
        found = _of_condition(rule.around if isinstance(rule, InlineRule) else getattr(rule, key, None))
        if found:
            return Required(key, found)
    return None


def _of_condition(condition: Condition | None) -> tuple[Clause, ...]:
    """A line meets every part of a condition, so that the best part's clauses will do."""
    parts = (condition,) if isinstance(condition, str) else condition or ()
    found = [clauses(part) for part in parts if part not in SHAPES]
    return min((one for one in found if one), key=lambda one: (cost(_first(one)), len(one)), default=())


def _first(found: Sequence[Clause]) -> frozenset[str]:
    return frozenset().union(*(clause.sets[0] for clause in found))


def literals(pattern: str) -> frozenset[str] | None:
    """Literals one of which every view that the pattern fully matches contains.

    Args:
        pattern: in the dialect of rules (see `rulebook.patterns`).

    Returns:
        The first sets of its `clauses`; None where the pattern requires none.

    Raises:
        re.error: the pattern is not valid.
    """
    return _first(clauses(pattern)) or None


@functools.cache
def clauses(pattern: str) -> tuple[Clause, ...]:
    """Clauses, one of which holds for every view that the pattern fully matches.

    A literal counts for three letters or more (see `rulebook.rarity`) and begins and ends with one or with
    `EDGE`, which stands for an edge of the line; `ways.MARKS` inside stands for any marks and spaces. A view
    holds it in the sense that its letters (see `text.letters`) are among those of the view.

    Args:
        pattern: in the dialect of rules (see `rulebook.patterns`).

    Returns:
        No literal contains another of its set, of which there are at most `rarity.LIMIT`; empty where the
        pattern requires nothing.

    Raises:
        re.error: the pattern is not valid.
    """
    tree = syntax.parse(pattern)
    if tree.state.flags & re.IGNORECASE:
        return ()
    ways = Ways()
    longest: dict[Sets, int] = {}
    for nodes in _divided(tree.data, ways):
        possible = tuple(map(_possible, ways.of(nodes).sets))
        if not possible:
            return ()
        if all(possible):
            sets = _telling(possible)
            longest[sets] = max(longest.get(sets, 0), ways.longest(nodes))
    return tuple(_least(itertools.starmap(Clause, longest.items())))


def _telling(sets: Sets) -> Sets:
    """The sets that tell most, the best first."""
    chosen: list[frozenset[str]] = []
    for texts in sorted(set(sets), key=lambda texts: (cost(texts), sorted(texts))):
        if chosen and (len(chosen) > _FURTHER or cost(texts) > _TELLING):
            break
        if not chosen or (len(texts) <= _MOST_WORDS and not any(_follows(texts, one) for one in chosen)):
            chosen.append(texts)
    return tuple(chosen)


def _least(found: Iterable[Clause]) -> list[Clause]:
    """Clauses without those that only hold where another one does."""
    left: list[Clause] = []
    for clause in sorted(found, key=lambda clause: (len(clause.sets), -clause.longest)):
        if not any(_covers(other, clause) for other in left):
            left.append(clause)
    return left


def _covers(clause: Clause, other: Clause) -> bool:
    """Whether one clause holds wherever another one does."""
    if clause.longest < other.longest:
        return False
    return all(any(_follows(texts, there) for there in other.sets) for texts in clause.sets)


def _divided(nodes: list[Any], ways: Ways) -> list[list[Any]]:
    """The alternatives of a pattern that are not spelled out, each with all that stands around it.

    What may be left out is told apart last: there are mostly no words without which it matters.
    """
    edge = ("LITERAL", ord(EDGE))
    parts: list[list[Any]] = []
    waiting = [[edge, *nodes, edge]]
    while waiting:
        part = waiting.pop()
        room = _MOST_PARTS - len(parts) - len(waiting)
        divisible = [
            (_is_optional(node), at, branches)
            for at, node in enumerate(part)
            if not ways.is_spelled(node) and 1 < len(branches := _branches(*node)) <= room
        ]
        if divisible:
            _, at, branches = min(divisible, key=itemgetter(0, 1))
            waiting += [[*part[:at], *branch, *part[at + 1 :]] for branch in branches]
        else:
            parts.append(part)
    return parts


def _is_optional(node: Any) -> bool:
    return str(node[0]) == "MAX_REPEAT"


def _branches(code: Any, argument: Any) -> list[Any]:
    """The alternatives that a node stands for; none where it is of another kind."""
    match str(code):
        case "BRANCH":
            return [branch.data for branch in argument[1]]
        case "SUBPATTERN" if len(argument[-1]) == 1 and not argument[1] & re.IGNORECASE:
            return _branches(*argument[-1].data[0])
        case "MAX_REPEAT" if (int(argument[0]), int(argument[1])) == (0, 1):
            return [[], argument[2].data]
    return []


def _follows(texts: frozenset[str], others: frozenset[str]) -> bool:
    """Whether one of some texts is there anyway wherever one of the others is."""
    return all(any(text in other for text in texts) for other in others)


@functools.lru_cache(maxsize=1 << 12)  # alternatives have most of their sets in common
def _possible(found: frozenset[str]) -> frozenset[str]:
    """The literals of a set that lines can hold, none within another."""
    texts = {trimmed(text) for text in found if not impossible(text)}
    if len(texts) > _FEW:
        texts = set(map(_shortened, texts))
    return frozenset(text for text in texts if not any(other in text for other in texts - {text}))


def _shortened(text: str) -> str:
    """As many of the words with which a literal begins as tell plenty."""
    ends = [at for at, char in enumerate(text) if char in (" ", MARKS)]
    return next((text[:at] for at in ends if price(text[:at]) <= _PLENTY), text)
