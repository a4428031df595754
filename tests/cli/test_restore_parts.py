"""Restoring by document and by rule, and what stays removed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import PROSE, Run
from tests.cli.killing import contents

RULES = "".join(
    f"[[rule]]\nid = '{name}'\nkind = 'line'\ndescription = 'Made up.'\npattern = '{pattern}'\n"
    f"removes = ['{pattern}']\nkeeps = ['not {pattern}']\n"
    for name, pattern in (("one.red", "red junk"), ("one.blue", "blue junk"), ("two.green", "green junk"))
)
DIRTY = f"Red junk\n{PROSE}\nGreen junk\n{PROSE}\nBlue junk\n\n{PROSE}Red junk\n"


@pytest.fixture
def cleaned(run: Run, tmp_path: Path) -> Path:
    """A folder with `corpus`, `out` and the ledger `r.jsonl`."""
    (tmp_path / "own.toml").write_text(f"schema = 1\n{RULES}")
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/a.txt").write_text(DIRTY)
    (tmp_path / "corpus/b.txt").write_text(f"{PROSE}Green junk\n")
    (tmp_path / "corpus/c.txt").write_text(PROSE)
    rows = [{"text": DIRTY, "id": f"doc-{number}"} for number in range(4)]
    (tmp_path / "corpus/r.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    options = ["--rules", tmp_path / "own.toml", "--select", "one,two", "--removals", tmp_path / "r.jsonl"]
    assert run("clean", tmp_path / "corpus", "-o", tmp_path / "out", *options).code == 0
    return tmp_path


def _texts(folder: Path) -> dict[str, str]:
    """Each document, the records by their ids."""
    texts = {name: data.decode() for name, data in contents(folder).items() if name.endswith(".txt")}
    rows = (folder / "r.jsonl").read_text().splitlines() if (folder / "r.jsonl").exists() else []
    return texts | {row["id"]: row["text"] for row in map(json.loads, rows)}


def _restored(run: Run, place: Path, *options: str | Path, out: str = "back") -> None:
    ran = run("restore", place / "out", "--removals", place / "r.jsonl", "-o", place / out, *options)
    assert ran.code == 0, ran.err


@pytest.mark.parametrize("pattern", ["one.*", "one", "two.green", "*.red", "*"])
def test_only_what_a_rule_removed_is_put_back(run: Run, cleaned: Path, pattern: str) -> None:
    """What comes back is what the other rules alone would leave."""
    _restored(run, cleaned, "--rule", pattern)
    rules = {"one.*": "two", "one": "two", "two.green": "one", "*.red": "one.blue,two", "*": None}
    others = rules[pattern]
    if others is None:
        assert contents(cleaned / "back") == contents(cleaned / "corpus")
        return
    options = ["--rules", cleaned / "own.toml", "--select", others]
    assert run("clean", cleaned / "corpus", "-o", cleaned / "others", *options).code == 0
    assert contents(cleaned / "back") == contents(cleaned / "others")


def test_a_rule_that_removed_nothing(run: Run, cleaned: Path) -> None:
    where = ["--removals", cleaned / "r.jsonl", "-o", cleaned / "back"]
    ran = run("restore", cleaned / "out", *where, "--rule", "one.*", "--rule", "none.*")
    assert ran.code == 2
    assert "r.jsonl: names no rule 'none.*' that removed anything; see its 'rule'" in ran.err
    assert not (cleaned / "back").exists()


def test_rules_can_be_named_together(run: Run, cleaned: Path) -> None:
    _restored(run, cleaned, "--rule", "one.*", "--rule", "two.*")
    assert contents(cleaned / "back") == contents(cleaned / "corpus")


@pytest.mark.parametrize(
    ("names", "whole", "written"),
    [
        pytest.param(["a.txt"], {"a.txt"}, {"a.txt"}, id="a file"),
        pytest.param(["*.txt"], {"a.txt", "b.txt", "c.txt"}, {"a.txt", "b.txt", "c.txt"}, id="files"),
        pytest.param(["r.jsonl:2"], {"doc-1"}, {f"doc-{number}" for number in range(4)}, id="a record"),
        pytest.param(["doc-3", "doc-0"], {"doc-0", "doc-3"}, {f"doc-{n}" for n in range(4)}, id="ids"),
    ],
)
def test_only_named_documents_are_restored(
    run: Run, cleaned: Path, names: list[str], whole: set[str], written: set[str]
) -> None:
    _restored(run, cleaned, *[option for name in names for option in ("--document", name)])
    before, after = _texts(cleaned / "corpus"), _texts(cleaned / "out")
    assert _texts(cleaned / "back") == {name: (before if name in whole else after)[name] for name in written}


def test_what_stays_removed_can_be_put_back_later(run: Run, cleaned: Path) -> None:
    _restored(
        run, cleaned, "--rule", "one.red", "--document", "*.*", "--rest", cleaned / "rest.jsonl", out="out"
    )
    assert contents(cleaned / "out") != contents(cleaned / "corpus")
    more = ["--removals", cleaned / "rest.jsonl", "-o", cleaned / "out", "--rule", "one.*"]
    ran = run("restore", cleaned / "out", *more, "--rest", cleaned / "rest2.jsonl")
    assert ran.code == 0, ran.err
    last = ["--removals", cleaned / "rest2.jsonl", "-o", cleaned / "out"]
    assert run("restore", cleaned / "out", *last).code == 0
    assert contents(cleaned / "out") == contents(cleaned / "corpus")


def test_the_rest_is_that_of_the_files_that_were_written(run: Run, cleaned: Path) -> None:
    rest = cleaned / "rest.jsonl"
    _restored(run, cleaned, "--rule", "one.red", "--document", "a.txt", "--rest", rest)
    assert list(contents(cleaned / "back")) == ["a.txt"]
    ran = run("restore", cleaned / "back", "--removals", rest, "-o", cleaned / "again")
    assert (ran.code, ran.err) == (0, f"1 file restored to {cleaned / 'again'}\n")
    assert (cleaned / "again" / "a.txt").read_text() == DIRTY


def test_a_part_is_not_put_back_in_place_without_a_ledger_of_the_rest(run: Run, cleaned: Path) -> None:
    before = contents(cleaned)
    where = ["--removals", cleaned / "r.jsonl", "-o", cleaned / "out"]
    ran = run("restore", cleaned / "out", *where, "--rule", "one.*")
    assert ran.code == 2
    assert "add --rest FILE.jsonl" in ran.err
    assert contents(cleaned) == before


def test_a_ledger_of_the_rest_is_a_new_file(run: Run, cleaned: Path) -> None:
    rest = cleaned / "r.jsonl"
    where = ["--removals", rest, "-o", cleaned / "back", "--rule", "one.red", "--rest", rest]
    ran = run("restore", cleaned / "out", *where)
    assert (ran.code, ran.err) == (
        2,
        f"error: {rest}: exists already, and a ledger is never overwritten; name a new file\n",
    )


def test_a_name_that_is_in_no_ledger(run: Run, cleaned: Path) -> None:
    where = ["--removals", cleaned / "r.jsonl", "-o", cleaned / "back"]
    ran = run("restore", cleaned / "out", *where, "--document", "*", "--document", "z.txt")
    assert ran.code == 2
    assert "r.jsonl: names no document 'z.txt'; see its 'doc'" in ran.err
    assert not (cleaned / "back").exists()


def test_what_a_killed_run_did_not_write_is_left_out(run: Run, cleaned: Path) -> None:
    lines = (cleaned / "r.jsonl").read_text().splitlines(keepends=True)
    (cleaned / "r.jsonl").write_text("".join(lines[:-1]) + lines[1][:9])
    (cleaned / "out/r.jsonl").unlink()
    _restored(run, cleaned)
    assert sorted(contents(cleaned / "back")) == ["a.txt", "b.txt", "c.txt"]
    (cleaned / "r.jsonl").write_text("".join(lines))
    ran = run("restore", cleaned / "out", "--removals", cleaned / "r.jsonl", "-o", cleaned / "back")
    assert ran.code == 2
    assert "r.jsonl: cannot be read" in ran.err
