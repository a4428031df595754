"""The keep list: reviewed cases stay, whatever else changes."""

from __future__ import annotations

import errno
import json
import os
import re
from pathlib import Path

import pytest

from cleaner.corpus.atomic import FileDraft
from tests.cli.conftest import JUNK, PROSE, Run
from tests.helpers import block, line, write_rules

RULE = "test.leave"
RULES = (
    line("leave (?:a|your) comment", RULE),
    line(r"\d+ comments", "test.count"),
    line(r"view all \d+ comments", "test.view"),
)
DIRTY = f"{PROSE}\n{JUNK}"
COUNT = "12 comments\n"
KEEP = Path(".cleaner-keep")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder: a corpus with a dirty text, a dirty poem, a dirty record and a clean text."""
    monkeypatch.delenv("PRE_COMMIT", raising=False)
    folder = tmp_path / "corpus"
    (folder / "poems").mkdir(parents=True)
    (folder / "a.txt").write_text(DIRTY)
    (folder / "poems" / "b.txt").write_text(f"{PROSE}\n{COUNT}")
    (folder / "r.jsonl").write_text(json.dumps({"text": f"{PROSE}\nView all 14 comments"}) + "\n")
    (folder / "clean.txt").write_text(PROSE)
    write_rules(tmp_path / "own.toml", *RULES)
    (folder / "cleaner.toml").write_text("rules = ['../own.toml']\nselect = ['test']\n")
    monkeypatch.chdir(folder)
    return folder


def _rules() -> list[str]:
    return [row.split("\t")[0] for row in KEEP.read_text().splitlines()]


# The file


def test_a_case_is_a_sorted_line_without_numbers_or_dates(run: Run) -> None:
    ran = run("keep", "add", ".", "--reason", "reviewed  by\nAnna")
    assert (ran.code, ran.out) == (0, b"")
    assert ran.err.splitlines()[-1].startswith("3 cases added to ")
    rows = KEEP.read_text().splitlines()
    assert rows == sorted(rows)
    assert _rules() == ["test.count", RULE, "test.view"]
    assert all(re.fullmatch(r"test\.[a-z]+\t[0-9a-f]{16}\t\*\treviewed by Anna", row) for row in rows)
    assert KEEP.read_bytes().endswith(b"Anna\n")


def test_a_neighbour_that_is_not_selected_is_no_case(run: Run) -> None:
    Path("a.txt").write_text(f"{PROSE}\n{COUNT}{JUNK}{COUNT}")
    assert run("keep", "add", "a.txt", "--select", RULE, "--reason", "r").code == 0
    assert _rules() == [RULE]


def test_a_case_that_is_known_is_not_added_with_another_reason(run: Run) -> None:
    run("keep", "add", ".", "--reason", "one")
    before = KEEP.read_text().splitlines()
    rules = ["--isolated", "--rules", "../own.toml", "--select", "test"]
    assert run("keep", "add", ".", *rules, "--reason", "two").code == 0
    assert [row for row in KEEP.read_text().splitlines() if row.startswith("test.")] == before


def test_comments_stay_with_their_cases(run: Run) -> None:
    run("keep", "add", "poems", "--reason", "a poem")
    (case,) = KEEP.read_text().splitlines()
    KEEP.write_text(f"# Of the corpus.\n\n# Seen by Anna,\n# twice.\n{case}\n# The end.\n")
    assert "2 cases added" in run("keep", "add", ".", "--reason", "b").err
    rows = KEEP.read_text().splitlines()
    assert rows[:5] == ["# Of the corpus.", "", "# Seen by Anna,", "# twice.", case]
    assert [row.split("\t")[0] for row in rows[5:]] == [RULE, "test.view", "# The end."]
    KEEP.write_text(f"# Of tests.\n{case.replace('count', 'zzz')}\n")
    run("keep", "add", "poems", "--reason", "a poem")
    assert KEEP.read_text() == f"{case}\n# Of tests.\n{case.replace('count', 'zzz')}\n"


def test_what_an_editor_puts_before_it_is_no_part_of_a_case(run: Run) -> None:
    run("keep", "add", "poems", "--reason", "a poem")
    KEEP.write_bytes(b"\xef\xbb\xbf" + KEEP.read_bytes().replace(b"\n", b"\r\n"))
    assert run("check", "poems", "--strict").code == 0


@pytest.mark.parametrize("quiet", [True, False])
def test_quiet_and_exclude(run: Run, quiet: bool) -> None:
    ran = run(
        "keep", "add", ".", "--reason", "r", "--exclude", "poems/", "--exclude", "*.jsonl", *["-q"] * quiet
    )
    assert (ran.code, ran.err) == (0, "" if quiet else f"1 case added to {KEEP.resolve()}\n")
    assert _rules() == [RULE]


def test_a_list_that_cannot_be_replaced_is_as_it_was(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the disk is full."""
    run("keep", "add", "poems", "--reason", "a poem")
    KEEP.chmod(0o640)
    before = KEEP.read_bytes()

    def full(self: FileDraft) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(FileDraft, "sync", full)
        ran = run("keep", "add", ".", "--reason", "b")
    assert ran.code == 3
    assert f"error: {KEEP.resolve()}: cannot be written (No space left on device)" in ran.err
    assert KEEP.read_bytes() == before
    assert not list(Path.cwd().glob(".cleaner-*.part"))
    assert run("keep", "add", ".", "--reason", "b").code == 0
    assert KEEP.stat().st_mode & 0o777 == 0o640


