"""Required: the words that a rule needs to find, and those of all rules, derived when first asked for."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from cleaner.rulebook.kinds import InlineRule
from cleaner.rulebook.rule import BlockRule, Condition, Rule
from cleaner.text.letters import all_letters

Sets = tuple[frozenset[str], ...]
"""Sets of literals, the rarest first; one of each set has to be there."""
ENDLESS = 1 << 62
"""How many letters a line may have of which that is not to be said."""


class Clause(NamedTuple):
    """What a line has to be for one alternative of a pattern.

    Attributes:
        sets: what it holds.
        longest: how many letters (see `text.letters`) it has at most, in code points.
    """

    sets: Sets
    longest: int = ENDLESS


class Required(NamedTuple):
    """What a rule needs to find before it can match.

    Attributes:
        key: whose line holds the literals: `pattern`, `start` or `end`.
        clauses: one of them has to hold. Literals are in the form of views: folded, in lower case, maybe
            with spaces inside. What counts of them and of the line are the letters (see `text.letters`);
            `rarity.EDGE` at an end says that the line begins or ends there.
    """

    key: str
    clauses: tuple[Clause, ...]

    @property
    def literals(self) -> frozenset[str]:
        """The first set of each clause: one of these literals is always there."""
        return frozenset().union(*(clause.sets[0] for clause in self.clauses))


# What parts needles, their sets and the clauses; letters are without marks and spaces.
_NEEDLE, _SET, _CLAUSE = b" ", b",", b";"
# How many characters of a needle a quick look goes by.
HEAD = 8


class Needles(NamedTuple):
    """What a rule needs, in the form that is looked for and kept in the cache.

    Texts are unpacked when they are asked for: of thousands of rules, few words are ever met in a small file.

    Attributes:
        key: as in `Required`.
        heads: the first characters, up to `HEAD`, of the letters of `Required.literals`, parted by spaces.
        packed: the letters of `Required.clauses`, so that they are read as fast as can be.
    """

    key: str
    heads: str
    packed: str

    @classmethod
    def of(cls, required: Required) -> Needles:
        """The needles of what a rule requires."""
        clauses = [
            (clause.longest, [sorted(set(all_letters(texts))) for texts in clause.sets])
            for clause in required.clauses
        ]
        return cls.made(required.key, clauses)

    @classmethod
    def made(cls, key: str, clauses: Sequence[tuple[int, Sequence[Sequence[bytes]]]]) -> Needles:
        """Needles of some clauses: the longest line of each, and its sets, none of them empty."""
        firsts = {needle.decode("utf-8", "surrogatepass")[:HEAD] for _, sets in clauses for needle in sets[0]}
        told = _CLAUSE.join(
            _SET.join([b"%d" % longest, *map(_NEEDLE.join, sets)]) for longest, sets in clauses
        )
        return cls(key, " ".join(sorted(firsts)), base64.b64encode(zlib.compress(told)).decode())

    def clauses(self) -> list[tuple[int, list[bytes]]]:
        """The longest line of each clause, and its sets of needles.

        Each set is still in one piece, for `unbundled`: of most clauses, only the first is ever needed.
        """
        told = zlib.decompress(base64.b64decode(self.packed)).split(_CLAUSE)
        return [(int(longest), bundles) for longest, *bundles in (clause.split(_SET) for clause in told)]


def unbundled(bundle: bytes) -> list[bytes]:
    """The needles of one set, in UTF-8."""
    return bundle.split(_NEEDLE)


Basis = tuple[Condition | None, ...]
"""What literals are derived from: a block's `start` and `end`, or else the `pattern`."""
Derived = Mapping[Basis, Needles | None]
"""Needles that are known already; None where nothing in particular is required."""


def basis(rule: Rule) -> Basis:
    """What the literals of a rule are derived from."""
    if isinstance(rule, BlockRule):
        return (rule.start, rule.end)
    if isinstance(rule, InlineRule):
        return (rule.around,)
    pattern: str | None = getattr(rule, "pattern", None)
    return (pattern,)


def needles_of(rule: Rule) -> Needles | None:
    """The needles of a rule, derived from its patterns."""
    from cleaner.rulebook.literals import rule_literals  # noqa: PLC0415 - slow, and not for cached packs

    required = rule_literals(rule)
    return Needles.of(required) if required else None


class NeedlesOf(Mapping[str, Needles | None]):
    """The needles of some rules by id; None where nothing in particular is required. Picklable."""

    def __init__(self, rules: Iterable[Rule], derived: Derived) -> None:
        """Take what was derived before; the rest is derived when it is asked for."""
        self._rules = {rule.id: rule for rule in rules}
        self._derived = dict(derived)

    def __getitem__(self, rule_id: str) -> Needles | None:
        rule = self._rules[rule_id]
        key = basis(rule)
        if key not in self._derived:
            self._derived[key] = needles_of(rule)
        return self._derived[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rules)

    def __len__(self) -> int:
        return len(self._rules)
