"""Literals: the words without which a pattern cannot match.

A pattern is divided into alternatives where that pays, and each of them has a clause: sets of words, one of
each of which every match of it contains.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Sequence
from re import _parser as syntax  # type: ignore[attr-defined]
from typing import Any

from cleaner.rulebook.kinds import InlineRule
from cleaner.rulebook.rarity import EDGE, cost, impossible, trimmed
from cleaner.rulebook.required import Clause, Required
from cleaner.rulebook.rule import BlockRule, Condition, Rule
from cleaner.rulebook.ways import each_best, items_of, search
from cleaner.text.shapes import SHAPES

# Cost of literals below which no better ones are looked for, how many alternatives are told apart, and in
# patterns of how many nodes.
_GOOD, _MOST_PARTS, _LONGEST = 2.0**-4, 40, 60
# How much alternatives have to cost less, told apart, to be worth it; a few are for their further words.
_GAIN, _FEW, _NO_LOSS = 0.8, 9, 1.05
# Cost of a set of words above which it is no use as a further one, how many words such a one has at most,
# since they are looked for one by one, and how many such sets are of use.
_TELLING, _MOST_WORDS, _FURTHER = 3.0, 40, 3


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
    return frozenset().union(*(clause[0] for clause in found))


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
    found = [part.clause() for part in _divided(tree)]
    if not all(found):
        return ()
    possible = (tuple(_possible(texts) for texts in clause) for clause in found)
    return tuple(dict.fromkeys(clause for clause in possible if all(clause)))


class _Part:
    """One alternative of a pattern: its nodes, and the best literals found in them."""

    def __init__(self, nodes: list[Any]) -> None:
        self.nodes = nodes
        self.items = items_of(nodes)
        self.best = search(self.items)

    def clause(self) -> Clause:
        """The best literals, and further ones that have to be there as well; empty if there are none."""
        if self.best is None:
            return ()
        chosen = [self.best]
        for further in sorted(set(each_best(self.items)), key=lambda texts: (cost(texts), sorted(texts))):
            if len(chosen) > _FURTHER or cost(further) > _TELLING:
                break
            if len(further) <= _MOST_WORDS and not any(_follows(further, texts) for texts in chosen):
                chosen.append(further)
        return tuple(chosen)


def _divided(tree: Any) -> list[_Part]:
    """The alternatives of a pattern, where each has literals of its own that are no worse together."""
    edge = ("LITERAL", ord(EDGE))
    parts: list[_Part] = []
    waiting = [_Part([edge, *tree, edge])]
    while waiting:
        part = waiting.pop()
        divided = _divided_once(part) if len(parts) + len(waiting) < _MOST_PARTS else [part]
        (waiting if len(divided) > 1 else parts).extend(divided)
    return parts


def _divided_once(part: _Part) -> list[_Part]:
    least = cost(part.best)
    if least <= _GOOD or len(part.nodes) > _LONGEST:
        return [part]
    for at, (code, argument) in enumerate(part.nodes):
        branches = _branches(str(code), argument)
        if 1 < len(branches) <= _MOST_PARTS:
            divided = [_Part([*part.nodes[:at], *branch, *part.nodes[at + 1 :]]) for branch in branches]
            price = math.fsum(cost(one.best) for one in divided)
            if price < (_GAIN if len(branches) > _FEW else _NO_LOSS) * least:
                return divided
    return [part]


def _branches(code: str, argument: Any) -> list[Any]:
    """The alternatives that a node stands for; none where it is of another kind."""
    match code:
        case "BRANCH":
            return [list(branch) for branch in argument[1]]
        case "SUBPATTERN" if len(argument[-1]) == 1 and not argument[1] & re.IGNORECASE:
            inner, inner_argument = argument[-1][0]
            return _branches(str(inner), inner_argument)
        case "MAX_REPEAT" if (int(argument[0]), int(argument[1])) == (0, 1):
            return [[], list(argument[2])]
    return []


def _follows(texts: frozenset[str], others: frozenset[str]) -> bool:
    """Whether one of some texts is there anyway wherever one of the others is."""
    return all(any(text in other for text in texts) for other in others)


def _possible(found: frozenset[str]) -> frozenset[str]:
    """The literals of a set that lines can hold, none within another."""
    texts = {trimmed(text) for text in found if not impossible(text)}
    return frozenset(text for text in texts if not any(other in text for other in texts - {text}))
