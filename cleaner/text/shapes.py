"""Shapes of a line that rules may ask for instead of a pattern, and what counts as a sentence."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from cleaner.text.lines import Span
from cleaner.text.view import leading_marks, links_removed

SHORT = 80
"""Longest view, in code points, that the shape `short` accepts."""
LABEL = 40
"""The same for the shape `label`."""
# What entries of menus stay under and titles seldom do, as counted on pages of 2011 to 2026: words, code
# points, and code points of scripts that write words without spaces or few of them. Items of a list may be
# longer; those beyond these bounds are headlines, and points of a text.
_ENTRY_WORDS, _ENTRY, _ENTRY_DENSE = 3, 21, 8
_ITEM_WORDS, _ITEM = 5, 30

# A mark that ends a sentence: followed by closing quotes or brackets, then white space or the end.
# The marks of scripts written without spaces count anywhere.
_MARKS = "[.!?\u2026\u037e\u0589\u061f\u06d4\u0964\u0965\u104b\u1362]"
_SPACELESS_MARKS = "[\u3002\uff01\uff1f\uff61]"
_CLOSERS = "[\"'*_)\\]\u00bb\u201c\u201d\u2019]*"
_SENTENCE_END = re.compile(rf"{_MARKS}{_CLOSERS}(?:\s|$)|{_SPACELESS_MARKS}")
_CLOSED = re.compile(rf"(?:{_MARKS}|{_SPACELESS_MARKS}){_CLOSERS}\s*$")
_JOINT = re.compile(rf"{_MARKS}{_CLOSERS}([ \u00a0])(?=\S)|{_SPACELESS_MARKS}([ \u3000]?)(?=\S)")
# How much of a line's end is looked at; white space and quotes beyond it are nothing a text has.
_TAIL = 40
_UNFINISHED = re.compile(r"[,;]\W*$")
_SPACELESS = "\u3040-\u30ff\u3400-\u9fff"
_HANGUL = "\uac00-\ud7af"
# Thai, Lao, Khmer and Burmese end a sentence with a space or not at all.
_MARKLESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_WORD = re.compile(r"\w")
_NUMBER = re.compile(r"\s*\d{1,3}\.(?=\s)")
_NUMBERED = re.compile(r"\s*(?:>\s*)*\d{1,3}[.)](?=\s)")
_TITLE = re.compile(r"\s*#\s")
_BULLET = re.compile(r"\s*(?:>\s*)*(?:[-+*](?=\s)|\d{1,3}[.)](?=\s))")


def _count(script: str, text: str) -> int:
    """How many characters of a script, given as a range of a class, a text holds."""
    return 0 if text.isascii() else len(_class(script).findall(text))


@functools.cache
def _class(script: str) -> re.Pattern[str]:
    return re.compile(f"[{script}]")  # takes milliseconds where it holds so many, and few texts need it


def ends_sentence(text: str) -> bool:
    """Whether a sentence-ending mark stands anywhere in the text, at the end of a word."""
    number = _NUMBER.match(text)  # the full stop behind an item's number ends no sentence
    return _SENTENCE_END.search(text, number.end() if number else 0) is not None


def closes_sentence(text: str) -> bool:
    """Whether the text ends where a sentence does."""
    return _CLOSED.search(text[-_TAIL:]) is not None


def holds_sentence(text: str) -> bool:
    """Whether a line is prose: it holds a sentence end and enough words to be more than a label.

    Enough is four words, or twelve characters in scripts written without spaces. Text in the
    scripts that mark no sentence end counts from 40 characters on.
    """
    if ends_sentence(text):
        return len(text.split()) >= 4 or _count(_SPACELESS, text) >= 12
    return len(_MARKLESS.findall(text)) >= 40


def joints(text: str) -> list[Span]:
    """Where a sentence ends and another begins: the one space between them, or nothing in scripts without.

    Where there is more between them they are not joined by one space, and it is no joint.
    """
    return [Span(found.start(found.lastindex or 0), found.end()) for found in _JOINT.finditer(text)]


def is_short(_line: str, view: str) -> bool:
    """Shape `short`: a view of at most 80 code points."""
    return len(view) <= SHORT


def is_sentenceless(_line: str, view: str) -> bool:
    """Shape `no-sentence`: no sentence-ending mark."""
    return not ends_sentence(view)


def is_label(_line: str, view: str) -> bool:
    """Shape `label`: as in a menu; at most 40 code points, those of scripts without spaces counting
    threefold, with no sentence-ending mark, and no comma or semicolon at the end.
    """
    long = len(view) + 2 * _count(_SPACELESS, view) > LABEL
    return not long and not ends_sentence(view) and not _UNFINISHED.search(view[-_TAIL:])


def is_entry(line: str, view: str) -> bool:
    """Shape `entry`: as in a menu and hardly a title; a label of at most three words or 21 code points, but
    no more than 8 of scripts without spaces, or a bulleted one of at most five words or 30 code points. A
    numbered item is none, nor is a Markdown heading of the first level, which is the title of a text.
    """
    if _NUMBERED.match(line) or _TITLE.match(line) or not is_label(line, view):
        return False
    words = view.count(" ") + 1
    if is_bullet(line, view):
        return words <= _ITEM_WORDS or len(view) <= _ITEM
    brief = words <= _ENTRY_WORDS or len(view) <= _ENTRY
    return brief and _count(_SPACELESS + _HANGUL, view) <= _ENTRY_DENSE


def is_remark(line: str, view: str) -> bool:
    """Shape `remark`: no sentence-ending mark, or as short as a label."""
    return len(view) <= LABEL or is_sentenceless(line, view)


def is_link(line: str, _view: str) -> bool:
    """Shape `link`: nothing but links, with marks and separators around them."""
    number = _BULLET.match(line)
    rest, count = links_removed(line[number.end() :] if number else line)
    return count > 0 and not _WORD.search(rest)


def is_bullet(line: str, _view: str) -> bool:
    """Shape `bullet`: an item of a bulleted or numbered list."""
    return _BULLET.match(line) is not None or bool(leading_marks(line).strip("> \t#"))


def is_unmarked(line: str, view: str) -> bool:
    """Shape `no-bullet`: no item of a list."""
    return not is_bullet(line, view)


def is_heading(line: str, _view: str) -> bool:
    """Shape `heading`: a Markdown heading that opens with number signs."""
    return "#" in leading_marks(line)


SHAPES: dict[str, Callable[[str, str], bool]] = {
    "short": is_short,
    "no-sentence": is_sentenceless,
    "label": is_label,
    "entry": is_entry,
    "remark": is_remark,
    "link": is_link,
    "bullet": is_bullet,
    "no-bullet": is_unmarked,
    "heading": is_heading,
}
"""Each shape by its name in rule files: from a line and its view to whether it has the shape."""
