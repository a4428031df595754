"""From a TOML table to a Rule: every defect found, each saying what to write instead."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Collection, Iterator
from typing import Any, get_args

import pydantic

from cleaner.rulebook import patterns
from cleaner.rulebook.kinds import KINDS, InlineRule, RunRule, keys_of
from cleaner.rulebook.nearest import nearest
from cleaner.rulebook.rule import BlockRule, Check, CueRule, LineRule, Rule, SeveralLines
from cleaner.text.languages import is_tag
from cleaner.text.shapes import SHAPES

_TYPE = re.compile(r"str$|tuple\[|function-")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*")
SITE = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z0-9-]+")


def rule_of(table: dict[str, Any]) -> tuple[Rule | None, list[str]]:
    """Validate one `[[rule]]` table.

    Returns:
        the rule and no defects, or None and one sentence for each defect, beginning with its key.
    """
    table = _unbroken(table)
    kind = table.get("kind")
    found = [
        f"key {key}: {defect}"
        for key, condition in _conditions(table)
        for defect in _condition_defects(key, condition)
    ]
    if not isinstance(kind, str) or kind not in KINDS:
        return None, [f"key kind: {_kind_defect(kind)}", *_defects_of_any_kind(table), *found]
    rule, defects = _rule_like(kind, table, keys_of(KINDS[kind]))
    defects += found
    return (None, defects) if defects else (rule, [])


def _rule_like(kind: str, table: dict[str, Any], known: Collection[str]) -> tuple[Rule | None, list[str]]:
    """Validate a table, patterns aside.

    Args:
        kind: what it is to be; empty for what all kinds share.
        table: the rule.
        known: keys that may have been meant.
    """
    try:
        rule = _validated(kind, table)
    except pydantic.ValidationError as error:
        wrong = error.errors(include_url=False)
        return None, [sentence(known, defect) for defect in wrong] + _more_defects(kind, table, wrong)
    return rule, list(_defects(rule))


def _defects_of_any_kind(table: dict[str, Any]) -> list[str]:
    """What is wrong with a table of which nobody knows what kind it was to be."""
    shared = keys_of(Rule)
    known = list(dict.fromkeys(key for model in KINDS.values() for key in keys_of(model)))
    judged = {key: value for key, value in table.items() if key in shared or key not in known}
    return _rule_like("", judged | {"kind": ""}, known)[1]


def _validated(kind: str, table: dict[str, Any]) -> Rule:
    return _adapter(kind).validate_json(json.dumps(table, default=not_json), strict=True)


def _more_defects(kind: str, table: dict[str, Any], wrong: list[Any]) -> list[str]:
    """What else is wrong with a table, once the keys are left out that are wrong by themselves."""
    keys = {defect["loc"][0] for defect in wrong}
    try:
        rule = _validated(kind, {key: table[key] for key in table if key not in keys})
    except pydantic.ValidationError:  # a required key is among them
        return []
    return list(_defects(rule))


def not_json(value: object) -> dict[str, str]:
    """A TOML date or time, as something that no key accepts, so that it is reported under its key."""
    return {"date": str(value)}


@functools.cache
def _adapter(kind: str) -> pydantic.TypeAdapter[Rule]:
    return pydantic.TypeAdapter(KINDS.get(kind, Rule))


def _kind_defect(kind: object) -> str:
    kinds = ", ".join(KINDS)
    if kind is None:
        return f"is missing; write one of: {kinds}"
    return f"{kind!r} is no kind of rule; write one of: {kinds}{nearest(str(kind), KINDS)}"


def sentence(keys: Collection[str], defect: Any) -> str:
    """One sentence for one of pydantic's errors about a dataclass with these keys, beginning with the key."""
    path = [str(part) for part in defect["loc"]]
    # Between the keys stand the names of the types that were tried, as in `requires.rule.tuple[str, ...].0`.
    key = ".".join(part for i, part in enumerate(path) if i == 0 or not _TYPE.match(part))
    match defect["type"]:
        case "missing":
            return f"key {key}: is missing; add it"
        case "unexpected_keyword_argument":
            known = keys if len(path) == 1 else []
            return f"key {key}: is unknown here{nearest(path[-1], known)}"
        case "literal_error" if path[0] == "waive":
            unknown = str(defect["input"])
            return f"key {key}: there is no check {unknown!r}{nearest(unknown, get_args(Check))}"
        case _:
            return f"key {key}: {_lower(defect['msg'])}, not {defect['input']!r}"


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]


def _defects(rule: Rule) -> Iterator[str]:
    """What types alone don't tell."""
    if not ID.fullmatch(rule.id):
        yield f"key id: {rule.id!r} is no id; write category.slug in lower-case letters, digits and hyphens"
    if not rule.description.strip():
        yield "key description: is empty; say in one sentence what goes and why it is never content"
    yield from _scope_defects(rule)
    yield from _bound_defects(rule)
    yield from _case_defects(rule)
    for index, waiver in enumerate(rule.waive):
        if not waiver.reason.strip():
            yield f"key waive.{index}.reason: is empty; say why the check does not matter here"


