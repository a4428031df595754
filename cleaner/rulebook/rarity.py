"""How much words tell: which set of literals the least text would contain by accident."""

from __future__ import annotations

import functools
import re
import unicodedata

LIMIT = 600
"""Most literals that a set may have."""
WEAK = 2.25
"""A literal whose `strength` is below this stands in too much text to tell anything."""

# How many letters or digits a literal has at least; a character of a script without spaces counts as two,
# and a sign that stands for a word as three.
_LETTERS, _SPACELESS_LETTERS = 3, 2
_SIGNS = "\u00a9\u00ae"
# What one character of a script without spaces tells, in letters of an alphabet.
_SPACELESS_WEIGHT = 2.5
# What a letter of a very common word tells; one of a common word, or of what is part of one ("abo" of
# "about"); and one of a word of up to so many letters, which is part of many others.
_COMMON_WEIGHT = 0.25
_USUAL_WEIGHT = 0.5
_SHORT_WEIGHTS = {1: 0.5, 2: 0.5, 3: 0.4, 4: 0.6}
# What each further literal costs, however rare: little in a scan for all, but few fit into `LIMIT`.
_EACH = 1 << 24
# What a letter tells, in bits; by Shannon's estimate of 1951 the letters of English words have two or three.
_BITS = 2.0
EDGE = "\n"
"""Stands for the beginning and for the end of a line in literals; no view contains it."""
# What an edge tells, in letters: of some thirty words of a line one begins it, which is five bits.
_EDGE_WEIGHT = 2.5
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


# Words that a page of text is hardly without, though not each of its paragraphs: of English, of which most
# texts are, and the commonest of its neighbours.
_USUAL = frozenset(
    """
    aber access account accounts add additional address again age aide ainda alle alles always american
    anche andere another answer app apps area article ask assistance auch audience aussi available avec
    away bad based become becoming best better big book browser build business buy call care case center
    cette change channel characters child children city civil clear close college come comes coming
    comment comments commission common community como company complete consider considera considered
    contact content continua continue continued contra contribution control cost could country course
    create current customer daily dans data date deal delivered della delle depend dependent depends
    design development deze didn't diese dieser dieses different digital direct directed doing don't door
    download early easy education email end ended enjoy enough enter entre error essere esta este esto
    está event every everything existing experience expressed face fact family far feel few field film
    finance financial find follow followed following follows form found founded founder free friend
    friends full fund further future game general getting gift give given global going good government
    great group growing haben hand happy hard hatte having head health hear heard heeft help high himself
    history hit hold home hope hour house however human idea image immediate immediately important include
    including increase independent industry information inside install interest international interview
    issue issues jetzt job join joined keep kind know known large last later law lead learn least leave
    left lesen less let leur leurs level life light liked likes limit line link links list little live
    local log long look looking lost love low maar made main mais major making man manage market materia
    material materials matter mean media meet mehr member members men message mind minute miss mistake
    moment money month monthly months morning move music must naar nach name national near need needs neue
    neuen never news next nice niet night noch north note nothing nous number oder offer office official
    often old once onde online open order original others outside own page paid paper para part partner
    partners party past patron pay pela pelo people per pero person persona photo picture place plan play
    please plus point police policy political popular post posted pour power premium present press
    previous price problem process product products program project provide provision public purchase
    quality quando questa question questo quite rather read reading ready real really reason receive
    record register registered related rely remaining remember report reports request required research
    response rest result results return review right road room rule run sale save say school search season
    second section see seem seen según sell send sense sent series serious service services set seus
    several share short show sich side sign similar simple sind site small sobre social something
    sometimes sono sont source south special sports staff stand standards start started state states stay
    still stop stories story street strong student students study suas subject such support supported
    supporter supporters supporting supports sure system table take taken talk también tax team tell term
    test text thank thing things think third though thought thoughts three through times tip title today
    todo todos together told took top topic tous tout town track trade train travel trial tried true try
    turn type under understand university unter until update upgrade used user using value version video
    view views visit voice voor vous wait walk want war watch water way website week weeks weitere went
    west white whole win wird within without woman women won't wonder word worden wordt work working works
    world write writing wrong wurde year years yes yesterday yet young être öffnen über
    """.split()  # noqa: SIM905
)

_USUAL_WORDS = " ".join(sorted(_COMMON | _USUAL))
"""To look for parts of words in."""


def strength(literal: str) -> float:
    """How much a literal tells, in letters: those of its words, less where they are common, and its edges."""
    words = words_of(literal)
    return _strength(literal, words) if words else 0.0


def _strength(literal: str, words: list[str]) -> float:
    edge = _EDGE_WEIGHT * (0.5 if _COMMON.issuperset(words) else 1.0)
    return sum(map(_weight, words)) + edge * literal.count(EDGE)


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
    letter = _SHORT_WEIGHTS.get(len(word), 1.0)
    if word in _USUAL_WORDS:
        letter = min(letter, _USUAL_WEIGHT)
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
    return _EACH + int(ONE * 2.0 ** (-_BITS * _strength(text, words)))
