"""Unified diffs of what a document loses, straight from the removals, so never a guess."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from cleaner.engine.result import Removal, Result, cut

_CONTEXT = 3
# Of a name, what ends the line, the name or its quotes, steers a terminal, or is no UTF-8.
_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_QUOTED = re.compile(rf'["\\]|{_ODD.pattern}')
_NO_NEWLINE = "\\ No newline at end of file\n"


class _Edit(NamedTuple):
    """Old lines `[first, last)` (by LF alone, as patch tools count) become `new`."""

    first: int
    last: int
    new: list[str]


def unified_diff(name: str, text: str, result: Result) -> str:
    """The diff that turns a text into its result, for people and for `patch`; empty where nothing changed.

    Args:
        name: of the document, as the system has it.
        text: the original.
        result: what became of it.
    """
    if not result.changed:
        return ""
    lines = _split(text)
    header = _header(name)
    parts = [f"--- {header}\n+++ {header}\n"]
    shift = 0
    for hunk in _hunks(_edits(text, lines, result.removals)):
        body, old, new = _body(lines, hunk)
        first = max(hunk[0].first - _CONTEXT, 0)
        parts.append(f"@@ -{_range(first, old)} +{_range(first + shift, new)} @@\n{body}")
        shift += new - old
    return "".join(parts)


def _header(name: str) -> str:
    """A name as `patch` and `git apply` read it: quoted where it has to be, a tab after one with spaces."""
    if name.startswith('"') or _ODD.search(name):
        return f'"{_QUOTED.sub(_octal, name)}"'
    return f"{name}\t" if " " in name else name


def _octal(match: re.Match[str]) -> str:
    try:
        spelt = match.group().encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a pair, which no system here has in a name
        spelt = match.group().encode("utf-8", "surrogatepass")
    return "".join(f"\\{byte:03o}" for byte in spelt)


def _split(text: str) -> list[str]:
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def _edits(text: str, lines: Sequence[str], removals: Sequence[Removal]) -> Iterator[_Edit]:
    """The lines that removals touch, each run of them with what is left of it."""
    starts = [0, *accumulate(map(len, lines))]
    groups: list[tuple[int, int, list[Removal]]] = []
    for removal in removals:
        first = bisect_right(starts, removal.start) - 1
        last = bisect_left(starts, removal.end)
        if removal.start > starts[first] and removal.end == starts[last]:
            last = min(last + 1, len(lines))  # what is left of the first line runs on into the next one
        own = [removal]
        if groups and first <= groups[-1][1]:
            first, _, own = groups.pop()
            own.append(removal)
        groups.append((first, last, own))
    for first, last, own in groups:
        yield _Edit(first, last, _split(_left(text, starts[first], starts[last], own)))


def _left(text: str, start: int, end: int, removals: Sequence[Removal]) -> str:
    here = [Removal(r.rule, r.start - start, r.end - start, r.text) for r in removals]
    return cut(text[start:end], here)


def _hunks(edits: Iterator[_Edit]) -> Iterator[list[_Edit]]:
    hunk: list[_Edit] = []
    for edit in edits:
        if hunk and edit.first - hunk[-1].last > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(edit)
    if hunk:
        yield hunk


def _body(lines: Sequence[str], hunk: Sequence[_Edit]) -> tuple[str, int, int]:
    """The text of a hunk and how many old and new lines it shows."""
    rows: list[tuple[str, str]] = []
    position = max(hunk[0].first - _CONTEXT, 0)
    for edit in hunk:
        rows += [(" ", line) for line in lines[position : edit.first]]
        rows += [("-", line) for line in lines[edit.first : edit.last]]
        rows += [("+", line) for line in edit.new]
        position = edit.last
    rows += [(" ", line) for line in lines[position : position + _CONTEXT]]
    text = "".join(
        f"{mark}{line}" if line.endswith("\n") else f"{mark}{line}\n{_NO_NEWLINE}" for mark, line in rows
    )
    return text, sum(mark != "+" for mark, _ in rows), sum(mark != "-" for mark, _ in rows)


def _range(first: int, count: int) -> str:
    """Line numbers as unified diffs write them; an empty range names the line before it."""
    return f"{first + 1 if count else first},{count}"
