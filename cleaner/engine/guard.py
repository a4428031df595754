"""The guard: a pure check that the cuts of a document are safe."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.engine.result import Removal, Verdict, cut
from cleaner.text.document import Document
from cleaner.text.shapes import holds_sentence
from cleaner.text.view import INVISIBLE

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
    prose, lost = _prose(document, removals)
    if lost > max_removed_prose * prose:
        share = f"{lost / prose:.0%} of its prose would go, more than {max_removed_prose:.0%}"
        reasons.append(f"{share} (max-removed-prose)")
    if not reasons:
        return Verdict()
    return Verdict("refuse", tuple(reasons), _rules(removals))


def _rules(removals: Sequence[Removal]) -> tuple[str, ...]:
    return tuple(sorted({removal.rule for removal in removals}))


def _nothing_left(document: Document, removals: Sequence[Removal]) -> bool:
    left = cut(document.text, removals)
    front = document.front_matter  # never cut, so it stands where it stood
    return not "".join(left[front.end if front else 0 :].split()).strip(INVISIBLE)


def _prose(document: Document, removals: Sequence[Removal]) -> tuple[int, int]:
    """Characters of the lines that hold a sentence, and how many of them the removals take."""
    prose = lost = first = 0
    for line in document.lines:
        while first < len(removals) and removals[first].end <= line.start:
            first += 1
        if not holds_sentence(document.content(line)):
            continue
        prose += line.end - line.start
        at = first
        while at < len(removals) and removals[at].start < line.end:
            lost += min(removals[at].end, line.end) - max(removals[at].start, line.start)
            at += 1
    return prose, lost
