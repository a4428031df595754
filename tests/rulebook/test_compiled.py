"""Packs from the cache are those that were loaded, and only sound ones get there."""

from __future__ import annotations

import dataclasses
import json
import pickle
import shutil
from pathlib import Path

import pytest
from hypothesis import given

from cleaner.errors import RuleError
from cleaner.rulebook import cache, codes, compiled, load, patterns, validate
from cleaner.rulebook.book import RuleBook, RulePack
from cleaner.rulebook.load import load_book, load_pack
from cleaner.rulebook.required import ENDLESS, Clause, Needles, Required, basis, needles_of, unbundled
from cleaner.rulebook.rule import Rule
from tests.helpers import line, write_rules
from tests.strategies import rule_lists

HERE = Path(__file__).parent
INVALID = sorted((HERE / "invalid").glob("*.toml"))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an empty cache."""
    folder = tmp_path / "cache"
    monkeypatch.setenv(cache.VARIABLE, str(folder))
    monkeypatch.setattr(load, "_shipped", {})
    monkeypatch.setattr(compiled, "is_current", lambda: True)
    return folder


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A pack of two files."""
    folder = tmp_path / "mine"
    write_rules(folder / "one.toml", line("leave a comment", "one.a", keeps=["Stay"]))
    write_rules(
        folder / "two.toml", line("reply to this", "two.b", except_=[{"pattern": "x", "reason": "y"}])
    )
    return folder


def _entries(place: Path) -> list[Path]:
    """The packs that are kept; their patterns are in entries for all."""
    shelves = {place / f"{codes.entry(number)}.json" for number in range(codes._SHELVES)}
    return sorted(set(place.iterdir()) - shelves) if place.exists() else []


def _refuse(*_: object) -> None:
    raise AssertionError("was validated again")


def _with_literals(rules: tuple[Rule, ...], file: Path) -> RulePack:
    derived = {basis(rule): needles_of(rule) for rule in rules}
    return RulePack("test", "1", rules, {rule.id: file for rule in rules}, derived)


def _alone(pack: RulePack) -> RuleBook | None:
    """The book of a pack alone, put together."""
    try:
        return RuleBook.of([dataclasses.replace(pack, alone=None)])
    except RuleError:
        return None


def _again(pack: RulePack, folder: Path) -> RulePack:
    return compiled.loaded(json.loads(json.dumps(compiled.dumped(pack, folder))), folder)


@pytest.mark.parametrize("folder", [load.shipped_folder(), HERE / "valid"], ids=["shipped", "every key"])
def test_the_form_says_all_of_a_pack(folder: Path) -> None:
    pack = load_pack(folder)
    pack = _with_literals(pack.rules, folder)
    again = _again(pack, folder)
    assert again == pack
    assert [vars(rule) for rule in again.rules] == [vars(rule) for rule in pack.rules]
    assert [(type(rule), hash(rule), repr(rule)) for rule in again.rules] == [
        (type(rule), hash(rule), repr(rule)) for rule in pack.rules
    ]
    assert again.alone == _alone(pack)


@given(rule_lists())
def test_the_form_says_all_of_any_rules(rules: list[Rule]) -> None:
    pack = _with_literals(tuple(rules), Path("rules.toml"))
    again = _again(pack, Path("rules.toml"))
    assert again == pack
    assert again.alone == _alone(pack)


def test_a_pack_that_needs_another_has_no_book_of_its_own(tmp_path: Path) -> None:
    one = line("reply here", "one.a", requires={"rule": "two.b", "within-lines": 2})
    other = line("yes", "two.b")
    packs = [
        _again(_with_literals(load_pack(write_rules(tmp_path / name, rule)).rules, tmp_path), tmp_path)
        for name, rule in (("one.toml", one), ("two.toml", other))
    ]
    assert [pack.alone is None for pack in packs] == [True, False]
    assert [rule.id for rule in RuleBook.of([packs[0]], [packs[1]]).rules] == ["two.b", "one.a"]


