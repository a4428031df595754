"""The README tells the truth: its examples run, and what it shows comes out."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer

from cleaner.cli.app import app
from cleaner.engine.proving import EngineProver
from cleaner.rulebook.load import load_book
from cleaner.rulebook.proof import failures
from tests.cli.conftest import Run, run

__all__ = ["run"]

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SAMPLES = ROOT / "tests" / "data" / "samples"


def _blocks(info: str) -> list[str]:
    return re.findall(rf"^```{re.escape(info)}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_the_python_example_runs() -> None:
    (example,) = _blocks("python")
    exec(compile(example, "README.md", "exec"), {})  # noqa: S102


def test_the_example_rule_loads_and_holds(tmp_path: Path) -> None:
    example, _ = _blocks("toml")
    (tmp_path / "club.toml").write_text(example)
    book = load_book([tmp_path], shipped=False)  # with the shipped rules it is tried below
    assert book.get("club.next-meeting")
    assert list(failures(book, EngineProver())) == []


def test_the_diff_is_what_comes_out(run: Run) -> None:
    (shown,) = _blocks("diff")
    printed = run("check", "--diff", SAMPLES / "harbour-bridge.txt").out.decode()
    removed = [line for line in shown.splitlines() if line.startswith("-")]
    assert removed == [line for line in printed.splitlines() if re.match("-(?!-- )", line)]


def _commands() -> list[str]:
    lines = "".join(_blocks("sh")[1:]).splitlines()
    return [line.partition("  #")[0].strip() for line in lines]


def test_the_example_configuration_is_sound(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules, config = _blocks("toml")
    (tmp_path / "my-rules").mkdir()
    (tmp_path / "my-rules" / "club.toml").write_text(rules)
    (tmp_path / "cleaner.toml").write_text(config)
    monkeypatch.chdir(tmp_path)
    ran = run("rules", "list")
    assert ran.code == 0
    listed = ran.out.decode().splitlines()
    assert any(line.startswith("* club.next-meeting") for line in listed)
    assert any(line.startswith("* tags.filed-under") for line in listed)
    assert any(line.startswith("  weather.") for line in listed)


def test_the_commands_run(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("corpus", "more"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "page.txt").write_text("The tide was out all morning.\n\nLeave a Comment\n")
    (tmp_path / "my-rules").mkdir()
    (tmp_path / "my-rules" / "club.toml").write_text(_blocks("toml")[0])
    (tmp_path / "page.txt").write_text("The tide was out.\n")
    (tmp_path / "records.jsonl").write_text('{"text": "The tide was out."}\n')
    commands = _commands()
    assert len(commands) == 20
    for command in commands:
        arguments = shlex.split(command.partition(" > ")[0])
        assert arguments.pop(0) == "cleaner"
        stdin = b""
        if "<" in arguments:
            stdin = (tmp_path / arguments[arguments.index("<") + 1]).read_bytes()
            arguments = arguments[: arguments.index("<")]
        ran = run(*arguments, stdin=stdin)
        assert ran.code == (1 if arguments[0] == "check" else 0), (command, ran)
    assert "comments.leave-a-comment" in (tmp_path / ".cleaner-keep").read_text()
    originals = tmp_path / "originals" / "page.txt"
    assert originals.read_text() == "The tide was out all morning.\n\nLeave a Comment\n"


def test_the_first_command_cleans_the_samples(run: Run, tmp_path: Path) -> None:
    (command,) = re.findall(r"cleaner (clean tests/data/samples) -o", _blocks("sh")[0])
    ran = run(*command.replace("tests/data/samples", str(SAMPLES)).split(), "-o", tmp_path)
    assert ran.code == 0
    assert "4 documents, 3 changed" in ran.err


def test_every_command_is_named() -> None:
    root = typer.main.get_command(app)
    names = [name for command in root.commands for name in _names(root.get_command(None, command))]  # type: ignore
    assert "clean" in names
    assert "rules lint" in names
    for name in names:
        assert f"cleaner {name}" in README


def _names(command: Any) -> list[str]:
    """The names of a command, or of each command of a group."""
    return [f"{command.name} {name}" for name in getattr(command, "commands", ())] or [command.name]
