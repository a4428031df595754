"""JSONL on the command line: fields, standard input, messages, ledger, in place, restore."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.cli.conftest import JUNK, PROSE, Run
from tests.helpers import line, rule, write_rules

RULE = "comments.leave-a-comment"
DIRTY = f"{PROSE}\n{JUNK}"


def _line(**members: object) -> bytes:
    return json.dumps(members).encode() + b"\n"


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """A dirty record, one that is malformed, one without text, a blank line and a clean record."""
    file = tmp_path / "in" / "r.jsonl"
    file.parent.mkdir()
    file.write_bytes(
        b'{"id": "x-1",  "note": "Leave a Comment", '
        b'"text":"The caf\\u00E9 was shut.\\n\\nLeave a\\u0020Comment"}\r\n'
        b'{"text": "Leave a Comment"\n'
        b'{"id": 3, "body": "Leave a Comment"}\n'
        b"\n"
        b'{"text": "Nobody came.", "n": 1e3}'
    )
    return file


CLEANED = b'{"id": "x-1",  "note": "Leave a Comment", "text":"The caf\\u00E9 was shut.\\n"}\r\n'


def _after_first(file: Path) -> bytes:
    return file.read_bytes().partition(b"\n")[2]


def test_only_the_text_changes_and_bad_lines_are_named(run: Run, records: Path, tmp_path: Path) -> None:
    ran = run("clean", records, "-o", tmp_path / "out")
    assert ran.code == 3
    out = tmp_path / "out" / "r.jsonl"
    assert out.read_bytes() == CLEANED + _after_first(records)
    errors = [row for row in ran.err.splitlines() if row.startswith("error:")]
    passed_on = "the line is passed on as it is"
    assert errors == [
        f"error: {records}:2: is no JSON object: has no comma at column 28; {passed_on}",
        f"error: {records}:3: has no field 'text' (fields: id, body); name it with --text-field; {passed_on}",
    ]
    assert "2 documents, 1 changed" in ran.err
    assert "2 failed" in ran.err


@pytest.mark.parametrize("suffix", [".jsonl", ".ndjson", ".JSONL"])
def test_extensions(run: Run, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"r{suffix}"
    file.write_bytes(_line(text=DIRTY))
    ran = run("check", file)
    assert ran.code == 1
    assert ran.out.decode() == f"{file}:1:{len(PROSE) + 2}: {RULE}  Leave a Comment\n"


def test_another_extension_by_format(run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.json").write_bytes(_line(text=DIRTY))
    assert run("check", tmp_path / "r.json").code == 0  # one line of plain text, and no junk
    assert run("check", "--format", "jsonl", tmp_path / "r.json").code == 1


def test_standard_input(run: Run) -> None:
    ran = run("clean", "--format", "jsonl", "-", stdin=_line(text=DIRTY, a=1) + b"[]\n")
    assert (ran.code, ran.out) == (3, _line(text=PROSE, a=1) + b"[]\n")
    assert (
        "error: -:2: is no JSON object: is no object at column 1; the line is passed on as it is" in ran.err
    )


def test_text_field(run: Run) -> None:
    record = _line(text=JUNK, body=DIRTY, id="a")
    ran = run("clean", "--format", "jsonl", "--text-field", "body", "-", stdin=record)
    assert (ran.code, ran.out) == (0, _line(text=JUNK, body=PROSE, id="a"))


@pytest.mark.parametrize(
    "null", [b'{"text": null}', b'{"id": 1, "text": null}', b'{"text": null, "n": NaN}', b'{"text": null}\r']
)
def test_a_record_whose_text_is_null_is_no_document(run: Run, tmp_path: Path, null: bytes) -> None:
    """As in Parquet: it is passed on, and nothing is said of it; those beside it are cleaned and restored."""
    file, ledger, out = tmp_path / "r.jsonl", tmp_path / "removals", tmp_path / "out"
    file.write_bytes(_line(text=DIRTY) + null + b"\n" + _line(text=DIRTY) + null)
    ran = run("clean", file, "-o", out, "--removals", ledger)
    assert ran.code == 0
    assert ran.err.startswith("2 documents, 2 changed; ")
    assert (out / "r.jsonl").read_bytes() == _line(text=PROSE) + null + b"\n" + _line(text=PROSE) + null
    assert run("restore", out, "--removals", ledger, "-o", tmp_path / "back").code == 0
    assert (tmp_path / "back" / "r.jsonl").read_bytes() == file.read_bytes()
    assert "has no line 2 with a document" in run("explain", f"{file}:2").err


@pytest.mark.parametrize("value", ["5", "1.5", "true", "[]", '{"text": "x"}'])
def test_a_text_of_another_type_is_named(run: Run, value: str) -> None:
    record = f'{{"text": {value}}}\n'.encode()
    ran = run("clean", "--format", "jsonl", "-", stdin=record)
    assert (ran.code, ran.out) == (3, record)
    assert "error: -:1: field 'text' is no string" in ran.err


def test_a_number_is_never_cut(run: Run, tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "digits.toml", line(r"\d+", removes=["7"], keeps=["a"]))
    record = b'{"text": 12345}\n'
    ran = run("clean", "--format", "jsonl", "--rules", rules, "-", stdin=record)
    assert (ran.code, ran.out) == (3, record)


SCOPED = (
    line("cloth since 1790", "site.mill", sites=["mill.example"]),
    line("ab morgen wieder", "german.tomorrow", langs=["de"]),
)


@pytest.mark.parametrize(
    ("members", "options", "cut"),
    [
        pytest.param({"url": "https://www.mill.example/a"}, [], {"site", "german"}, id="url"),
        pytest.param({"url": "https://treadmill.example"}, [], {"german"}, id="url of another site"),
        pytest.param({"url": None}, ["--url", "https://mill.example"], {"site", "german"}, id="null url"),
        pytest.param({"url": "https://b.example"}, ["--url", "mill.example"], {"german"}, id="own url first"),
        pytest.param({"u": "mill.example"}, ["--url-field", "u"], {"site", "german"}, id="url field"),
        pytest.param({"url": "mill.example"}, ["--url-field", "u"], {"german"}, id="another url field"),
        pytest.param({"lang": "de-AT"}, [], {"german"}, id="language"),
        pytest.param({"lang": "en"}, [], set(), id="another language"),
        pytest.param({"lang": "en"}, ["--lang", "de"], set(), id="own language first"),
        pytest.param({"lang": ""}, ["--lang", "en"], set(), id="empty language"),
        pytest.param({"l": "en"}, ["--lang-field", "l"], set(), id="language field"),
        pytest.param({"lang": "en"}, ["--lang-field", "l"], {"german"}, id="another language field"),
        pytest.param({"lang": 7, "url": ["mill.example"]}, [], {"german"}, id="other types mean unknown"),
    ],
)
def test_fields_reach_the_scope_of_rules(
    run: Run, tmp_path: Path, members: dict[str, object], options: list[str], cut: set[str]
) -> None:
    rules = write_rules(tmp_path / "scoped.toml", *SCOPED)
    text = f"{PROSE}\nCloth since 1790\n\n{PROSE}\nAb morgen wieder\n\n{PROSE}"
    record = _line(**members, text=text)
    ran = run("check", "--format", "jsonl", "--rules", rules, *options, "-", stdin=record)
    found = {row.split(": ")[1].partition(".")[0] for row in ran.out.decode().splitlines()}
    assert found == cut


def test_the_format_reaches_the_scope_of_rules(run: Run, tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "f.toml", line("only in records", formats=["jsonl"]))
    text = f"{PROSE}\nOnly in records\n"
    assert run("check", "--rules", rules, "-", stdin=text.encode()).code == 0
    assert run("check", "--rules", rules, "--format", "jsonl", "-", stdin=_line(text=text)).code == 1


def test_fields_can_be_configured(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("cleaner.toml").write_text("text-field = 'body'\nlang-field = 'l'\n")
    german = f"{PROSE}\nArtikel teilen\n"
    records = _line(body=german, l="de") + _line(body=german, l="en")
    ran = run("clean", "--format", "jsonl", "-", stdin=records)
    assert (ran.code, ran.out) == (0, _line(body=PROSE, l="de") + _line(body=german, l="en"))


def test_the_ledger_names_record_and_id(run: Run, records: Path, tmp_path: Path) -> None:
    records.write_bytes(records.read_bytes() + b"\n" + _line(id="all", text=JUNK))
    ledger = tmp_path / "r"
    run("clean", records, "-o", tmp_path / "out", "--removals", ledger)
    rows = [json.loads(row) for row in ledger.read_text().splitlines()[1:]]
    (removal,), (refusal,), (file,) = (
        [row for row in rows if key in row] for key in ("start", "verdict", "settings")
    )
    assert removal == {
        "doc": "r.jsonl",
        "record": 1,
        "id": "x-1",
        "rule": RULE,
        "start": 19,
        "end": 35,
        "text": "\nLeave a Comment",
        "raw": "\\nLeave a\\u0020Comment",
    }
    assert (refusal["record"], refusal["id"], refusal["verdict"]) == (6, "all", "refuse")
    assert (file["format"], file["settings"]) == ("jsonl", {"text-field": "text"})


@pytest.mark.parametrize("in_place", [False, True])
def test_the_bytes_come_back(run: Run, records: Path, tmp_path: Path, in_place: bool) -> None:
    original = records.read_bytes()
    ledger, out = tmp_path / "ledger", tmp_path / "out"
    where = ["--in-place"] if in_place else ["-o", out]
    assert run("clean", records.parent, *where, "--removals", ledger).code == 3
    folder = records.parent if in_place else out
    assert (folder / "r.jsonl").read_bytes() == CLEANED + original.partition(b"\n")[2]
    ran = run("restore", folder, "--removals", ledger, "-o", tmp_path / "back")
    assert ran.code == 0
    assert (tmp_path / "back" / "r.jsonl").read_bytes() == original


def test_restore_knows_the_text_field(run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").write_bytes(_line(text="a", body=DIRTY))
    ledger, out = tmp_path / "ledger", tmp_path / "out"
    run("clean", tmp_path / "r.jsonl", "-o", out, "--text-field", "body", "--removals", ledger)
    assert (out / "r.jsonl").read_bytes() == _line(text="a", body=PROSE)
    assert run("restore", out, "--removals", ledger, "-o", tmp_path / "back").code == 0
    assert (tmp_path / "back" / "r.jsonl").read_bytes() == _line(text="a", body=DIRTY)


def test_a_clean_file_is_left_alone_in_place(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "r.jsonl"
    file.write_bytes(_line(text=PROSE))
    before = file.stat()
    assert run("clean", file, "--in-place", "--no-removals").code == 0
    assert file.stat().st_ino == before.st_ino


def test_a_refused_record_is_named_by_its_line(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "r.jsonl"
    file.write_bytes(_line(text=PROSE) + _line(text=JUNK))
    ran = run("clean", file, "--diff")
    assert (ran.code, ran.out) == (0, b"")
    assert f"warning: {file}:2: kept whole: nothing would be left of the text ({RULE})" in ran.err


def test_the_names_of_fields_cannot_steer_a_terminal(run: Run) -> None:
    ran = run("check", "--format", "jsonl", "-", stdin=b'{"a\\u001b]0;x\\u0007": 1, "b\\nc": 2}\n')
    assert ran.code == 3
    assert "\x1b" not in ran.err
    assert ran.err.splitlines()[0].endswith("passed on as it is")


def test_a_sentence_goes_out_of_its_line_and_comes_back(run: Run, tmp_path: Path) -> None:
    rules = write_rules(tmp_path / "r.toml", rule("test.x", "inline", at="end", pattern=r"sign up here\."))
    file = tmp_path / "in" / "r.jsonl"
    file.parent.mkdir()
    kept = b'{"a": "Sign up here.", "text": "The caf\\u00e9 was shut on Monday.'
    file.write_bytes(kept + b'\\u0020Sign up her\\u0065.\\n\\nNobody came."}\r\n')
    out, ledger = tmp_path / "out", tmp_path / "ledger.jsonl"
    assert run("clean", file.parent, "--rules", rules, "-o", out, "--removals", ledger).code == 0
    assert (out / "r.jsonl").read_bytes() == kept + b'\\n\\nNobody came."}\r\n'
    assert run("restore", out, "--removals", ledger, "-o", tmp_path / "back").code == 0
    assert (tmp_path / "back" / "r.jsonl").read_bytes() == file.read_bytes()


def test_compressed_records_through_a_pipe(run: Run) -> None:
    ran = run("clean", "-", "--format", "jsonl", stdin=gzip.compress(_line(text=DIRTY)))
    assert ran.code == 3
    assert "error: -:1: looks like gzip, which is to be decompressed first" in ran.err
