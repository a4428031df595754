"""The view: the folded form of a line that patterns are matched against. It is never written out."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_APOSTROPHES = "\u2018\u2019\u201a\u201b\u2032\u02bc\u02b9\u00b4"
_QUOTES = "\u201c\u201d\u201e\u201f\u2033"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043"
BULLETS = (
    "\u00b7\u2022\u2023\u2219\u25a0\u25a1\u25aa\u25ab\u25b6\u25b8\u25ba\u25c6\u25c7\u25cb\u25cf\u25e6\u27a4"
)
# What takes no room on a page: soft hyphen, joiners, direction marks, variation selectors, byte-order mark.
# These are Unicode's Default_Ignorable_Code_Point (UCD 15.0, DerivedCoreProperties), less the fillers of
# Hangul and Khmer, which are letters.
INVISIBLE = "".join(
    chr(code)
    for first, last in (
        (0xAD, 0xAD),
        (0x34F, 0x34F),
        (0x61C, 0x61C),
        (0x180B, 0x180F),
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x206F),
        (0xFE00, 0xFE0F),
        (0xFEFF, 0xFEFF),
        (0x1BCA0, 0x1BCA3),
        (0x1D173, 0x1D17A),
        (0xE0000, 0xE01EF),
    )
    for code in range(first, last + 1)
)
PLAINER = {
    **dict.fromkeys(_APOSTROPHES, "'"),
    **dict.fromkeys(_QUOTES, '"'),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(INVISIBLE, ""),
    "\u0130": "i",
    "\u0131": "i",
}
BASIC = "\uffff"
"""The last character of Unicode's first plane."""
_DOTTED_I = re.compile("i\u0307+")
# What most texts set in place of the plainer mark, so that it is replaced before anything is looked at.
_FREQUENT = {
    **{mark: PLAINER[mark] for mark in "\u2019\u2018\u201c\u201d\u201e\u2013\u2014"},
    "\u2026": "...",
    "\u00a0": " ",
    **{chr(ord(plain) + 0xFEE0): plain for plain in ",!?:;()"},
}
# What is composed with its neighbours beside the marks that Unicode calls so: the letters of Hangul.
_COMPOSED = re.compile("[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]")
# Apart, since `re` looks characters of the first plane up in a table, and goes through a list for others.
_FANCY = re.compile(f"[{''.join(mark for mark in PLAINER if mark <= BASIC)}]")
FANCY_BEYOND = re.compile("[\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e01ef]")

# Quote marks, ATX headings and bullets, in any nesting. A dash that opens dialogue is none of them.
_LEADING = re.compile(rf"(?:\s*(?:>|\#{{1,6}}(?=\s|$)|[-+*](?=\s)|[{BULLETS}]))+")
_CLOSED_HEADING = re.compile(r"(?<=\s)#+\s*$")
_LINK_TEXT = r"(?<!\\)\[((?:[^\[\]\\]|\\.)*)\]"
_LINK_TARGET = r"\((?:[^()\\\s]|\\.|\([^()\s]*\))*(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
_LINK = re.compile(rf"(?:(?<!\\)!)?{_LINK_TEXT}(?:{_LINK_TARGET}|\[[^\[\]]*\])")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:|www\.)[^<>\s]+)>")
_EMPHASIS = re.compile(
    r"(?<![\\*])\*+(?=[^\s*])|(?<=[^\s*\\])\*+"  # stars, inside words too
    r"|(?<![\w\\])_+(?=[^\s_])|(?<=[^\s_\\])_+(?!\w)"  # underscores, at the edges of words only
    r"|~~"
)
# No Markdown mark without one of these; the hyphen and the plus only count where a line begins.
_MARK = re.compile(rf"[\\*_~\[<>#{BULLETS}]|^\s*[-+]\s")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
# A line of nothing but these is its own view once its case is folded.
_PLAIN = re.compile(r"[A-Za-z0-9 \t,.:;!?'\"()/%$@=|{}^+-]*")


def view(line: str) -> str:
    """Fold one line (without its ending) for matching.

    Decodes HTML entities, removes Markdown marks, then folds characters as `fold` does.
    """
    if _PLAIN.fullmatch(line) and line[:1] not in "-+ \t":
        return " ".join(line.lower().split())
    if "&" in line:
        line = unescape(line)
    return fold(_unmark(line) if _MARK.search(line) else line)


def unescape(text: str) -> str:
    """Decode HTML entities; a number too long for any character stays as it is."""
    import html  # noqa: PLC0415 - its table of entities takes long to load

    return html.unescape(_NO_ENTITY.sub("&amp;", text))


