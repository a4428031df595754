"""Builders shared by the tests: rules as TOML snippets, read through the public API."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from cleaner import Cleaner, Result

Build = Callable[..., Cleaner]
"""From TOML tables of rules and the keywords of `Cleaner` to a Cleaner that knows only these rules."""


def toml(value: object) -> str:
    """A value as TOML writes it on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def rule(rule_id: str, kind: str, **keys: object) -> str:
    """One `[[rule]]` table; `max_chars=60` becomes `max-chars = 60`, `except_` becomes `except`."""
    given = {"id": rule_id, "kind": kind, "description": "Made up for a test.", **keys}
    rows = [f"{key.rstrip('_').replace('_', '-')} = {toml(value)}" for key, value in given.items()]
    return "\n".join(["[[rule]]", *rows, ""])


def line(pattern: str = r"junk(?: \d+)?", rule_id: str = "test.junk", **keys: object) -> str:
    """A line rule; without arguments it cuts `JUNK` and `junk 7`."""
    return rule(rule_id, "line", pattern=pattern, **keys)


def cue(pattern: str, rule_id: str = "test.cue", **keys: object) -> str:
    """A cue, which matches and never deletes."""
    return rule(rule_id, "cue", pattern=pattern, **keys)


def block(kind: str = "block", rule_id: str = "test.block", **keys: object) -> str:
    """A block, tail or head rule with wide bounds, opened by `start here` unless told otherwise."""
    wide = {"start": "start here", "max_lines": 20, "max_chars": 2000, "max_fraction": 1.0}
    return rule(rule_id, kind, **(wide | keys))


def write_rules(file: Path, *rules: str) -> Path:
    """Write a rule file of these tables."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(["schema = 1", *rules]), encoding="utf-8", newline="")
    return file


def cut_texts(result: Result) -> list[tuple[str, str]]:
    """Each removal of a result as (rule id, text)."""
    return [(removal.rule, removal.text) for removal in result.removals]
