"""All formats on the command line: one folder that holds each of them, sound and broken."""

from __future__ import annotations

import gzip
import json
import lzma
from collections.abc import Iterator
from pathlib import Path
from random import Random

import fsspec
import pytest

from tests.cli.conftest import JUNK, PROSE, Run
from tests.cli.every_format import Corpus, cleaned, fed_garbage, restored
from tests.cli.kinds import KINDS, Kind
from tests.cli.stores import Store, in_process
from tests.corpora import members, page, parquet, record, table
from tests.corpus.test_compressed import PACK, UNPACK

DIRTY = f"{PROSE}\n{JUNK}"
PAGE = page(PROSE.strip(), JUNK.strip()).encode()
RECORDS = b"".join(json.dumps({"text": DIRTY, "n": n}).encode() + b"\n" for n in range(9))
TABLE = parquet({"text": [DIRTY, None, PROSE] * 300}, rows=200)
SOUND = {
    "a.txt": DIRTY.encode(),
    "a.md": f"# Mill\n\n{DIRTY}".encode(),
    "wide.txt": DIRTY.encode("utf-16"),
    "a.txt.xz": lzma.compress(DIRTY.encode()),
    "a.jsonl": RECORDS,
    "a.jsonl.gz": gzip.compress(RECORDS),
    "a.ndjson.zst": PACK[".zst"](RECORDS),
    "a.html": PAGE,
    "a.parquet": TABLE,
    "a.warc.gz": members(record(PAGE), record(PAGE)),
}
BROKEN = {
    "b.txt": DIRTY.encode() + b"\xff",
    "b.md": b"\xff\xfe" + DIRTY.encode("utf-16-le") + b"x",
    "b.txt.xz": lzma.compress(DIRTY.encode())[:-7],
    "b.jsonl.gz": gzip.compress(RECORDS)[:-7],
    "b.ndjson.zst": PACK[".zst"](RECORDS)[:-7],
    "b.jsonl": RECORDS[:50] + b"\n" + RECORDS,
    "b.parquet": TABLE[:-7],
    "b.warc.gz": members(record(PAGE), record(PAGE))[:-7],
    "b.warc": b"no archive",
}
PASSED_ON = {"b.txt", "b.md", "b.jsonl"}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_format_is_cleaned_restored_and_bears_garbage(tmp_path: Path, kind: Kind) -> None:
    store = Store(fsspec.filesystem("file"), str(tmp_path / "corpus"), in_process)
    corpus = Corpus(store, [kind], tmp_path, files=2, share=0.05)
    assert cleaned(corpus) == restored(corpus) == "2 files"
    assert "0 refused, 0" not in fed_garbage(corpus, Random(1))  # noqa: S311


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A folder with a sound file of each format, a broken one, and a page without text."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name, data in (SOUND | BROKEN | {"empty.htm": b"<html></html>"}).items():
        (folder / name).write_bytes(data)
    return folder


def test_every_good_document_is_cleaned_and_every_broken_one_named(
    run: Run, mixed: Path, tmp_path: Path
) -> None:
    out, ledger, back = tmp_path / "out", tmp_path / "ledger", tmp_path / "back"
    ran = run("clean", mixed, "-o", out, "--removals", ledger)
    assert ran.code == 3
    assert all(f"error: {mixed / name}" in ran.err for name in BROKEN)
    assert not any(f"error: {mixed / name}" in ran.err for name in SOUND)
    assert f"note: {mixed / 'empty.htm'}: holds no text" in ran.err
    assert "1 page without text" in ran.err
    written = {file.name for file in out.iterdir()}
    sound = {"a.html.txt", "a.warc.jsonl.gz", *SOUND} - {"a.html", "a.warc.gz"}
    assert written == sound | PASSED_ON | {"b.warc.jsonl.gz"}
    assert not any(JUNK.strip().encode() in data for data in _loosened(out))
    assert (out / "wide.txt").read_text(encoding="utf-16") == PROSE
    assert lzma.decompress((out / "a.txt.xz").read_bytes()) == PROSE.encode()
    assert table((out / "a.parquet").read_bytes())["text"].to_pylist() == [PROSE, None, PROSE] * 300
    assert JUNK.strip() not in (out / "a.html.txt").read_text()
    assert run("restore", out, "--removals", ledger, "-o", back).code == 0
    assert {file.name for file in back.iterdir()} == written
    assert table((back / "a.parquet").read_bytes()).equals(table(TABLE))
    for name in ("a.txt", "a.md", "wide.txt", "a.jsonl", *PASSED_ON):
        assert (back / name).read_bytes() == (SOUND | BROKEN)[name]
    assert UNPACK[".zst"]((back / "a.ndjson.zst").read_bytes()) == RECORDS
    assert (back / "a.html.txt").read_text().endswith(JUNK.strip())


