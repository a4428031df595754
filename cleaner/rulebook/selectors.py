"""Selectors: `ALL`, a category, an id or alias, `tag:NAME`, `pack:NAME`; how narrowly each names a rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from cleaner.rulebook.rule import Rule

ALL = "ALL"
WIDE, GROUP, CATEGORY, EXACT = 1, 2, 3, 4
"""How narrowly a selector names a rule; between select and ignore the narrower one wins."""


Named = Mapping[str, Mapping[str, int]]
"""For each selector that names any of some rules, the ids of those and how narrowly it names them."""


def named_by_selectors(rules: Iterable[tuple[Rule, str]]) -> Named:
    """What selectors name of some rules, each given with the name of its pack."""
    named: dict[str, dict[str, int]] = defaultdict(dict)
    for rule, pack in rules:
        for selector, width in _selectors(rule, pack):
            named[selector][rule.id] = width
    return dict(named)


def _selectors(rule: Rule, pack: str) -> Iterator[tuple[str, int]]:
    """All that names a rule, and how narrowly; the narrowest last."""
    yield ALL, WIDE
    yield f"pack:{pack}", GROUP
    for tag in rule.tags:
        yield f"tag:{tag}", GROUP
    yield rule.category, CATEGORY
    for name in (rule.id, *rule.aliases):
        yield name, EXACT
