"""The guard: a pure check that the cuts of a document are safe."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice
from operator import attrgetter

from cleaner.engine.result import Removal, Verdict, cut
from cleaner.text.document import Document
from cleaner.text.shapes import holds_sentence
from cleaner.text.view import INVISIBLE

_LETTER = re.compile("[A-Za-z]")

MAX_REMOVED_PROSE = 0.5
"""Default of the largest share of its prose a document may lose."""


def judge(document: Document, removals: Sequence[Removal], max_removed_prose: float) -> Verdict:
    """Whether a document may lose these spans; judged once, for the cuts of all passes together.

    Args:
        document: the original.
        removals: all its cuts, in order.
        max_removed_prose: largest share, 0 to 1, of the characters of lines that hold a sentence.
    """
    if not removals:
        return Verdict()
    reasons = []
    if _nothing_left(document, removals):
        reasons.append("nothing would be left of the text")
    lost = _prose_lost(document, removals)
    enough = lost / max_removed_prose if max_removed_prose else math.inf
    if lost and (prose := _prose_up_to(document, enough)) < enough:
        share = f"{lost / prose:.0%} of its prose would go, more than {max_removed_prose:.0%}"
        reasons.append(f"{share} (max-removed-prose)")
    if not reasons:
        return Verdict()
    return Verdict("refuse", tuple(reasons), _rules(removals))


def _rules(removals: Sequence[Removal]) -> tuple[str, ...]:
    return tuple(sorted({removal.rule for removal in removals}))


def _nothing_left(document: Document, removals: Sequence[Removal]) -> bool:
    if document.front_matter is None and _LETTER.search(document.text, 0, removals[0].start):
        return False  # as for nearly every document
    left = cut(document.text, removals)
    front = document.front_matter  # never cut, so it stands where it stood
    return not "".join(left[front.end if front else 0 :].split()).strip(INVISIBLE)


def _prose_lost(document: Document, removals: Sequence[Removal]) -> int:
    """Characters that the removals take from lines that hold a sentence."""
    lost = 0
    for removal in removals:
        at = bisect_right(document.lines, removal.start, key=_start) - 1
        for line in islice(document.lines, max(at, 0), None):
            if line.start >= removal.end:
                break
            share = min(removal.end, line.end) - max(removal.start, line.start)
            if share > 0 and holds_sentence(document.content(line)):
                lost += share
    return lost


def _prose_up_to(document: Document, enough: float) -> int:
    """Characters of the lines that hold a sentence; counts no further than it takes to have enough."""
    prose = 0
    for line in document.lines:
        if prose >= enough:
            break
        if holds_sentence(document.content(line)):
            prose += line.end - line.start
    return prose


_start = attrgetter("start")
