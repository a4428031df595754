"""The table of what was measured, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Target:
    """What a figure has to be.

    Attributes:
        bound: whether the limit is the most or the least that is good.
        limit: the ratio, or an amount of `unit`.
        unit: `×` for a ratio.
    """

    bound: Literal["most", "least"]
    limit: float
    unit: str = "×"

    def met(self, value: float) -> bool:
        """Whether a value is good enough."""
        return value <= self.limit if self.bound == "most" else value >= self.limit

    def __str__(self) -> str:
        return f"{'≤' if self.bound == 'most' else '≥'} {self.limit:g}{_spaced(self.unit)}"


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        figure: its number and what it is.
        target: what it has to be.
        value: what it is; None where it could not be measured.
        raw: the two figures behind it, or why there are none.
    """

    figure: str
    target: Target
    value: float | None
    raw: str

    @property
    def missed(self) -> bool:
        """Whether it was measured and is not good enough."""
        return self.value is not None and not self.target.met(self.value)

    def cells(self) -> tuple[str, str, str, str]:
        """The line, cell by cell."""
        if self.value is None:
            return self.figure, str(self.target), "not measured", self.raw
        shown = f"{self.value:.3g}" if self.value < 1000 else f"{self.value:.0f}"
        mark = " (missed)" if self.missed else ""
        return self.figure, str(self.target), f"{shown}{_spaced(self.target.unit)}{mark}", self.raw


def table(rows: Iterable[Row]) -> str:
    """The rows as a Markdown table."""
    head = ("figure", "target", "measured", "behind it")
    lines = [head, ("---",) * len(head), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _spaced(unit: str) -> str:
    return unit if unit == "×" else f" {unit}"