def _scope_defects(rule: Rule) -> Iterator[str]:
    for key in ("langs", "sites", "formats"):
        if getattr(rule, key) == ():
            yield f"key {key}: is empty, so the rule would never run; name some or leave the key out"
    for lang in rule.langs or ():
        if lang != "*" and not is_tag(lang):
            yield f"key langs: {lang!r} is no language tag; write it like en or pt-BR, or * for all"
    for site in rule.sites or ():
        if not SITE.fullmatch(site):
            yield f"key sites: {site!r} is no host name; write it like example.org, in lower case"
    yield from _company_defects(rule)


def _company_defects(rule: Rule) -> Iterator[str]:
    required = rule.requires.rules if rule.requires else ()
    for key, named in (("requires", required), ("unless", rule.unless)):
        if rule.id in named:
            yield f"key {key}: names the rule itself; name another rule or a cue"
    if rule.requires and not required:
        yield "key requires: names no rule; name one"


_CONDITIONS = ("pattern", "prev", "next", "start", "body", "end", "never-cross")


def _unbroken(table: dict[str, Any]) -> dict[str, Any]:
    """The table with each of its patterns in one piece."""
    conditions = {key: _in_one_piece(table[key]) for key in _CONDITIONS if key in table}
    exceptions = table.get("except")
    if isinstance(exceptions, list):
        conditions["except"] = [_unbroken(one) if isinstance(one, dict) else one for one in exceptions]
    return table | conditions


def _in_one_piece(condition: object) -> object:
    if isinstance(condition, list):
        return [_in_one_piece(part) for part in condition]
    return patterns.unbroken(condition) if isinstance(condition, str) else condition


def _conditions(table: dict[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The key and the parts of each pattern or shape of a table; what is no string is reported as such."""
    exceptions = table.get("except")
    for index, entry in enumerate(exceptions if isinstance(exceptions, list) else ()):
        if isinstance(entry, dict) and isinstance(entry.get("pattern"), str):
            yield f"except.{index}.pattern", (entry["pattern"],)
    for key in _CONDITIONS:
        value = table.get(key)
        if isinstance(value, str):
            yield key, (value,)
        elif isinstance(value, list):
            yield key, tuple(part for part in value if isinstance(part, str))


# Where the neighbour or the rest of a block is concerned, "any line at all" is a fair thing to say.
_MAY_BE_ANYTHING = ("body", "prev", "next")
# A shape says nothing of the words, so it cannot be all that a rule knows of a line.
_NO_SHAPE = ("pattern",)


def _condition_defects(key: str, parts: tuple[str, ...]) -> Iterator[str]:
    if not parts:
        yield "is empty; name a pattern or a shape"
    for part in parts:
        if part in SHAPES and key not in _NO_SHAPE:
            continue
        for defect in patterns.defects(part):
            if not (key in _MAY_BE_ANYTHING and defect == patterns.MATCHES_EMPTY):
                yield defect


def _bound_defects(rule: Rule) -> Iterator[str]:
    if isinstance(rule, LineRule | CueRule) and rule.zone is not None:
        zone = rule.zone
        if zone == type(zone)():
            yield "key zone: is empty; give first-lines, last-lines or last-fraction"
        yield from _positive("zone.first-lines", zone.first_lines)
        yield from _positive("zone.last-lines", zone.last_lines)
        yield from _share("zone.last-fraction", zone.last_fraction)
    if isinstance(rule, BlockRule) and rule.body is None and rule.end is None:
        yield "key body: is missing; a block without an end needs one, or it would have no bounds"
    if isinstance(rule, RunRule):
        yield from _run_defects(rule)
    if isinstance(rule, SeveralLines):
        yield from _positive("min-lines", rule.min_lines)
        yield from _positive("max-lines", rule.max_lines)
        yield from _share("max-fraction", rule.max_fraction)
    if isinstance(rule, LineRule | CueRule | InlineRule | SeveralLines):
        yield from _positive("max-chars", rule.max_chars)
    if rule.requires is not None:
        yield from _positive("requires.within-lines", rule.requires.within_lines)


def _run_defects(rule: RunRule) -> Iterator[str]:
    if not rule.anchors:
        yield "key anchors: is empty; name the rules whose matches tell that a run is junk"
    yield from _positive("min-anchors", rule.min_anchors)
    yield from _positive("min-run", rule.min_run)
    for key, value in (("max-gap", rule.max_gap), ("spare", rule.spare)):
        if value is not None and value < 0:
            yield f"key {key}: must be 0 or more, not {value}"


def _positive(key: str, value: int | None) -> Iterator[str]:
    if value is not None and value < 1:
        yield f"key {key}: must be 1 or more, not {value}"


def _share(key: str, value: float | None) -> Iterator[str]:
    if value is not None and not 0 < value <= 1:
        yield f"key {key}: must be above 0 and at most 1, not {value}"


def _case_defects(rule: Rule) -> Iterator[str]:
    for index, case in enumerate(rule.case):
        pair = (case.before is not None, case.after is not None)
        if not (pair == (True, True) and case.unchanged is None) and not (
            pair == (False, False) and case.unchanged is not None
        ):
            yield f"key case.{index}: has either before and after, or unchanged"
