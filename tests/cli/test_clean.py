"""`cleaner clean`."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import JUNK, PROSE, Run

RULE = "comments.leave-a-comment"


def test_a_folder_lands_at_relative_paths(run: Run, corpus: Path, tmp_path: Path) -> None:
    ran = run("clean", corpus, "-o", tmp_path / "out")
    assert ran.code == 0
    assert ran.out == b""
    out = tmp_path / "out"
    assert sorted(file.relative_to(out).as_posix() for file in out.rglob("*") if file.is_file()) == [
        "clean.txt",
        "deep/er/page.MD",
        "dirty.txt",
    ]
    assert (out / "dirty.txt").read_text() == PROSE
    assert (out / "deep/er/page.MD").read_text() == f"# Mill\n\n{PROSE}"
    assert (out / "clean.txt").read_bytes() == (corpus / "clean.txt").read_bytes()


def test_files_land_under_their_names(run: Run, corpus: Path, tmp_path: Path) -> None:
    assert run("clean", corpus / "dirty.txt", corpus / "deep/er/page.MD", "-o", tmp_path / "out").code == 0
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["dirty.txt", "page.MD"]


def test_the_summary_is_on_stderr(run: Run, corpus: Path, tmp_path: Path) -> None:
    ran = run("clean", corpus, "-o", tmp_path / "out")
    assert "3 documents, 2 changed" in ran.err
    assert f"{RULE}  2" in ran.err
    assert "0 kept whole by the guard, 0 failed, 1 other file left out" in ran.err
    assert run("clean", corpus, "-o", tmp_path / "out", "--quiet").err == ""


def test_existing_outputs_are_replaced(run: Run, corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "dirty.txt").write_text("old")
    assert run("clean", corpus, "-o", out).code == 0
    assert (out / "dirty.txt").read_text() == PROSE


def test_standard_input_to_standard_output(run: Run) -> None:
    ran = run("clean", "-", stdin=f"{PROSE}\r\n{JUNK}".encode())
    assert ran == (0, f"{PROSE}".encode(), ran.err)


def test_standard_input_that_is_not_utf8_passes_through(run: Run) -> None:
    ran = run("clean", "-", stdin=b"caf\xe9\n")
    assert (ran.code, ran.out) == (3, b"caf\xe9\n")
    assert "error: -: is not UTF-8: byte 0xe9 at offset 3, line 1" in ran.err


def test_the_ledger(run: Run, corpus: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "removals.jsonl"
    assert run("clean", corpus, "-o", tmp_path / "out", "--removals", ledger).code == 0
    head, *rows = [json.loads(line) for line in ledger.read_text().splitlines()]
    assert head["ledger"] == 1
    removal = next(row for row in rows if "rule" in row and row["doc"] == "dirty.txt")
    original = (corpus / "dirty.txt").read_text()
    assert removal == {
        "doc": "dirty.txt",
        "rule": RULE,
        "start": len(PROSE),
        "end": len(original),
        "text": f"\n{JUNK}",
    }
    assert [row["doc"] for row in rows if "original" in row] == ["clean.txt", "dirty.txt", "deep/er/page.MD"]
    assert all(row["original"].startswith("sha256:") for row in rows if "original" in row)


def test_a_ledger_is_never_overwritten(run: Run, corpus: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "removals.jsonl"
    ledger.write_text("precious")
    ran = run("clean", corpus, "-o", tmp_path / "out", "--removals", ledger)
    assert ran.code == 2
    assert "never overwritten" in ran.err
    assert ledger.read_text() == "precious"
    assert not (tmp_path / "out").exists()


def test_a_refusal_is_a_warning(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(JUNK)
    ledger = tmp_path / "removals.jsonl"
    ran = run("clean", tmp_path / "a.txt", "-o", tmp_path / "out", "--removals", ledger)
    assert ran.code == 0
    assert f"warning: {tmp_path / 'a.txt'}: kept whole: nothing would be left of the text ({RULE})" in ran.err
    assert (tmp_path / "out" / "a.txt").read_text() == JUNK
    refusal = json.loads(ledger.read_text().splitlines()[1])
    assert (refusal["verdict"], refusal["rules"]) == ("refuse", [RULE])


def test_a_broken_file_is_named_and_copied_and_the_run_goes_on(
    run: Run, corpus: Path, tmp_path: Path
) -> None:
    (corpus / "bad.txt").write_bytes(b"fine\nLeave a Comment\nna\xefve\n")
    ran = run("clean", corpus, "-o", tmp_path / "out", "--removals", tmp_path / "r.jsonl")
    assert ran.code == 3
    assert f"{corpus / 'bad.txt'}: is not UTF-8: byte 0xef at offset 23, line 3" in ran.err
    assert (tmp_path / "out/bad.txt").read_bytes() == (corpus / "bad.txt").read_bytes()
    assert (tmp_path / "out/dirty.txt").read_text() == PROSE


def test_a_link_to_nowhere_is_named(run: Run, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing")
    ran = run("clean", tmp_path / "gone.txt", corpus / "dirty.txt", "-o", tmp_path / "out")
    assert ran.code == 3
    assert "cannot be read (No such file or directory)" in ran.err
    assert not (tmp_path / "out/gone.txt").exists()
    assert (tmp_path / "out/dirty.txt").read_text() == PROSE


def test_an_output_in_the_way_of_another_is_named(run: Run, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / "dirty.txt").mkdir(parents=True)
    ran = run("clean", corpus, "-o", tmp_path / "out")
    assert ran.code == 3
    assert "cannot be written (Is a directory)" in ran.err
    assert (tmp_path / "out/deep/er/page.MD").exists()


def test_a_rule_out_of_time_leaves_the_document(run: Run, corpus: Path, tmp_path: Path) -> None:
    (corpus / "dirty.txt").write_text(f"{PROSE}\n{'a' * 90}\n\n{JUNK}")
    (tmp_path / "slow.toml").write_text(
        "schema = 1\n[[rule]]\nid = 'slow.one'\nkind = 'line'\ndescription = 'Backtracks.'\n"
        "pattern = '(?:a|aa)+[!?]'\nremoves = ['a!']\nkeeps = ['a']\n"
    )
    ran = run(
        "clean", corpus, "-o", tmp_path / "out", "--rules", tmp_path / "slow.toml", "--time-limit", "0.05"
    )
    assert ran.code == 3
    assert f"error: {corpus / 'dirty.txt'}: kept whole: rule slow.one ran past its limit of 0.05 s" in ran.err
    assert (tmp_path / "out/dirty.txt").read_bytes() == (corpus / "dirty.txt").read_bytes()
    assert (tmp_path / "out/deep/er/page.MD").read_text() == f"# Mill\n\n{PROSE}"


def test_in_place(run: Run, corpus: Path, tmp_path: Path) -> None:
    (corpus / "dirty.txt").chmod(0o640)
    untouched = (corpus / "clean.txt").stat()
    ran = run("clean", corpus, "--in-place", "--removals", tmp_path / "r.jsonl")
    assert ran.code == 0
    assert (corpus / "dirty.txt").read_text() == PROSE
    assert stat.S_IMODE((corpus / "dirty.txt").stat().st_mode) == 0o640
    assert (corpus / "clean.txt").stat().st_ino == untouched.st_ino
    assert not list(corpus.rglob(".cleaner-*"))


def test_in_place_writes_through_a_named_link(run: Run, corpus: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(corpus / "dirty.txt")
    assert run("clean", link, "--in-place", "--no-removals").code == 0
    assert link.is_symlink()
    assert (corpus / "dirty.txt").read_text() == PROSE


def test_new_outputs_get_usual_permissions(run: Run, corpus: Path, tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        run("clean", corpus, "-o", tmp_path / "out")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "out/dirty.txt").stat().st_mode) == 0o644


def test_of_standard_input_diff_shows_the_diff_alone(run: Run) -> None:
    ran = run("clean", "-", "--diff", stdin=f"{PROSE}\n{JUNK}".encode())
    assert (ran.code, ran.out.decode()) == (0, f"--- -\n+++ -\n@@ -1,3 +1,1 @@\n {PROSE}-\n-{JUNK}")
    assert "would be removed" in ran.err


def test_diff_alone_writes_nothing(run: Run, corpus: Path) -> None:
    before = {file: file.read_bytes() for file in corpus.rglob("*") if file.is_file()}
    ran = run("clean", corpus, "--diff")
    assert ran.code == 0
    assert f"--- {corpus / 'dirty.txt'}\n" in ran.out.decode()
    assert "-Leave a Comment\n" in ran.out.decode()
    assert "would be removed" in ran.err
    assert before == {file: file.read_bytes() for file in corpus.rglob("*") if file.is_file()}


@pytest.mark.parametrize(
    ("option", "kept"),
    [
        pytest.param(["--ignore", "comments"], True, id="ignored"),
        pytest.param(["--ignore", "comments", "--select", RULE], False, id="the narrower selector wins"),
        pytest.param(["--select", "provenance,donation"], True, id="others selected"),
        pytest.param(["--max-removed-prose", "0"], False, id="a label is no prose"),
    ],
)
def test_options_reach_the_engine(
    run: Run, corpus: Path, tmp_path: Path, option: list[str], kept: bool
) -> None:
    assert run("clean", corpus, "-o", tmp_path / "out", *option).code == 0
    assert ("Leave" in (tmp_path / "out/dirty.txt").read_text()) is kept


@pytest.mark.parametrize(("lang", "kept"), [("de-AT", False), ("fr", True)])
def test_the_language_reaches_the_engine(
    run: Run, corpus: Path, tmp_path: Path, lang: str, kept: bool
) -> None:
    (corpus / "dirty.txt").write_text(f"{PROSE}\nArtikel teilen\n")
    assert run("clean", corpus, "-o", tmp_path / "out", "--lang", lang).code == 0
    assert ("Artikel" in (tmp_path / "out/dirty.txt").read_text()) is kept


def test_url_reaches_rules_for_sites(run: Run, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        "schema = 1\n[[rule]]\nid = 'site.mill'\nkind = 'line'\ndescription = 'Its slogan.'\n"
        "sites = ['mill.example']\npattern = 'cloth since 1790'\n"
    )
    (corpus / "dirty.txt").write_text(f"{PROSE}\nCloth since 1790\n")
    for url, kept in (("https://www.mill.example/a", False), ("https://treadmill.example/a", True)):
        run("clean", corpus, "-o", tmp_path / "out", "--rules", tmp_path / "mine.toml", "--url", url)
        assert ("Cloth" in (tmp_path / "out/dirty.txt").read_text()) is kept


@pytest.mark.parametrize("size", ["300", "0.3", "1K", "300B"])
def test_a_record_that_is_too_large_is_named_and_passed_on(run: Run, tmp_path: Path, size: str) -> None:
    dirty = f"{PROSE}\n{JUNK}"
    rows = [{"text": dirty}, {"text": dirty, "more": "x" * 2000}, {"text": dirty}]
    (tmp_path / "r.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "large.txt").write_text(f"{PROSE * 20}\n{JUNK}")
    (tmp_path / "small.txt").write_text(dirty)
    out = tmp_path / "out"
    ran = run("clean", *sorted(tmp_path.glob("*.*")), "-o", out, "--max-record-bytes", size)
    if size == "0.3":
        assert ran.code == 2
        assert "'0.3' is no size; use a number of bytes, or one as in 64M" in re.sub(
            r"\s*\W\n\W\s*", " ", ran.err
        )
        return
    limit = "1,024" if size == "1K" else "300"
    assert ran.code == 3
    said = [row for row in ran.err.splitlines() if row.startswith("error")]
    advice = "it is passed on as it is; a larger --max-record-bytes cleans it"
    assert said == [
        f"error: {tmp_path / 'large.txt'}: is longer than {limit} bytes; {advice}",
        f"error: {tmp_path / 'r.jsonl'}:2: is longer than {limit} bytes; {advice}",
    ]
    assert (out / "large.txt").read_bytes() == (tmp_path / "large.txt").read_bytes()
    assert (out / "small.txt").read_text() == PROSE
    kept = [json.loads(row)["text"] for row in (out / "r.jsonl").read_text().splitlines()]
    assert kept == [PROSE, dirty, PROSE]


def test_a_file_that_is_named_twice_is_cleaned_once(run: Run, corpus: Path, tmp_path: Path) -> None:
    ran = run("clean", corpus, corpus / "dirty.txt", "--in-place", "--removals", tmp_path / "r.jsonl")
    assert ran.code == 0
    assert "3 documents, 2 changed" in ran.err
    assert (corpus / "dirty.txt").read_text() == PROSE


def test_a_language_that_is_no_tag(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PROSE)
    ran = run("check", tmp_path / "a.txt", "--lang", "klingon")
    assert ran.code == 2
    assert "'klingon' is no language tag" in re.sub(r"[\s│]+", " ", ran.err)
    assert run("check", tmp_path / "a.txt", "--lang", "zho_Hant").code == 0


def test_standard_output_holds_the_text_alone_when_changes_are_named(run: Run) -> None:
    ran = run("clean", "-", "--fail-on-change", stdin=f"{PROSE}\n{JUNK}".encode())
    assert (ran.code, ran.out) == (1, PROSE.encode())
    assert ran.err.startswith(f"changed -: {RULE}\n")
