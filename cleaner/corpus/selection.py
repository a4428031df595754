"""Selection: which removals of a ledger are put back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import groupby

from cleaner.corpus.entries import Entry
from cleaner.corpus.formats import Recorded


@dataclass(frozen=True)
class Selection:
    """Names documents and rules, with the wildcards of shells; none for all.

    Attributes:
        documents: a file as the ledger names it, one of its records (`file:record`), or the `id` of one.
        rules: rule ids, or categories of them.
    """

    documents: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    def takes(self, entry: Entry) -> bool:
        """Whether a file is written at all: it, or one of its documents that lost something, is named."""
        if not self.documents or _matches(self.documents, [entry.doc]):
            return True
        return any(self._names(entry, recorded) for recorded in entry.removals)

    def met(self, entry: Entry) -> set[str]:
        """Those of `rules` that removed something from a file, and those of `documents` that are in it."""
        rules = {name for recorded in entry.removals for name in _names_of_rule(recorded)}
        found = {pattern for pattern in self.rules if _matches([pattern], rules)}
        documents = {entry.doc}.union(*(_names_of(entry, recorded) for recorded in entry.removals))
        return found.union(pattern for pattern in self.documents if _matches([pattern], documents))

    def split(self, entry: Entry) -> tuple[Sequence[Recorded], Sequence[Recorded]]:
        """The removals that are put back and those that stay.

        Returns:
            the first, in offsets of the text without the second; the second, in those of the original.
        """
        back: list[Recorded] = []
        stay: list[Recorded] = []
        by_record = groupby(sorted(entry.removals, key=_place), key=lambda recorded: recorded.record)
        for _, group in by_record:
            shift = 0
            for recorded in group:
                removal = recorded.removal
                if self._wants(entry, recorded):
                    moved = removal._replace(start=removal.start - shift, end=removal.end - shift)
                    back.append(recorded._replace(removal=moved))
                else:
                    shift += len(removal.text)
                    stay.append(recorded)
        return back, stay

    def _wants(self, entry: Entry, recorded: Recorded) -> bool:
        if self.rules and not _matches(self.rules, _names_of_rule(recorded)):
            return False
        return not self.documents or _matches(self.documents, [entry.doc]) or self._names(entry, recorded)

    def _names(self, entry: Entry, recorded: Recorded) -> bool:
        return _matches(self.documents, _names_of(entry, recorded))


EVERYTHING = Selection()


def _names_of(entry: Entry, recorded: Recorded) -> Iterator[str]:
    if recorded.record is not None:
        yield f"{entry.doc}:{recorded.record}"
        if recorded.record in entry.ids:
            yield entry.ids[recorded.record]


def _names_of_rule(recorded: Recorded) -> tuple[str, str]:
    rule = recorded.removal.rule
    return rule, rule.partition(".")[0]


def _place(recorded: Recorded) -> tuple[int, int]:
    return recorded.record or 0, recorded.removal.start


def _matches(patterns: Sequence[str], names: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for name in names for pattern in patterns)
