"""Compiled patterns that are kept: the same patterns, or none."""

import base64
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
import regex

from cleaner import Cleaner
from cleaner.rulebook import cache, codes
from cleaner.rulebook.kinds import patterns_of
from cleaner.rulebook.load import compiled_patterns, load_pack
from cleaner.rulebook.patterns import compiled
from tests.helpers import line, write_rules

FLAGS = regex.VERSION0 | regex.DOTALL


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A cache in which nothing is kept."""
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(codes, "_BROUGHT", tmp_path / codes.FILE)
    _forget()
    yield tmp_path / codes.FILE
    _forget()


def _forget() -> None:
    codes._cached.cache_clear()
    codes._brought.cache_clear()
    compiled.cache_clear()


def _pattern(text: str) -> "regex.Pattern[str]":
    return regex.compile(text, FLAGS, cache_pattern=False)


def test_what_is_kept_is_found() -> None:
    kept = _pattern("leave a (?:comment|reply)[.!]?")
    codes.keep([kept])
    found = codes.find(kept.pattern)
    assert found is not None
    assert found is not kept
    assert (found.pattern, found.flags) == (kept.pattern, kept.flags)
    assert found.fullmatch("leave a reply!")
    assert not found.fullmatch("leave a replyx")
    assert codes.find("leave a comment") is None


def test_more_is_kept_beside_it() -> None:
    codes.keep([_pattern("one")])
    codes.keep([_pattern("two")])
    assert codes.find("one")
    assert codes.find("two")


def test_patterns_of_a_wheel_and_of_the_cache_are_found_beside_each_other(empty: Path) -> None:
    patterns = [_pattern(f"word {number}") for number in range(100)]
    empty.write_bytes(codes.form(patterns[::2]))
    codes.keep(patterns[1::2])
    assert all(codes.find(one.pattern) for one in patterns)
    assert codes.find("word 100") is None


def test_patterns_that_are_in_use_no_more_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "_SHELVES", 1)
    codes.keep([_pattern("one")])
    monkeypatch.setattr(codes, "_MOST", 1)
    codes.keep([_pattern("two")])
    assert codes.find("one") is None
    assert codes.find("two")


def test_a_pack_that_was_read_keeps_its_patterns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.rulebook.compiled.is_current", lambda: True)
    rules = write_rules(tmp_path / "own.toml", line("a word that stands nowhere else"))
    load_pack(rules)
    assert codes.find("a word that stands nowhere else")


@pytest.fixture
def no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.VARIABLE, "")


@pytest.mark.usefixtures("no_cache")
def test_what_a_wheel_brings_is_found(tmp_path: Path, empty: Path) -> None:
    rules = write_rules(tmp_path / "own.toml", line("a word of a wheel"))
    empty.write_bytes(compiled_patterns(rules))
    _forget()
    assert codes.find("a word of a wheel")


@pytest.mark.usefixtures("no_cache")
@pytest.mark.parametrize(
    "damage",
    [
        lambda form: b"0" * 64 + form[64:],  # made by another release
        lambda form: form.replace(b'"', b""),
        lambda form: form[: form.index(b'{"') + 30],
        lambda form: form.partition(b"\n")[0] + b"\n[1]",
        lambda form: form.partition(b"\n")[0] + b"\n1\n{}",
        lambda form: form.partition(b"\n")[0] + b"\n" + b"[3" + b",3" * 15 + b"]\n" + b"[1]" * 16,
        lambda _: b"",
    ],
)
def test_what_is_not_in_order_is_not_found(tmp_path: Path, empty: Path, damage: object) -> None:
    rules = write_rules(tmp_path / "own.toml", line("a word of a wheel"))
    assert callable(damage)
    empty.write_bytes(damage(compiled_patterns(rules)))
    _forget()
    assert codes.find("a word of a wheel") is None
    assert compiled("a word of a wheel").fullmatch("a word of a wheel")


class _Other:
    def __reduce__(self) -> tuple[object, ...]:
        return (Path.cwd, ())


@pytest.mark.parametrize("thing", [_Other(), "x", None, _pattern("other")])
def test_a_code_makes_the_pattern_that_is_asked_for_and_nothing_else(thing: object) -> None:
    shelf = {"x": base64.b64encode(pickle.dumps(thing)).decode(), "y": 3, "z": "?"}
    for number in range(codes._SHELVES):
        cache.write(codes.entry(number), shelf)
    _forget()
    assert codes.find("x") is None
    assert codes.find("y") is None
    assert codes.find("z") is None


def test_shipped_patterns_are_the_same_from_their_codes(shipped: Cleaner) -> None:
    patterns = {pattern for rule in shipped.matching for _, pattern in patterns_of(rule)}
    fresh = [_pattern(pattern) for pattern in sorted(patterns)[::20]]
    codes.keep(fresh)
    assert all(pickle.dumps(codes.find(one.pattern)) == pickle.dumps(one) for one in fresh)
