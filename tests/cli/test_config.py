"""Configuration files: which one counts, what wins, what is wrong with it."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.cli import config
from cleaner.cli.config import Config
from cleaner.rulebook.rule import key_of
from tests.cli.conftest import JUNK, PROSE, Run
from tests.helpers import line, write_rules

DIRTY = f"{PROSE}\n{JUNK}"
RULE = "comments.leave-a-comment"
OFF = "ignore = ['comments']\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with dirty files in it and below, two folders deep; the lower one is the working folder."""
    folder = tmp_path / "top" / "sub"
    (folder / "poems").mkdir(parents=True)
    for name in ("a.txt", "poems/b.txt"):
        (folder / name).write_text(DIRTY)
    monkeypatch.chdir(folder)
    return folder


def _shown(run: Run, *options: str | Path) -> dict[str, tuple[object, str]]:
    """The values and sources that --show-config prints."""
    ran = run("check", "a.txt", "--show-config", *options)
    assert (ran.code, ran.err) == (0, "")
    rows = [re.fullmatch(r"(\S+) = (.*?) +# (.*)", row) for row in ran.out.decode().splitlines()]
    return {row[1]: (json.loads(row[2]), row[3]) for row in rows if row}


# Which file


@pytest.mark.parametrize(
    ("files", "winner"),
    [
        pytest.param({"cleaner.toml": OFF}, "cleaner.toml", id="own file"),
        pytest.param({"pyproject.toml": "[tool.cleaner]\n" + OFF}, "pyproject.toml", id="shared file"),
        pytest.param(
            {"cleaner.toml": OFF, "pyproject.toml": "[tool.cleaner]\nignore = ['share']"},
            "cleaner.toml",
            id="own before shared",
        ),
        pytest.param({"../cleaner.toml": OFF}, "../cleaner.toml", id="a folder up"),
        pytest.param({"../../pyproject.toml": "[tool.cleaner]\n" + OFF}, "../../pyproject.toml", id="two up"),
        pytest.param({"../cleaner.toml": "ignore = []", "cleaner.toml": OFF}, "cleaner.toml", id="nearest"),
        pytest.param(
            {"../cleaner.toml": "ignore = []", "pyproject.toml": "[tool.cleaner]\n" + OFF},
            "pyproject.toml",
            id="a near shared one before a far own one",
        ),
        pytest.param(
            {"../cleaner.toml": OFF, "pyproject.toml": "[tool.ruff]"},
            "../cleaner.toml",
            id="a pyproject without our table",
        ),
        pytest.param(
            {"../cleaner.toml": OFF, "pyproject.toml": "[tool"}, "../cleaner.toml", id="a broken pyproject"
        ),
        pytest.param(
            {"../cleaner.toml": OFF, "pyproject.toml": "tool = 5"}, "../cleaner.toml", id="an odd pyproject"
        ),
        pytest.param(
            {"../cleaner.toml": OFF, "pyproject.toml": "tool = 'cleaner'"}, "../cleaner.toml", id="a word"
        ),
    ],
)
def test_the_nearest_file_wins(run: Run, place: Path, files: dict[str, str], winner: str) -> None:
    for name, content in files.items():
        (place / name).write_text(content)
    assert _shown(run)["ignore"] == (["comments"], str((place / winner).resolve()))
    assert run("check", "a.txt").code == 0


def test_without_a_file_all_is_default(run: Run, place: Path) -> None:
    shown = _shown(run)
    assert {source for _, source in shown.values()} == {"default"}
    assert {key: value for key, (value, _) in shown.items()} == {
        "select": None,
        "extend-select": [],
        "ignore": [],
        "per-file-ignores": {},
        "rules": [],
        "safety": "safe",
        "max-removed-prose": 0.5,
        "time-limit": 2.0,
        "text-field": "text",
        "url-field": "url",
        "lang-field": "lang",
        "extract": "text",
        "favor": "balanced",
        "encoding": None,
    }
    assert run("check", "a.txt").code == 1


def test_files_are_not_merged(run: Run, place: Path) -> None:
    (place.parent / "cleaner.toml").write_text(OFF)
    (place / "cleaner.toml").write_text("time-limit = 3.0\n")
    shown = _shown(run)
    assert shown["ignore"] == ([], "default")
    assert shown["time-limit"] == (3.0, str(place / "cleaner.toml"))


