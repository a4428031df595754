"""Where the same is to be said of many records of a file: a few are named, the others counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner.cli.repeats import Repeats
from tests.cli.conftest import JUNK, PROSE, Run

TEXT = f"{PROSE}\n{JUNK}"


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """1,000 records with their text in `body`, one that is no JSON among them, and as many beside."""
    lines = [json.dumps({"n": number, "body": TEXT}) for number in range(1000)]
    lines[700] = "{broken"
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.jsonl", "b.jsonl"):
        (folder / name).write_text("\n".join([*lines, ""]))
    return folder


MORE = "the same of 989 more records (has no field 'text'); "


def _said(err: str, start: str) -> list[str]:
    return [line for line in err.splitlines() if line.startswith(start)]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_wrong_text_field_is_said_of_a_few_records(
    run: Run, records: Path, tmp_path: Path, workers: str
) -> None:
    where = ["-o", tmp_path / "out", "--removals", tmp_path / "r.jsonl"]
    ran = run("clean", records, *where, "--workers", workers)
    assert ran.code == 3
    assert "0 documents, 0 changed" in ran.err
    assert "2,000 failed" in ran.err
    for name in ("a.jsonl", "b.jsonl"):
        said = _said(ran.err, f"error: {records / name}")
        assert [line.split(": ")[1] for line in said[:10]] == [f"{records / name}:{n}" for n in range(1, 11)]
        assert said[10].startswith(f"error: {records / name}:701: is no JSON object: ")
        assert said[11:] == [
            f"error: {records / name}: {MORE}the ledger names all, and --max-repeats 0 names all"
        ]
    assert (tmp_path / "r.jsonl").read_text().count("has no field") == 2 * 999
    again = run("clean", records, *where, "--resume", "--workers", workers)
    assert _said(again.err, "error") == _said(ran.err, "error")
    assert again.code == 3


def test_each_file_speaks_before_the_next(run: Run, records: Path) -> None:
    said = _said(run("check", records).err, "error")
    assert [f"{records / 'a.jsonl'}" in line for line in said] == [True] * 12 + [False] * 12
    assert said[11] == f"error: {records / 'a.jsonl'}: {MORE}--max-repeats 0 names all"


@pytest.mark.parametrize(("most", "lines"), [("0", 2000), ("1", 2 * 3), ("998", 2 * 1000), ("999", 2 * 1000)])
def test_how_many_are_named(run: Run, records: Path, most: str, lines: int) -> None:
    ran = run("check", records, "--max-repeats", most)
    assert len(_said(ran.err, "error")) == lines
    assert ran.code == 3
    assert "2,000 failed" in ran.err


def test_what_was_left_out_is_said_when_a_run_stops(run: Run, records: Path) -> None:
    ran = run("check", records, "--text-field", "n", "--max-repeats", "2")
    assert f"error: {records / 'a.jsonl'}: the same of 997 more records (field 'n' is no string); " in ran.err
    stopped = run("clean", records, "--diff", "--max-errors", "20", "--max-repeats", "3", "--workers", "1")
    assert stopped.code == 3
    assert "the same of 17 more records (has no field 'text')" in stopped.err
    assert stopped.err.index("the same of 17") < stopped.err.index("stopped at 20 errors")


def test_records_that_are_kept_whole_are_named_a_few_times(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(f"{json.dumps({'text': JUNK})}\n" * 50)
    ran = run("check", file)
    assert ran.code == 0
    assert len(_said(ran.err, "warning")) == 11
    assert f"warning: {file}: the same of 40 more records (kept whole); --max-repeats 0 names all" in ran.err
    assert "50 kept whole by the guard" in ran.err


def test_each_file_that_is_one_document_is_named(run: Run, tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"a:{number}.txt").write_bytes(b"\xff")
        (tmp_path / f"b:{number}.txt").write_text(JUNK)
    ran = run("check", tmp_path)
    assert len(_said(ran.err, "error")) == len(_said(ran.err, "warning")) == 30


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("has no field 'text' (fields: a)", "has no field 'text' (fields: a, b)"),
        ("is longer than 64 bytes", "is longer than 65 bytes"),
        ("is no JSON object: has no colon at column 5", "is no JSON object: has no comma at column 7"),
        ("is not UTF-8: byte 0xff at offset 3", "is not UTF-8: byte 0xfe at offset 9"),
    ],
)
def test_what_counts_as_the_same(one: str, other: str) -> None:
    repeats = Repeats(1)
    assert repeats.takes("error: a", one)
    assert not repeats.takes("error: a", other)
    assert repeats.takes("warning: a", other)
    assert repeats.takes("error: a", "field 'text2' is no string")
    assert len(repeats.ended()) == 1
    assert repeats.ended() == []
    assert repeats.takes("error: a", other)
