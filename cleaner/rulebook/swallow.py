"""Rules that another rule makes needless, as far as their proofs tell."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable

from cleaner.rulebook.patterns import compiled
from cleaner.rulebook.rule import SAFETY, LineRule, Rule
from cleaner.text.view import view

# Seconds that one pattern may take on one line; a runaway one swallows nothing.
_TIME_LIMIT = 0.5
# From running most to running least.
_STATUS = ("stable", "preview", "deprecated")


def swallowers(rules: Iterable[Rule], ids: Collection[str] | None = None) -> dict[str, str]:
    """For each line rule whose `removes` another one matches, all of them: the id of the first such rule.

    The other rule runs wherever this one does: its scope is the same or wider, and it asks for no more
    context. Of two rules that swallow each other only the one later in the alphabet counts.

    Args:
        rules: all rules that run together.
        ids: of the rules to look at; None for all.
    """
    lines = sorted((rule for rule in rules if isinstance(rule, LineRule)), key=lambda rule: rule.id)
    return {
        rule.id: other.id
        for rule in lines
        for other in reversed(lines)
        if (ids is None or rule.id in ids)
        and _swallows(other, rule)
        and not (rule.id < other.id and _swallows(rule, other))
    }


def _swallows(other: LineRule, rule: LineRule) -> bool:
    if other is rule or not rule.removes or not _as_wide(other, rule):
        return False
    return all(len(folded) <= other.max_chars and _cuts(other, folded) for folded in _views(rule.removes))


@functools.lru_cache(maxsize=1 << 14)  # each rule is compared with hundreds
def _views(lines: tuple[str, ...]) -> list[str]:
    return [view(line) for line in lines]


def _cuts(rule: LineRule, folded: str) -> bool:
    if not _matches(rule.pattern, folded):
        return False
    return not any(_matches(exception.pattern, folded) for exception in rule.except_)


def _matches(pattern: str, folded: str) -> bool:
    try:
        return compiled(pattern).fullmatch(folded, timeout=_TIME_LIMIT) is not None
    except TimeoutError:
        return False


def _as_wide(other: LineRule, rule: LineRule) -> bool:
    """Whether a rule runs wherever another one does."""
    return (
        SAFETY.index(other.safety) <= SAFETY.index(rule.safety)
        and _STATUS.index(other.status) <= _STATUS.index(rule.status)
        and all(_covers(getattr(other, key), getattr(rule, key)) for key in ("langs", "sites", "formats"))
        and all(
            getattr(other, key) in (None, getattr(rule, key)) for key in ("zone", "prev", "next", "requires")
        )
        and set(other.unless) <= set(rule.unless)
    )


def _covers(wide: tuple[str, ...] | None, narrow: tuple[str, ...] | None) -> bool:
    if wide is None or "*" in wide:
        return True
    return narrow is not None and set(narrow) <= set(wide)
