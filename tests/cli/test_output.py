"""What is printed where: forms of findings and summaries, statistics, quiet, colour."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import JUNK, PROSE, Run
from tests.helpers import line, write_rules

RULE = "test.leave"
FORMS = ("text", "json", "jsonl", "github", "sarif")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a dirty text, a dirty record, a clean text and a picture; one small rule."""
    for name in ("NO_COLOR", "FORCE_COLOR", "PRE_COMMIT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    write_rules(tmp_path / "own.toml", line("leave a comment", RULE), line("promo", "test.promo"))
    Path("cleaner.toml").write_text("rules = ['own.toml']\nselect = ['test']\n")
    corpus = tmp_path / "c"
    corpus.mkdir()
    (corpus / "a.txt").write_text(f"{PROSE}\n{JUNK}\n{PROSE}\n{JUNK}")
    (corpus / "r.jsonl").write_text(json.dumps({"id": "x", "text": f"{PROSE}\n{JUNK}"}) + "\n")
    (corpus / "clean.txt").write_text(PROSE)
    (corpus / "photo.jpg").write_bytes(b"\xff")
    return tmp_path


PLACES = [("c/a.txt", 3, 1, None), ("c/a.txt", 7, 1, None), ("c/r.jsonl", 1, len(PROSE) + 2, 1)]


def _check(run: Run, form: str, *options: str, path: str = "c") -> str:
    ran = run("check", path, "--output-format", form, *options)
    assert ran.code == (0 if path == "c/clean.txt" else 1)
    return ran.out.decode()


# Forms of findings


def test_text(run: Run) -> None:
    rows = [f"{path}:{number}:{column}: {RULE}  Leave a Comment" for path, number, column, _ in PLACES]
    assert _check(run, "text").splitlines() == rows
    assert run("check", "c").out.decode() == _check(run, "text")


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_json(run: Run, form: str) -> None:
    out = _check(run, form)
    found = json.loads(out) if form == "json" else [json.loads(row) for row in out.splitlines()]
    assert [(f["path"], f["line"], f["column"], f["record"]) for f in found] == PLACES
    assert {(f["rule"], f["safety"], f["description"]) for f in found} == {
        (RULE, "safe", "Made up for a test.")
    }
    assert found[2]["id"] == "x"
    assert found[0]["text"].strip() == "Leave a Comment"


def test_github(run: Run) -> None:
    rows = _check(run, "github").splitlines()
    assert [row.partition("::")[2].partition("::")[0] for row in rows] == [
        f"warning file=c/a.txt,line=3,col=1,endLine=3,endColumn=16,title={RULE}",
        f"warning file=c/a.txt,line=7,col=1,endLine=7,endColumn=16,title={RULE}",
        f"warning file=c/r.jsonl,line=1,title={RULE}",
    ]


def test_sarif(run: Run) -> None:
    (log,) = json.loads(_check(run, "sarif"))["runs"]
    results = log["results"]
    assert [result["ruleId"] for result in results] == [RULE] * 3
    places = [result["locations"][0]["physicalLocation"] for result in results]
    assert [place["artifactLocation"]["uri"] for place in places] == ["c/a.txt", "c/a.txt", "c/r.jsonl"]
    assert [place["region"]["startLine"] for place in places] == [3, 7, 1]
    assert RULE in [rule["id"] for rule in log["tool"]["driver"]["rules"]]


@pytest.mark.parametrize(("form", "nothing"), [("text", ""), ("json", "[]\n"), ("jsonl", ""), ("github", "")])
def test_nothing_found(run: Run, form: str, nothing: str) -> None:
    assert _check(run, form, path="c/clean.txt") == nothing


def test_nothing_found_in_sarif(run: Run) -> None:
    assert json.loads(_check(run, "sarif", path="c/clean.txt"))["runs"][0]["results"] == []


@pytest.mark.parametrize("form", FORMS)
def test_only_findings_go_to_stdout(run: Run, form: str) -> None:
    Path("c/bad.txt").write_bytes(b"\xff")
    ran = run("check", "c", "--output-format", form)
    assert ran.code == 3
    assert "error: c/bad.txt: is not UTF-8" in ran.err
    assert b"bad.txt" not in ran.out
    assert b"4 documents" not in ran.out
    if form in ("json", "sarif"):
        json.loads(ran.out)


def test_it_is_utf8(run: Run) -> None:
    Path("c/caf\u00e9.txt").write_text(f"{PROSE}\n**Leave a&nbsp;comment**\n")
    assert "c/caf\u00e9.txt:3:1" in run("check", "c/caf\u00e9.txt").out.decode()


@pytest.mark.parametrize("form", FORMS[1:])
def test_a_diff_is_no_form_of_findings(run: Run, form: str) -> None:
    ran = run("check", "c", "--diff", "--output-format", form)
    assert (ran.code, ran.out) == (2, b"")
    assert ran.err == "error: --diff and --output-format contradict each other; use one of them\n"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("jason", "did you mean 'json'?"),
        ("gitlab", "did you mean 'github'?"),
        ("xml", "use one of: text, json,"),
    ],
)
def test_a_wrong_form_names_the_nearest(run: Run, name: str, said: str) -> None:
    ran = run("check", "c", "--output-format", name)
    assert (ran.code, ran.out) == (2, b"")
    assert f"error: there is no output format '{name}'; {said}" in ran.err


