"""Selectors: which rules of a book run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cleaner.errors import SelectorError
from cleaner.rulebook.book import RuleBook
from cleaner.rulebook.nearest import nearest
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.selectors import ALL, EXACT, WIDE

SAFETY_LEVELS = ("safe", "aggressive")
"""Settings of a run, each including the rules of those before it."""


def select(
    book: RuleBook,
    *,
    select: Iterable[str] | None = None,
    extend_select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    safety: str = "safe",
) -> frozenset[str]:
    """The ids of the rules that may cut.

    A selector is `ALL`, a category, a full id or alias, `tag:NAME` or `pack:NAME`. Where `select` and
    `ignore` both name a rule, the narrower selector wins, and `ignore` wins a draw. A full id also
    selects a rule that the safety setting or its preview status leaves out; a `report` rule never cuts.

    Args:
        select: selectors of what runs; None selects everything.
        extend_select: selectors of what runs besides.
        ignore: selectors of what does not.
        safety: `safe`, or `aggressive` to add the rules marked so.

    Raises:
        SelectorError: a selector names nothing, or the safety setting is unknown.
    """
    if safety not in SAFETY_LEVELS:
        raise SelectorError(
            f"there is no safety setting '{safety}'{nearest(safety, SAFETY_LEVELS)}",
            advice=f"use one of: {', '.join(SAFETY_LEVELS)}",
        )
    chosen = _widths(book, [*([ALL] if select is None else select), *extend_select])
    left_out = _widths(book, ignore)
    return frozenset(
        rule.id
        for rule in book.rules
        if chosen.get(rule.id, 0) > left_out.get(rule.id, 0) and _allowed(rule, chosen[rule.id], safety)
    )


def named(book: RuleBook, selectors: Iterable[str]) -> frozenset[str]:
    """The ids of all rules that any of the selectors names.

    Raises:
        SelectorError: a selector names nothing.
    """
    return frozenset(_widths(book, selectors))


def _allowed(rule: Rule, narrowness: int, safety: str) -> bool:
    if not rule.deletes or rule.safety == "report":
        return False
    if narrowness == EXACT:
        return True
    level = SAFETY_LEVELS.index(rule.safety) <= SAFETY_LEVELS.index(safety)
    return level and rule.status != "preview"


def _widths(book: RuleBook, selectors: Iterable[str]) -> dict[str, int]:
    """For each rule named by any selector, how narrowly it is named at best."""
    widths: dict[str, int] = {}
    for selector in selectors:
        for rule_id, narrowness in _named(book, selector).items():
            widths[rule_id] = max(narrowness, widths.get(rule_id, 0))
    return widths


def _named(book: RuleBook, selector: str) -> Mapping[str, int]:
    if selector == ALL:  # the usual one, and what the others name takes long to find out
        return dict.fromkeys(book.pack_of, WIDE)
    found = book.named.get(selector)
    if found is None:
        raise SelectorError(
            f"selector '{selector}' names no rule{nearest(selector, book.named)}",
            advice="use ALL, a category, a rule id, tag:NAME or pack:NAME",
        )
    return found
