"""Wrong usage: exit code 2, what is wrong and what to do, and nothing written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import typer

from cleaner.cli.app import app
from tests.cli.conftest import Run

COMMANDS = (
    *("clean", "check", "explain", "restore", "keep add"),
    *(f"rules {name}" for name in ("list", "show", "test", "lint", "stats", "diff", "schema")),
)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["clean", "C"], "there is no place for the output", id="no output"),
        pytest.param(["clean", "C", "--in-place"], "add --removals FILE.jsonl", id="in place without ledger"),
        pytest.param(
            ["clean", "C", "--in-place", "-o", "T/out", "--no-removals"],
            "contradict each other",
            id="in place and output",
        ),
        pytest.param(
            ["clean", "C", "--in-place", "--no-removals", "--removals", "T/r"],
            "contradict each other",
            id="ledger and none",
        ),
        pytest.param(["clean", "C", "-", "-o", "T/out"], "stands alone", id="standard input among others"),
        pytest.param(["clean", "-", "-o", "T/out"], "stands alone", id="standard input to a folder"),
        pytest.param(
            ["clean", "C", "--diff", "--removals", "T/r"], "removes nothing", id="ledger of a dry run"
        ),
        pytest.param(["clean", "T/nowhere", "-o", "T/out"], "nowhere: does not exist", id="missing path"),
        pytest.param(
            ["clean", "C", "--exclude", "*.*", "-o", "T/out"], "no document found", id="no documents"
        ),
        pytest.param(["clean", "C", "-o", "C"], "would be overwritten", id="output is the input"),
        pytest.param(["clean", "C/dirty.txt", "-o", "C"], "would be overwritten", id="file onto itself"),
        pytest.param(["clean", "C/deep", "-o", "C"], "holds the input", id="output above the input"),
        pytest.param(["clean", "C", "C", "-o", "T/out"], "would both be written to", id="a folder twice"),
        pytest.param(["clean", "C", "-o", "C/photo.jpg"], "is a file", id="output is a file"),
        pytest.param(
            ["clean", "C/dirty.txt", "-o", "T/clean.txt"],
            "clean.txt: is named like a file; name a folder for the outputs",
            id="output named like a file",
        ),
        pytest.param(
            ["clean", "C", "-o", "T/out", "--removals", "T/out/dirty.txt"],
            "also an output",
            id="ledger clash",
        ),
        pytest.param(
            ["clean", "C", "-o", "T/out", "--removals", "T/no/r.jsonl"],
            "cannot be created (No such file or directory); name a place in a folder that is there",
            id="ledger in no folder",
        ),
        pytest.param(
            ["clean", "C", "-o", "T/out", "--select", "coments"], "did you mean 'comments'?", id="selector"
        ),
        pytest.param(["check", "C", "--safety", "sage"], "did you mean 'safe'?", id="safety"),
        pytest.param(["check", "C", "--rules", "T/none"], "none: does not exist", id="rules folder"),
        pytest.param(["check", "C", "--max-removed-prose", "50"], "from 0 to 1", id="share above one"),
        pytest.param(["check", "C", "--time-limit", "0"], "above 0 seconds", id="no time at all"),
        pytest.param(["rules", "show", "comments.leave-comment"], "did you mean", id="rule id"),
        pytest.param(
            ["rules", "show", "comments"],
            "error: 'comments' names no single rule; 'rules list --select comments' lists",
            id="category for a rule",
        ),
        pytest.param(["restore", "T/none", "--removals", "r", "-o", "T/b"], "is no folder", id="no corpus"),
        pytest.param(["clean", "", "-o", "T/out"], "a path is empty; name a file or folder", id="no path"),
        pytest.param(["clean", "C", "-o", ""], "a path is empty", id="output of an unset variable"),
        pytest.param(["clean", "C", "-o", "T/out", "--removals", ""], "a path is empty", id="ledger of one"),
        pytest.param(
            ["clean", "C", "--in-place", "--no-removals", "-o", ""], "a path is empty", id="in place and that"
        ),
        pytest.param(["check", "C", ""], "a path is empty", id="check nothing"),
        pytest.param(
            ["restore", "", "--removals", "r", "-o", "T/b"], "a path is empty", id="restore nothing"
        ),
        pytest.param(
            ["restore", "C", "--removals", "r", "-o", ""], "a path is empty", id="restore to nowhere"
        ),
        pytest.param(
            ["restore", "C", "--removals", "r", "-o", "T/b", "--rest", ""], "a path is empty", id="no rest"
        ),
        pytest.param(
            ["clean", "C", "-o", "T/out", "--removals", "-"],
            "-: a ledger is neither read from standard input nor printed; name a file",
            id="ledger to standard output",
        ),
        pytest.param(
            ["clean", "C", "-o", "-"], "--output is a folder, never standard output", id="output to stdout"
        ),
        pytest.param(
            ["restore", "C", "--removals", "r", "-o", "-"], "never standard output", id="restore to stdout"
        ),
        pytest.param(
            ["restore", "C", "--removals", "r", "-o", "C/photo.jpg"],
            "photo.jpg: is a file; name a folder for the originals",
            id="restore to a file",
        ),
        pytest.param(
            ["check", "C", "--isolated", "--config", "T/c.toml"],
            "--isolated and --config contradict each other",
            id="a configuration to be read and not",
        ),
        pytest.param(["check", "C", "--select", ","], "error: --select: a selector is empty", id="select"),
        pytest.param(["check", "C", "--extend-select="], "--extend-select: a selector is", id="extend"),
        pytest.param(["check", "C", "--ignore", " "], "--ignore: a selector is empty", id="ignore"),
        pytest.param(["check", "C", "--url="], "'' is no address", id="address of an unset variable"),
        pytest.param(["check", "C", "--url", "a river"], "'a river' is no address", id="no address"),
        pytest.param(["check", "C", "--url", "mailto:a@b.c"], "is no address", id="address of no site"),
        pytest.param(["clean", "C", "--wrong"], "No such option", id="unknown option"),
        pytest.param(["clane"], "No such command", id="unknown command"),
    ],
)
def test_wrong_usage(run: Run, corpus: Path, tmp_path: Path, arguments: Sequence[str], message: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    places = {"C": corpus, "T": tmp_path}
    ran = run(
        *(
            places[argument[0]] / argument[2:] if argument[:2] in ("C", "C/", "T/") else argument
            for argument in arguments
        )
    )
    assert ran.code == 2
    assert message in ran.err
    assert "Traceback" not in ran.err
    assert ran.out == b""
    assert sorted(tmp_path.rglob("*")) == before


def test_every_command_has_help_with_an_example(run: Run) -> None:
    for command in COMMANDS:
        ran = run(*command.split(), "--help")
        assert run(*command.split(), "-h") == ran
        assert ran.code == 0
        assert f"Example: cleaner {command}" in " ".join(ran.out.decode().split())


@pytest.mark.parametrize("name", COMMANDS)
def test_help_says_what_was_written(run: Run, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """It is read as Markdown, in which a star or an underscore of a pattern may get lost."""
    monkeypatch.setenv("COLUMNS", "500")
    shown = run(*name.split(), "--help").out.decode()
    command: Any = typer.main.get_command(app)
    for part in name.split():
        command = command.get_command(typer.Context(command), part)
    helps = [parameter.help for parameter in command.params if parameter.help]
    assert bool(helps) is (name != "rules schema")
    for said in helps:
        assert said.replace("`", "") in shown


def test_help_breaks_its_lines_where_the_terminal_ends(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "150")
    lines = [line.strip() for line in run("clean", "--help").out.decode().splitlines()]
    (paragraph,) = [line for line in lines if line.startswith("A file lands at OUT/name")]
    assert len(paragraph) > 120
