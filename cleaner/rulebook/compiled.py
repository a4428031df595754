"""The compiled form of a pack: rules that were found to be sound, and what they need to find, as data."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import importlib.util
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cleaner.errors import RuleError
from cleaner.rulebook.book import RuleBook, RulePack
from cleaner.rulebook.kinds import KINDS, RunRule
from cleaner.rulebook.required import Needles, basis
from cleaner.rulebook.rule import Case, Except, Requires, Rule, Waiver, Zone

_PACKAGE = Path(__file__).resolve().parent.parent
# Whatever may change which rules are sound, what they are, or which literals they have.
_CODE = (_PACKAGE / "rulebook", _PACKAGE / "text")
_LIBRARIES = ("pydantic", "regex")
# When this module was imported, and how many seconds before that the first of the others was at most.
_IMPORTED, _IMPORT = time.time(), 2.0

_ONE: dict[str, type] = {"requires": Requires, "zone": Zone}
_SEVERAL: dict[str, type] = {"except_": Except, "case": Case, "waive": Waiver}


def source_of(parts: Iterable[bytes]) -> str:
    """The hash of what a compiled form is made from: the given parts, and the code that makes it.

    Raises:
        OSError: the code cannot be read.
    """
    whole = hashlib.sha256(_maker())
    for part in parts:
        whole.update(b"%d\n" % len(part))
        whole.update(part)
    return whole.hexdigest()


def key_of(source: str) -> str:
    """What a form is cached under: the hash of its source, and of the libraries that took part."""
    made = hashlib.sha256(repr((source, sys.implementation.name, sys.version_info[:3])).encode())
    for name in _LIBRARIES:
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.origin is not None:
            found = Path(spec.origin).stat()
            made.update(repr((spec.origin, found.st_mtime_ns, found.st_size)).encode())
    return made.hexdigest()


@functools.cache
def _maker() -> bytes:
    """A hash of the code that makes the form."""
    made = hashlib.sha256()
    for file in _code():
        made.update(hashlib.sha256(file.read_bytes()).digest())
    return made.digest()


def is_current() -> bool:
    """Whether the code that runs is the code in the files, which someone may have edited meanwhile."""
    try:
        return max(file.stat().st_mtime for file in _code()) < _IMPORTED - _IMPORT
    except OSError:
        return False


def _code() -> list[Path]:
    return sorted(file for folder in _CODE for file in folder.glob("*.py"))


def dumped(pack: RulePack, folder: Path) -> dict[str, Any]:
    """The pack of a folder or file, all of whose needles are derived, as what JSON can hold."""
    files = list(dict.fromkeys(pack.files.values()))
    place = {file: number for number, file in enumerate(files)}
    return {
        "name": pack.name,
        "version": pack.version,
        "files": [file.relative_to(folder).as_posix() for file in files],
        "rules": [
            [place[pack.files[rule.id]], _told(rule), _plain(pack.derived[basis(rule)])]
            for rule in pack.rules
        ],
        "alone": _alone(pack),
    }


def _alone(pack: RulePack) -> Any:
    """The book of a pack alone, told by places in the pack: the order of its rules, and what anchors runs.

    None where the pack is no book without others.
    """
    try:
        book = RuleBook.of([pack])
    except RuleError:
        return None
    place = {rule.id: number for number, rule in enumerate(pack.rules)}
    runs = [
        [place[rule.id], *([place[one] for one in ids] for ids in (rule.anchors, rule.cues))]
        for rule in book.rules
        if isinstance(rule, RunRule)
    ]
    return {"order": [place[rule.id] for rule in book.rules], "runs": runs}


def _plain(needles: Needles | None) -> tuple[str, ...] | None:
    return tuple(needles) if needles else None


def _told(thing: Any) -> Any:
    """A dataclass as a table of what is not its default."""
    if dataclasses.is_dataclass(thing):
        return {
            field.name: _told(value)
            for field in dataclasses.fields(thing)
            if (value := getattr(thing, field.name)) != field.default
        }
    return [_told(part) for part in thing] if isinstance(thing, tuple) else thing


def loaded(data: Any, folder: Path) -> RulePack:
    """The pack that `dumped` told of, in this folder or file.

    Raises:
        ValueError: it is not in that form.
    """
    try:
        files = [folder / file for file in data["files"]]
        entries = [(files[place], _rule(told), _needles(found)) for place, told, found in data["rules"]]
        pack = RulePack(
            data["name"],
            data["version"],
            tuple(rule for _, rule, _ in entries),
            {rule.id: file for file, rule, _ in entries},
            {basis(rule): needles for _, rule, needles in entries},
        )
        return dataclasses.replace(pack, alone=_book(pack, data["alone"])) if data["alone"] else pack
    except (AttributeError, IndexError, KeyError, TypeError) as error:
        raise ValueError(f"no compiled pack: {error!r}") from None


def _book(pack: RulePack, told: Any) -> RuleBook:
    """The book of a pack alone, as `_alone` told of it."""
    rules = list(pack.rules)
    ids = [rule.id for rule in rules]
    for place, *named in told["runs"]:
        anchors, cues = (tuple([ids[one] for one in some]) for some in named)
        run: Any = rules[place]
        rules[place] = dataclasses.replace(run, anchors=anchors, cues=cues)
    ordered = tuple([rules[place] for place in told["order"]])
    return RuleBook(ordered, dict.fromkeys(ids, pack.name), files=pack.files, derived=pack.derived)


def _needles(found: list[str] | None) -> Needles | None:
    return Needles(*found) if found else None


def _rule(told: dict[str, Any]) -> Rule:
    rule: Rule = _made(KINDS[told["kind"]], told)
    return rule


def _made(model: type, told: dict[str, Any]) -> Any:
    """A dataclass from its table, past its `__init__`, which takes long for thousands of frozen ones."""
    thing: Any = object.__new__(model)
    values = vars(thing)
    values.update(_defaults(model))
    for name, value in told.items():
        if name in _ONE:
            values[name] = _made(_ONE[name], value)
        elif name in _SEVERAL:
            values[name] = tuple([_made(_SEVERAL[name], part) for part in value])
        else:
            values[name] = tuple(value) if isinstance(value, list) else value
    return thing


@functools.cache
def _defaults(model: type) -> dict[str, Any]:
    return dict(_defaulted(model))


def _defaulted(model: type) -> Iterator[tuple[str, Any]]:
    for field in dataclasses.fields(model):
        if field.default is not dataclasses.MISSING:
            yield field.name, field.default
