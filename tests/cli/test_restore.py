"""`cleaner restore`: byte for byte, or not at all."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cleaner.corpus import restoring
from tests.cli.conftest import JUNK, PROSE, Run


def _files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


@pytest.fixture
def cleaned(run: Run, corpus: Path, tmp_path: Path) -> tuple[Path, Path, Path]:
    """The corpus without its picture, the cleaned one and the ledger."""
    (corpus / "photo.jpg").unlink()
    (corpus / "broken.txt").write_bytes(b"\xff\n" + JUNK.encode())
    (corpus / "refused.txt").write_text(JUNK)
    (corpus / "odd ends.txt").write_bytes(f"{PROSE}\r\n\r{JUNK}\u2028\n\n".encode())
    out, ledger = tmp_path / "out", tmp_path / "r.jsonl"
    assert run("clean", corpus, "-o", out, "--removals", ledger).code == 3
    return corpus, out, ledger


def test_the_originals_come_back(run: Run, cleaned: tuple[Path, Path, Path], tmp_path: Path) -> None:
    corpus, out, ledger = cleaned
    assert _files(out) != _files(corpus)
    ran = run("restore", out, "--removals", ledger, "-o", tmp_path / "back")
    assert ran.code == 0
    assert "6 files restored" in ran.err
    assert _files(tmp_path / "back") == _files(corpus)
    quiet = run("restore", out, "--removals", ledger, "-o", tmp_path / "again", "--quiet")
    assert (quiet.code, quiet.out, quiet.err) == (0, b"", "")
    assert _files(tmp_path / "again") == _files(corpus)


def test_in_place_and_back(run: Run, corpus: Path, tmp_path: Path) -> None:
    before = _files(corpus)
    run("clean", corpus, "--in-place", "--removals", tmp_path / "r.jsonl")
    assert _files(corpus) != before
    assert run("restore", corpus, "--removals", tmp_path / "r.jsonl", "-o", corpus).code == 0
    assert _files(corpus) == before


def test_permissions_and_times_stay_in_place(run: Run, corpus: Path, tmp_path: Path) -> None:
    file = corpus / "dirty.txt"
    os.utime(file, ns=(10**18, 10**18 + 7))
    file.chmod(0o600)
    run("clean", corpus, "--in-place", "--removals", tmp_path / "r.jsonl")
    for where in (corpus, tmp_path / ".." / tmp_path.name / "corpus"):
        assert run("restore", corpus, "--removals", tmp_path / "r.jsonl", "-o", where).code == 0
        assert file.read_text() == f"{PROSE}\n{JUNK}"
        status = file.stat()
        assert (status.st_mtime_ns, status.st_mode & 0o777) == (10**18 + 7, 0o600)


def test_a_run_stopped_before_the_last_file_was_replaced(run: Run, corpus: Path, tmp_path: Path) -> None:
    before = _files(corpus)
    run("clean", corpus, "--in-place", "--removals", tmp_path / "r.jsonl")
    (corpus / "dirty.txt").write_bytes(before["dirty.txt"])
    assert run("restore", corpus, "--removals", tmp_path / "r.jsonl", "-o", corpus).code == 0
    assert _files(corpus) == before


def _edit(ledger: Path, change: Callable[[dict[str, Any]], object], *, sealed: bool) -> None:
    """Change rows; sealed, with the hashes of what they are now, as a forger would."""
    lines: list[str] = []
    start = 0
    for row in [json.loads(line) for line in ledger.read_text().splitlines()]:
        change(row)
        if sealed and "rows" in row:
            row["rows"] = _hash("".join(lines[start:]))
        if sealed and "complete" in row:
            row["complete"] = _hash("".join(lines))
        lines.append(json.dumps(row) + "\n")
        if "rows" in row or "ledger" in row:
            start = len(lines)
    ledger.write_text("".join(lines))


def _hash(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _rename_rule(row: dict[str, Any]) -> None:
    if "rule" in row:
        row["rule"] = "other.rule"


def _replace_text(row: dict[str, Any]) -> None:
    if "text" in row:
        row["text"] = row["text"].replace("Leave", "Lease")


def _move(row: dict[str, Any]) -> None:
    if "text" in row:
        row.update(start=row["start"] + 10**6, end=row["end"] + 10**6)


def _escape(row: dict[str, Any]) -> None:
    row["doc"] = f"../{row.get('doc')}"


def _root(row: dict[str, Any]) -> None:
    row["doc"] = f"/{row.get('doc')}"


def _list_settings(row: dict[str, Any]) -> None:
    if "settings" in row:
        row["settings"] = {"encoding": ["utf-8"]}


def _spoil_type(row: dict[str, Any]) -> None:
    if "start" in row:
        row["start"] = "three"


@pytest.mark.parametrize(
    ("change", "message", "sealed"),
    [
        pytest.param(_replace_text, "do not give the original back", True, id="text edited"),
        pytest.param(_move, "does not fit the text", True, id="offsets edited"),
        pytest.param(_escape, "is no name", True, id="name leads out of the corpus"),
        pytest.param(_root, "is no name", True, id="name from the root"),
        pytest.param(_list_settings, "is no name or format", True, id="settings of another type"),
        pytest.param(lambda row: row.pop("end", None), "has no proper 'end' on line", True, id="key missing"),
        pytest.param(
            lambda row: row.pop("ledger", None), "is no ledger of this version", True, id="no header"
        ),
        pytest.param(_spoil_type, "has no proper 'start' on line", True, id="wrong type"),
        pytest.param(_rename_rule, "was edited somewhere before line", False, id="rule edited"),
        pytest.param(_replace_text, "was edited somewhere before line", False, id="text edited, no new hash"),
        pytest.param(lambda row: row.update(cleaner="0"), "was edited", False, id="header edited"),
    ],
)
def test_an_edited_ledger_is_refused(
    run: Run,
    cleaned: tuple[Path, Path, Path],
    tmp_path: Path,
    change: Callable[[dict[str, Any]], object],
    message: str,
    sealed: bool,
) -> None:
    _, out, ledger = cleaned
    _edit(ledger, change, sealed=sealed)
    ran = run("restore", out, "--removals", ledger, "-o", tmp_path / "back")
    assert ran.code == 2
    assert message in ran.err
    assert not (tmp_path / "back").exists()


def test_what_changes_after_it_was_tried_is_not_written(
    run: Run, cleaned: tuple[Path, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, out, ledger = cleaned
    _edit(ledger, _replace_text, sealed=True)
    monkeypatch.setattr(restoring, "_refuse_misfits", lambda *_: None)
    ran = run("restore", out, "--removals", ledger, "-o", tmp_path / "back")
    assert ran.code == 2
    assert "its removals do not give the original back" in ran.err
    assert all(b"Lease" not in file.read_bytes() for file in (tmp_path / "back").rglob("*.txt"))
    assert not list((tmp_path / "back").rglob("*.part"))


def test_a_changed_corpus_is_refused(run: Run, cleaned: tuple[Path, Path, Path], tmp_path: Path) -> None:
    _, out, ledger = cleaned
    (out / "dirty.txt").write_text("something else\n")
    (out / "clean.txt").unlink()
    ran = run("restore", out, "--removals", ledger, "-o", tmp_path / "back")
    assert ran.code == 2
    head, *misfits = ran.err.splitlines()
    assert head == f"error: {ledger}: does not fit {out}:"
    assert misfits[0] == "  clean.txt: cannot be read (No such file or directory)"
    assert misfits[1].startswith(
        "  dirty.txt: has changed since it was cleaned; nothing was written; restore"
    )
    assert len(misfits) == 2
    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize("content", [b"not json\n", b"[]\n", b"\xff\n", b'{"ledger": 2}\n'])
def test_a_file_that_is_no_ledger(run: Run, corpus: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "r.jsonl").write_bytes(content)
    ran = run("restore", corpus, "--removals", tmp_path / "r.jsonl", "-o", tmp_path / "back")
    assert ran.code == 2
    assert f"{tmp_path / 'r.jsonl'}: is no ledger" in ran.err


def test_a_file_that_was_never_written_is_none_of_the_next_ones(
    run: Run, corpus: Path, tmp_path: Path
) -> None:
    ledger, out = tmp_path / "r.jsonl", tmp_path / "out"
    run("clean", corpus, "-o", out, "--removals", ledger)
    *rows, complete = ledger.read_text().splitlines(keepends=True)
    torn = json.dumps({"doc": "torn.txt", "rule": "a.b", "start": 0, "end": 1, "text": "x"}) + "\n"
    assert "complete" in complete
    ledger.write_text("".join([*rows, torn, torn[:30]]))
    assert run("restore", out, "--removals", ledger, "-o", tmp_path / "back").code == 0
    assert (tmp_path / "back" / "dirty.txt").read_bytes() == (corpus / "dirty.txt").read_bytes()
    assert not (tmp_path / "back" / "torn.txt").exists()


def test_an_output_in_the_way_is_in_no_ledger(run: Run, corpus: Path, tmp_path: Path) -> None:
    ledger, out = tmp_path / "r.jsonl", tmp_path / "out"
    (out / "dirty.txt").mkdir(parents=True)
    assert run("clean", corpus, "-o", out, "--removals", ledger).code == 3
    assert '"dirty.txt"' not in ledger.read_text()
    assert run("restore", out, "--removals", ledger, "-o", tmp_path / "back").code == 0


def test_an_empty_ledger(run: Run, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").touch()
    ran = run("restore", corpus, "--removals", tmp_path / "r.jsonl", "-o", tmp_path / "back")
    assert ran.code == 2
    assert ran.err == f"error: {tmp_path / 'r.jsonl'}: is empty; nothing was recorded, and nothing written\n"
    assert not (tmp_path / "back").exists()


def test_what_came_through_a_pipe(run: Run, tmp_path: Path) -> None:
    text = f"{PROSE}\n{JUNK}".encode()
    (tmp_path / "out").mkdir()
    piped = run("clean", "-", "--removals", tmp_path / "r.jsonl", stdin=text).out
    (tmp_path / "out" / "-").write_bytes(piped)
    where = ["--removals", tmp_path / "r.jsonl", "-o", tmp_path / "back"]
    ran = run("restore", tmp_path / "out" / "-", *where)
    assert (ran.code, "what came through a pipe is the file '-' of one" in ran.err) == (2, True)
    assert run("restore", tmp_path / "out", *where).code == 0
    assert piped != (tmp_path / "back" / "-").read_bytes() == text