# Statistics and summaries

TABLE = [
    "cuts  documents  characters  rule",
    f"   3          2          51  {RULE}",
    "   1          1           7  test.promo",
]


@pytest.mark.parametrize("form", FORMS)
def test_statistics(run: Run, form: str) -> None:
    Path("c/clean.txt").write_text(f"{PROSE}\nPromo\n")
    ran = run("check", "c", "--statistics", "--output-format", form)
    table, other = (ran.out.decode(), ran.err) if form == "text" else (ran.err, ran.out.decode())
    rows = table.splitlines()
    at = rows.index(TABLE[0])
    assert rows[at : at + 3] == TABLE
    assert TABLE[0] not in other


def test_statistics_of_nothing(run: Run) -> None:
    assert run("check", "c/clean.txt", "--statistics").out == b"no rule fired\n"


def test_a_summary_for_scripts(run: Run, place: Path) -> None:
    ran = run("clean", "c", "-o", "out", "--summary", "json")
    assert (ran.code, ran.err) == (0, "")
    summary = json.loads(ran.out)
    removed = sum(len(file.read_bytes()) for file in Path("c").glob("*.txt")) - sum(
        len(file.read_bytes()) for file in Path("out").glob("*.txt")
    )
    assert summary["removed"] == removed + len(f"\n{JUNK}")
    del summary["removed"], summary["characters"], summary["rules"][RULE]["characters"]
    assert summary == {
        "verb": "removed",
        "documents": 3,
        "changed": 2,
        "refused": 0,
        "failed": 0,
        "empty": 0,
        "left_out": 1,
        "rules": {RULE: {"cuts": 3, "documents": 2}},
    }


def test_a_summary_leaves_stdout_to_the_text(run: Run) -> None:
    ran = run("clean", "-", "--summary", "json", stdin=f"{PROSE}\n{JUNK}".encode())
    assert ran.out.decode() == PROSE
    assert json.loads(ran.err)["changed"] == 1
    ran = run("clean", "c", "--diff", "--summary", "json")
    assert ran.out.startswith(b"--- c/a.txt")
    assert json.loads(ran.err)["verb"] == "would be removed"


def test_a_wrong_form_of_the_summary(run: Run) -> None:
    ran = run("clean", "c", "-o", "out", "--summary", "yaml")
    assert (ran.code, ran.out) == (2, b"")
    assert "error: there is no form 'yaml' of the summary; use text or json" in ran.err
    assert not Path("out").exists()


# Quiet


def test_quiet(run: Run) -> None:
    ran = run("check", "c", "--quiet")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.count(b"\n") == 3
    assert run("clean", "c", "-o", "out", "-q").err == ""


def test_quiet_hides_no_error_and_no_refusal(run: Run) -> None:
    Path("c/bad.txt").write_bytes(b"\xff")
    Path("c/junk.txt").write_text(JUNK)
    ran = run("check", "c", "--quiet")
    assert ran.code == 3
    assert [row.split(": ")[0] for row in ran.err.splitlines()] == ["error", "warning"]


# Colour


@pytest.mark.parametrize(
    ("variables", "colored"),
    [
        pytest.param({}, False, id="no terminal"),
        pytest.param({"FORCE_COLOR": "1"}, True, id="forced"),
        pytest.param({"FORCE_COLOR": ""}, False, id="forced by nothing"),
        pytest.param({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, id="forbidden"),
        pytest.param({"FORCE_COLOR": "1", "NO_COLOR": ""}, True, id="forbidden by nothing"),
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_color(
    run: Run, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], colored: bool, form: str
) -> None:
    plain = _check(run, form)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    out = _check(run, form)
    assert ("\x1b[" in out) is (colored and form == "text")
    assert re.sub(r"\x1b\[\d+m", "", out) == plain


def test_the_colours_of_a_text_are_not_ours(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("c/a.txt").write_text(f"{PROSE}\n\x1b[31mPromo\n")
    write_rules(Path("own.toml"), line(r".{0,6}promo", "test.promo"))
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\\x1b[31mPromo" in _check(run, "text", path="c/a.txt")