def test_a_second_load_validates_nothing_and_is_the_same(
    place: Path, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load_book([mine])
    assert len(_entries(place)) == 2
    monkeypatch.setattr(validate, "rule_of", _refuse)
    monkeypatch.setattr(load, "_shipped", {})
    patterns.compiled.cache_clear()
    second = load_book([mine])
    assert second == first
    assert second.digest() == first.digest()
    assert patterns.compiled.cache_info().currsize == 0


def test_literals_are_the_same_with_and_without_a_cache(
    place: Path, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_book([mine])
    cached = load_book([mine])
    monkeypatch.setenv(cache.VARIABLE, "")
    monkeypatch.setattr(load, "_shipped", {})
    fresh = load_book([mine])
    assert fresh.derived == {}
    assert dict(cached.required) == dict(fresh.required)
    assert dict(fresh.required) == {rule.id: needles_of(rule) for rule in fresh.rules}
    assert dict(pickle.loads(pickle.dumps(cached)).required) == dict(cached.required)  # noqa: S301


def test_a_rule_put_in_anothers_place_has_its_own_literals(place: Path, mine: Path) -> None:
    load_book([mine], shipped=False)
    pack = load_pack(mine)
    other = load_pack(write_rules(mine / "one.toml", line("share this page", "one.a")))
    book = RuleBook.of([], [RulePack(pack.name, "0", (*other.rules, pack.rules[1]), {}, pack.derived)])
    assert book.required["one.a"] == needles_of(other.rules[0])


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda folder: write_rules(folder / "one.toml", line("share this", "one.a")), id="rule"),
        pytest.param(lambda folder: (folder / "two.toml").unlink(), id="a file less"),
        pytest.param(lambda folder: (folder / "two.toml").rename(folder / "b.toml"), id="name of a file"),
        pytest.param(lambda folder: (folder / "pack.toml").write_text("name = 'x'"), id="name of the pack"),
    ],
)
def test_what_changed_is_read_again(place: Path, mine: Path, change: object) -> None:
    load_pack(mine)
    assert callable(change)
    change(mine)
    cached = load_pack(mine)
    shutil.rmtree(place)
    assert load_pack(mine) == cached
    assert len(_entries(place)) == 1


def test_a_copy_of_a_pack_is_compiled_already(
    place: Path, mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = load_pack(mine)
    copy = shutil.copytree(mine, tmp_path / "elsewhere" / "mine")
    monkeypatch.setattr(validate, "rule_of", _refuse)
    again = load_pack(copy)
    assert again.rules == pack.rules
    assert again.files == {"one.a": copy / "one.toml", "two.b": copy / "two.toml"}


def test_what_other_code_made_is_not_used(place: Path, mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_pack(mine)
    monkeypatch.setattr(compiled, "_maker", lambda: b"newer")
    load_pack(mine)
    assert len(_entries(place)) == 2


def test_the_maker_is_the_code_of_rules_and_views(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = {f"{file.parent.name}/{file.name}" for file in compiled._code()}
    assert {"rulebook/literals.py", "rulebook/rarity.py", "rulebook/validate.py", "text/view.py"} <= names
    made = compiled._maker.__wrapped__
    file = tmp_path / "code.py"
    hashes = set()
    monkeypatch.setattr(compiled, "_CODE", (tmp_path,))
    for source in ("a = 1", "a = 2"):
        file.write_text(source)
        hashes.add(made())
    assert len(hashes) == 2


def test_nothing_is_kept_while_the_code_is_edited(
    place: Path, mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setenv(cache.VARIABLE, str(place))
    (tmp_path / "code.py").write_text("newer than this process")
    monkeypatch.setattr(compiled, "_CODE", (tmp_path,))
    load_pack(mine)
    assert _entries(place) == []


def test_a_form_that_fits_nothing_is_made_anew(place: Path, mine: Path) -> None:
    pack = load_pack(mine)
    (entry,) = _entries(place)
    for wrong in ({}, [], {"name": "x"}, {"name": "", "version": "", "files": [], "rules": [[0, {}, None]]}):
        cache.write(entry.stem, wrong)
        assert load_pack(mine) == pack


def test_defects_are_told_alike_and_never_kept(place: Path) -> None:
    for file in INVALID:
        said = []
        for _ in range(2):
            with pytest.raises(RuleError) as caught:
                load_book([file], shipped=False)
            said.append(str(caught.value))
        assert said[0] == said[1]
    # Who requires whom is a matter of all packs together; each of these is sound by itself.
    assert len(_entries(place)) == sum(
        file.stem.startswith(("requires-unknown", "requires-cycle", "unless-unknown")) for file in INVALID
    )


def test_a_sound_pack_that_cannot_be_kept_is_loaded(
    mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "file"))
    assert [rule.id for rule in load_pack(mine).rules] == ["one.a", "two.b"]


def test_needles_are_the_letters_of_literals() -> None:
    reply, spaceless = (
        (frozenset({"\nleave a ßz", "reply!"}), frozenset({"on x"})),
        (frozenset({"\u3042\u3044"}),),
    )
    needles = Needles.of(Required("start", (Clause(reply, 60), Clause(spaceless))))
    assert needles.key == "start"
    assert needles.heads.split(" ") == ["\nleaveaß", "reply", "\u3042\u3044"]
    assert [(longest, list(map(unbundled, bundles))) for longest, bundles in needles.clauses()] == [
        (60, [[b"\nleavea\xc3\x9fz", b"reply"], [b"onx"]]),
        (ENDLESS, [["\u3042\u3044".encode()]]),
    ]
