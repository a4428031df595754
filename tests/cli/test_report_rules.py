"""Rules of safety `report`: `check` lists what they find, and nothing ever cuts it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import JUNK, PROSE, Run
from tests.helpers import block, line, write_rules

ODD = "Page 7 of 9"
TEXT = f"{PROSE}\n{JUNK}\n{ODD}\n"
FOUND = "a.txt:5:1: odd.page (stays)  Page 7 of 9"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a text, and rules that report."""
    monkeypatch.chdir(tmp_path)
    write_rules(
        tmp_path / "own.toml",
        line("leave a comment", "test.leave"),
        line(r"page \d+ of \d+", "odd.page", safety="report"),
        line("last page", "odd.last", safety="report", zone={"last-lines": 1}),
        line("seite", "odd.seite", safety="report", langs=["de"]),
        line("slow (?:a|aa)+[!?]", "odd.slow", safety="report"),
        block(rule_id="odd.list", safety="report", start="odd things", end="end of things"),
    )
    Path("cleaner.toml").write_text("rules = ['own.toml']\nselect = ['test', 'odd']\ntime-limit = 0.3\n")
    Path("a.txt").write_text(TEXT)
    return tmp_path


def _found(run: Run, *arguments: str) -> list[str]:
    ran = run("check", *arguments)
    assert ran.code == bool(ran.out), ran.err
    return ran.out.decode().splitlines()


def test_check_lists_what_is_reported(run: Run) -> None:
    assert _found(run, "a.txt") == ["a.txt:3:1: test.leave  Leave a Comment", FOUND]
    ran = run("check", "a.txt", "--ignore", "test")
    assert (ran.code, ran.out.decode()) == (1, f"{FOUND}\n")
    assert "1 document, 0 changed; 0 of" in ran.err
    assert "0 kept whole by the guard, 0 failed, 1 finding only reported" in ran.err


def test_clean_leaves_it(run: Run) -> None:
    ran = run("clean", "a.txt", "-o", "out", "--fail-on-change", "--ignore", "test")
    assert (ran.code, "reported" in ran.err) == (0, False)
    assert Path("out/a.txt").read_text() == TEXT
    assert run("clean", "a.txt", "-o", "out").code == 0
    assert Path("out/a.txt").read_text() == f"{PROSE}\n{ODD}\n"


@pytest.mark.parametrize(
    "options", [["--ignore", "odd.page"], ["--select", "test"], ["--select", "ALL", "--ignore", "odd"]]
)
def test_they_are_selected_like_others(run: Run, options: list[str]) -> None:
    assert FOUND not in _found(run, "a.txt", *options)
    assert FOUND in _found(run, "a.txt", "--select", "odd.page")


def test_they_see_what_is_left(run: Run) -> None:
    Path("a.txt").write_text(f"{PROSE}\nOdd things\n\n{JUNK}\nEnd of things\n\nLast page\n\n{JUNK}")
    assert _found(run, "a.txt") == [
        "a.txt:3:1: odd.list (stays)  Odd things (+2 more lines)",
        "a.txt:5:1: test.leave  Leave a Comment",
        "a.txt:9:1: odd.last (stays)  Last page",
        "a.txt:11:1: test.leave  Leave a Comment",
    ]


def test_scope_counts(run: Run) -> None:
    Path("a.txt").write_text(f"{PROSE}\nSeite\n\n{PROSE}")
    assert _found(run, "a.txt", "--lang", "de") == ["a.txt:3:1: odd.seite (stays)  Seite"]
    assert _found(run, "a.txt", "--lang", "en") == []


@pytest.mark.parametrize("workers", ["1", "2"])
def test_records_by_many_workers(run: Run, workers: str) -> None:
    rows = [{"text": f"{PROSE}\n{ODD}\n" if number % 100 == 0 else PROSE * 60} for number in range(1000)]
    Path("a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    found = _found(run, "a.jsonl", "--workers", workers)
    start = len(PROSE) + 2
    assert found == [
        f"a.jsonl:{number}:{start}: odd.page (stays)  Page 7 of 9" for number in range(1, 1001, 100)
    ]


def test_forms(run: Run) -> None:
    plain = run("check", "a.txt", "--output-format", "jsonl").out.decode().splitlines()
    assert [(row["rule"], row["safety"]) for row in map(json.loads, plain)] == [
        ("test.leave", "safe"),
        ("odd.page", "report"),
    ]
    commands = run("check", "a.txt", "--output-format", "github").out.decode().splitlines()
    assert [command.split(" ")[0] for command in commands] == ["::warning", "::notice"]
    sarif = json.loads(run("check", "a.txt", "--output-format", "sarif").out)["runs"][0]
    assert [result["level"] for result in sarif["results"]] == ["warning", "note"]
    levels = {rule["id"]: rule["defaultConfiguration"]["level"] for rule in sarif["tool"]["driver"]["rules"]}
    assert (levels["odd.page"], levels["test.leave"]) == ("note", "warning")


def test_the_keep_list_and_the_ignores_count(run: Run) -> None:
    assert run("keep", "add", "a.txt", "--reason", "they are meant to stay").code == 0
    assert [row.split("\t")[0] for row in Path(".cleaner-keep").read_text().splitlines()] == [
        "odd.page",
        "test.leave",
    ]
    ran = run("check", "a.txt", "--strict")
    assert (ran.code, ran.out, "unused" in ran.err) == (0, b"", False)
    Path(".cleaner-keep").unlink()
    with Path("cleaner.toml").open("a") as file:
        file.write("[per-file-ignores]\n'a.txt' = ['odd.page']\n")
    assert FOUND not in _found(run, "a.txt")


def test_one_that_runs_out_of_time(run: Run) -> None:
    Path("a.txt").write_text(f"{PROSE}\nslow {'a' * 60}\n\n{PROSE}")
    ran = run("check", "a.txt")
    assert (ran.code, ran.out) == (3, b"")
    assert "error: a.txt: kept whole: rule odd.slow ran past its limit of 0.3 s" in ran.err
