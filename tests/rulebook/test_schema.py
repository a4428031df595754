"""The JSON Schema of rule files: current, and of one mind with the loader."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from cleaner.rulebook.contents import PACK_FILE
from cleaner.rulebook.kinds import KINDS, keys_of
from cleaner.rulebook.load import load_pack, shipped_folder
from cleaner.rulebook.schema import schema, text
from cleaner.text.shapes import SHAPES

HERE = Path(__file__).parent
FILE = shipped_folder() / "schema.json"
SHIPPED = sorted(file for file in shipped_folder().rglob("*.toml") if file.name != PACK_FILE)
VALID = sorted((HERE / "valid").glob("*.toml"))
# Wrong in keys, types, choices or bounds; the other files are wrong in ways that only the loader knows.
INVALID = [
    "anchors-empty",
    "anchors-missing",
    "bad-id",
    "bad-site",
    "bounds-missing",
    "case-unknown-key",
    "empty-description",
    "empty-langs",
    "empty-sites",
    "except-without-reason",
    "id-with-two-dots",
    "id-without-slug",
    "key-of-another-kind",
    "kind-is-a-number",
    "langs-is-text",
    "max-chars-is-text",
    "max-chars-zero",
    "max-fraction-above-one",
    "max-fraction-zero",
    "max-gap-below-zero",
    "max-lines-zero",
    "min-anchors-zero",
    "missing-description",
    "missing-id",
    "missing-kind",
    "missing-pattern",
    "missing-schema",
    "neighbour-is-a-number",
    "pattern-is-a-number",
    "removes-holds-a-number",
    "requires-distance-zero",
    "requires-no-distance",
    "rule-is-a-number",
    "rule-is-one-table",
    "rules-for-rule",
    "schema-is-text",
    "site-without-dot",
    "spare-below-zero",
    "start-missing",
    "underscore-in-key",
    "unknown-key",
    "unknown-key-misspelt",
    "unknown-kind",
    "unknown-safety",
    "unknown-status",
    "unknown-top-level-key",
    "wrong-schema",
    "zone-fraction-above-one",
    "zone-unknown-key",
    "zone-zero",
]


def errors(table: dict[str, Any]) -> list[str]:
    """What a real validator has against a rule file."""
    validators = pytest.importorskip("jsonschema.validators", reason="needs jsonschema, of the extra `test`")
    made = schema()
    validator = validators.validator_for(made, default=None)
    validator.check_schema(made)
    return [error.message for error in validator(made).iter_errors(table)]


def toml(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_bytes().decode("utf-8-sig"))


def test_the_file_is_current() -> None:
    assert FILE.read_text(encoding="utf-8") == text(), (
        "rules/schema.json is not what the model says; run: cleaner rules schema > rules/schema.json"
    )


def test_the_loader_passes_it_by() -> None:
    assert FILE.is_file()
    assert "schema.json" not in {file.name for file in load_pack(shipped_folder()).files.values()}


@pytest.mark.parametrize("file", [pytest.param(file, id=file.stem) for file in SHIPPED + VALID])
def test_sound_files_are_valid(file: Path) -> None:
    assert errors(toml(file)) == []


@pytest.mark.parametrize("name", INVALID)
def test_wrong_files_are_not(name: str) -> None:
    assert errors(toml(HERE / "invalid" / f"{name}.toml"))


def test_a_wrong_waiver_is_not_valid() -> None:
    rule = {"id": "a.b", "kind": "line", "description": "Made up.", "pattern": "junk"}
    waivers = [{"check": "bounds", "reason": "Made up."}, {"check": "bound", "reason": "Made up."}]
    assert errors({"schema": 1, "rule": [{**rule, "waive": waivers[:1]}]}) == []
    assert errors({"schema": 1, "rule": [{**rule, "waive": waivers}]})


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_of_every_kind_is_there(kind: str) -> None:
    model = schema()["$defs"][KINDS[kind].__name__]
    assert sorted(model["properties"]) == sorted(keys_of(KINDS[kind]))
    assert model["additionalProperties"] is False


def test_keys_are_described_in_the_words_of_the_model() -> None:
    models = schema()["$defs"]
    assert models["LineRule"]["properties"]["max-chars"]["description"] == (
        "Longest view, in code points, it is tried on."
    )
    assert models["BlockRule"]["properties"]["min-lines"]["description"].startswith("Bounds on the number")
    assert models["BlockRule"]["properties"]["keeps"]["description"]
    assert models["LineRule"]["description"] == "Deletes single lines."


def test_shapes_are_offered_and_explained() -> None:
    offered = schema()["$defs"]["Condition"]["anyOf"][0]["anyOf"][:-1]
    assert {choice["const"] for choice in offered} == set(SHAPES)
    assert all(choice["description"] for choice in offered)


def test_nothing_speaks_of_null() -> None:
    assert '"null"' not in text()
    assert "null" not in text()
