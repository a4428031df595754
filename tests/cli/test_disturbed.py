"""What goes wrong around a run: files that come and go, folders that cannot be read, broken files."""

from __future__ import annotations

import ctypes
import gzip
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.cli import prepare
from cleaner.engine.clean import Cleaner
from cleaner.engine.result import Result
from cleaner.text.document import Document
from tests.cli.conftest import JUNK, PROSE, Run
from tests.cli.killing import contents

TEXT = f"{PROSE}\n{JUNK}"
COMMAND = [sys.executable, "-m", "cleaner", "clean", "--select", "comments"]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Three dirty texts."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.txt").write_text(TEXT)
    return folder


def _disturb(monkeypatch: pytest.MonkeyPatch, what: Callable[[Document], object]) -> None:
    """Have something happen while a document is cleaned."""

    class Disturbed(Cleaner):
        def clean_documents(self, documents: list[Document]) -> list[Result]:  # type: ignore[override]
            for document in documents:
                what(document)
            return super().clean_documents(documents)

    monkeypatch.setattr(prepare, "cleaner_of", lambda *_, **__: Disturbed(select=["comments"]))


def _grow(document: Document) -> None:
    if document.path and document.path.endswith("b.txt"):
        with Path(document.path).open("a") as file:
            file.write("More of it.\n")


def _vanish(document: Document) -> None:
    if document.path and document.path.endswith("b.txt"):
        Path(document.path).unlink()


@pytest.mark.parametrize(
    ("what", "said"), [(_grow, "changed while it was cleaned"), (_vanish, "cannot be read")]
)
def test_a_file_that_changes_while_it_is_cleaned_in_place(
    run: Run,
    texts: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    what: Callable[[Document], object],
    said: str,
) -> None:
    _disturb(monkeypatch, what)
    ran = run("clean", texts, "--in-place", "--removals", tmp_path / "r.jsonl")
    assert ran.code == 3
    assert f"error: {texts / 'b.txt'}: {said}" in ran.err
    found = contents(texts)
    assert found["a.txt"] == found["c.txt"] == PROSE.encode()
    assert found.get("b.txt") == (f"{TEXT}More of it.\n".encode() if what is _grow else None)
    assert '"b.txt"' not in (tmp_path / "r.jsonl").read_text()


