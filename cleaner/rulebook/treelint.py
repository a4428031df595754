"""What is unwise in a pattern though it is valid, read off its syntax tree."""

from __future__ import annotations

from collections.abc import Iterator
from re import _parser as syntax  # type: ignore[attr-defined]
from typing import Any

_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
# A possessive repeat gives nothing back, so that nesting it costs nothing.
_GIVING_BACK = _REPEATS[:2]
_ZERO_WIDTH = ("AT", "ASSERT", "ASSERT_NOT")
# From this count on a repeat is as bad as one without limit.
_MANY = 100
_SPACE = ord(" ")


def width(pattern: str) -> tuple[int, int | None]:
    """Fewest and most characters that a valid pattern can match; None for no limit."""
    low, high = syntax.parse(pattern).getwidth()
    return int(low), int(high) if high < syntax.MAXREPEAT - 1 else None


def nests_repeats(pattern: str) -> bool:
    """Whether a repeat of a hundred times or more stands inside another, as in `(?:a+b?)+`."""
    return _nests(syntax.parse(pattern), inside=False)


def _nests(tree: Any, *, inside: bool) -> bool:
    for code, argument in tree:
        many = str(code) in _GIVING_BACK and argument[1] >= _MANY and argument[0] != argument[1]
        if (many and inside) or any(_nests(part, inside=inside or many) for part in _parts(argument)):
            return True
    return False


def repeats_without_limit(pattern: str) -> bool:
    """Whether anything like `.*`, `[^.]+` or `\\w+` repeats without a limit."""
    return _unlimited(syntax.parse(pattern))


def _unlimited(tree: Any) -> bool:
    return any(
        (str(code) in _REPEATS and argument[1] == syntax.MAXREPEAT and _is_wide(argument[2]))
        or any(map(_unlimited, _parts(argument)))
        for code, argument in tree
    )


def _is_wide(tree: Any) -> bool:
    """Whether a repeated part is one character of many kinds."""
    if len(tree) != 1:
        return False
    code, argument = tree[0]
    if str(code) == "SUBPATTERN":
        return _is_wide(argument[-1])
    if str(code) == "IN":
        return any(str(member) in ("NEGATE", "RANGE", "CATEGORY") for member, _ in argument)
    return str(code) in ("ANY", "NOT_LITERAL")


def edge_space(pattern: str) -> str | None:
    """`begins` or `ends` where some way to match must have a space at that edge, which no view has."""
    tree = syntax.parse(pattern)
    return "begins" if _spaced(tree, 1) else "ends" if _spaced(tree, -1) else None


def _spaced(tree: Any, step: int) -> bool:
    """Whether a sequence must have a space first (`step` 1) or last (`step` -1), or one of its ways must."""
    nodes = [node for node in tree if str(node[0]) not in _ZERO_WIDTH][::step]
    if not nodes:
        return False
    code, argument = str(nodes[0][0]), nodes[0][1]
    if code == "LITERAL":
        return bool(argument == _SPACE)
    if code == "IN":
        return all((str(member), value) == ("LITERAL", _SPACE) for member, value in argument)
    parts = [part for part in _parts(argument) if code not in _REPEATS or _matters(argument)]
    return any(_spaced(part, step) for part in parts)


def _matters(repeat: Any) -> bool:
    """Whether a repeat is more than a space that may be there or not."""
    low, _, part = repeat
    return bool(low > 0 or part.getwidth()[1] > 1)


def _parts(argument: Any) -> Iterator[Any]:
    """The sequences directly inside of a node."""
    if isinstance(argument, syntax.SubPattern):
        yield argument
    elif isinstance(argument, list | tuple):
        for part in argument:
            yield from _parts(part)
