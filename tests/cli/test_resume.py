"""`cleaner clean --resume`: as if nothing had happened."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import JUNK, PROSE, Run
from tests.cli.killing import contents, measure

TEXT = f"{PROSE}\n{JUNK}"


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="there are no process groups here")
@pytest.mark.parametrize("options", [["-o", "out"], ["--in-place"]], ids=["beside", "in place"])
def test_a_run_that_is_killed_again_and_again(tmp_path: Path, options: list[str]) -> None:
    runs, kills = measure(tmp_path, 1, options, seed=7)
    assert runs == 1
    assert kills >= 1


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Nine dirty texts, of which one is not UTF-8."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(9):
        (folder / f"{number}.txt").write_text(f"{number}\n{TEXT}")
    (folder / "5.txt").write_bytes(b"caf\xe9\n")
    return folder


def _options(tmp_path: Path) -> list[str | Path]:
    return ["-o", tmp_path / "out", "--removals", tmp_path / "r.jsonl", "--resume"]


def _torn(tmp_path: Path, files: int) -> None:
    """Make it look as if a run was killed when so many files were done: rows of more, and half a row."""
    ledger = tmp_path / "r.jsonl"
    lines = ledger.read_bytes().splitlines(keepends=True)
    ends = [number for number, line in enumerate(lines, 1) if b'"rows"' in line]
    ledger.write_bytes(b"".join(lines[: ends[files] + 1]) + lines[ends[files] + 1][:20])
    for number in range(files, 9):
        (tmp_path / "out" / f"{number}.txt").unlink()
    (tmp_path / "out" / ".cleaner-0123456789abcdef.part").write_text("half")


HOLDING = """
import sys
from pathlib import Path
from cleaner.corpus.ledger import Head, Ledger
with Ledger(Path(sys.argv[1]), Head("", "")) as ledger:
    ledger.sync()
    print(flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no such lock")
def test_a_ledger_that_is_being_written_is_left_alone(run: Run, many: Path, tmp_path: Path) -> None:
    unfinished = tmp_path / "out" / ".cleaner-0123456789abcdef.part"
    unfinished.parent.mkdir()
    unfinished.write_text("half")
    ledger = tmp_path / "r.jsonl"
    command = [sys.executable, "-c", HOLDING, str(ledger)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        before = ledger.read_bytes()
        ran = run("clean", many, *_options(tmp_path))
        assert (ran.code, ledger.read_bytes(), unfinished.read_text()) == (2, before, "half")
        assert ran.err == (
            f"error: {ledger}: is being written by another run; wait for its end, or begin a run of its own "
            "with a new ledger\n"
        )
        process.kill()
    assert "differs in" in run("clean", many, *_options(tmp_path)).err


@pytest.mark.parametrize("files", range(7))
def test_the_rest_is_done(run: Run, many: Path, tmp_path: Path, files: int) -> None:
    whole = run("clean", many, *_options(tmp_path))
    expected = contents(tmp_path)
    _torn(tmp_path, files)
    times = {file.name: file.stat().st_mtime_ns for file in (tmp_path / "out").glob("*.txt")}
    again = run("clean", many, *_options(tmp_path))
    assert contents(tmp_path) == expected
    assert again.code == whole.code == 3
    note, _, rest = again.err.partition("\n")
    assert (note + "\n" + rest if files == 0 else rest) == whole.err
    assert {name: (tmp_path / "out" / name).stat().st_mtime_ns for name in times} == times


def test_nothing_is_left_to_do(run: Run, many: Path, tmp_path: Path) -> None:
    whole = run("clean", many, *_options(tmp_path), "--summary", "json")
    expected = contents(tmp_path)
    again = run("clean", many, *_options(tmp_path), "--summary", "json")
    assert "note: 9 files done before, 0 to do\n" in again.err
    assert contents(tmp_path) == expected
    assert again.out == whole.out


@pytest.mark.parametrize("changed", ["corpus/3.txt", "out/3.txt"], ids=["input", "output"])
def test_what_has_changed_is_done_again(run: Run, many: Path, tmp_path: Path, changed: str) -> None:
    run("clean", many, *_options(tmp_path))
    (tmp_path / changed).write_text(f"Quite another text.\n\n{JUNK}")
    ran = run("clean", many, *_options(tmp_path))
    assert "note: 8 files done before, 1 to do\n" in ran.err
    back = tmp_path / "back"
    assert run("restore", tmp_path / "out", "--removals", tmp_path / "r.jsonl", "-o", back).code == 0
    assert contents(back) == contents(many)


def test_in_place_what_somebody_changed_is_not_overwritten(run: Run, many: Path, tmp_path: Path) -> None:
    options = ["--in-place", "--removals", tmp_path / "r.jsonl", "--resume"]
    run("clean", many, *options)
    (many / "3.txt").write_text("My own words.\n")
    before = contents(tmp_path)
    ran = run("clean", many, *options)
    assert ran.code == 2
    assert f"{many / '3.txt'}: has changed since it was cleaned" in ran.err
    assert contents(tmp_path) == before


@pytest.mark.parametrize("undone", [[], ["3.txt"], ["0.txt", "8.txt"]], ids=["all", "one is left", "two are"])
def test_in_place_what_is_done_stays_done(run: Run, many: Path, tmp_path: Path, undone: list[str]) -> None:
    """Were it done again, the ledger would lose what it says of it, and with that the way back."""
    originals = contents(many)
    options = ["--in-place", "--removals", tmp_path / "r.jsonl", "--resume"]
    run("clean", many, *options)
    whole = contents(many)
    for name in undone:  # recorded, and killed before it was replaced
        (many / name).write_bytes(originals[name])
    ran = run("clean", many, *options)
    assert f"note: {9 - len(undone)} files done before, {len(undone)} to do\n" in ran.err
    assert contents(many) == whole
    assert run("restore", many, "--removals", tmp_path / "r.jsonl", "-o", tmp_path / "back").code == 0
    assert contents(tmp_path / "back") == originals


def test_a_keep_list_of_another_run_is_another_run(
    run: Run, many: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run("clean", many, *_options(tmp_path))
    run("keep", "add", many / "1.txt", "--reason", "x")
    ran = run("clean", many, *_options(tmp_path))
    assert ran.code == 2
    assert "r.jsonl: is of a run that differs in keep;" in ran.err


@pytest.mark.parametrize(
    ("options", "named"),
    [
        pytest.param(["--safety", "aggressive"], "safety", id="safety"),
        pytest.param(["--ignore", "comments"], "ignore", id="selection"),
        pytest.param(["--lang", "de"], "lang", id="language"),
        pytest.param(["--rules", "T/own.toml"], "the rules", id="rules"),
        *(
            pytest.param([f"--{name}", value], name, id=name)
            for name, value in {
                "select": "comments",
                "extend-select": "tags",
                "max-removed-prose": "0.4",
                "time-limit": "3",
                "text-field": "body",
                "url-field": "u",
                "lang-field": "l",
                "extract": "markdown",
                "favor": "recall",
                "encoding": "cp1252",
                "format": "markdown",
                "on-unknown": "copy",
                "url": "https://mill.example",
                "max-record-bytes": "1M",
                "max-file-bytes": "1G",
                "max-expansion": "9",
            }.items()
        ),
    ],
)
def test_another_run_cannot_be_gone_on_with(
    run: Run, many: Path, tmp_path: Path, options: list[str], named: str
) -> None:
    rule = "[[rule]]\nid = 'own.rule'\nkind = 'line'\ndescription = 'Own.'\npattern = 'own words'\n"
    (tmp_path / "own.toml").write_text(f"schema = 1\n{rule}")
    run("clean", many, *_options(tmp_path))
    before = contents(tmp_path)
    own = [option.replace("T", str(tmp_path)) for option in options]
    ran = run("clean", many, *_options(tmp_path), *own)
    assert ran.code == 2
    assert f"r.jsonl: is of a run that differs in {named};" in ran.err
    assert contents(tmp_path) == before


def test_other_inputs_are_refused(run: Run, many: Path, tmp_path: Path) -> None:
    run("clean", many, *_options(tmp_path))
    (many / "3.txt").unlink()
    ran = run("clean", many, *_options(tmp_path))
    assert ran.code == 2
    assert "records 3.txt, which is none of the inputs" in ran.err


@pytest.mark.parametrize("content", [b"precious", b"precious\n", b'{"ledger": 1', b""])
def test_a_ledger_that_was_hardly_begun(run: Run, many: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "r.jsonl").write_bytes(content)
    ran = run("clean", many, *_options(tmp_path))
    if b"precious" in content:
        assert ran.code == 2
        assert (tmp_path / "r.jsonl").read_bytes() == content
    else:
        assert ran.code == 3
        assert json.loads((tmp_path / "r.jsonl").read_text().splitlines()[-1]).keys() == {"complete"}


def test_without_a_ledger_there_is_nothing_to_go_by(run: Run, many: Path, tmp_path: Path) -> None:
    ran = run("clean", many, "-o", tmp_path / "out", "--resume")
    assert ran.code == 2
    assert "--resume goes by the ledger" in ran.err
