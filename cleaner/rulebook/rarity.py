"""How much words tell: which set of literals the least text would contain by accident."""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections.abc import Iterable

LIMIT = 200
"""Most literals that a set may have."""
WEAK = 2.0
"""A literal whose `strength` is below this stands in too much text to tell anything."""

# How many letters or digits a literal has at least, and how many in a script without spaces.
_LETTERS, _LETTERS_SPACELESS = 4, 2
# What one character of a script without spaces tells, in letters of an alphabet.
_SPACELESS_WEIGHT = 2.5
# What a letter of a very common word tells, and one of a word of two letters, which is part of many others.
_COMMON_WEIGHT = 0.25
_SHORT_WEIGHT = 0.5
# What the other words of a literal add to its rarest one.
_COMPANY_WEIGHT = 0.5
# What each further literal costs, however rare: a scan for many is slower, and few fit into `LIMIT`.
_EACH = 2.0**-7
NO_VIEW = "  "
"""What no view contains, though optional parts of patterns often spell it."""
NEVER = float("inf")
"""The `cost` of what is no literal."""

_ASCII_WORD = re.compile("[a-z0-9]+", re.IGNORECASE)
_SPACELESS = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7ff]"
)
# Words that stand in any English text, of which most texts are, and tell nothing.
_COMMON = frozenset(
    """
    a about after all also am an and any are as at back be been before being but by can could did do does
    down each even every few first for from get go had has have he her here him his how i if in into is it
    its just like make many may me might more most much must my new no not now of off on one only or other
    our out over own said same see she should since so some such than that the their them then there these
    they this those time to two under up us use very was we well were what when where which while who why
    will with would you your
    """.split()  # noqa: SIM905
)


def strength(literal: str) -> float:
    """How much a literal tells, in letters: those of its rarest word, and half of the others."""
    weights = sorted(map(_weight, _words(literal)), reverse=True)
    return weights[0] + _COMPANY_WEIGHT * sum(weights[1:]) if weights else 0.0


def rarest_word(literal: str) -> str:
    """The word of a literal that tells most: what to look for where spaces cannot be relied on."""
    return max(_words(literal), key=_weight)


def _words(text: str) -> list[str]:
    if text.isascii():
        return _ASCII_WORD.findall(text)
    return "".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in text).split()


def _weight(word: str) -> float:
    if word in _COMMON:
        return _COMMON_WEIGHT * len(word)
    spaceless = len(_SPACELESS.findall(word))
    letter = _SHORT_WEIGHT if len(word) <= 2 else 1.0
    return _SPACELESS_WEIGHT * spaceless + letter * (len(word) - spaceless)


def trimmed(text: str) -> str:
    """A text that holds a word, without the marks and spaces around its words."""
    words = _words(text)
    return text[text.index(words[0]) : text.rindex(words[-1]) + len(words[-1])]


@functools.lru_cache(maxsize=1 << 16)
def chance(text: str) -> float:
    """Rough chance of meeting a text by accident; infinite where it is too short to be a literal."""
    if NO_VIEW in text:
        return 0.0
    letters = sum(map(len, _words(text)))
    if letters < _LETTERS and len(_SPACELESS.findall(text)) < _LETTERS_SPACELESS:
        return NEVER
    return float(2.0 ** -strength(text))


def cost(texts: Iterable[str] | None) -> float:
    """Rough chance of meeting any of the texts, and a little for each; infinite where one is no literal."""
    if texts is None:
        return NEVER
    chances = [_EACH + chance(text) for text in texts]
    return math.fsum(chances)  # exact, so that the order of a set cannot show


def cheapest(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """The set that the least text would contain by accident; of equal ones the smaller, then by spelling.

    Returns:
        None where each set is None, empty, larger than `LIMIT`, or holds a text too short for a literal.
    """
    rated = ((cost(texts), len(texts), sorted(texts)) for texts in sets if texts and len(texts) <= LIMIT)
    least, _, best = min(rated, default=(NEVER, 0, []))
    return frozenset(best) if least < NEVER else None
