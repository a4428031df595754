"""Selectors: `ALL`, a category, an id or alias, `tag:NAME`, `pack:NAME`; how narrowly each names a rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleaner.rulebook.rule import Rule

ALL = "ALL"
WIDE, GROUP, CATEGORY, EXACT = 1, 2, 3, 4
"""How narrowly a selector names a rule; between select and ignore the narrower one wins."""


def width(selector: str, rule: Rule, pack: str) -> int:
    """How narrowly a selector names a rule of a pack; 0 if it does not."""
    group, _, name = selector.partition(":")
    if selector == ALL:
        return WIDE
    if selector == rule.id or selector in rule.aliases:
        return EXACT
    if selector == rule.category:
        return CATEGORY
    in_group = (group == "tag" and name in rule.tags) or (group == "pack" and name == pack)
    return GROUP if in_group else 0


def known(rules: Iterable[tuple[Rule, str]]) -> Iterator[str]:
    """All that names any of some rules, each given with its pack; at times more than once."""
    yield ALL
    for rule, pack in rules:
        yield from (rule.id, rule.category, *rule.aliases, *(f"tag:{tag}" for tag in rule.tags))
        yield f"pack:{pack}"
