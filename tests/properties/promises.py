"""What every result of cleaning must keep, whatever the text and the rules: one assertion for all tests."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from cleaner import Document, Removal, Result, restore
from cleaner.text.lines import BOM
from cleaner.text.shapes import holds_sentence

# Written apart from the engine's own splitting, which it is to check.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def lines_of(text: str) -> list[str]:
    """The lines of a text with their endings; a byte-order mark at its start is a piece of its own."""
    mark = [BOM] if text.startswith(BOM) else []
    return mark + _LINE.findall(text.removeprefix(BOM))


def assert_promises(text: str, result: Result, max_removed_prose: float = 0.5) -> None:
    """Assert delete-only, whole lines, reversible, explained, prose and protected regions kept."""
    if result.verdict.status == "accept":
        assert not result.verdict.reasons
    else:
        assert result.verdict.reasons
        assert result.verdict.rules
        assert not result.removals
    _assert_removals(text, result)
    _assert_whole_lines(text, result)
    _assert_protected(text, result)
    assert restore(result.text, result.removals) == text
    assert prose_lost(text, result) <= max_removed_prose
    assert result.text.strip().strip(BOM) or not result.removals


def _assert_removals(text: str, result: Result) -> None:
    """The removals are in order, apart, name what they cut, and the output is the rest."""
    kept = []
    position = 0
    for removal in result.removals:
        assert position <= removal.start < removal.end <= len(text)
        assert removal.text == text[removal.start : removal.end]
        assert removal.rule
        kept.append(text[position : removal.start])
        position = removal.end
    assert "".join([*kept, text[position:]]) == result.text


def _assert_whole_lines(text: str, result: Result) -> None:
    """The output's lines, endings included, are the input's less those that removals take as a whole."""
    lines = lines_of(text)
    bounds = list(accumulate(map(len, lines), initial=0))
    number = {offset: index for index, offset in enumerate(bounds)}
    left: list[str] = []
    first = 0
    for removal in result.removals:
        assert removal.start in number, f"cut begins inside a line: {removal}"
        assert removal.end in number, f"cut ends inside a line: {removal}"
        left += lines[first : number[removal.start]]
        first = number[removal.end]
    left += lines[first:]
    assert _unmarked(lines_of(result.text)) == _unmarked(left)


def _unmarked(lines: list[str]) -> list[str]:
    """The lines, with a mark that now begins the text as a piece of its own."""
    return lines_of("".join(lines[:1])) + lines[1:]


def _assert_protected(text: str, result: Result) -> None:
    for start, end in Document(text).protected:
        for removal in _touching(result.removals, start, end):
            raise AssertionError(f"cuts front matter or code: {removal}")


def _touching(removals: Sequence[Removal], start: int, end: int) -> Sequence[Removal]:
    """The removals that take any of the characters from `start` to `end`."""
    first = bisect_right(removals, start, key=lambda removal: removal.end)
    last = bisect_left(removals, end, key=lambda removal: removal.start)
    return removals[first:last]


def prose_lost(text: str, result: Result) -> float:
    """The share of the characters of lines that hold a sentence which the removals take."""
    prose = lost = start = 0
    for line in lines_of(text):
        content = line.rstrip("\r\n")
        end = start + len(content)
        if holds_sentence(content):
            prose += len(content)
            for removal in _touching(result.removals, start, end):
                lost += min(end, removal.end) - max(start, removal.start)
        start += len(line)
    return lost / prose if prose else 0.0
