"""What cleaning a document yields: Removal, Verdict, Result; and the way back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from cleaner.errors import RestoreError, UsageError
from cleaner.rulebook.keeplist import Keep
from cleaner.text.lines import Span


class Removal(NamedTuple):
    """An accepted cut.

    Attributes:
        rule: id of the rule that made it.
        start: offset of its first code point in the original text.
        end: offset after its last code point in the original text.
        text: what was cut, blank lines that went along included.
    """

    rule: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Verdict:
    """Whether the cuts of a document were made, and if not, why.

    Attributes:
        status: `accept`; `refuse` where the guard kept the document whole (a warning); `timeout` where
            a rule ran past its time limit, so that the document is whole and counts as not cleaned.
        reasons: sentences for people; empty when accepted.
        rules: ids of the rules concerned; empty when accepted.
    """

    status: Literal["accept", "refuse", "timeout"] = "accept"
    reasons: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether the removals were made."""
        return self.status == "accept"


@dataclass(frozen=True)
class Result:
    """The outcome of cleaning one document.

    Attributes:
        text: the cleaned text; the original where nothing was cut or the verdict is not `accept`.
        removals: the cuts, in order, without overlap; empty where the verdict is not `accept`.
        verdict: whether the cuts were made.
        kept: cases of the keep list that kept a rule from cutting.
        reported: what rules of safety `report` found in the cleaned text, in offsets of the original; none of
            it is cut, and only who watches for it (`watching.Watch`) gets it.
    """

    text: str
    removals: tuple[Removal, ...] = ()
    verdict: Verdict = Verdict()
    kept: tuple[Keep, ...] = ()
    reported: tuple[Removal, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything was cut."""
        return bool(self.removals)


def cut(text: str, removals: Sequence[Removal | Span]) -> str:
    """The text without the spans of removals, which are in order and do not overlap."""
    parts = []
    position = 0
    for removal in removals:
        parts.append(text[position : removal.start])
        position = removal.end
    parts.append(text[position:])
    return "".join(parts)


def restore(text: str, removals: Iterable[Removal]) -> str:
    """Put removals back: the original text of a `Result`.

    Args:
        text: the cleaned text.
        removals: all of its removals, in any order.

    Raises:
        RestoreError: the removals overlap, lie outside the text, or contradict themselves.
        UsageError: the text is no string.
    """
    given: object = text
    if not isinstance(given, str):
        advice = {bytes: "decode it first", Result: "give its text"}.get(type(given), "")
        raise UsageError(f"the text must be a string, not {type(given).__name__}", advice=advice)
    parts = []
    taken = position = 0
    for removal in sorted(removals, key=lambda removal: (removal.start, removal.end)):
        gap = removal.start - position
        if gap < 0 or removal.end - removal.start != len(removal.text) or taken + gap > len(text):
            raise RestoreError(
                f"removal {removal.start}-{removal.end} by {removal.rule} does not fit the text",
                advice="restore needs the text as it was cleaned and all removals of that run",
            )
        parts += [text[taken : taken + gap], removal.text]
        taken += gap
        position = removal.end
    parts.append(text[taken:])
    return "".join(parts)