# Python refuses to read numbers of thousands of digits; no character has one of more than seven.
_NO_ENTITY = re.compile(r"&(?=#0*[1-9][0-9]{7}|#[xX]0*[1-9a-fA-F][0-9a-fA-F]{7}|#[xX]?0{8})")


def fold(text: str) -> str:
    """Unicode compatibility fold and casefold; quotes and dashes straight; one space for any white space.

    Drops what takes no room (soft hyphens, zero-width characters) and the dot that sets the Turkish
    i apart. Follows Unicode's NFKC_Casefold (UAX 31), which folds twice because casefolding can
    undo the composition.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    plainer = text
    for mark, plain in _FREQUENT.items():
        plainer = plainer.replace(mark, plain)
    if _steady().fullmatch(plainer):
        return " ".join(plainer.casefold().split())
    text = _normal(_plain(text))
    text = _normal(_DOTTED_I.sub("i", _plain(text).casefold()))
    return " ".join(text.split())


@functools.cache
def _steady() -> re.Pattern[str]:
    """Texts that fold by their case alone, whatever the order of their characters: of most letters of most
    scripts that are written without combining marks, and of signs.
    """
    return re.compile(  # takes milliseconds, and ASCII needs none
        "[ -~\u00a1-\u00a7\u00a9\u00ab\u00ac\u00ae\u00b0\u00b1\u00b5-\u00b7\u00bb\u00bf-\u012f\u0134-\u013e"
        "\u0141-\u0148\u014a-\u01c3\u01cd-\u01ef\u01f4-\u024f\u0386\u0388-\u038a\u038c\u038e\u038f\u0391-\u03a1"
        "\u03a3-\u03af\u03b1-\u03d1\u0400-\u0482\u048a-\u052f\u0531-\u0556\u0561-\u0586\u05d0-\u05ea\u060c\u061b\u061f"
        "\u0620-\u064a\u0660-\u066f\u0679-\u06d4\u1e00-\u1e95\u1e9a-\u1eff\u2020-\u2022\u20ac\u2190-\u21ff\u2500-\u27bf"
        "\u3001-\u3029\u3041-\u3096\u30a0-\u30fe\u4e00-\u9ffc\uac00-\ud7a3]*"
    )


def is_composed(char: str) -> bool:
    """Whether a character may be composed with the one before it, or that one with it."""
    return unicodedata.category(char)[0] == "M" or _COMPOSED.match(char) is not None


def _normal(text: str) -> str:
    """NFKC, less the marks of a pile beyond thirty, which would take quadratic time to put in order."""
    pile = _pile()
    text = pile.sub(r"\1", text)
    if not unicodedata.is_normalized("NFKC", text):
        text = pile.sub(r"\1", unicodedata.normalize("NFKC", text))
    return text


@functools.cache
def _pile() -> regex.Pattern[str]:
    """More combining marks in a row than any language writes (UAX 15, Stream-Safe Text Format)."""
    import regex  # noqa: PLC0415 - slow to import, and ASCII needs none

    return regex.compile(r"(\p{M}{30})\p{M}+")


def _plain(text: str) -> str:
    return FANCY_BEYOND.sub("", _FANCY.sub(_plainer, text))


def _plainer(fancy: re.Match[str]) -> str:
    return PLAINER[fancy.group()]


def links_removed(line: str) -> tuple[str, int]:
    """A line without its Markdown links and bare addresses, and how many of them there were."""
    rest, count = _LINK.subn(" ", _LINK.sub(_inner_image, unescape(line)))
    rest, bare = _ADDRESS.subn(" ", rest)
    return rest, count + bare


_ADDRESS = re.compile(r"<?\b(?:https?://|www\.)[^\s<>]+>?")


def _inner_image(link: re.Match[str]) -> str:
    return "image" if link.group().startswith("!") else link.group()


def unlinked(line: str) -> str:
    """A line with the texts of its Markdown links in their place."""
    return _LINK.sub(r"\1", _LINK.sub(r"\1", line))  # twice: an image inside a link


def leading_marks(line: str) -> str:
    """The quote marks, heading marks and bullets that a line begins with, as they stand."""
    found = _LEADING.match(line)
    return found.group() if found else ""


def _unmark(line: str) -> str:
    marks = leading_marks(line)
    line = line[len(marks) :]
    if "#" in marks:
        line = _CLOSED_HEADING.sub("", line)
    if "](" in line or "][" in line:
        line = unlinked(line)
    if "<" in line:
        line = _AUTOLINK.sub(r"\1", line)
    if "*" in line or "_" in line or "~~" in line:
        line = _EMPHASIS.sub("", line)
    return _ESCAPE.sub(r"\1", line)
