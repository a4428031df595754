"""Grammars: lists of phrases whose braces stand for phrases of other lists."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

Words = Mapping[str, Sequence[str]]
"""The phrases of each list, by its name."""

# Phrases are taken about as often as words of a text are: Zipf's law as Mandelbrot has it, 1 / (rank + q).
_FLATTER = 6
_SLOT = re.compile(r"\{(\w+)\}")


class _List(NamedTuple):
    """The phrases of one list, each as text and names of lists by turns, and how often each is taken."""

    phrases: list[list[str]]
    cumulated: list[float]


@dataclass(frozen=True)
class Grammar:
    """Makes phrases from lists of them.

    Attributes:
        lists: by name.
    """

    lists: Mapping[str, _List]

    @classmethod
    def of(cls, words: Words) -> Grammar:
        """Read the lists.

        Raises:
            ValueError: a phrase names a list that does not exist.
        """
        lists = {name: _read(phrases) for name, phrases in words.items()}
        named = {slot for read in lists.values() for phrase in read.phrases for slot in phrase[1::2]}
        if unknown := sorted(named - lists.keys()):
            raise ValueError(f"there is no list of words called {', '.join(unknown)}")
        return cls(lists)

    def phrase(self, name: str, random: Random) -> str:
        """One phrase of a list, its braces filled."""
        phrases, cumulated = self.lists[name]
        parts = random.choices(phrases, cum_weights=cumulated)[0]
        if len(parts) == 1:
            return parts[0]
        return "".join([self.phrase(part, random) if at % 2 else part for at, part in enumerate(parts)])

    def phrases(self, name: str, count: int, random: Random) -> list[str]:
        """Some phrases of a list; few of them are equal."""
        return [self.phrase(name, random) for _ in range(count)]


def _read(phrases: Sequence[str]) -> _List:
    weights = (1 / (rank + _FLATTER) for rank in range(len(phrases)))
    return _List([_SLOT.split(phrase) for phrase in phrases], list(itertools.accumulate(weights)))
