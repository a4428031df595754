"""What a pattern may be: the dialect that `re` and `regex` share, over characters a view can hold."""

from __future__ import annotations

import functools
import re
import warnings
from collections.abc import Iterator
from re import _parser as syntax  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

from cleaner.rulebook import codes
from cleaner.text.view import fold

if TYPE_CHECKING:
    import regex


@functools.cache
def compiled(pattern: str) -> regex.Pattern[str]:
    """The pattern, compiled once a process for matching with a time limit.

    `regex` is held to `re`'s dialect (VERSION0, no fuzzy matching can be written: see `defects`).
    """
    import regex  # noqa: PLC0415 - slow to import; many a run finds no line to try a pattern on

    kept = codes.find(pattern)
    if kept is not None:
        return kept
    return regex.compile(pattern, regex.VERSION0 | regex.DOTALL, cache_pattern=False)  # we have a cache


def unbroken(pattern: str) -> str:
    """A pattern that is written over several lines, in one piece: without line breaks and what indents them.

    No view holds a line break, so that none can be meant.
    """
    return "".join(map(str.strip, pattern.split("\n"))) if "\n" in pattern else pattern


@functools.cache
def defects(pattern: str) -> tuple[str, ...]:
    """What is wrong with a pattern, one sentence each with what to write instead; empty when sound."""
    import regex  # noqa: PLC0415 - as above

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            tree = syntax.parse(pattern)
            compiled(pattern)
    except (
        re.error,
        regex.error,
        ValueError,
        FutureWarning,
        DeprecationWarning,
        OverflowError,
        RecursionError,
    ) as error:
        return (f"is no valid pattern: {error}",)
    found = list(dict.fromkeys(_defects_of(tree)))
    if _FUZZY.search(_INERT.sub("", pattern)):
        found.append(r"has '{' where no repeat count can stand (fuzzy matching in `regex`); write '\{'")
    if tree.getwidth()[0] == 0:
        found.append(MATCHES_EMPTY)
    return tuple(found)


MATCHES_EMPTY = "can match an empty line; make some part of it required"

# A brace that opens no {m}, {m,}, {,n} or {m,n}: literal in `re`, fuzzy matching in `regex`.
_FUZZY = re.compile(r"\{(?!\d*,?\d*\})")
_INERT = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)


def _defects_of(tree: Any) -> Iterator[str]:
    if tree.state.flags & ~re.UNICODE.value:
        yield _FLAGS
    for sequence in _sequences(tree):
        if isinstance(sequence, syntax.SubPattern):
            for run in _runs(sequence):
                yield from _run_defects(run)
        for code, argument in sequence:
            yield from _node_defects(str(code), argument)


def _node_defects(code: str, argument: Any) -> Iterator[str]:
    match code:
        case "AT" if str(argument) not in ("AT_BOUNDARY", "AT_NON_BOUNDARY"):
            yield "has an anchor (^, $, \\A, \\Z); leave it out, a pattern always matches the whole line"
        case "SUBPATTERN" if argument[0] is not None:
            yield "has a capture group; write '(?:...)'"
        case "SUBPATTERN" if argument[1] or argument[2]:
            yield _FLAGS
        case "LITERAL" | "NOT_LITERAL":
            yield from _spelling(argument)
        case "RANGE":
            yield from (defect for end in argument for defect in _spelling(end))
        case "GROUPREF" | "GROUPREF_EXISTS":
            yield "refers back to a group; spell the text out"


_FLAGS = "sets flags; leave them out, a view is lower case already and one line"


def _runs(tree: Any) -> Iterator[str]:
    """The runs of literal characters that a pattern spells out."""
    run = ""
    for code, argument in tree:
        if str(code) == "LITERAL":
            run += chr(argument)
            continue
        if run:
            yield run
        run = ""
    if run:
        yield run


def _run_defects(run: str) -> Iterator[str]:
    """What only shows in characters side by side: two spaces, a letter apart from its accent."""
    if "  " in run:
        yield "has two spaces in a row, but a view never has; write one"
    elif not run.isascii() and not any(_spelling(ord(char)) for char in run):
        folded = fold(f"\u4e00{run}\u4e00")[1:-1]  # between letters that no mark combines with
        if folded != run:
            yield f"holds {run!r}, which a view cannot contain; write {folded!r}"


@functools.cache
def _spelling(code_point: int) -> tuple[str, ...]:
    char = chr(code_point)
    folded = fold(char)
    if char in (" ", folded):
        return ()
    if char.isspace():
        return (f"holds U+{code_point:04X}, which a view cannot contain; write a single space",)
    if not folded:
        return (f"holds U+{code_point:04X}, which a view cannot contain; leave it out",)
    return (f"holds {char!r}, which a view cannot contain; write {folded!r}",)


def _sequences(part: Any) -> Iterator[Any]:
    """Every sequence of (opcode, argument) pairs in a parsed pattern, the sets `[...]` among them."""
    if isinstance(part, syntax.SubPattern):
        yield part
        for _, argument in part:
            yield from _sequences(argument)
    elif isinstance(part, list) and part and isinstance(part[0], tuple):
        yield part
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from _sequences(inner)