def test_a_file_that_vanishes_before_it_is_read(
    run: Run, texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cleaner.corpus import intake

    weigh = intake._weight

    def weigh_and_remove(part: intake.Part) -> int:
        (texts / "b.txt").unlink(missing_ok=True)
        return weigh(part)

    monkeypatch.setattr(intake, "_weight", weigh_and_remove)
    ran = run("clean", texts, "-o", tmp_path / "out")
    assert ran.code == 3
    assert f"error: {texts / 'b.txt'}: cannot be read (No such file or directory)" in ran.err
    assert sorted(contents(tmp_path / "out")) == ["a.txt", "c.txt"]


def _like_anybody() -> None:
    """Take from the superuser what sets permissions at nought: the capabilities 1 and 2 of Linux."""
    if os.geteuid() == 0:
        for capability in (1, 2):
            ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


def _ran(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=_like_anybody)


needs_linux = pytest.mark.skipif(
    sys.platform != "linux", reason="the superuser can be held back on Linux only"
)


@needs_linux
def test_folders_and_files_that_cannot_be_read(texts: Path, tmp_path: Path) -> None:
    (texts / "deep").mkdir()
    (texts / "deep" / "d.txt").write_text(TEXT)
    (texts / "deep").chmod(0)
    (texts / "b.txt").chmod(0)
    try:
        ran = _ran(texts, "-o", tmp_path / "out")
    finally:
        (texts / "deep").chmod(0o755)
    assert ran.returncode == 3
    assert f"error: {texts / 'deep'}: cannot be read (Permission denied)" in ran.stderr
    assert f"error: {texts / 'b.txt'}: cannot be read (Permission denied)" in ran.stderr
    assert contents(tmp_path / "out") == {"a.txt": PROSE.encode(), "c.txt": PROSE.encode()}


@needs_linux
def test_folders_and_files_that_cannot_be_written(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (texts / "deep").mkdir()
    (texts / "deep" / "d.txt").write_text(TEXT)
    (out / "deep").mkdir(parents=True)
    (out / "deep").chmod(0o555)
    (out / "b.txt").write_text("precious")
    (out / "b.txt").chmod(0o444)
    ran = _ran(texts, "-o", out)
    assert ran.returncode == 3
    assert f"error: {out / 'b.txt'}: cannot be written (Permission denied)" in ran.stderr
    assert f"error: {out / 'deep' / 'd.txt'}: cannot be written (Permission denied)" in ran.stderr
    assert contents(out) == {"a.txt": PROSE.encode(), "b.txt": b"precious", "c.txt": PROSE.encode()}


def test_times_and_permissions_in_place(run: Run, texts: Path) -> None:
    os.utime(texts / "a.txt", ns=(10**18, 10**18 + 7))
    (texts / "a.txt").chmod(0o640)
    assert run("clean", texts, "--in-place", "--no-removals").code == 0
    status = (texts / "a.txt").stat()
    assert (texts / "a.txt").read_text() == PROSE
    assert (status.st_mtime_ns, status.st_mode & 0o777) == (10**18 + 7, 0o640)


def test_a_disk_that_is_full_and_then_is_not(texts: Path, tmp_path: Path) -> None:
    (texts / "b.txt").write_text(f"{PROSE * 50}\n{JUNK}")
    where = [str(texts), "-o", str(tmp_path / "out"), "--removals", str(tmp_path / "r.jsonl"), "--resume"]

    def small_files_only() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))

    ran = subprocess.run(
        [*COMMAND, *where], capture_output=True, text=True, check=False, preexec_fn=small_files_only
    )
    assert ran.returncode == 3
    assert "cannot be written (File too large)" in ran.stderr
    assert contents(tmp_path / "out") == {"a.txt": PROSE.encode()}
    again = subprocess.run([*COMMAND, *where], capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    assert sorted(contents(tmp_path / "out")) == ["a.txt", "b.txt", "c.txt"]


@pytest.mark.parametrize("name", ["long.txt", "long.jsonl"])
def test_a_line_of_100_megabytes(run: Run, texts: Path, tmp_path: Path, name: str) -> None:
    line = b'{"text": "' + b"word " * (20 << 20) + b'"}\n'
    (texts / name).write_bytes(line)
    ran = run("clean", texts, "-o", tmp_path / "out", "--select", "comments")
    assert ran.code == 3
    assert f"{name}{':1' if name.endswith('l') else ''}: is longer than 67,108,864 bytes" in ran.err
    assert (tmp_path / "out" / name).read_bytes() == line
    assert (tmp_path / "out" / "a.txt").read_text() == PROSE


def test_many_tiny_files(run: Run, tmp_path: Path) -> None:
    count = 2000
    (tmp_path / "corpus").mkdir()
    for number in range(count):
        (tmp_path / "corpus" / f"{number}.txt").write_text("Tiny.\n")
    options = ["--select", "comments", "--removals", tmp_path / "r.jsonl"]
    ran = run("clean", tmp_path / "corpus", "-o", tmp_path / "out", *options)
    assert ran.code == 0
    assert f"{count:,} documents, 0 changed" in ran.err
    assert contents(tmp_path / "out") == contents(tmp_path / "corpus")


def test_a_mixed_folder_with_broken_files(run: Run, texts: Path, tmp_path: Path) -> None:
    row = json.dumps({"text": TEXT}).encode() + b"\n"
    packed = gzip.compress(row * 50)
    (texts / "rows.jsonl").write_bytes(row * 3)
    (texts / "rows.jsonl.gz").write_bytes(packed)
    broken = {
        "latin.txt": b"caf\xe9\n",
        "half.txt": b"\xff\xfea",
        "bad.jsonl": row + b"{broken\n" + row,
        "torn.jsonl.gz": packed[:-20],
        "no.txt.zst": b"no zstd at all",
    }
    for name, data in broken.items():
        (texts / name).write_bytes(data)
    (texts / "link.txt").symlink_to("nowhere")
    ran = run("clean", texts, "-o", tmp_path / "out", "--removals", tmp_path / "r.jsonl", "--workers", "2")
    assert ran.code == 3
    for name in broken:
        assert f"error: {texts / name}" in ran.err
    found = contents(tmp_path / "out")
    assert sorted(found) == sorted(set(contents(texts)) - {"torn.jsonl.gz", "no.txt.zst", "link.txt"})
    assert found["a.txt"] == PROSE.encode()
    assert [found[name] for name in ("latin.txt", "half.txt")] == [broken["latin.txt"], broken["half.txt"]]
    assert b"Comment" not in found["rows.jsonl"] + found["bad.jsonl"]
    assert b"{broken\n" in found["bad.jsonl"]
    assert gzip.decompress(found["rows.jsonl.gz"]).count(b"\n") == 50
    assert (
        run("restore", tmp_path / "out", "--removals", tmp_path / "r.jsonl", "-o", tmp_path / "back").code
        == 0
    )
    assert set(contents(tmp_path / "back")) == set(found)


def test_unknown_files_are_copied_and_come_back(run: Run, texts: Path, tmp_path: Path) -> None:
    (texts / "photo.jpg").write_bytes(b"\xff\xd8\0")
    (texts / "table.csv.gz").write_bytes(b"no gzip at all")
    options = ["--removals", tmp_path / "r.jsonl", "--on-unknown", "copy", "--resume"]
    for _ in range(2):
        assert run("clean", texts, "-o", tmp_path / "out", *options).code == 0
        assert contents(tmp_path / "out").keys() == contents(texts).keys()
    assert (tmp_path / "out/table.csv.gz").read_bytes() == b"no gzip at all"
    assert run("restore", tmp_path / "out", *options[:2], "-o", tmp_path / "back").code == 0
    assert contents(tmp_path / "back") == contents(texts)


def test_unknown_files_are_errors(run: Run, texts: Path, tmp_path: Path) -> None:
    (texts / "photo.jpg").write_bytes(b"\xff\xd8\0")
    ran = run("clean", texts, "-o", tmp_path / "out", "--on-unknown", "error")
    assert ran.code == 3
    assert f"error: {texts / 'photo.jpg'}: is of no known format" in ran.err
    assert sorted(contents(tmp_path / "out")) == ["a.txt", "b.txt", "c.txt"]
