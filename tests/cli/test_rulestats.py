"""`cleaner rules stats` and `cleaner rules diff`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import PROSE, Run
from tests.helpers import line, write_rules

OLD = line("junk ahoy", "mine.junk"), line("spam", "mine.spam"), line("never met", "mine.never")
NEW = line("junk ahoy[.!]?", "mine.junk"), line("ham", "mine.ham")


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.txt").write_text(f"{PROSE}\nJunk ahoy\n\nSpam\n")
    (folder / "b.txt").write_text(f"{PROSE}\nJunk ahoy!\n\n{PROSE}")
    (folder / "c.jsonl").write_text(json.dumps({"text": f"{PROSE}\nHam\n"}) + "\n")
    return folder


def test_stats_as_a_table(run: Run, tmp_path: Path, pages: Path) -> None:
    mine = write_rules(tmp_path / "mine.toml", *OLD)
    ran = run("rules", "stats", "--isolated", "--rules", mine, "--select", "mine", pages)
    assert ran.code == 0
    head, *rows, mark = [row.split() for row in ran.out.decode().splitlines()]
    assert (head[0], head[-1]) == ("cuts", "rule")
    assert [(row[0], row[-1]) for row in rows] == [("1", "mine.junk"), ("1", "mine.spam")]
    assert mark[:2] == ["mine.never:", "dead:"]
    assert "3 documents, 3 rules" in ran.err


def test_stats_as_json(run: Run, tmp_path: Path, pages: Path) -> None:
    mine = write_rules(tmp_path / "mine.toml", *OLD)
    ran = run("rules", "stats", "--rules", mine, "--select", "mine", "--output-format", "json", "-q", pages)
    said = json.loads(ran.out)
    assert (ran.code, ran.err, said["documents"]) == (0, "", 3)
    assert {rule: keys["cuts"] for rule, keys in said["rules"].items()} == {
        "mine.junk": 1, "mine.never": 0, "mine.spam": 1,
    }  # fmt: skip
    assert said["rules"]["mine.junk"]["vain"] == 1  # the letters of `Junk ahoy!` are those of its literal


def test_files_can_be_left_out(run: Run, tmp_path: Path, pages: Path) -> None:
    mine, new = (write_rules(tmp_path / f"{len(rules)}.toml", *rules) for rules in (OLD, NEW))
    assert (
        "1 document, 3 rules"
        in run("rules", "stats", "--rules", mine, "--select", "mine", "--exclude", "[bc].*", pages).err
    )
    ran = run("rules", "diff", mine, new, pages, "--exclude", "*.txt")
    assert ran.out.decode() == f"+ {pages / 'c.jsonl'}:1:{len(PROSE) + 2}: mine.ham  Ham\n"


def test_stats_in_an_unknown_form(run: Run, pages: Path) -> None:
    ran = run("rules", "stats", "--output-format", "jason", pages)
    assert (ran.code, ran.out) == (2, b"")
    assert "use text or json" in ran.err


def test_stats_with_a_file_that_cannot_be_read(run: Run, pages: Path) -> None:
    (pages / "d.txt").write_bytes(b"\xff\xfe\xff")
    assert run("rules", "stats", "--select", "comments", pages).code == 3


def test_diff(run: Run, tmp_path: Path, pages: Path) -> None:
    old = write_rules(tmp_path / "old.toml", *OLD)
    new = write_rules(tmp_path / "new.toml", *NEW)
    ran = run("rules", "diff", old, new, pages)
    assert ran.code == 1
    assert ran.out.decode().splitlines() == [
        f"- {pages / 'a.txt'}:5:1: mine.spam  Spam",
        f"+ {pages / 'b.txt'}:3:1: mine.junk  Junk ahoy!",
        f"+ {pages / 'c.jsonl'}:1:{len(PROSE) + 2}: mine.ham  Ham",
    ]
    assert "3 documents, 3 cut differently: 2 cuts more, 1 fewer" in ran.err


def test_diff_of_one_document(run: Run, tmp_path: Path, pages: Path) -> None:
    old = write_rules(tmp_path / "old.toml", *OLD)
    ran = run("rules", "diff", old, old, pages / "a.txt")
    assert ran.err == "1 document, 0 cut differently: 0 cuts more, 0 fewer\n"


def test_diff_of_the_same(run: Run, tmp_path: Path, pages: Path) -> None:
    old = write_rules(tmp_path / "old.toml", *OLD)
    ran = run("rules", "diff", old, old, pages, "--quiet")
    assert (ran.code, ran.out, ran.err) == (0, b"", "")


def test_diff_with_a_defect(run: Run, tmp_path: Path, pages: Path) -> None:
    old = write_rules(tmp_path / "old.toml", *OLD)
    ran = run("rules", "diff", old, tmp_path / "nowhere", pages)
    assert (ran.code, ran.out) == (2, b"")
    assert "does not exist" in ran.err
