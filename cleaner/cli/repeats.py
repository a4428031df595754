"""Repeats: where the same is to be said of a million records, it is said of a few, and then how many more."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Self

from cleaner.report.text import counted

MAX_REPEATS = 10
"""Default of how many records of a file the same is said of: enough to see what is wrong."""
# Where a message begins to be about one record (a number, a list in brackets, a reason), or to advise.
_PARTICULAR = re.compile(r"(?<![\w-])\d|[(:;]")


@dataclass
class Repeats:
    """Counts messages about the records of one file, the same message being one kind.

    Attributes:
        most: how many of a kind are said; None for all.
        hint: where all of them are named.
    """

    most: int | None = MAX_REPEATS
    hint: str = "--max-repeats 0 names all"
    _counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    @classmethod
    def up_to(cls, most: int, *, recorded: bool = False) -> Self:
        """What `--max-repeats` asks for, where 0 is for all; with a ledger, which names all, it says so."""
        return cls(most or None, f"the ledger names all, and {cls.hint}" if recorded else cls.hint)

    def takes(self, head: str, message: str) -> bool:
        """Count a message; whether it is to be said.

        Args:
            head: how bad it is, and its file.
            message: what it says of a record.
        """
        kind = head, _PARTICULAR.split(message, maxsplit=1)[0].strip()
        self._counts[kind] += 1
        return self.most is None or self._counts[kind] <= self.most

    def ended(self) -> list[str]:
        """The file is at its end: a sentence for each kind of which more was to be said."""
        counts, self._counts = self._counts, Counter()
        more = {kind: count - (self.most or count) for kind, count in counts.items()}
        return [
            f"{head}: the same of {counted(number, 'more record')} ({message}); {self.hint}"
            for (head, message), number in more.items()
            if number > 0
        ]
