"""`cleaner rules`: list, show, test, lint, schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner.cli import rules as command
from cleaner.rulebook.load import load_book
from cleaner.rulebook.schema import text as schema_text
from tests.cli.conftest import Run
from tests.helpers import line, write_rules

SHIPPED_ID = "comments.leave-a-comment"
PROVEN = {"removes": ["Junk ahoy!"], "keeps": ["Junk ahoy, he said, and laughed."], "max_chars": 20}


def sound(rule_id: str = "mine.junk", pattern: str = "junk ahoy[.!]?") -> str:
    return line(pattern, rule_id, **PROVEN)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A folder with one sound rule."""
    return write_rules(tmp_path / "my-rules" / "mine.toml", sound()).parent


def test_list_marks_what_runs(run: Run, mine: Path) -> None:
    ran = run("rules", "list", "--rules", mine, "--select", "mine")
    lines = ran.out.decode().splitlines()
    assert ran.code == 0
    assert [row.split()[:2] for row in lines] == [["*", "mine.junk"]]
    assert ran.err == f"1 of {len(load_book([mine]))} rules run\n"


def test_list_marks_what_only_reports_and_what_does_not_run(run: Run, tmp_path: Path) -> None:
    write_rules(
        tmp_path / "mine.toml",
        sound("mine.safe"),
        line(rule_id="mine.seen", safety="report"),
        line(rule_id="mine.left", safety="report"),
        line(rule_id="mine.bold", safety="aggressive"),
    )
    ran = run("rules", "list", "--rules", tmp_path, "--select", "mine", "--ignore", "mine.left")
    marks = {row[2:].split()[0]: row[0] for row in ran.out.decode().splitlines()}
    assert marks == {"mine.safe": "*", "mine.seen": "?", "mine.left": " ", "mine.bold": " "}
    assert "rules run, 1 only report\n" in ran.err


def test_list_without_select_names_all(run: Run, mine: Path) -> None:
    ran = run("rules", "list", "--rules", mine, "--ignore", "ALL")
    assert len(ran.out.splitlines()) == len(load_book([mine]))


def test_list_refuses_an_unknown_selector(run: Run) -> None:
    ran = run("rules", "list", "--select", "coments")
    assert (ran.code, ran.out) == (2, b"")
    assert "did you mean 'comments'?" in ran.err


def test_show_prints_the_rule_and_its_literals(run: Run, mine: Path) -> None:
    ran = run("rules", "show", "mine.junk", "--rules", mine)
    assert ran.code == 0
    shown = ran.out.decode().splitlines()
    assert shown[0] == "mine.junk (pack my-rules)"
    assert "  pattern: junk ahoy[.!]?" in shown
    assert "    - Junk ahoy!" in shown
    assert "  literals: '^junk ahoy~$' (any of them, by pattern)" in shown


def test_show_says_when_there_are_no_literals(run: Run, tmp_path: Path) -> None:
    file = write_rules(tmp_path / "mine.toml", line(r"\d+", "mine.number"))
    ran = run("rules", "show", "mine.number", "--rules", file)
    assert "  literals: none, so that every line is tried" in ran.out.decode().splitlines()


def test_show_prints_waivers(run: Run, tmp_path: Path) -> None:
    waiver = {"check": "no-literal", "reason": "Numbers have no words."}
    file = write_rules(tmp_path / "mine.toml", line(r"\d+", "mine.number", waive=[waiver]))
    ran = run("rules", "show", "mine.number", "--rules", file)
    assert "check: 'no-literal', reason: 'Numbers have no words.'" in ran.out.decode()


def test_show_names_the_nearest_rule(run: Run) -> None:
    ran = run("rules", "show", "comments.leave-comment")
    assert ran.code == 2
    assert SHIPPED_ID in ran.err


