"""What every result of cleaning must keep, whatever the text and the rules: one assertion for all tests."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

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
    """The output's lines are the input's, endings included, less those that removals take as a whole.

    Of any other line removals take sentences at its edges alone, and leave one.
    """
    left: list[str] = []
    start = 0
    for line in lines_of(text):
        end = start + len(line)
        spans = _merged(
            [(max(r.start, start), min(r.end, end)) for r in _touching(result.removals, start, end)]
        )
        if spans != [(start, end)]:
            left.append(_less(line, [(first - start, last - start) for first, last in spans]))
        start = end
    assert _unmarked(lines_of(result.text)) == _unmarked(left)


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that touch as one; empty ones are none."""
    merged: list[tuple[int, int]] = []
    for first, last in spans:
        if merged and merged[-1][1] == first:
            merged[-1] = (merged[-1][0], last)
        elif first < last:
            merged.append((first, last))
    return merged


def _less(line: str, spans: Sequence[tuple[int, int]]) -> str:
    """A line without sentences at its edges."""
    left = line
    for first, last in reversed(spans):
        at_end = not line[last:].strip()
        assert at_end or not re.search(r"\w", line[:first]), f"cut inside a line: {line[first:last]!r}"
        joint, rest = (line[first], line[:first]) if at_end else (line[last - 1], line[last:])
        assert joint.isspace() or ord(joint) > 0x2E80
        assert not rest[-1 if at_end else 0].isspace()
        left = left[:first] + left[last:]
    assert not spans or holds_sentence(left)
    return left


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
    """The share of the characters of lines, as they read, that hold a sentence which the removals take."""
    prose = lost = start = 0
    for line in lines_of(Document(text).flowed.text):
        content = line.rstrip("\r\n")
        end = start + len(content)
        if holds_sentence(content):
            prose += len(content)
            for removal in _touching(result.removals, start, end):
                lost += min(end, removal.end) - max(start, removal.start)
        start += len(line)
    return lost / prose if prose else 0.0
