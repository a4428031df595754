"""Rule files and folders to RulePacks, strictly: every defect of every file is reported at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cleaner.errors import RuleError
from cleaner.rulebook.book import RuleBook, RulePack
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.validate import nearest, rule_of

SCHEMA = 1
"""Version of the rule format this package reads."""
PACK_FILE = "pack.toml"
"""Optional file of a pack folder that gives the pack's `name` and `version`."""

_HERE = Path(__file__).resolve().parent.parent


def shipped_folder() -> Path:
    """The folder of the packs that come with this package.

    A checkout (also an editable install) uses its own `rules/` beside the package; an installed wheel the
    copy inside the package, which in an editable install may be stale.
    """
    checkout = _HERE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "rules").is_dir():
        return checkout / "rules"
    return _HERE / "_rules"


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
    """The shipped pack, read once a process as long as its files stay as they are."""
    folder = shipped_folder()
    stamp = tuple((file, (stat := file.stat()).st_mtime_ns, stat.st_size) for file in folder.rglob("*.toml"))
    pack = _shipped.get(stamp)
    if pack is None:
        count = len(defects)
        pack = _load_pack(folder, defects)
        if len(defects) == count:
            _shipped[stamp] = pack
    return pack


_shipped: dict[tuple[tuple[Path, int, int], ...], RulePack] = {}


def _load_pack(folder: Path, defects: list[str]) -> RulePack:
    name, version = _identity(folder, defects)
    rules: dict[str, tuple[Rule, Path]] = {}
    for file in _files(folder, defects):
        for rule in _load_file(file, defects):
            if rule.id in rules:
                defects.append(
                    f"{file}: rule {rule.id}: key id: is defined in {rules[rule.id][1]} already; rename it"
                )
            rules[rule.id] = (rule, file)
    files = {rule_id: file for rule_id, (_, file) in rules.items()}
    return RulePack(name, version, tuple(rule for rule, _ in rules.values()), files)


def _files(folder: Path, defects: list[str]) -> list[Path]:
    if folder.is_file():
        return [folder]
    files = sorted(file for file in folder.rglob("*.toml") if file.name != PACK_FILE)
    if not files:
        problem = "holds no .toml rule file" if folder.is_dir() else "does not exist"
        defects.append(f"{folder}: {problem}; name a rule file or a folder of them")
    return files


def _identity(folder: Path, defects: list[str]) -> tuple[str, str]:
    file = folder / PACK_FILE
    table = _read_toml(file, defects) if file.is_file() else {}
    for key, value in table.items():
        if key not in ("name", "version"):
            defects.append(f"{file}: key {key}: is unknown here; a pack file has name and version")
        elif not isinstance(value, str):
            defects.append(f"{file}: key {key}: must be a string, not {value!r}")
    return str(table.get("name", _name_of(folder))), str(table.get("version", "0"))


def _name_of(folder: Path) -> str:
    path = folder.resolve()
    return path.stem if path.is_file() else path.name


def _load_file(file: Path, defects: list[str]) -> list[Rule]:
    found: list[str] = []
    table = _read_toml(file, defects)
    if not table:
        return []
    given = table.get("schema")
    if type(given) is not int or given != SCHEMA:
        found.append(f"key schema: must be {SCHEMA}, not {given!r}; begin the file with 'schema = {SCHEMA}'")
    keys = ("schema", "rule")
    found += [f"key {key}: is unknown here{nearest(key, keys)}" for key in table if key not in keys]
    rules = []
    for number, entry in enumerate(_tables(table.get("rule", []), found), 1):
        rule, wrong = rule_of(entry)
        found += [f"rule {_label(entry, number)}: {defect}" for defect in wrong]
        if rule:
            rules.append(rule)
    defects += [f"{file}: {defect}" for defect in found]
    return rules


def _tables(value: object, found: list[str]) -> list[dict[str, Any]]:
    if isinstance(value, list) and all(isinstance(entry, dict) for entry in value):
        return value
    found.append("key rule: must be a list of tables; head each rule with [[rule]]")
    return []


def _label(entry: dict[str, Any], number: int) -> str:
    rule_id = entry.get("id")
    return rule_id if isinstance(rule_id, str) and rule_id else f"number {number}"


def _read_toml(file: Path, defects: list[str]) -> dict[str, Any]:
    try:
        table = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        defects.append(f"{file}: cannot be read ({error.strerror}); check its name and permissions")
    except UnicodeDecodeError as error:
        defects.append(f"{file}: is not UTF-8 (byte {error.start}); save it as UTF-8")
    except tomllib.TOMLDecodeError as error:
        defects.append(f"{file}: is no valid TOML: {error}")
    else:
        if not table:
            defects.append(f"{file}: is empty; begin it with 'schema = {SCHEMA}' and add a [[rule]]")
        return table
    return {}
