"""Rule files load strictly: every defect is reported at once, naming file, rule and key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cleaner.errors import RuleError
from cleaner.rulebook.load import load_book, load_pack
from cleaner.rulebook.rule import BlockRule
from tests.helpers import line, write_rules

HERE = Path(__file__).parent
VALID = sorted((HERE / "valid").glob("*.toml"))
INVALID = sorted((HERE / "invalid").glob("*.toml"))


def expected_errors(file: Path) -> list[str]:
    """What the `# error:` comments on a file's first lines say."""
    return re.findall(
        r"^# error: (.*)$", file.read_text(encoding="latin-1" if "utf8" in file.stem else "utf-8"), re.M
    )


def defects_of(*files: Path) -> list[str]:
    with pytest.raises(RuleError) as caught:
        load_book(files, shipped=False)
    return list(caught.value.defects)


def test_there_are_fixtures() -> None:
    assert len(VALID) >= 5
    assert len(INVALID) >= 80


@pytest.mark.parametrize("file", [pytest.param(file, id=file.stem) for file in VALID])
def test_valid_file_loads(file: Path) -> None:
    book = load_book([file], shipped=False)
    written = file.read_text(encoding="utf-8-sig").count("[[rule]]")
    assert len(book) == written > 0


def test_all_valid_files_load_together() -> None:
    assert len(load_book(VALID, shipped=False)) > len(VALID)


@pytest.mark.parametrize("file", [pytest.param(file, id=file.stem) for file in INVALID])
def test_invalid_file_is_refused(file: Path) -> None:
    wanted = expected_errors(file)
    assert wanted, "an invalid file says on its first lines what is wrong with it"
    found = defects_of(file)
    assert len(found) == len(wanted), found
    for defect, problem in zip(found, wanted, strict=True):
        assert problem in defect
        assert str(file) in defect


def test_a_pattern_may_go_over_several_lines(tmp_path: Path) -> None:
    file = tmp_path / "test.toml"
    file.write_bytes(_BROKEN.replace("\n", "\r\n").encode())
    (rule,) = load_book([file], shipped=False).rules
    assert isinstance(rule, BlockRule)
    assert rule.start == "(?:next meeting|the next(?: two)? meetings)[.:]? the calendar"
    assert rule.body == ("no-bullet", "[a-z ]{1,80}|see the board")
    assert rule.except_[0].pattern == " the meeting|the meetings "


_BROKEN = """
schema = 1
[[rule]]
id = "test.broken"
kind = "block"
description = "Made up."
start = '''
  (?:
    next meeting
\t|the next(?: two)? meetings
  )[.:]? the calendar
'''
body = [
  "no-bullet",
  '''
    [a-z ]{1,80}
    |see the board
  ''',
]
max-lines = 4
max-chars = 400
max-fraction = 0.5
[[rule.except]]
pattern = " the meeting|the meetings "
reason = "Spaces count where a pattern is in one piece."
[[rule.case]]
before = "A.\\n\\nNext meeting: the calendar\\nsee the board"
after = "A.\\n"
[[rule.case]]
unchanged = "A."
"""


def test_one_load_reports_every_defect_of_every_file() -> None:
    # Who requires whom is only known once all files are sound, so those are left out.
    files = [
        file
        for file in INVALID
        if not file.stem.startswith(("requires-unknown", "requires-cycle", "unless-unknown"))
    ]
    wanted = [problem for file in files for problem in expected_errors(file)]
    found = defects_of(*VALID, *files)
    assert len(found) == len(wanted)
    for defect, problem in zip(found, wanted, strict=True):
        assert problem in defect


def test_a_folder_is_read_with_all_that_is_below_it(tmp_path: Path) -> None:
    write_rules(tmp_path / "one.toml", line(rule_id="one.a"))
    write_rules(tmp_path / "sites" / "example.org.toml", line(rule_id="site.example"))
    (tmp_path / "notes.txt").write_text("no rules here", encoding="utf-8")
    assert [rule.id for rule in load_book([tmp_path], shipped=False).rules] == ["one.a", "site.example"]


def test_the_message_lists_all_defects() -> None:
    files = [HERE / "invalid" / "sharp-s.toml", HERE / "invalid" / "empty-zone.toml"]
    with pytest.raises(RuleError, match="2 defects in the rule files") as caught:
        load_book(files, shipped=False)
    assert all(defect in str(caught.value) for defect in caught.value.defects)


def test_duplicates_in_one_folder_name_both_files(tmp_path: Path) -> None:
    first = write_rules(tmp_path / "a.toml", line())
    second = write_rules(tmp_path / "b.toml", line())
    (defect,) = defects_of(tmp_path)
    assert f"{second}: rule test.junk: key id" in defect
    assert str(first) in defect


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        pytest.param("nowhere", "does not exist", id="no such folder"),
        pytest.param("nowhere.toml", "does not exist", id="no such file"),
        pytest.param("empty", "holds no .toml rule file", id="folder without rules"),
    ],
)
def test_missing_files(tmp_path: Path, name: str, problem: str) -> None:
    (tmp_path / "empty").mkdir()
    (defect,) = defects_of(tmp_path / name)
    assert str(tmp_path / name) in defect
    assert problem in defect


def test_an_unreadable_file_is_one_defect(tmp_path: Path) -> None:
    write_rules(tmp_path / "good.toml", line())
    (tmp_path / "folder.toml").mkdir()
    (defect,) = defects_of(tmp_path)
    assert f"{tmp_path / 'folder.toml'}: cannot be read" in defect


@pytest.mark.parametrize(
    ("pack_file", "name", "version"),
    [
        pytest.param(None, "mine", "0", id="no pack file: named after the folder"),
        pytest.param('name = "other"\nversion = "1.2"\n', "other", "1.2", id="both"),
        pytest.param('version = "2"\n', "mine", "2", id="version only"),
    ],
)
def test_pack_file(tmp_path: Path, pack_file: str | None, name: str, version: str) -> None:
    folder = write_rules(tmp_path / "mine" / "junk.toml", line()).parent
    if pack_file is not None:
        (folder / "pack.toml").write_text(pack_file, encoding="utf-8")
    pack = load_pack(folder)
    assert (pack.name, pack.version, [rule.id for rule in pack.rules]) == (name, version, ["test.junk"])


def test_a_pack_is_named_after_its_whole_folder_or_its_file(tmp_path: Path) -> None:
    folder = write_rules(tmp_path / "rules-1.5" / "junk.toml", line()).parent
    assert load_pack(folder).name == "rules-1.5"
    assert load_pack(folder / "junk.toml").name == "junk"


@pytest.mark.parametrize(
    ("pack_file", "problem"),
    [
        pytest.param('titel = "x"\n', "key titel: is unknown here", id="unknown key"),
        pytest.param("name = 5\n", "key name: must be a string, not 5", id="wrong type"),
        pytest.param("name = \n", "is no valid TOML", id="broken"),
    ],
)
def test_bad_pack_file(tmp_path: Path, pack_file: str, problem: str) -> None:
    write_rules(tmp_path / "junk.toml", line())
    (tmp_path / "pack.toml").write_text(pack_file, encoding="utf-8")
    (defect,) = defects_of(tmp_path)
    assert str(tmp_path / "pack.toml") in defect
    assert problem in defect
