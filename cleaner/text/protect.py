"""Regions that no rule may touch: front matter and fenced code, in every format."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleaner.text.lines import Line, Span

_FRONT_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
# A fence is three or more backticks or tildes, indented by up to three spaces, inside any quote marks
# or list item; a backtick fence has no backtick in its info string (CommonMark 0.31, 4.5).
_OPENING = re.compile(r"(?:[ ]{0,3}(?:>|[-+*][ ]|\d{1,9}[.)][ ]))*\s*(`{3,}(?=[^`]*$)|~{3,})")
_CLOSING = re.compile(r"[>\s]*(`{3,}|~{3,})\s*")


def front_matter(text: str, lines: Sequence[Line]) -> Span | None:
    """The span of YAML (`---`) or TOML (`+++`) front matter that begins the text, or None.

    An opening without its closing line is no front matter.
    """
    if not lines:
        return None
    closing = _FRONT_FENCES.get(text[lines[0].start : lines[0].end].rstrip())
    if closing is None:
        return None
    for line in lines[1:]:
        if text[line.start : line.end].rstrip() in closing:
            return Span(lines[0].start, line.stop)
    return None


def protected_spans(text: str, lines: Sequence[Line]) -> tuple[Span, ...]:
    """The spans of front matter and closed code fences, as whole lines, in order.

    A fence that is never closed protects nothing, or one stray mark would switch a document off.
    """
    spans = []
    first = 0
    front = front_matter(text, lines)
    if front:
        spans.append(front)
        first = sum(line.stop <= front.end for line in lines)
    if "```" in text or "~~~" in text:
        spans += _fences(text, lines, first)
    return tuple(spans)


def _fences(text: str, lines: Sequence[Line], first: int) -> list[Span]:
    marks = [_CLOSING.fullmatch(text, line.start, line.end) for line in lines]
    longest = _longest_closings([mark.group(1) if mark else "" for mark in marks])
    spans = []
    index = first
    while index < len(lines):
        opening = _OPENING.match(text, lines[index].start, lines[index].end)
        fence = opening.group(1) if opening else ""
        if not fence or longest[index + 1].get(fence[0], 0) < len(fence):
            index += 1
            continue
        last = index + 1
        while not (mark := marks[last]) or not mark.group(1).startswith(fence):
            last += 1
        spans.append(Span(lines[index].start, lines[last].stop))
        index = last + 1
    return spans


def _longest_closings(closings: Sequence[str]) -> list[dict[str, int]]:
    """For each line and one beyond, the longest closing fence of either kind from there on.

    It tells an unclosed fence without a look at the rest, so that hostile text costs linear time.
    """
    longest: list[dict[str, int]] = [{}]
    for fence in reversed(closings):
        ahead = longest[-1]
        if fence and len(fence) > ahead.get(fence[0], 0):
            ahead = {**ahead, fence[0]: len(fence)}
        longest.append(ahead)
    return longest[::-1]
