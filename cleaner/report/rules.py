"""Rules as text for people."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator

from cleaner.rulebook.book import RuleBook
from cleaner.rulebook.literals import rule_literals
from cleaner.rulebook.rarity import EDGE
from cleaner.rulebook.rule import Rule, key_of
from cleaner.rulebook.ways import MARKS


def listed(
    book: RuleBook, ids: Collection[str], running: Collection[str], watching: Collection[str]
) -> Iterator[str]:
    """One line for each of some rules, sorted by id; `*` marks those that run, `?` those that only report."""
    width = max(map(len, ids), default=0)
    for rule in sorted((rule for rule in book.rules if rule.id in ids), key=lambda rule: rule.id):
        mark = "*" if rule.id in running else "?" if rule.id in watching else " "
        yield f"{mark} {rule.id:<{width}}  {rule.kind:<5}  {rule.safety:<10}  {rule.description}"


def described(book: RuleBook, rule: Rule) -> str:
    """All that is set of one rule, a key a line, much as in its file, and its derived literals."""
    lines = [f"{rule.id} (pack {book.pack_of[rule.id]})"]
    for field in dataclasses.fields(rule):
        value = getattr(rule, field.name)
        if field.name != "id" and value not in (None, ()):
            lines += _entry(key_of(field.name), value)
    lines.append(f"  literals: {_literals(rule)}")
    if rule.id in book.replaced:
        lines.append("  replaces the shipped rule of this id")
    return "\n".join(lines)


def _entry(key: str, value: object) -> Iterator[str]:
    if isinstance(value, tuple) and value:
        yield f"  {key}:"
        for part in value:
            yield f"    - {_shown(part)}"
    else:
        yield f"  {key}: {_shown(value)}"


def _literals(rule: Rule) -> str:
    required = rule_literals(rule)
    if required is None:
        return "none, so that every line is tried"
    return f"{', '.join(sorted(map(shown_literal, required.literals)))} (any of them, by {required.key})"


def shown_literal(literal: str) -> str:
    """A literal as people read it: `^` and `$` for the edges of the line, `~` for any marks and spaces."""
    shown = literal.replace(MARKS, "~")
    begins, ends = shown.startswith(EDGE), shown.endswith(EDGE)
    return repr(f"{'^' * begins}{shown.strip(EDGE)}{'$' * ends}")


def _shown(value: object) -> str:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        set_fields = {
            key_of(field.name): getattr(value, field.name)
            for field in dataclasses.fields(value)
            if getattr(value, field.name) is not None
        }
        return ", ".join(f"{key}: {part!r}" for key, part in set_fields.items())
    return str(value)