def test_adding_twice_adds_nothing(run: Run) -> None:
    run("keep", "add", ".", "--reason", "one")
    before = KEEP.read_bytes()
    ran = run("keep", "add", ".", "--reason", "two")
    assert ran.code == 0
    assert "0 cases added" in ran.err
    assert KEEP.read_bytes() == before


def test_two_adds_merge(run: Run) -> None:
    run("keep", "add", "r.jsonl", "--reason", "z")
    run("keep", "add", "a.txt", "--reason", "a")
    assert "1 case added" in run("keep", "add", "poems", "--reason", "b").err
    assert _rules() == ["test.count", RULE, "test.view"]


def test_the_file_does_not_depend_on_the_order_of_adding(run: Run) -> None:
    run("keep", "add", ".", "--reason", "r")
    at_once = KEEP.read_bytes()
    KEEP.unlink()
    for path in ("r.jsonl", "poems/b.txt", "a.txt"):
        run("keep", "add", path, "--reason", "r")
    assert KEEP.read_bytes() == at_once


def test_without_configuration_it_lies_in_the_working_folder(run: Run, place: Path) -> None:
    Path("cleaner.toml").unlink()
    run("keep", "add", "a.txt", "--reason", "r")
    assert _rules() == ["comments.leave-a-comment"]
    assert run("check", "a.txt").code == 0


def test_nothing_to_keep_makes_no_file(run: Run) -> None:
    assert "0 cases added" in run("keep", "add", "clean.txt", "--reason", "r").err
    assert not KEEP.exists()


def test_selection_narrows_what_is_kept(run: Run) -> None:
    run("keep", "add", ".", "--select", "test.count", "--reason", "r")
    assert _rules() == ["test.count"]


def test_it_lies_beside_the_configuration(run: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place / "poems")
    run("keep", "add", ".", "--reason", "r")
    assert not KEEP.exists()
    assert (place / KEEP).exists()
    assert run("check", "b.txt").code == 0


# What it does


def test_check_and_clean_honour_it(run: Run, tmp_path: Path) -> None:
    assert run("check", ".").code == 1
    run("keep", "add", ".", "--reason", "r")
    ran = run("check", ".", "--strict")
    assert (ran.code, ran.out) == (0, b"")
    assert run("clean", ".", "-o", tmp_path / "out").code == 0
    for name in ("a.txt", "poems/b.txt", "r.jsonl"):
        assert (tmp_path / "out" / name).read_bytes() == Path(name).read_bytes()
    assert run("check", ".", "--isolated").code == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(f"{PROSE}\n{PROSE}\n\n{JUNK}", False, id="more before it"),
        pytest.param(f"{DIRTY}\n{PROSE}", False, id="more after it"),
        pytest.param(f"{PROSE}\n### **Leave&nbsp;a comment**\n", False, id="dressed otherwise"),
        pytest.param(f"{PROSE}\r\n{JUNK}".replace("\n", "\r\n"), False, id="other line endings"),
        pytest.param(f"{DIRTY}\n{COUNT}", True, id="another case beside it"),
        pytest.param(f"{PROSE}\nLeave your comment\n", True, id="other words, same rule"),
    ],
)
def test_it_knows_what_stays_not_where(run: Run, text: str, found: bool) -> None:
    run("keep", "add", "a.txt", "--reason", "r")
    Path("a.txt").write_bytes(text.encode())
    ran = run("check", "a.txt")
    assert ran.code == found
    assert (RULE.encode() in ran.out) is ("Leave your" in text)


