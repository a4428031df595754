"""Compressed corpora on the command line."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.cli.conftest import JUNK, PROSE, Run
from tests.corpus.test_compressed import EACH, PACK, UNPACK

DIRTY = f"{PROSE}\n{JUNK}"
RECORDS = b"".join(
    json.dumps({"n": n, "text": DIRTY if n % 3 else PROSE}).encode() + b"\n" for n in range(90)
)
KEPT = b"".join(json.dumps({"n": n, "text": PROSE}).encode() + b"\n" for n in range(90))


def _file(folder: Path, name: str, data: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    return folder / name


@EACH
@pytest.mark.parametrize(
    ("name", "dirty", "kept"), [("r.jsonl", RECORDS, KEPT), ("t.md", DIRTY.encode(), PROSE.encode())]
)
def test_out_and_back(run: Run, tmp_path: Path, suffix: str, name: str, dirty: bytes, kept: bytes) -> None:
    file = _file(tmp_path / "in", name + suffix, PACK[suffix](dirty[:50]) + PACK[suffix](dirty[50:]))
    out, back, ledger = tmp_path / "out", tmp_path / "back", tmp_path / "ledger"
    assert run("clean", file.parent, "-o", out, "--removals", ledger).code == 0
    assert UNPACK[suffix]((out / file.name).read_bytes()) == kept
    assert run("restore", out, "--removals", ledger, "-o", back).code == 0
    assert UNPACK[suffix]((back / file.name).read_bytes()) == dirty


@EACH
def test_in_place_and_back(run: Run, tmp_path: Path, suffix: str) -> None:
    file = _file(tmp_path / "in", "r.ndjson" + suffix, PACK[suffix](RECORDS))
    assert run("clean", file.parent, "--in-place", "--removals", tmp_path / "ledger").code == 0
    assert UNPACK[suffix](file.read_bytes()) == KEPT
    assert run("restore", file.parent, "--removals", tmp_path / "ledger", "-o", file.parent).code == 0
    assert UNPACK[suffix](file.read_bytes()) == RECORDS


@EACH
def test_where_nothing_is_cut_the_bytes_are_the_same(run: Run, tmp_path: Path, suffix: str) -> None:
    packed = b"".join(PACK[suffix](part) for part in (KEPT[:100], KEPT[100:]))
    file = _file(tmp_path / "in", "r.jsonl" + suffix, packed)
    before = file.stat()
    out, ledger = tmp_path / "out", tmp_path / "ledger"
    assert run("clean", file, "-o", out, "--removals", ledger).code == 0
    assert (out / file.name).read_bytes() == packed
    assert run("clean", file, "--in-place", "--no-removals").code == 0
    assert file.read_bytes() == packed
    assert file.stat().st_ino == before.st_ino
    assert run("restore", out, "--removals", ledger, "-o", tmp_path / "back").code == 0
    assert (tmp_path / "back" / file.name).read_bytes() == packed


@EACH
@pytest.mark.parametrize("damage", ["truncated", "garbage after it", "garbage inside", "something else"])
@pytest.mark.parametrize("name", ["r.jsonl", "t.txt"])
def test_a_broken_container_is_named_and_the_run_goes_on(
    run: Run, tmp_path: Path, suffix: str, damage: str, name: str
) -> None:
    packed = PACK[suffix](RECORDS)
    middle = len(packed) // 2
    broken = {
        "truncated": packed[:-7],
        "garbage after it": packed + b"garbage",
        "garbage inside": packed[:middle] + b"garbage" + packed[middle + 7 :],
        "something else": RECORDS,
    }[damage]
    file = _file(tmp_path / "in", name + suffix, broken)
    _file(tmp_path / "in", "z.txt", DIRTY.encode())
    ran = run("clean", tmp_path / "in", "-o", tmp_path / "out", "--removals", tmp_path / "ledger")
    assert ran.code == 3
    assert ran.err.count(f"error: {file}: is broken (") == 1
    assert "1 document, 1 changed" in ran.err  # of the broken file none was written
    assert [found.name for found in (tmp_path / "out").iterdir()] == ["z.txt"]
    assert (tmp_path / "out" / "z.txt").read_text() == PROSE
    assert run("check", file).code == 3
    assert run("clean", file, "--in-place", "--no-removals").code == 3
    assert file.read_bytes() == broken
    assert run("restore", tmp_path / "out", "--removals", tmp_path / "ledger", "-o", tmp_path / "b").code == 0


@EACH
def test_restoring_from_a_broken_container(run: Run, tmp_path: Path, suffix: str) -> None:
    file = _file(tmp_path / "in", "r.jsonl" + suffix, PACK[suffix](RECORDS))
    out, ledger = tmp_path / "out", tmp_path / "ledger"
    run("clean", file, "-o", out, "--removals", ledger)
    (out / file.name).write_bytes((out / file.name).read_bytes()[:-7])
    ran = run("restore", out, "--removals", ledger, "-o", tmp_path / "back")
    assert ran.code == 2
    assert f"{file.name}: is broken (" in ran.err
    assert not (tmp_path / "back").exists()


def test_a_compressed_file_of_no_known_kind_is_left_out(run: Run, tmp_path: Path) -> None:
    _file(tmp_path / "in", "dump.gz", gzip.compress(RECORDS))
    _file(tmp_path / "in", "a.txt", b"Rain.")
    assert "1 other file left out" in run("check", tmp_path / "in").err
    assert run("check", "--format", "jsonl", tmp_path / "in" / "dump.gz").code == 1


def test_an_empty_file_is_an_empty_gzip_file(run: Run, tmp_path: Path) -> None:
    file = _file(tmp_path / "in", "r.jsonl.gz", b"")
    assert run("clean", file, "-o", tmp_path / "out").code == 0
    assert (tmp_path / "out" / file.name).read_bytes() == b""