def test_test_passes_sound_rules(run: Run, mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _without_shipped_rules(monkeypatch)
    ran = run("rules", "test", mine)
    assert (ran.code, ran.out) == (0, b"")
    assert "1 rule, 2 proofs, 0 failed" in ran.err


def test_test_names_rule_and_proof(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _without_shipped_rules(monkeypatch)
    wrong = line("junk ahoy", "mine.junk", removes=["Junk aboard"], keeps=["Junk ahoy"])
    ran = run("rules", "test", write_rules(tmp_path / "mine.toml", wrong))
    assert ran.code == 1
    assert [row.split(": ")[:2] for row in ran.out.decode().splitlines()] == [
        ["mine.junk", "removes[1]"],
        ["mine.junk", "keeps[1]"],
    ]


def _without_shipped_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trying all shipped proofs takes long, and tests/rulebook does it."""
    monkeypatch.setattr(
        command.prepare, "load_book", lambda folders: load_book(folders, shipped=False), raising=True
    )


def test_lint_passes_sound_rules(run: Run, mine: Path) -> None:
    ran = run("rules", "lint", mine)
    assert (ran.code, ran.out) == (0, b"")
    assert "1 rule, 0 findings" in ran.err


@pytest.mark.parametrize("how", [pytest.param([], id="argument"), pytest.param(["--rules"], id="option")])
def test_lint_reports_on_the_given_rules_alone(run: Run, tmp_path: Path, how: list[str]) -> None:
    file = write_rules(tmp_path / "mine.toml", sound(pattern="junk ahoy.*"), sound("other.junk"))
    ran = run("rules", "lint", *how, file)
    assert ran.code == 1
    assert [row.split(": ")[:2] for row in ran.out.decode().splitlines()] == [
        ["mine.junk", "unbounded-repeat"],
        ["other.junk", "category"],
        ["other.junk", "swallowed"],
    ]
    assert "2 rules, 3 findings" in ran.err


def test_lint_compares_with_the_shipped_rules(run: Run, tmp_path: Path) -> None:
    proofs = {"removes": ["Leave a comment"], "keeps": ["No comment."], "langs": ["en"]}
    needless = line("leave a comment", "mine.comment", **proofs)
    ran = run("rules", "lint", write_rules(tmp_path / "mine.toml", needless))
    assert ran.code == 1
    assert f"mine.comment: swallowed: all it removes is removed by {SHIPPED_ID}" in ran.out.decode()


def test_shipped_rules_have_no_findings(run: Run) -> None:
    ran = run("rules", "lint")
    assert (ran.code, ran.out.decode()) == (0, "")
    assert f"{len(load_book()):,} rules, 0 findings" in ran.err


def test_lint_takes_a_shipped_file_as_what_it_is(run: Run) -> None:
    file = command.shipped_folder() / "comments.toml"
    ran = run("rules", "lint", file)
    assert "replaces" not in ran.err
    assert f"{file.read_text(encoding='utf-8').count('[[rule]]')} rules" in ran.err


def test_lint_honours_waivers(run: Run, tmp_path: Path) -> None:
    waiver = [{"check": "unbounded-repeat", "reason": "Made up for a test."}]
    rule = line("junk ahoy.*", "mine.junk", waive=waiver, **PROVEN)
    ran = run("rules", "lint", write_rules(tmp_path / "mine.toml", rule))
    assert (ran.code, ran.out) == (0, b"")


def test_lint_refuses_an_unknown_waiver(run: Run, tmp_path: Path) -> None:
    rule = line("junk ahoy", "mine.junk", waive=[{"check": "swalowed", "reason": "Made up."}])
    ran = run("rules", "lint", write_rules(tmp_path / "mine.toml", rule))
    assert ran.code == 2
    assert "there is no check 'swalowed'; did you mean 'swallowed'?" in ran.err


def test_lint_of_nothing(run: Run, tmp_path: Path) -> None:
    ran = run("rules", "lint", tmp_path / "nowhere")
    assert ran.code == 2
    assert "does not exist" in ran.err


def test_schema(run: Run) -> None:
    ran = run("rules", "schema")
    assert ran.code == 0
    assert ran.out.decode() == schema_text()
    assert json.loads(ran.out)["properties"]["rule"]


@pytest.mark.parametrize("command_name", ["test", "lint"])
def test_where_there_is_no_rule_there_is_nothing_to_look_at(
    run: Run, mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command_name: str
) -> None:
    _without_shipped_rules(monkeypatch)
    empty = write_rules(tmp_path / "empty" / "none.toml")
    for paths in ([empty], [empty.parent], [mine, empty]):
        ran = run("rules", command_name, *paths)
        assert (ran.code, ran.out) == (2, b"")
        assert ran.err == f"error: {paths[-1]}: holds no rule; add a [[rule]], or name another path\n"
    configured = run("rules", command_name, "--rules", empty)
    assert (configured.code, "holds no rule" in configured.err) == (2, True)


@pytest.mark.parametrize("name", ["list", "show", "test", "lint"])
def test_commands_that_clean_nothing_have_the_options_that_say_which_rules(run: Run, name: str) -> None:
    shown = run("rules", name, "--help").out.decode()
    assert all(option in shown for option in ("--select", "--ignore", "--rules", "--safety", "--config"))
    assert not any(option in shown for option in ("--text-field", "--extract", "--encoding", "--time-limit"))


def test_show_of_a_rule_that_is_not_loaded(run: Run) -> None:
    ran = run("rules", "show", "mine.junk")
    assert (ran.code, ran.out) == (2, b"")
    assert "there is no rule 'mine.junk'" in ran.err
    assert "name files of your own with --rules" in ran.err


def test_diff_is_told_its_rules_by_its_arguments(run: Run) -> None:
    shown = run("rules", "diff", "--help").out.decode()
    assert "--text-field" in shown
    assert "--rules" not in shown