def test_a_named_file_and_none_at_all(run: Run, place: Path) -> None:
    (place / "cleaner.toml").write_text(OFF)
    (place.parent / "other.toml").write_text("ignore = ['share']\n")
    assert _shown(run, "--config", "../other.toml")["ignore"] == (["share"], "../other.toml")
    assert _shown(run, "--isolated")["ignore"] == ([], "default")
    assert run("check", "a.txt", "--isolated").code == 1


def test_isolated_reads_not_even_a_broken_file(run: Run, place: Path) -> None:
    (place / "cleaner.toml").write_text("ignore = ")
    (place / ".cleaner-keep").write_text("broken\n")
    assert run("check", "a.txt").code == 2
    assert run("check", "a.txt", "--isolated").code == 1


# Inheriting


def test_extend(run: Run, place: Path) -> None:
    base = place.parent / "base" / "more.toml"
    base.parent.mkdir()
    base.write_text("extend = '../root.toml'\nignore = ['share']\nrules = ['own.toml']\n")
    write_rules(base.parent / "own.toml", line())
    (place.parent / "root.toml").write_text("ignore = ['ads']\ntime-limit = 9.0\n")
    (place / "cleaner.toml").write_text("extend = '../base/more.toml'\nsafety = 'aggressive'\n")
    shown = _shown(run)
    assert shown["ignore"][0] == ["share"]
    assert Path(shown["ignore"][1]).resolve() == base
    assert shown["time-limit"][0] == 9.0
    assert Path(shown["time-limit"][1]).resolve() == place.parent / "root.toml"
    assert shown["rules"][0] == [str(base.parent / "own.toml")]
    assert shown["safety"] == ("aggressive", str(place / "cleaner.toml"))


def test_extend_a_table_of_a_pyproject(run: Run, place: Path) -> None:
    (place.parent / "pyproject.toml").write_text("[tool.cleaner]\n" + OFF)
    (place / "cleaner.toml").write_text("extend = '../pyproject.toml'\n")
    assert _shown(run)["ignore"][0] == ["comments"]


# What wins, and what paths are relative to


def test_the_command_line_wins(run: Run, place: Path) -> None:
    (place / "cleaner.toml").write_text(OFF + "safety = 'aggressive'\ntext-field = 'body'\n")
    shown = _shown(run, "--ignore", "share, ads", "--ignore", "tags", "--text-field", "content")
    assert shown["ignore"] == (["share", "ads", "tags"], "command line")
    assert shown["text-field"] == ("content", "command line")
    assert shown["safety"] == ("aggressive", str(place / "cleaner.toml"))
    assert run("check", "a.txt").code == 0
    assert run("check", "a.txt", "--ignore", "share").code == 1


def test_rules_are_relative_to_the_file_that_names_them(run: Run, place: Path) -> None:
    write_rules(place.parent / "mine" / "own.toml", line("our club meets on mondays", "club.mondays"))
    (place.parent / "cleaner.toml").write_text("rules = ['mine']\n")
    (place / "a.txt").write_text(f"{PROSE}\nOur club meets on Mondays\n")
    assert run("check", "a.txt").out == b"a.txt:3:1: club.mondays  Our club meets on Mondays\n"


@pytest.mark.parametrize(
    ("pattern", "ignored"),
    [
        pytest.param("sub/poems/", ["b"], id="a folder"),
        pytest.param("poems", ["b"], id="a folder at any depth"),
        pytest.param("/poems", [], id="a folder beside the file only"),
        pytest.param("sub/*.txt", ["a"], id="a star stays in its folder"),
        pytest.param("**/*.txt", ["a", "b"], id="two stars do not"),
        pytest.param("b.txt", ["b"], id="a name at any depth"),
        pytest.param("*.md", [], id="another name"),
        pytest.param("../sub", [], id="a path that climbs"),
    ],
)
def test_per_file_ignores_from_a_folder_below(
    run: Run, place: Path, monkeypatch: pytest.MonkeyPatch, pattern: str, ignored: list[str]
) -> None:
    (place.parent / "cleaner.toml").write_text(f"[per-file-ignores]\n'{pattern}' = ['comments']\n")
    for arguments in (["."], ["poems/b.txt", "a.txt"], [place]):
        found = run("check", *arguments).out.decode()
        assert [name for name in "ab" if f"{name}.txt:" not in found] == ignored
    monkeypatch.chdir(place / "poems")
    assert run("check", "b.txt").code == ("b" not in ignored)


def test_per_file_ignores_leave_other_rules_alone(run: Run, place: Path) -> None:
    (place / "cleaner.toml").write_text("[per-file-ignores]\n'poems' = ['comments']\n")
    (place / "poems" / "b.txt").write_text(f"{DIRTY}\n{PROSE}\nOriginal url: https://a.example/x\n")
    found = run("check", "poems").out.decode()
    assert found.count("\n") == 1
    assert "Original url" in found