def _loosened(folder: Path) -> Iterator[bytes]:
    """What the sound files of compressed lines hold."""
    yield gzip.decompress((folder / "a.jsonl.gz").read_bytes())
    yield gzip.decompress((folder / "a.warc.jsonl.gz").read_bytes())
    yield UNPACK[".zst"]((folder / "a.ndjson.zst").read_bytes())


def test_check_finds_the_same_and_writes_nothing(run: Run, mixed: Path) -> None:
    ran = run("check", mixed)
    assert ran.code == 3
    names = ["a.txt", "wide.txt", "a.txt.xz", "a.jsonl.gz", "a.html", "a.parquet", "a.warc.gz"]
    assert all(f"{mixed / name}:" in ran.out.decode() for name in names)
    assert {file.name for file in mixed.iterdir()} == {*SOUND, *BROKEN, "empty.htm"}


@pytest.mark.parametrize(
    ("name", "format_", "lined"),
    [
        ("a.txt", "text", True),
        ("a.md", "markdown", True),
        ("a.jsonl", "jsonl", True),
        ("a.html", "html", False),
        ("a.parquet", "parquet", False),
        ("a.warc.gz", "warc", False),
    ],
)
def test_only_where_the_file_has_lines_a_finding_is_put_at_one(
    run: Run, mixed: Path, name: str, format_: str, lined: bool
) -> None:
    rows = run("check", mixed / name, "--output-format", "jsonl").out.splitlines()
    assert {json.loads(row)["format"] for row in rows} == {format_}
    commands = run("check", mixed / name, "--output-format", "github").out.decode().splitlines()
    assert {",line=" in command for command in commands} == {lined}
    (sarif,) = json.loads(run("check", mixed / name, "--output-format", "sarif").out)["runs"]
    places = [result["locations"][0]["physicalLocation"] for result in sarif["results"]]
    assert {"region" in place for place in places} == {lined}


@pytest.mark.parametrize("place", ["a.html:3", "a.parquet:4", "a.warc.gz:2", "wide.txt:3"])
def test_explain_knows_lines_of_pages_and_numbers_of_rows_and_records(
    run: Run, mixed: Path, place: str
) -> None:
    ran = run("explain", mixed / place)
    assert ran.code == 0, ran.err
    assert b"comments.leave-a-comment" in ran.out
    assert run("explain", f"{mixed / place}000").code == 2


@pytest.mark.parametrize("name", ["a.html", "a.warc.gz"])
def test_what_is_only_read_is_not_cleaned_in_place(run: Run, mixed: Path, name: str) -> None:
    ran = run("clean", mixed / name, "--in-place", "--no-removals")
    assert ran.code == 2
    assert "which is read and never written; clean it with --output" in ran.err
    assert (mixed / name).read_bytes() == SOUND[name]


def test_a_table_in_place_and_back(run: Run, mixed: Path, tmp_path: Path) -> None:
    file = mixed / "a.parquet"
    assert run("clean", file, "--in-place", "--removals", tmp_path / "ledger").code == 0
    assert table(file.read_bytes())["text"].to_pylist() == [PROSE, None, PROSE] * 300
    assert run("restore", mixed, "--removals", tmp_path / "ledger", "-o", mixed).code == 0
    assert table(file.read_bytes()).equals(table(TABLE))


def test_a_page_on_standard_input(run: Run) -> None:
    ran = run("clean", "-", "--format", "html", stdin=PAGE)
    assert (ran.code, JUNK.strip() in ran.out.decode(), PROSE.strip() in ran.out.decode()) == (0, False, True)
    empty = run("clean", "-", "--format", "html", stdin=b"<html></html>")
    assert (empty.code, empty.out) == (0, b"")
    assert "note: -: holds no text" in empty.err


def test_options_of_formats(run: Run, mixed: Path, tmp_path: Path) -> None:
    ran = run(
        "clean", mixed / "a.html", "-o", tmp_path / "out", "--extract", "markdown", "--favor", "precision"
    )
    assert ran.code == 0
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["a.html.md"]
    assert run("check", mixed / "b.txt", "--encoding", "latin-1").code == 1
    for wrong in (("--encoding", "utf-9"), ("--extract", "xml"), ("--favor", "speed"), ("--format", "pdf")):
        assert run("check", mixed / "a.txt", *wrong).code == 2


def test_bombs_are_refused(run: Run, tmp_path: Path) -> None:
    bomb, much = tmp_path / "bomb.txt.gz", tmp_path / "much.txt"
    bomb.write_bytes(gzip.compress(bytes(65 << 20)))
    much.write_text(DIRTY)
    ran = run("clean", bomb, much, "-o", tmp_path / "out")
    assert ran.code == 3
    assert f"{bomb}: expands to more than 200 times its size" in ran.err
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["much.txt"]
    assert "is longer than" in run("check", bomb, "--max-expansion", "2000").err
    assert run("check", much, "--max-file-bytes", "20").code == 3
