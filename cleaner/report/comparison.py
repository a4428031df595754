"""What two sets of rules cut differently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cleaner.engine.result import Removal, Result
from cleaner.report.findings import place_of
from cleaner.report.text import excerpt, shown
from cleaner.text.document import Document


class Difference(NamedTuple):
    """A text that one set of rules cuts and the other leaves.

    Attributes:
        gained: whether the new set cuts it; else the old one did.
        removal: the part of a cut that the other has not.
    """

    gained: bool
    removal: Removal

    @property
    def sign(self) -> str:
        """`+` for what the new set cuts besides, `-` for what it no longer cuts."""
        return "+" if self.gained else "-"


def differences(old: Result, new: Result) -> list[Difference]:
    """What two results of one text cut differently, in order; blank lines alone are no difference."""
    found = [Difference(True, part) for part in _beyond(new.removals, old.removals)]
    found += [Difference(False, part) for part in _beyond(old.removals, new.removals)]
    return sorted(found, key=lambda difference: (difference.removal.start, difference.gained))


def _beyond(removals: Iterable[Removal], others: Sequence[Removal]) -> Iterator[Removal]:
    """The parts of cuts that no other cut covers."""
    for removal in removals:
        start = removal.start
        for other in others:  # in order, and none overlaps another
            if other.end <= start or other.start >= removal.end:
                continue
            yield from _part(removal, start, other.start)
            start = other.end
        yield from _part(removal, start, removal.end)


def _part(removal: Removal, start: int, end: int) -> Iterator[Removal]:
    text = removal.text[start - removal.start : end - removal.start] if start < end else ""
    if text.strip():
        yield Removal(removal.rule, start, end, text)


def difference_line(label: str, document: Document, difference: Difference) -> str:
    """A difference as `+ path:line:col: rule  text`, always one line, without its ending."""
    place = place_of(document, difference.removal)
    text = excerpt(difference.removal.text)
    return f"{difference.sign} {shown(label)}:{place.line}:{place.column}: {difference.removal.rule}  {text}"
