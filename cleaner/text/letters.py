"""Letters: what a scan looks at. The views of many lines at once, in bytes, without marks and spaces.

A view is made line by line; letters are made for a whole batch of texts with a few passes in C. Only the
lines in which that could differ (links, entities, characters that are composed with others) are looked at one
by one. So the letters of a line are always those of its view, whichever way they were made.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence

from cleaner.text.view import BASIC, BULLETS, FANCY_BEYOND, PLAINER, fold, is_composed, unlinked, view

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
_ASCII = bytes(range(128))
# An entity, a link or a reference to one: what they stand for is not what is written.
_SPEAKING = (re.compile(b"&[#a-zA-Z]"), re.compile(rb"\][(\[]"))
# Bullets, which views drop where a line begins and only there.
_PLACED = frozenset(BULLETS) - set(_TYPOGRAPHIC)
# Typographic marks and rare spaces, which casefolding leaves; and the dot of the Turkish capital.
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
    texts = [with_line_feeds(text) for text in texts]
    spelt, odd_of_each = zip(*map(_spelt_alike, texts), strict=True)
    odd = "".join(set().union(*odd_of_each))
    data = _encoded("\n".join(spelt))
    found = data.translate(_LOWER, _LINE_FEED_ONLY).split(b"\n")
    by_view = _speaking_lines(data)
    if by_view or odd:
        lines = "\n".join(texts).split("\n")
        for number in by_view:
            found[number] = _of_speaking(lines[number])
        for number in _lines_with(odd, lines) if odd else ():
            if number not in by_view:
                found[number] = _of_odd(lines[number])
    return found


def with_line_feeds(text: str) -> str:
    """A text each of whose lines (LF, CRLF or CR) ends with LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _spelt_alike(text: str) -> tuple[str, str]:
    """A text all of whose characters are spelt as in views, and those whose spelling depends on others."""
    if text.isascii():
        return text, ""
    odd = ""
    # A text has few different characters beyond ASCII. A batch of texts has many, and each would be looked
    # for in all of them.
    for char in set(_encoded(text).translate(None, _ASCII).decode("utf-8", "surrogatepass")):
        spelling = _spelling(char)
        if spelling is None:
            odd += char
        elif spelling != char:
            text = text.replace(char, spelling)
    return text, odd


@functools.lru_cache(maxsize=1 << 14)
def _spelling(char: str) -> str | None:
    """A character as views spell it, wherever it stands; None where that depends on where."""
    folded = _plainer(fold(_TYPOGRAPHIC.get(char, char)))
    if char in _PLACED or any(map(is_composed, char + folded)):
        return None
    return char if folded == char else folded


def _lines_with(chars: str, lines: Sequence[str]) -> list[int]:
    odd = re.compile(f"[{re.escape(chars)}]")
    return [number for number, line in enumerate(lines) if not line.isascii() and odd.search(line)]


def _speaking_lines(data: bytes) -> set[int]:
    """The numbers of the lines with links or entities, which say more than what they stand for."""
    found: set[int] = set()
    for mark in _SPEAKING:
        number = counted = 0
        for at in mark.finditer(data):
            number += data.count(b"\n", counted, at.start())
            counted = at.start()
            found.add(number)
    return found


def _of_speaking(line: str) -> bytes:
    """The letters of a line with links or entities."""
    if line.isascii() and "&" not in line:
        return unlinked(line).encode().translate(_LOWER, _LINE_FEED_ONLY)
    return letters(view(line))


def _of_odd(line: str) -> bytes:
    """The letters of a line with characters that are composed with others, if they are not yet."""
    folded = _plainer(line).casefold()
    if unicodedata.is_normalized("NFKC", folded) and not (
        _FANCIER.search(folded) or FANCY_BEYOND.search(folded)
    ):
        return _encoded(folded).translate(_LOWER, _LINE_FEED_ONLY)
    return letters(view(line))


def _plainer(text: str) -> str:
    if not text.isascii():
        for mark, plain in _TYPOGRAPHIC.items():
            text = text.replace(mark, plain)
    return text


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
