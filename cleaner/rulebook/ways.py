"""Ways: what a pattern's syntax tree says about the texts that match, as sets of words that have to be there.

Each part is either spelled out, as the few texts that it can match, or known by a clause: sets of words,
one of each of which is in all of its matches. Texts that follow one another are joined as long as they are
few and tell too little, so that the work grows with the length of the pattern and no faster. Whatever is too
large or unknown loses words, and never invents any.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from cleaner.rulebook.rarity import EDGE, LIMIT, NEVER, ONE, cost, price
from cleaner.rulebook.required import ENDLESS, Sets
from cleaner.text.letters import letters

MARKS = "\x1f"
"""Stands for any number of marks and spaces in a literal: they are no letters, and a scan passes them by."""
Texts = frozenset[str]
# As how many texts two parts side by side are spelled out, and how long they may become, in code points.
_MOST_TEXTS, _LONGEST = 128, 60
# Sets `[...]` of up to so many characters are spelled out, and looked at at all; repeats of up to so many
# texts.
_SET, _MOST, _REPEAT = 8, 64, 32
# Cost of a text below which it needs nothing more beside it.
_ENOUGH = ONE >> 12


class Way(NamedTuple):
    """What is known of the texts that a part of a pattern matches.

    Attributes:
        texts: all of them; None where they are not spelled out.
        needs: where they are not, sets one of each of which is in each of them; empty where nothing is.
    """

    texts: Texts | None
    needs: Sets = ()

    @property
    def sets(self) -> Sets:
        """Sets one of each of which is in each text."""
        return self.needs if self.texts is None else _spelled(self.texts)


_EMPTY: Texts = frozenset([""])
_NOTHING = Way(_EMPTY)
_UNKNOWN = Way(None)


class Ways:
    """The ways of the nodes of one tree, each found out once."""

    def __init__(self) -> None:
        # With the node, so that its identity stays its own.
        self._known: dict[int, tuple[Any, Way]] = {}
        self._measured: dict[int, tuple[Any, int]] = {}

    def of(self, nodes: Iterable[Any]) -> Way:
        """What is known of a sequence of nodes."""
        return _sequence([self._of_node(node) for node in _runs(nodes)])

    def is_spelled(self, node: Any) -> bool:
        """Whether all texts that a node matches are known."""
        return str(node[0]) == "LITERAL" or self._of_node(node).texts is not None

    def longest(self, nodes: Iterable[Any]) -> int:
        """How many letters a match of a sequence of nodes holds at most, in code points."""
        return min(sum(map(self._longest, nodes)), ENDLESS)

    def _longest(self, node: Any) -> int:
        measured = self._measured.get(id(node))
        if measured is None:
            measured = self._measured[id(node)] = (node, self._most(str(node[0]), node[1]))
        return measured[1]

    def _most(self, code: str, argument: Any) -> int:
        most = ENDLESS
        match code:
            case "LITERAL":
                most = int(chr(argument) != EDGE and not _is_mark(chr(argument)))
            case "IN":
                chars = _characters(argument)
                most = int(not chars or not all(map(_is_mark, chars)))
            case "ANY" | "NOT_LITERAL":
                most = 1
            case "BRANCH":
                most = max(self.longest(branch.data) for branch in argument[1])
            case "SUBPATTERN":
                most = self.longest(argument[-1].data)
            case "ATOMIC_GROUP":
                most = self.longest(argument.data)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                most = self.longest(argument[2].data) * int(argument[1])
            case "ASSERT" | "ASSERT_NOT" | "AT":
                most = 0
        return most

    def _of_node(self, node: Any) -> Way:
        code, argument = str(node[0]), node[1]
        if code == "TEXT":
            return Way(frozenset([argument]))
        known = self._known.get(id(node))
        if known is None:
            known = self._known[id(node)] = (node, self._found(code, argument))
        return known[1]

    def _found(self, code: str, argument: Any) -> Way:
        found = _UNKNOWN
        match code:
            case "IN":
                found = _of_set(_characters(argument))
            case "SUBPATTERN" if not argument[1] & re.IGNORECASE:
                found = self.of(argument[-1].data)
            case "ATOMIC_GROUP":
                found = self.of(argument.data)
            case "BRANCH":
                found = _alternatives([self.of(branch.data) for branch in argument[1]])
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                found = _repeated(self.of(argument[2].data), int(argument[0]), int(argument[1]))
            case "ASSERT" | "ASSERT_NOT" | "AT":
                found = _NOTHING
        return found


def _runs(nodes: Iterable[Any]) -> list[Any]:
    """The nodes of a sequence, literal characters side by side as one."""
    found: list[Any] = []
    text = ""
    for node in nodes:
        if str(node[0]) == "LITERAL":
            text += chr(node[1])
            continue
        if text:
            found.append(("TEXT", text))
            text = ""
        found.append(node)
    return [*found, ("TEXT", text)] if text else found


def _spelled(texts: Texts) -> Sets:
    """The clause that one of some texts is there, if each of them can be looked for."""
    return (texts,) if len(texts) <= LIMIT and cost(texts) < NEVER else ()


def _sequence(ways: Sequence[Way]) -> Way:
    """Parts that follow one another."""
    whole = _product(ways)
    if whole is not None:
        return Way(whole)
    needs: list[Texts] = []
    running, settled = _EMPTY, frozenset[str]()
    for way in ways:
        most = _MOST_TEXTS if _spelled(settled | running) else LIMIT  # what is too short needs company
        joined = None if way.texts is None else _joined(running, way.texts, most)
        if joined is None or len(joined) + len(settled) > LIMIT:
            needs += [*_spelled(settled | running), *way.needs]
            running, settled = way.texts or _EMPTY, frozenset()
        else:
            running = joined
        enough = frozenset(text for text in running if price(text) <= _ENOUGH)
        settled, running = settled | enough, running - enough
        if not running:
            needs += _spelled(settled)
            running, settled = _EMPTY, frozenset()
    return Way(None, tuple(dict.fromkeys([*needs, *_spelled(settled | running)])))


def _product(ways: Iterable[Way]) -> Texts | None:
    """All texts of parts that follow one another, if they are few."""
    texts: Texts | None = _EMPTY
    for way in ways:
        texts = None if texts is None or way.texts is None else _joined(texts, way.texts, _MOST_TEXTS)
    return texts


def _joined(texts: Texts, others: Texts, most: int) -> Texts | None:
    """Texts followed by others, if these are few; one by itself makes them no more."""
    if len(texts) * len(others) > (LIMIT if min(len(texts), len(others)) == 1 else most):
        return None
    found = frozenset(text + other for text in texts for other in others)
    return found if max(map(len, found), default=0) <= _LONGEST else None


def _alternatives(ways: Sequence[Way]) -> Way:
    spelled = [way.texts for way in ways if way.texts is not None]
    texts: Texts = frozenset().union(*spelled)
    if len(spelled) < len(ways):
        return Way(None, _either([way.sets for way in ways]))
    return Way(texts) if len(texts) <= LIMIT else _UNKNOWN


def _either(clauses: Sequence[Sets]) -> Sets:
    """What holds where one of several clauses does: the sets they share, and the best of each, together."""
    common = set(clauses[0]).intersection(*clauses)
    rest = [sorted(set(clause) - common, key=_order) for clause in clauses]
    together = (frozenset[str]().union(*sets) for sets in zip(*rest, strict=False))
    return (*sorted(common, key=_order), *(texts for texts in together if len(texts) <= LIMIT))


def _order(texts: Texts) -> tuple[int, list[str]]:
    """Sets that tell most come first; those that tell the same are told apart by their spelling."""
    return cost(texts), sorted(texts)


def _repeated(way: Way, low: int, high: int) -> Way:
    if (low, high) == (1, 1):
        return way
    texts = way.texts
    if texts is not None and all(char == MARKS or _is_mark(char) for text in texts for char in text):
        return Way(frozenset([MARKS]))
    if texts is not None and high * max(*map(len, texts), 1) <= _LONGEST:
        counts = range(low, high + 1)
        if sum(len(texts) ** count for count in counts) <= (LIMIT if high == 1 else _REPEAT):
            products = (itertools.product(texts, repeat=count) for count in counts)
            return Way(frozenset(map("".join, itertools.chain.from_iterable(products))))
    return Way(None, way.sets if low else ())


def _of_set(chars: list[str]) -> Way:
    if chars and all(map(_is_mark, chars)):
        return Way(frozenset([MARKS]))
    return Way(frozenset(chars)) if chars and len(chars) <= _SET else _UNKNOWN


@functools.cache
def _is_mark(char: str) -> bool:
    return not letters(char) and char != EDGE


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