# A user's rule in place of a shipped one


def test_a_replaced_rule_is_said(run: Run, place: Path) -> None:
    own = write_rules(place / "own.toml", line("nothing like it", RULE))
    ran = run("check", "a.txt", "--rules", own)
    assert (ran.code, ran.out) == (0, b"")
    assert f"note: {own} replaces the shipped rule {RULE}\n" in ran.err


def test_quiet_says_no_notes(run: Run, place: Path) -> None:
    own = write_rules(place / "own.toml", line("nothing like it", RULE))
    ran = run("check", "a.txt", "--rules", own, "--quiet")
    assert (ran.code, ran.err) == (0, "")


# The short way of checking a file


_KEYS = st.sampled_from([*(key_of(item.name) for item in dataclasses.fields(Config)), "selekt", "text_field"])
_TEXTS = st.lists(st.text(max_size=3), max_size=2)
_ODD = st.sampled_from([True, 0, 2, -1.5, 1.0, float("inf"), "", [1], ["a", 2], {"a": "b"}, {"a": [1]}, {}])
_VALUES = (
    st.text(max_size=3)
    | st.floats()
    | _TEXTS
    | st.dictionaries(st.text(max_size=3), _TEXTS, max_size=2)
    | _ODD
)


@given(st.dictionaries(_KEYS, _VALUES, max_size=3))
def test_what_is_plainly_right_is_what_the_full_check_says(table: dict[str, Any]) -> None:
    plain = config._plain_values(table)
    if plain is not None:
        judged = config._judged_values(Path("cleaner.toml"), table)
        assert repr(plain) == repr({name: judged[name] for name in plain})
        assert len(plain) == len(table)


def test_every_field_can_be_plainly_right() -> None:
    values = {str: "a", float: 0.5, list: ["a"], dict: {"a": ["b"]}}
    for item in dataclasses.fields(Config):
        right = [value for value in values.values() if config._plain_values({key_of(item.name): value})]
        assert len(right) == 1, item.name


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[tool.cleaner]\nignore = ['comments']", id="as usual"),
        pytest.param('[tool."cl\\u0065aner"]\nignore = ["comments"]', id="escaped"),
    ],
)
def test_a_table_in_a_pyproject_is_found_however_it_is_spelt(run: Run, place: Path, text: str) -> None:
    (place / "pyproject.toml").write_text(text)
    assert run("check", "a.txt").code == 0


WRONG = [
    pytest.param("select", "['coments']", "selector 'coments' names no rule", id="select"),
    pytest.param("extend-select", "['coments']", "selector 'coments' names no rule", id="extend-select"),
    pytest.param("ignore", "['coments']", "selector 'coments' names no rule", id="ignore"),
    pytest.param("safety", "'sage'", "there is no safety setting 'sage'", id="safety"),
    pytest.param("max-removed-prose", "7", "must be from 0 to 1", id="share"),
    pytest.param("time-limit", "0", "must be above 0 seconds", id="time limit"),
    pytest.param("extract", "'prose'", "cannot be read as 'prose'", id="extract"),
    pytest.param("favor", "'nobody'", "cannot be read as 'nobody'", id="favor"),
    pytest.param("encoding", "'utf-9'", "there is no encoding 'utf-9'", id="encoding"),
    pytest.param("per-file-ignores", "{ 'a/' = ['coments'] }", "'coments' names no rule", id="ignores"),
    pytest.param("per-file-ignores", "{ '' = ['comments'] }", "is no path pattern", id="pattern"),
]


@pytest.mark.parametrize(("key", "value", "problem"), WRONG)
def test_a_wrong_value_is_named_with_its_file_and_key(
    run: Run, place: Path, key: str, value: str, problem: str
) -> None:
    (place.parent / "base.toml").write_text(f"{key} = {value}\n")
    (place / "cleaner.toml").write_text("extend = '../base.toml'\nurl-field = 'link'\n")
    ran = run("check", "a.txt")
    assert ran.code == 2
    assert ran.err.startswith(f"error: {place / '../base.toml'}: key {key}: ")
    assert problem in ran.err
    if key != "per-file-ignores":
        (place / "cleaner.toml").unlink()
        given = run("check", "a.txt", f"--{key}", value.strip("[]'"))
        assert given.code == 2
        assert given.err.startswith(f"error: --{key}: ")
        assert problem in given.err