def test_records_move_and_change(run: Run) -> None:
    run("keep", "add", "r.jsonl", "--reason", "r")
    rows = [{"text": PROSE}, {"text": f"{PROSE}\nView all 14 comments\n\n{PROSE}", "id": 9}]
    Path("r.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert run("check", "r.jsonl", "--strict").code == 0


def test_a_pattern_says_where_it_counts(run: Run, place: Path) -> None:
    Path("poems/a.txt").write_text(DIRTY)
    ran = run("keep", "add", ".", "--pattern", "poems/", "--reason", "r")
    assert "2 cases added" in ran.err
    assert {row.split("\t")[2] for row in KEEP.read_text().splitlines()} == {"poems/"}
    found = run("check", place).out.decode()
    assert "poems" not in found
    assert "a.txt:3:1" in found
    assert "r.jsonl:1" in found


# Cases that nothing meets


def test_unused_cases_are_reported(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("keep", "add", ".", "--reason", "r")
    Path("a.txt").write_text(PROSE)
    (unused,) = [row for row in KEEP.read_text().splitlines() if row.startswith(RULE)]
    ran = run("check", ".")
    assert (ran.code, ran.out) == (0, b"")
    assert f"note: unused in the keep list: {unused}\n" in ran.err
    assert ran.err.count("unused") == 1
    assert run("check", ".", "--strict").code == 1
    strict = run("check", ".", "--strict", "--quiet")
    assert (strict.code, strict.err) == (1, f"note: unused in the keep list: {unused}\n")
    assert run("check", ".", "--quiet").err == ""
    monkeypatch.setenv("PRE_COMMIT", "1")
    hooked = run("check", ".", "--strict")
    assert hooked.code == 0
    assert "unused" not in hooked.err


def test_strict_does_not_hide_findings_or_failures(run: Run) -> None:
    run("keep", "add", ".", "--reason", "r")
    Path("a.txt").write_bytes(b"\xff\n")
    assert run("check", ".", "--strict").code == 3


# Adopting


def test_adoption(run: Run, place: Path) -> None:
    """Keep everything there is, and only what comes new is found."""
    for number in range(20):
        Path(f"{number}.txt").write_text(f"{PROSE}\n{number} comments\n\n{PROSE}\n{JUNK}")
    assert run("check", ".").out.count(b"\n") == 43
    run("keep", "add", ".", "--reason", "before the hook")
    ran = run("check", ".", "--strict")
    assert (ran.code, ran.out) == (0, b"")
    Path("new.txt").write_text(f"{PROSE}\n99 comments\n")
    assert run("check", ".").out == b"new.txt:3:1: test.count  99 comments\n"


NESTED = (
    block(start="our partners", body="short", rule_id="test.wide"),
    line("junk", "test.narrow"),
)
CHAINED = (line("junk", "test.first"), line("promo", "test.second", next="the end"))


@pytest.mark.parametrize(
    ("rules", "text"),
    [
        pytest.param(NESTED, f"{PROSE}\nOur partners\nJunk\n\n{PROSE}", id="a rule behind the one that won"),
        pytest.param(CHAINED, f"{PROSE}\nPromo\n\nJunk\n\nThe end\n", id="a cut that another made possible"),
    ],
)
def test_adoption_takes_one_go(run: Run, rules: tuple[str, ...], text: str) -> None:
    own = write_rules(Path("own.toml"), *rules)
    Path("a.txt").write_text(text)
    assert run("check", "a.txt", "--rules", own).code == 1
    run("keep", "add", "a.txt", "--rules", own, "--reason", "r")
    ran = run("check", "a.txt", "--rules", own, "--strict")
    assert (ran.code, ran.out) == (0, b"")


def test_what_the_guard_keeps_needs_no_case(run: Run) -> None:
    Path("a.txt").write_text(JUNK)
    assert run("check", "a.txt").out == b""
    ran = run("keep", "add", "a.txt", "--reason", "r")
    assert "0 cases added" in ran.err
    assert not KEEP.exists()


def test_a_rule_out_of_time_costs_its_document_only(run: Run) -> None:
    own = write_rules(Path("slow.toml"), RULES[0], line("(?:a|aa)+[!?]", "test.slow"))
    Path("0.txt").write_text(f"{PROSE}\n{'a' * 90}\n")
    ran = run("keep", "add", "0.txt", "a.txt", "--rules", own, "--time-limit", "0.05", "--reason", "r")
    assert ran.code == 3
    assert "0.txt: kept whole: rule test.slow ran past its limit" in ran.err
    assert "1 case added" in ran.err
    assert _rules() == [RULE]


def test_a_file_that_cannot_be_read_costs_itself_only(run: Run) -> None:
    Path("0.txt").write_bytes(b"\xff")
    ran = run("keep", "add", "0.txt", "a.txt", "--reason", "r")
    assert ran.code == 3
    assert _rules() == [RULE]


def test_a_rule_that_was_not_selected_does_not_cut_what_is_kept(run: Run, place: Path) -> None:
    (place / "own.toml").write_text(
        "schema = 1\n"
        + "".join(
            f"[[rule]]\nid = 'test.{name}'\nkind = 'line'\ndescription = 'Made up.'\npattern = 'junk'\n"
            for name in ("one", "two")
        )
    )
    (place / "cleaner.toml").write_text("rules = ['own.toml']\n")
    (place / "page.txt").write_text(f"{PROSE}\nJunk\n")
    added = run("keep", "add", "page.txt", "--select", "test.one", "--reason", "meant")
    assert (added.code, "2 cases added" in added.err) == (0, True)
    assert run("check", "page.txt").code == 0


def test_what_is_no_case_is_named_as_a_part_of_the_keep_list(run: Run) -> None:
    KEEP.write_text("no case\n\ntest.leave\tno hash\t*\tr\n")
    ran = run("check", ".")
    assert ran.code == 2
    assert "error: 2 defects in the keep list:\n" in ran.err
    assert ".cleaner-keep:1: is no case" in ran.err
