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
# Those of them in Latin-1.
_FANCY_LATIN = "\x85\xad\xb4"


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
    plainer, odd = _folded(_plainer(joined))
    found = _encoded(plainer).translate(_LOWER, _LINE_FEED_ONLY).split(b"\n")
    odd |= _speaking_lines(plainer)
    if odd:
        lines = joined.split("\n")
        for number in odd:
            found[number] = letters(view(lines[number]))
    return found


def _folded(text: str) -> tuple[str, set[int]]:
    """A text whose lines beyond ASCII are casefolded, and the numbers of those that take more than that."""
    odd: set[int] = set()
    if text.isascii():
        return text, odd
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if not line.isascii():
            lines[number] = folded = line.casefold()
            if _is_odd(folded):
                odd.add(number)
    return "\n".join(lines), odd


def _is_odd(line: str) -> bool:
    if not unicodedata.is_normalized("NFKC", line):
        return True
    try:
        line.encode("latin-1")
    except UnicodeEncodeError:
        return _FANCIER.search(line) is not None or FANCY_BEYOND.search(line) is not None
    return any(mark in line for mark in _FANCY_LATIN)  # far quicker, and enough for the west of Europe


def _speaking_lines(text: str) -> set[int]:
    """The numbers of the lines with links or entities, which say more than what they stand for."""
    marks = [mark for mark in _LINKS if mark in text]
    entities = "&" in text and _ENTITY.search(text) is not None
    if not marks and not entities:
        return set()
    lines = text.split("\n")
    found = {number for mark in marks for number, line in enumerate(lines) if mark in line}
    if entities:
        found.update(number for number, line in enumerate(lines) if "&" in line and _ENTITY.search(line))
    return found


def _plainer(text: str) -> str:
    if not text.isascii():
        for mark, plain in _TYPOGRAPHIC.items():
            text = text.replace(mark, plain)
    return text


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
