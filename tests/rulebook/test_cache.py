"""The cache gives back what was put into it, or nothing: never what another could have written."""

from __future__ import annotations

import json
import os
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.rulebook import cache

KEY, OTHER = "a1" * 32, "b2" * 32
DATA = {"words": ["ß", 1.5, None], "more": {"a": []}}

posix_only = pytest.mark.skipif(os.name != "posix", reason="file modes and owners are POSIX's")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "deep" / "cache"
    monkeypatch.setenv(cache.VARIABLE, str(folder))
    return folder


@pytest.fixture
def entry(place: Path) -> Path:
    cache.write(KEY, DATA)
    assert cache.read(KEY) == DATA
    return place / f"{KEY}.json"


def test_what_was_written_is_read(entry: Path) -> None:
    cache.write(KEY, ["new"])
    assert cache.read(KEY) == ["new"]
    assert cache.read(OTHER) is None
    assert [file.name for file in entry.parent.iterdir()] == [entry.name]


def test_what_json_cannot_hold_is_not_kept(entry: Path) -> None:
    cache.write(OTHER, ["\udce9"])
    assert cache.read(OTHER) is None
    assert [file.name for file in entry.parent.iterdir()] == [entry.name]


@posix_only
def test_folder_and_entries_are_the_users_alone(entry: Path) -> None:
    assert stat.S_IMODE(entry.stat().st_mode) == 0o600
    assert stat.S_IMODE(entry.parent.stat().st_mode) == 0o700


def _changed(entry: Path, change: Callable[[bytes], bytes]) -> None:
    entry.write_bytes(change(entry.read_bytes()))


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda data: data[:-1], id="cut off"),
        pytest.param(lambda data: data.replace(b"words", b"wards"), id="a byte changed"),
        pytest.param(lambda data: data.partition(b"\n")[2], id="without its checksum"),
        pytest.param(lambda _: b"\xff" * 40, id="no text"),
    ],
)
def test_a_damaged_entry_is_none(entry: Path, damage: Callable[[bytes], bytes]) -> None:
    _changed(entry, damage)
    assert cache.read(KEY) is None
    cache.write(KEY, DATA)
    assert cache.read(KEY) == DATA


def test_a_sealed_entry_that_is_no_json_is_none(entry: Path) -> None:
    entry.write_bytes(cache._digest(b"{") + b"\n{")
    assert cache.read(KEY) is None


@posix_only
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_an_entry_that_others_can_write_is_none(entry: Path, mode: int) -> None:
    entry.chmod(mode)
    assert cache.read(KEY) is None


@posix_only
@pytest.mark.parametrize("mode", [0o770, 0o702, 0o777, 0o1777])
def test_a_folder_that_others_can_write_is_neither_read_nor_written(entry: Path, mode: int) -> None:
    entry.parent.chmod(mode)
    assert cache.read(KEY) is None
    cache.write(OTHER, DATA)
    assert [file.name for file in entry.parent.iterdir()] == [entry.name]


@posix_only
def test_what_another_user_owns_is_none(entry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    assert cache.read(KEY) is None
    cache.write(OTHER, DATA)
    assert [file.name for file in entry.parent.iterdir()] == [entry.name]


@posix_only
def test_a_file_of_another_user_in_an_own_folder_is_none(
    entry: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = entry.stat()
    monkeypatch.setattr(os, "fstat", lambda _: os.stat_result((*found[:4], found.st_uid + 1, *found[5:])))
    assert cache.read(KEY) is None


@posix_only
def test_links_are_not_followed(entry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = entry.rename(tmp_path / "entry.json")
    entry.symlink_to(elsewhere)
    assert cache.read(KEY) is None
    entry.unlink()
    elsewhere.rename(entry)
    (tmp_path / "link").symlink_to(entry.parent)
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "link"))
    assert cache.read(KEY) is None


@posix_only
def test_a_pipe_does_not_hang_the_run(entry: Path) -> None:
    entry.unlink()
    os.mkfifo(entry, 0o600)
    assert cache.read(KEY) is None


def test_a_place_that_cannot_be_written_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        monkeypatch.setenv(cache.VARIABLE, str(place))
        cache.write(KEY, DATA)
        assert cache.read(KEY) is None


def test_a_failed_write_leaves_nothing(entry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Path, _target: Path) -> None:
        raise OSError("no room")

    monkeypatch.setattr(Path, "replace", refuse)
    cache.write(OTHER, DATA)
    assert [file.name for file in entry.parent.iterdir()] == [entry.name]


def test_no_cache_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(cache.VARIABLE, "")
    assert cache.folder() is None
    cache.write(KEY, DATA)
    assert cache.read(KEY) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        pytest.param("linux", {"XDG_CACHE_HOME": "/x"}, "/x/boilerplate-cleaner", id="XDG"),
        pytest.param("linux", {"XDG_CACHE_HOME": "x"}, "/h/.cache/boilerplate-cleaner", id="relative XDG"),
        pytest.param("linux", {}, "/h/.cache/boilerplate-cleaner", id="home"),
        pytest.param("darwin", {}, "/h/Library/Caches/boilerplate-cleaner", id="Apple"),
        pytest.param("win32", {"LOCALAPPDATA": "/l"}, "/l/boilerplate-cleaner", id="Windows"),
        pytest.param("win32", {}, None, id="Windows without a profile"),
    ],
)
def test_where_it_is(
    platform: str, variables: dict[str, str], expected: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (cache.VARIABLE, "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": "/h", **variables}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert cache.folder() == (Path(expected) if expected else None)


def _age(file: Path, days: float) -> None:
    when = time.time() - days * 86_400
    os.utime(file, (when, when))


def test_old_entries_go(entry: Path) -> None:
    place = entry.parent
    abandoned = place / f"{OTHER}.json.x1.tmp"
    abandoned.write_text("half")
    foreign = place / "notes.txt"
    foreign.write_text("not ours")
    for file in (entry, abandoned, foreign):
        _age(file, 31)
    writing = place / f"{KEY}.json.x2.tmp"
    writing.write_text("half")
    cache.write(OTHER, DATA)
    assert sorted(place.iterdir()) == sorted([place / f"{OTHER}.json", writing, foreign])


def test_an_entry_in_use_stays(entry: Path) -> None:
    _age(entry, 29)
    assert cache.read(KEY) == DATA
    _age(entry.parent, 0)
    cache.write(OTHER, DATA)
    assert time.time() - entry.stat().st_mtime < 3600
    assert cache.read(KEY) == DATA


def test_the_newest_stay_where_there_are_many(entry: Path) -> None:
    for number in range(100):
        key = f"{number:064x}"
        cache.write(key, number)
        _age(entry.parent / f"{key}.json", (100 - number) / 100)
    _age(entry, 2)
    cache.write(OTHER, DATA)
    left = {file.stem for file in entry.parent.iterdir()}
    assert left == {OTHER, *(f"{number:064x}" for number in range(5, 100))}
    assert json.loads((entry.parent / f"{99:064x}.json").read_text().partition("\n")[2]) == 99
