"""How much words tell: which set of literals the least text would contain by accident."""

from __future__ import annotations

import functools
import re
import unicodedata

LIMIT = 600
"""Most literals that a set may have."""
WEAK = 2.0
"""A literal whose `strength` is below this stands in too much text to tell anything."""

# How many letters or digits a literal has at least; a character of a script without spaces counts as two,
# and a sign that stands for a word as three.
_LETTERS, _SPACELESS_LETTERS = 3, 2
_SIGNS = "\u00a9\u00ae"
# What one character of a script without spaces tells, in letters of an alphabet.
_SPACELESS_WEIGHT = 2.5
# What a letter of a very common word tells; one of a common word; and one of a word of up to three letters,
# which is part of many others.
_COMMON_WEIGHT = 0.25
_USUAL_WEIGHT = 0.5
_SHORT_WEIGHT = 0.5
_SHORT = 3
# What the other words of a literal add to its rarest one.
_COMPANY_WEIGHT = 0.5
# What each further literal costs, however rare: little in a scan for all, but few fit into `LIMIT`.
_EACH = 1 << 28
EDGE = "\n"
"""Stands for the beginning and for the end of a line in literals; no view contains it."""
# What an edge tells, in letters: of some thirty words of a line one begins it.
_EDGE_WEIGHT = 4.0
# As how many letters an edge counts.
_EDGE_LETTERS = 2
# What no view contains, though optional parts of patterns often spell it.
_NO_VIEW = re.compile(rf"  |{EDGE} | {EDGE}")
ONE = 1 << 40
"""The `cost` of what is there for certain."""
NEVER = 1 << 60
"""The `cost` of what is no literal."""

_ASCII_WORD = re.compile("[a-z0-9]+", re.IGNORECASE)
_SPACELESS = re.compile(
    rf"[{_SIGNS}\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7ff]"
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


# Words that a page of English text is hardly without, though not each of its paragraphs.
_USUAL = frozenset(
    """
    access account add address again age always american another answer area article ask available away bad
    based become best better big book build business buy call care case center change child children city
    clear close college come comes coming comment common community company consider contact content continue
    control cost could country course create current customer data date daily deal design development didn't
    different digital doing don't door early easy education email end ended enjoy enough enter event every
    everything experience face fact family far feel few field film find follow following form found free
    friend friends full fund further future game general getting gift give given global going good
    government great group growing hand happy hard having head health hear heard help high himself history
    hit hold home hope hour house however human idea image important include including increase industry
    information inside interest international interview issue issues job join keep kind know known large
    last later law lead learn least leave left less let level life light line link list little live local
    log long look looking lost love low made main major making man manage market matter mean media meet
    member members men mind minute miss moment money month months morning move music must name national near
    need needs never news next nice night north note nothing number offer office official often old once
    online open order others outside own page paid paper part party past pay people per person photo picture
    place plan play please point police policy political popular post posted power present press previous
    price problem process product program project provide public quality question quite rather read ready
    real really reason receive record related rely remember report reports research rest result results
    return review right road room rule run sale save say school search season second section see seem seen
    sell send sense sent series serious service services set several share short show side sign simple site
    small social something sometimes source south special sports staff stand start started state states stay
    still stop stories story street strong student students study subject such sure support system table
    take taken talk tax team tell term test text thank thing things think third though thought three through
    times tip title today together told took top topic town track trade train travel trial tried true try
    turn type under understand university until update used user using value version video view visit voice
    wait walk want war watch water way week weeks went west white whole win within without woman women
    won't wonder word work working works world write wrong year years yes yesterday yet young
    """.split()  # noqa: SIM905
)


def strength(literal: str) -> float:
    """How much a literal tells, in letters: those of its rarest word, half of the others, and its edges."""
    words = words_of(literal)
    return _strength(literal, words) if words else 0.0


def _strength(literal: str, words: list[str]) -> float:
    weights = sorted(map(_weight, words), reverse=True)
    edge = _EDGE_WEIGHT * (0.5 if _COMMON.issuperset(words) else 1.0)
    return weights[0] + _COMPANY_WEIGHT * sum(weights[1:]) + edge * literal.count(EDGE)


def rarest_word(literal: str) -> str:
    """The word of a literal that tells most: what to look for where spaces cannot be relied on."""
    return max(words_of(literal), key=_weight)


def words_of(text: str) -> list[str]:
    """The words of a text: runs of letters, digits and characters of scripts without spaces."""
    if text.isascii():
        return _ASCII_WORD.findall(text)
    return "".join([char if _is_of_word(char) else " " for char in text]).split()


@functools.lru_cache(maxsize=1 << 14)
def _is_of_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN" or _SPACELESS.match(char) is not None


def _letters(text: str, words: list[str]) -> int:
    """How many letters a text of some words counts for."""
    letters = sum(map(len, words)) + _EDGE_LETTERS * text.count(EDGE)
    if text.isascii():
        return letters
    signs = sum(text.count(sign) for sign in _SIGNS)
    return letters + signs + (_SPACELESS_LETTERS - 1) * len(_SPACELESS.findall(text))


@functools.lru_cache(maxsize=1 << 14)
def _weight(word: str) -> float:
    if word in _COMMON:
        return _COMMON_WEIGHT * len(word)
    spaceless = 0 if word.isascii() else len(_SPACELESS.findall(word))
    letter = _SHORT_WEIGHT if len(word) <= _SHORT else _USUAL_WEIGHT if word in _USUAL else 1.0
    return _SPACELESS_WEIGHT * spaceless + letter * (len(word) - spaceless)


def impossible(text: str) -> bool:
    """Whether no line can hold a text, its edges included."""
    return _NO_VIEW.search(text) is not None


def trimmed(text: str) -> str:
    """A text that holds a word, without the marks and spaces before and after its words and edges."""
    words = words_of(text)
    start = 0 if text.startswith(EDGE) else text.index(words[0])
    return text[start:] if text.endswith(EDGE) else text[start : text.rindex(words[-1]) + len(words[-1])]


@functools.lru_cache(maxsize=1 << 14)  # alternatives have most of their sets in common
def cost(texts: frozenset[str] | None) -> int:
    """Rough chance of meeting any of the texts, and a little for each; `NEVER` where one is no literal.

    Returns:
        the chance in units of `1 / ONE`: a sum of integers is the same in whatever order.
    """
    return NEVER if texts is None else min(sum(map(price, texts)), NEVER)


@functools.lru_cache(maxsize=1 << 17)
def price(text: str) -> int:
    """The `cost` of one text."""
    if impossible(text):
        return _EACH
    words = words_of(text)
    if not words or _letters(text, words) < _LETTERS:
        return NEVER
    return _EACH + int(ONE * 2.0 ** -_strength(text, words))
