"""The JSON Schema of rule files, for editors; made from the model, so that it cannot tell anything else.

It knows keys, types, choices and bounds. Patterns are only checked when rules are loaded.
"""

from __future__ import annotations

import inspect
import json
import re
from typing import Annotated, Any

import pydantic

from cleaner.rulebook.kinds import InlineRule, RunRule
from cleaner.rulebook.load import SCHEMA
from cleaner.rulebook.rule import BlockRule, Case, CueRule, Except, LineRule, Requires, Waiver, Zone, key_of
from cleaner.rulebook.validate import ID, SITE
from cleaner.text.shapes import SHAPES

_DRAFT = "http://json-schema.org/draft-07/schema#"  # the newest that common TOML editors know in full
_KINDS = LineRule | CueRule | BlockRule | RunRule | InlineRule
_ENTRY = Annotated[_KINDS, pydantic.Field(discriminator="kind")]
_MODELS = (LineRule, CueRule, BlockRule, RunRule, InlineRule, Zone, Requires, Except, Case, Waiver)

_POSITIVE = {"minimum": 1}
_NOT_NEGATIVE = {"minimum": 0}
_SHARE = {"exclusiveMinimum": 0, "maximum": 1}
_SOME = {"minItems": 1}
# What `validate` asks of values beyond their type.
_LIMITS: dict[str, dict[str, Any]] = {
    "id": {"pattern": f"^{ID.pattern}$"},
    "description": {"pattern": r"\S"},
    "reason": {"pattern": r"\S"},
    "langs": _SOME,
    "sites": {**_SOME, "items": {"type": "string", "pattern": f"^{SITE.pattern}$"}},
    "formats": _SOME,
    "max-chars": _POSITIVE,
    "anchors": _SOME,
    "cues": _SOME,
    "min-anchors": _POSITIVE,
    "max-gap": _NOT_NEGATIVE,
    "min-run": _POSITIVE,
    "spare": _NOT_NEGATIVE,
    "min-lines": _POSITIVE,
    "max-lines": _POSITIVE,
    "first-lines": _POSITIVE,
    "last-lines": _POSITIVE,
    "within-lines": _POSITIVE,
    "max-fraction": _SHARE,
    "last-fraction": _SHARE,
}
_CONDITIONS = ("prev", "next", "start", "body", "end", "never-cross")


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 7) of a whole rule file."""
    made = pydantic.TypeAdapter(_ENTRY).json_schema(by_alias=True)
    models = made.pop("$defs")
    for model in _MODELS:
        _finish(models[model.__name__], model)
    rule = {"description": "One rule; its kind says which keys it takes.", "oneOf": made["oneOf"]}
    return {
        "$schema": _DRAFT,
        "title": "Rules of cleaner",
        "description": "A file of rules. Patterns match the view of a whole line: lower case, single spaces.",
        "type": "object",
        "properties": {
            "schema": {"description": "Version of the rule format.", "type": "integer", "const": SCHEMA},
            "rule": {"description": "The rules, each headed [[rule]].", "type": "array", "items": rule},
        },
        "required": ["schema"],
        "additionalProperties": False,
        "$defs": {**models, "Condition": _condition()},
    }


def text() -> str:
    """The schema as it stands in `rules/schema.json`, final newline included."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _finish(table: dict[str, Any], model: type) -> None:
    """Describe a model and its keys, and say what is asked of them."""
    table.pop("title", None)
    table["description"] = " ".join((model.__doc__ or "").partition("\n\n")[0].split())
    described = _descriptions(model)
    for key, value in table["properties"].items():
        _plain(value)
        value.update(_LIMITS.get(key, {}))
        if key in _CONDITIONS:
            value.clear()
            value["allOf"] = [{"$ref": "#/$defs/Condition"}]
        if key in described:
            value["description"] = described[key]


def _plain(value: dict[str, Any]) -> None:
    """Drop what TOML cannot say (null) and what nobody needs (titles made from keys)."""
    value.pop("title", None)
    if value.get("default", ...) in (None, []):
        del value["default"]
    choices = [choice for choice in value.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        del value["anyOf"]
        value.update(choices[0])
    elif choices:
        value["anyOf"] = choices
    if "$ref" in value:  # draft 7 looks at nothing beside a reference
        value["allOf"] = [{"$ref": value.pop("$ref")}]


_PATTERN = (
    "A pattern that the whole view matches; line breaks in it, and what indents them, count for nothing."
)


def _condition() -> dict[str, Any]:
    """A pattern, a shape or several of them; the shapes are told apart so that editors can offer them."""
    shapes = [
        {"const": name, "description": _sentence(shape.__doc__)} for name, shape in sorted(SHAPES.items())
    ]
    one = {"anyOf": [*shapes, {"type": "string", "description": _PATTERN}]}
    several = {
        "type": "array",
        "items": one,
        "minItems": 1,
        "description": "All of these patterns and shapes at once.",
    }
    return {"anyOf": [one, several], "description": "What a line must be."}


def _sentence(docstring: str | None) -> str:
    meaning = " ".join((docstring or "").split()).partition(": ")[2]
    return meaning[:1].upper() + meaning[1:]


_ATTRIBUTE = re.compile(r"^ {4}(\w[\w, ]*): (.*(?:\n {8}.*)*)", re.MULTILINE)


def _descriptions(model: type) -> dict[str, str]:
    """What the docstrings of a model and its bases say of each key; the nearest one counts."""
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        for names, words in _ATTRIBUTE.findall(inspect.cleandoc(base.__doc__ or "")):
            sentence = " ".join(words.split())
            found |= {key_of(name.strip()): sentence[:1].upper() + sentence[1:] for name in names.split(",")}
    return found
