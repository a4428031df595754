"""Letters: what a scan looks at. The views of many lines at once, in bytes, without marks and spaces.

A view is made line by line; letters are made for a whole batch of texts with a few passes in C. Only the
lines in which that could differ (entities, links, compatibility characters and the like) go through their
view. So the letters of a line are always those of its view, whichever way they were made.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from cleaner.text.view import BASIC, BULLETS, FANCY_BEYOND, PLAINER, view

EDGE = b"\n"
"""Stands before and after the letters of a line, for what asks for its beginning or end."""
# What editors set in place of the plainer mark, of the same length so that replacing it is cheap. Marks and
# spaces are no letters, so that all that counts is what they are replaced with being none either.
_TYPOGRAPHIC = {
    "\u2019": "'",
    "\u2018": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2013": "-",
    "\u2014": "-",
    "\u2026": ".",
    "\u00ab": '"',
    "\u00bb": '"',
    "\u2039": "'",
    "\u203a": "'",
    "\u2190": "<",
    "\u2192": ">",
    "\u2191": "^",
    "\u2022": "*",
    "\u00b7": "*",
    "\u00a0": " ",
    "\u3000": " ",
    "\u0131": "i",
}
_LOWER = bytes(range(256)).lower()
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum() and chr(code) not in "\r\n")
_LINE_FEED_ONLY = _NO_LETTERS + b"\r"
# An entity, a link or a reference to one: what they stand for is not what is written.
_ENTITY = re.compile("&[#a-zA-Z]")
_LINKS = ("](", "][")
# The other typographic marks; bullets, which views drop where a line begins; rare spaces; and the dot above
# that casefolding leaves of the Turkish capital.
_FANCIER = re.compile(
    f"[{''.join(mark for mark in {*PLAINER, *BULLETS} - set(_TYPOGRAPHIC) if mark <= BASIC)}"
    "\x85\u1680\u2028\u2029\u0307]"
)


def letters(view: str) -> bytes:
    """The letters, digits and characters of other scripts of a view, in UTF-8; line feeds stay."""
    return _encoded(_plainer(view)).translate(_LOWER, _LINE_FEED_ONLY)


def all_letters(views: Iterable[str]) -> list[bytes]:
    """The letters of many views, none of which holds a carriage return."""
    joined = _plainer("\r".join(views))
    return _encoded(joined).translate(_LOWER, _NO_LETTERS).split(b"\r")


def rows(texts: Sequence[str]) -> list[bytes]:
    """The letters of each line's view, for all lines of some texts, one text after the other.

    A text of N line endings (LF, CRLF or CR) has N + 1 rows; the last is empty where it ends with one.
    """
    if not texts:
        return []
    joined = "\n".join(texts)
    if "\r" in joined:
        joined = "\n".join(text.replace("\r\n", "\n").replace("\r", "\n") for text in texts)
    plainer = _plainer(joined)
    if not plainer.isascii():
        plainer = plainer.casefold()
    found = _encoded(plainer).translate(_LOWER, _LINE_FEED_ONLY).split(b"\n")
    odd = _odd_lines(plainer)
    if odd:
        lines = joined.split("\n")
        for number in odd:
            found[number] = letters(view(lines[number]))
    return found


def _plainer(text: str) -> str:
    if not text.isascii():
        for mark, plain in _TYPOGRAPHIC.items():
            text = text.replace(mark, plain)
    return text


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _odd_lines(text: str) -> set[int]:
    """The numbers, from 0, of the lines whose letters may not be those of their views."""
    plain = text.isascii()
    marks = [mark for mark in _LINKS if mark in text]
    entities = _ENTITY.search(text) is not None if "&" in text else False
    if plain and not marks and not entities:
        return set()
    lines = text.split("\n")
    odd = {number for mark in marks for number, line in enumerate(lines) if mark in line}
    if entities:
        odd.update(number for number, line in enumerate(lines) if "&" in line and _ENTITY.search(line))
    if not plain:
        odd.update(number for number, line in enumerate(lines) if not line.isascii() and _is_odd(line))
    return odd


def _is_odd(line: str) -> bool:
    if _FANCIER.search(line) or FANCY_BEYOND.search(line):
        return True
    return not unicodedata.is_normalized("NFKC", line)
