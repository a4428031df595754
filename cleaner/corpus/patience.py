"""Patience: how much may go wrong before a run stops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from cleaner.errors import StoppedError

MAX_TIMEOUTS = 100
"""Default of how many documents a rule may run out of time on; at two seconds each, some minutes are lost."""


@dataclass
class Patience:
    """Counts what goes wrong in a run.

    No rule is ever switched off while a run goes on: what becomes of a document would depend on those
    before it.

    Attributes:
        errors: at so many failures the run stops; None for never. Timeouts are failures too.
        timeouts: at so many documents on which rules ran out of time it stops; None for never.
        resumable: whether there is a ledger to go on with.
    """

    errors: int | None = None
    timeouts: int | None = None
    resumable: bool = False
    _failures: int = 0
    _late: Counter[str] = field(default_factory=Counter)
    _late_documents: int = 0

    def fail(self) -> None:
        """Something could not be cleaned.

        Raises:
            StoppedError: that is enough.
        """
        self._failures += 1
        if self.errors is not None and self._failures >= self.errors:
            count = "the first error" if self.errors == 1 else f"{self.errors:,} errors"
            more = "; go on with --resume" if self.resumable else ""
            raise StoppedError(f"stopped at {count}", advice=_WHOLE + more)

    def time_out(self, rules: Sequence[str]) -> None:
        """Rules ran out of time on a document.

        Raises:
            StoppedError: that is enough.
        """
        self._late.update(rules)
        self._late_documents += 1
        if self.timeouts is not None and self._late_documents >= self.timeouts:
            rule, most = min(self._late.items(), key=lambda item: (-item[1], item[0]))
            late = self._late_documents
            again = "--resume" if self.resumable else "begin again"
            raise StoppedError(
                f"stopped after {late:,} document{'' if late == 1 else 's'} on which a rule ran out of time",
                where=f"rule {rule} ({most:,} of them)",
                advice=f"mend it or --ignore it, or {again} with a larger --max-timeouts; {_WHOLE}",
            )
        self.fail()


_WHOLE = "every output there is complete"
