"""Wrapping texts as mail programs, converters and editors of plain text do, to see what becomes of them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from hypothesis import strategies as st

WIDTHS = st.integers(50, 80)


def wrapped(paragraph: str, width: int) -> list[str]:
    """The lines of a paragraph, each as full as it can be; words are not broken."""
    return textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False)


def ragged(paragraph: str, widths: Sequence[int]) -> list[str]:
    """The same with a width for each line in turn, as where letters differ in width."""
    lines: list[str] = []
    words = paragraph.split()
    while words:
        width = widths[len(lines) % len(widths)]
        line = words.pop(0)
        while words and len(line) + 1 + len(words[0]) <= width:
            line += f" {words.pop(0)}"
        lines.append(line)
    return lines


@st.composite
def ways(draw: st.DrawFn) -> Sequence[int]:
    """Widths of lines: one for all, or some that differ by up to a tenth."""
    width = draw(WIDTHS)
    if draw(st.booleans()):
        return [width]
    return draw(st.lists(st.integers(width - width // 10, width), min_size=2, max_size=5))


def written(blocks: Sequence[Sequence[str]], ending: str = "\n", mark: str = "") -> str:
    """A text of paragraphs, given as their lines, with a blank line between them; quote marks before each."""
    blank = mark.rstrip() + ending
    return blank.join("".join(f"{mark}{line}{ending}" for line in block) for block in blocks)
