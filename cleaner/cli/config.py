"""Configuration: `cleaner.toml` or `[tool.cleaner]` in `pyproject.toml`, and where each value came from.

The nearest file counts, from the working folder upwards, a `cleaner.toml` before a `pyproject.toml` beside
it. Files are not merged; `extend` names one to inherit from.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from cleaner.corpus.extraction import USUAL_EXTRACTION
from cleaner.corpus.formats import USUAL_FIELDS
from cleaner.engine.clean import TIME_LIMIT
from cleaner.engine.guard import MAX_REMOVED_PROSE
from cleaner.errors import UsageError
from cleaner.rulebook.rule import key_of

if TYPE_CHECKING:
    import pydantic

OWN_FILE, SHARED_FILE = "cleaner.toml", "pyproject.toml"
COMMAND_LINE, DEFAULT = "command line", "default"


@dataclass(frozen=True, kw_only=True)
class Config:
    """What can be configured; each key is also an option, with hyphens.

    Attributes:
        select: selectors of the rules that run; None for all.
        extend_select: more of them.
        ignore: selectors of the rules that do not run.
        per_file_ignores: for paths that match a pattern (as in `.gitignore`), more of those.
        rules: rule files or folders of the user's own.
        safety: `safe` or `aggressive`.
        max_removed_prose: largest share of its prose a document may lose.
        time_limit: seconds one rule may take on one document.
        text_field, url_field, lang_field: fields of records.
        extract: what HTML pages are read as, `text` or `markdown`.
        favor: what matters more there, `precision` or `recall`, or neither: `balanced`.
        encoding: of texts and pages; None where they tell.
        extend: another configuration file, to inherit from.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid", "alias_generator": key_of}

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rules: tuple[str, ...] = ()
    safety: str = "safe"
    max_removed_prose: float = MAX_REMOVED_PROSE
    time_limit: float = TIME_LIMIT
    text_field: str = USUAL_FIELDS.text
    url_field: str = USUAL_FIELDS.url
    lang_field: str = USUAL_FIELDS.lang
    extract: str = USUAL_EXTRACTION.into
    favor: str = USUAL_EXTRACTION.favor
    encoding: str | None = None
    extend: str | None = None


@dataclass(frozen=True)
class Settings:
    """The configuration of a run.

    Attributes:
        config: the values.
        sources: where each value came from, by field: a file, the command line, or the default.
        root: folder that paths and patterns of the configuration are relative to.
        isolated: whether no file was to be read.
        base: the values without the command line.
    """

    config: Config
    sources: dict[str, str]
    root: Path
    isolated: bool = False
    base: Config = field(default_factory=Config)

    def without(self, *names: str) -> Settings:
        """These settings less what the command line says of some fields; see `base`."""
        before = {name: getattr(self.base, name) for name in names}
        return dataclasses.replace(self, config=dataclasses.replace(self.config, **before))

    def place_of(self, name: str) -> str:
        """Where a user finds the value of a field: an option, or a file and a key; empty for a default."""
        source = self.sources.get(name, DEFAULT)
        if source == DEFAULT:
            return ""
        return f"--{key_of(name)}" if source == COMMAND_LINE else f"{source}: key {key_of(name)}"

    def shown(self) -> str:
        """One line a key: its value and where it came from."""
        rows = [
            (key_of(name), json.dumps(value, ensure_ascii=False), self.sources.get(name, DEFAULT))
            for name, value in dataclasses.asdict(self.config).items()
            if name != "extend"
        ]
        width = max(len(f"{key} = {value}") for key, value, _ in rows)
        return "\n".join(f"{f'{key} = {value}':<{width}}  # {source}" for key, value, source in rows)


def settle(given: dict[str, Any], file: Path | None = None, *, isolated: bool = False) -> Settings:
    """The settings of a run: the command line before the file before the defaults.

    Args:
        given: values from the command line by field; None where an option was not used.
        file: configuration file named outright; None to look for the nearest one.
        isolated: whether to read no file at all.

    Raises:
        UsageError: a file is missing or has defects; the message lists all of them.
    """
    here = Path.cwd()
    found = None if isolated else file or _nearest(here)
    values, sources = _inherited(found, ()) if found else ({}, {})
    base = Config(**values)
    for name, value in given.items():
        if value is not None:
            values[name] = value
            sources[name] = COMMAND_LINE
    root = found.resolve().parent if found else here
    return Settings(Config(**values), sources, root, isolated, base)


