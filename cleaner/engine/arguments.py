"""What callers give a Cleaner: checked, and in one form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from cleaner.errors import UsageError
from cleaner.rulebook.book import RuleBook
from cleaner.rulebook.globs import check_pattern
from cleaner.rulebook.select import named
from cleaner.text.document import Document


def ignored_in(book: RuleBook, ignores: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """The rule ids that are ignored for each path pattern."""
    for pattern in ignores:
        check_pattern(pattern)
    return {pattern: named(book, listed(selectors)) for pattern, selectors in ignores.items()}


def check_document(given: object) -> None:
    """Make sure that something is a document.

    Raises:
        UsageError: it is none.
    """
    if not isinstance(given, Document):
        kind = type(given).__name__
        raise UsageError(f"a document must be a Document, not {kind}", advice="make it one: Document(text)")


def check_limits(max_removed_prose: float, time_limit: float) -> None:
    """Make sure that limits can be kept.

    Raises:
        UsageError: one of them is out of range.
    """
    if not 0 <= max_removed_prose <= 1:
        raise UsageError(f"max-removed-prose must be from 0 to 1, not {max_removed_prose}")
    if not time_limit > 0:
        raise UsageError(f"the time limit must be above 0 seconds, not {time_limit}")


def listed(values: Iterable[str | Path] | str | Path) -> list[str]:
    """A list of strings, also where a caller gave a single one."""
    return [str(value) for value in ([values] if isinstance(values, str | Path) else values)]
