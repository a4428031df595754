"""`cleaner check`."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import JUNK, PROSE, Run


def test_findings_name_path_line_column_rule_and_text(run: Run, corpus: Path) -> None:
    ran = run("check", corpus)
    assert ran.code == 1
    assert ran.out.decode().splitlines() == [
        f"{corpus}/dirty.txt:3:1: comments.leave-a-comment  Leave a Comment",
        f"{corpus}/deep/er/page.MD:5:1: comments.leave-a-comment  ### Leave a Comment",
    ]
    assert "3 documents, 2 changed" in ran.err
    assert (corpus / "dirty.txt").read_text() == f"{PROSE}\n{JUNK}"


def test_nothing_found(run: Run, corpus: Path) -> None:
    ran = run("check", corpus / "clean.txt")
    assert (ran.code, ran.out) == (0, b"")


def test_a_broken_file_outranks_findings(run: Run, corpus: Path) -> None:
    (corpus / "bad.txt").write_bytes(b"\x80")
    ran = run("check", corpus)
    assert ran.code == 3
    assert ran.out.decode().count("\n") == 2


def test_what_is_excluded_is_not_looked_at(run: Run, corpus: Path) -> None:
    assert b"dirty.txt" in run("check", corpus, "--exclude", "deep/").out
    ran = run("check", corpus, "--exclude", "deep/", "--exclude", "*.txt")
    assert (ran.code, ran.out) == (2, b"")
    assert run("check", corpus, "--exclude", "dirty.txt", "--exclude", "*.MD").code == 0


def test_standard_input(run: Run) -> None:
    ran = run("check", "-", stdin=f"{PROSE}{JUNK}".encode())
    assert ran.out == b"-:2:1: comments.leave-a-comment  Leave a Comment\n"


def test_diff(run: Run, corpus: Path) -> None:
    ran = run("check", "--diff", corpus / "dirty.txt")
    assert ran.code == 1
    assert ran.out.decode() == (
        f"--- {corpus}/dirty.txt\n+++ {corpus}/dirty.txt\n@@ -1,3 +1,1 @@\n {PROSE}-\n-{JUNK}"
    )