def _nearest(folder: Path) -> Path | None:
    for place in (folder, *folder.parents):
        if (place / OWN_FILE).is_file():
            return place / OWN_FILE
        if (place / SHARED_FILE).is_file() and _has_our_table(place / SHARED_FILE):
            return place / SHARED_FILE
    return None


def _has_our_table(file: Path) -> bool:
    """Whether a `pyproject.toml` is ours to read; broken elsewhere, it is not our concern."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except (OSError, ValueError):
        return False
    if "cleaner" not in text and "\\" not in text:  # neither plainly nor with escapes
        return False
    import tomllib  # noqa: PLC0415 - not where there is no file

    try:
        tool = tomllib.loads(text).get("tool")
    except ValueError:
        return "[tool.cleaner" in text
    return isinstance(tool, dict) and "cleaner" in tool


def _inherited(file: Path, chain: tuple[Path, ...]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of a file and of those it extends, and where each came from."""
    place = file.resolve()
    if place in chain:
        raise UsageError(
            "extends itself through others", where=str(file), advice="break the circle of 'extend'"
        )
    own = _values(file, _table(file))
    base = own.pop("extend", None)
    values, sources = _inherited(place.parent / base, (*chain, place)) if base else ({}, {})
    return values | own, sources | dict.fromkeys(own, str(file))


def _table(file: Path) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 - not where there is no file

    try:
        table = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise UsageError(f"cannot be read ({error.strerror})", where=str(file)) from None
    except ValueError as error:
        raise UsageError(f"is no valid TOML: {error}", where=str(file)) from None
    if file.name != SHARED_FILE:
        return table
    tool = table.get("tool")
    ours = tool.get("cleaner", {}) if isinstance(tool, dict) else {}
    if not isinstance(ours, dict):
        raise UsageError("tool.cleaner is no table", where=str(file), advice="head it with [tool.cleaner]")
    return ours


def _values(file: Path, table: dict[str, Any]) -> dict[str, Any]:
    """The values of one file by field, checked; paths become absolute."""
    values = _plain_values(table)
    if values is None:
        values = _judged_values(file, table)
    if "rules" in values:
        folder = file.resolve().parent
        values["rules"] = tuple(str(folder / path) for path in values["rules"])
    return values


def _plain_values(table: dict[str, Any]) -> dict[str, Any] | None:
    """The values of a table that is right beyond doubt; None where it takes `_judged_values` to say so."""
    kinds = {key_of(item.name): item for item in dataclasses.fields(Config)}
    values = {}
    for key, value in table.items():
        read = _PLAIN.get(str(kinds[key].type)) if key in kinds else None
        found = None if read is None else read(value)
        if found is None:
            return None
        values[kinds[key].name] = found
    return values


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: object) -> float | None:
    return value if isinstance(value, float) and math.isfinite(value) else None


def _texts(value: object) -> tuple[str, ...] | None:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    return None


def _tables_of_texts(value: object) -> dict[str, tuple[str, ...]] | None:
    if not isinstance(value, dict):
        return None
    found = {key: texts for key, given in value.items() if (texts := _texts(given)) is not None}
    return found if len(found) == len(value) else None


# How the values of each type of field are read where there is no doubt, which spares the import of pydantic.
_PLAIN: dict[str, Callable[[object], Any]] = {
    "str": _text,
    "str | None": _text,
    "float": _number,
    "tuple[str, ...]": _texts,
    "tuple[str, ...] | None": _texts,
    "dict[str, tuple[str, ...]]": _tables_of_texts,
}


def _judged_values(file: Path, table: dict[str, Any]) -> dict[str, Any]:
    """The values of any table.

    Raises:
        UsageError: it has defects; the message lists all of them.
    """
    import pydantic  # noqa: PLC0415 - slow to import

    from cleaner.rulebook.validate import not_json, sentence  # noqa: PLC0415 - as above

    try:
        config = _adapter().validate_json(json.dumps(table, default=not_json), strict=True)
    except pydantic.ValidationError as error:
        keys = [key_of(item.name) for item in dataclasses.fields(Config)]
        defects = [sentence(keys, defect) for defect in error.errors(include_url=False)]
        lines = "\n  ".join(["wrong configuration:", *defects])
        raise UsageError(lines, where=str(file)) from None
    given = [item.name for item in dataclasses.fields(Config) if key_of(item.name) in table]
    return {name: getattr(config, name) for name in given}


@functools.cache
def _adapter() -> pydantic.TypeAdapter[Config]:
    import pydantic  # noqa: PLC0415 - as above

    return pydantic.TypeAdapter(Config)
