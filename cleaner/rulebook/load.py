"""Rule files and folders to RulePacks, strictly: every defect of every file is reported at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from cleaner.errors import RuleError
from cleaner.rulebook import cache, codes, compiled
from cleaner.rulebook.book import RuleBook, RulePack
from cleaner.rulebook.contents import PACK_FILE, Contents, contents_of, is_of_rules
from cleaner.rulebook.kinds import patterns_of
from cleaner.rulebook.nearest import nearest
from cleaner.rulebook.patterns import compiled as compiled_pattern
from cleaner.rulebook.required import basis, needles_of
from cleaner.rulebook.rule import Rule

if TYPE_CHECKING:
    import regex

SCHEMA = 1
"""Version of the rule format this package reads."""

_HERE = Path(__file__).resolve().parent.parent
_INSTALLED = _HERE / "_shipped"
COMPILED = "compiled.json"
"""File beside the shipped rules in a wheel: their compiled form."""


def shipped_folder() -> Path:
    """The folder of the packs that come with this package.

    A checkout (also an editable install) uses its own `rules/` beside the package; an installed wheel the
    copy inside the package, which in an editable install may be stale.
    """
    checkout = _HERE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "rules").is_dir():
        return checkout / "rules"
    return _INSTALLED / "rules"


def load_book(folders: Iterable[str | Path] = (), *, shipped: bool = True) -> RuleBook:
    """All rules of a run: the shipped packs and those of the user's folders or files.

    Args:
        folders: rule files (`.toml`) or folders of them, each a pack of its own.
        shipped: whether the shipped packs take part.

    Raises:
        RuleError: any defect in any of the files; the message lists all of them.
    """
    defects: list[str] = []
    base = [_load_shipped(defects)] if shipped else []
    own = [_load_pack(Path(folder), defects) for folder in folders]
    if defects:
        raise RuleError.of(defects)
    return RuleBook.of(base, own)


def load_pack(folder: str | Path) -> RulePack:
    """The rules of one file or of all `.toml` files below one folder.

    Raises:
        RuleError: any defect in any of the files; the message lists all of them.
    """
    defects: list[str] = []
    pack = _load_pack(Path(folder), defects)
    if defects:
        raise RuleError.of(defects)
    return pack


def _load_shipped(defects: list[str]) -> RulePack:
    """The shipped pack, kept for the life of the process as long as its files stay as they are."""
    return _load_pack(shipped_folder(), defects, _shipped)


_shipped: dict[str, RulePack] = {}

_Entry = tuple[str, Rule | None]


def _load_pack(folder: Path, defects: list[str], kept: dict[str, RulePack] | None = None) -> RulePack:
    """The pack of a folder or file: compiled before, or read, found to be sound and compiled.

    Args:
        folder: the folder or file.
        defects: takes what is wrong with it.
        kept: compiled packs by key, at hand in this process.
    """
    kept = {} if kept is None else kept
    contents = contents_of(folder)
    key = _key(folder, contents)
    pack = kept.get(key) or _compiled(folder, key)
    if pack is None:
        found: list[str] = []
        pack = _parsed(folder, contents, found)
        defects += found
        if found:
            return pack
        pack = _compile(folder, key, pack)
    if key:
        kept[key] = pack
    return pack


def _key(folder: Path, contents: Contents) -> str:
    """The hash of what the compiled form is made from; empty where there can be none."""
    parts = [_name_of(folder).encode("utf-8", "surrogatepass")]
    for file, content in contents.items():
        if isinstance(content, OSError):
            return ""
        parts += [file.encode("utf-8", "surrogatepass"), content]
    try:
        return compiled.source_of(parts)
    except OSError:  # the package's own code cannot be read
        return ""


def _compiled(folder: Path, key: str) -> RulePack | None:
    """The compiled pack: what the wheel brought, or else what an earlier run kept."""
    if not key:
        return None
    data = _brought(key) if folder == _INSTALLED / "rules" else None
    data = cache.read(compiled.key_of(key)) if data is None else data
    if data is None:
        return None
    try:
        return compiled.loaded(data, folder)
    except ValueError:
        return None


def _brought(key: str) -> Any:
    """What the wheel brought, if it was made from these rules by this code."""
    try:
        made, _, body = (_INSTALLED / COMPILED).read_bytes().partition(b"\n")
        return orjson.loads(body) if made == key.encode() else None
    except (OSError, ValueError):
        return None


def compiled_form(folder: Path) -> bytes:
    """The compiled form of a pack, as a wheel brings it: the hash of its source, and the pack.

    Raises:
        RuleError: any defect in any of the files; the message lists all of them.
    """
    pack, key = load_pack(folder), _key(folder, contents_of(folder))
    return key.encode() + b"\n" + orjson.dumps(compiled.dumped(_derived(pack), folder))


def compiled_patterns(folder: Path) -> bytes:
    """The codes of a pack's patterns, as a wheel brings them.

    Raises:
        RuleError: any defect in any of the files; the message lists all of them.
    """
    return codes.form(_patterns(load_pack(folder)))


def _compile(folder: Path, key: str, pack: RulePack) -> RulePack:
    """Derive the needles of a sound pack and keep it, if there is a cache."""
    if not key or cache.folder() is None:
        return pack
    pack = _derived(pack)
    if compiled.is_current():
        cache.write(compiled.key_of(key), compiled.dumped(pack, folder))
        codes.keep(_patterns(pack))
    return pack


def _patterns(pack: RulePack) -> list[regex.Pattern[str]]:
    """All that a pack matches with, compiled."""
    return [compiled_pattern(pattern) for rule in pack.rules for _, pattern in patterns_of(rule)]


def _derived(pack: RulePack) -> RulePack:
    """A pack with its needles, which one that was compiled before has already."""
    if pack.derived:
        return pack
    return dataclasses.replace(pack, derived={basis(rule): needles_of(rule) for rule in pack.rules})


def _parsed(folder: Path, contents: Contents, defects: list[str]) -> RulePack:
    name, version = _identity(folder, contents, defects)
    rules: list[Rule] = []
    places: dict[str, Path] = {}
    files = [file for file in contents if is_of_rules(file)]
    if not files:
        problem = "holds no .toml rule file" if folder.is_dir() else "does not exist"
        defects.append(f"{folder}: {problem}; name a rule file or a folder of them")
    for name_below in files:
        file = folder / name_below
        for rule_id, rule in _load_file(file, contents[name_below], defects):
            if rule_id and (known := places.get(rule_id)):
                defects.append(f"{file}: rule {rule_id}: key id: is defined in {known} already; rename it")
            places[rule_id] = file
            rules += [rule] if rule else []
    return RulePack(name, version, tuple(rules), places)


def _identity(folder: Path, contents: Contents, defects: list[str]) -> tuple[str, str]:
    file = folder / PACK_FILE
    table = _table(file, contents[PACK_FILE], defects) if PACK_FILE in contents else {}
    for key, value in table.items():
        if key not in ("name", "version"):
            defects.append(f"{file}: key {key}: is unknown here; a pack file has name and version")
        elif not isinstance(value, str):
            defects.append(f"{file}: key {key}: must be a string, not {value!r}")
    return str(table.get("name", _name_of(folder))), str(table.get("version", "0"))


def _name_of(folder: Path) -> str:
    path = folder.resolve()
    return path.stem if path.is_file() else path.name


def _load_file(file: Path, content: bytes | OSError, defects: list[str]) -> Iterator[_Entry]:
    """The ids of a file (empty where there is none), each with its rule if that is sound."""
    from cleaner.rulebook.validate import rule_of  # noqa: PLC0415 - slow to import; not for compiled packs

    found: list[str] = []
    table = _table(file, content, defects)
    if not table:
        return
    given = table.get("schema")
    if type(given) is not int or given != SCHEMA:
        found.append(f"key schema: must be {SCHEMA}, not {given!r}; begin the file with 'schema = {SCHEMA}'")
    keys = ("schema", "rule")
    found += [f"key {key}: is unknown here{nearest(key, keys)}" for key in table if key not in keys]
    entries = _tables(table.get("rule", []), found)
    defects += [f"{file}: {defect}" for defect in found]
    for number, entry in enumerate(entries, 1):
        rule, wrong = rule_of(entry)
        rule_id = _id_of(entry)
        defects += [f"{file}: rule {rule_id or f'number {number}'}: {defect}" for defect in wrong]
        yield rule_id, rule


def _tables(value: object, found: list[str]) -> list[dict[str, Any]]:
    if isinstance(value, list) and all(isinstance(entry, dict) for entry in value):
        return value
    found.append("key rule: must be a list of tables; head each rule with [[rule]]")
    return []


def _id_of(entry: dict[str, Any]) -> str:
    rule_id = entry.get("id")
    return rule_id if isinstance(rule_id, str) else ""


def _table(file: Path, content: bytes | OSError, defects: list[str]) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 - not for compiled packs

    if isinstance(content, OSError):
        defects.append(f"{file}: cannot be read ({content.strerror}); check its name and permissions")
        return {}
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        defects.append(f"{file}: is not UTF-8 (byte {error.start}); save it as UTF-8")
    except tomllib.TOMLDecodeError as error:
        defects.append(f"{file}: is no valid TOML: {error}")
    else:
        if not table:
            defects.append(f"{file}: is empty; begin it with 'schema = {SCHEMA}' and add a [[rule]]")
        return table
    return {}
