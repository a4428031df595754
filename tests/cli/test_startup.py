"""What a command imports before it works: start-up is mostly imports, and a hook starts for every commit."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.cli.app import COMMANDS
from tests.cli.conftest import JUNK, PROSE, Run

# Slow to import, each 5 ms or more here, or started for nothing.
HEAVY = frozenset(
    """
    click typer rich pydantic pydantic_core trafilatura lxml pathspec tomllib difflib tempfile ahocorasick_rs
    multiprocessing concurrent.futures importlib.metadata platformdirs asyncio http email xml
    cleaner.cli.app cleaner.cli.options cleaner.rulebook.validate cleaner.rulebook.literals
    cleaner.rulebook.lint cleaner.rulebook.schema cleaner.report.diff cleaner.report.outputs.sarif
    """.split()  # noqa: SIM905
)
# Runs the entry point, then tells what was imported and which patterns were compiled.
_TELL = """
import json, sys
from cleaner.cli.main import main
try:
    main()
finally:
    from cleaner.rulebook.patterns import compiled
    print(json.dumps([sorted(sys.modules), compiled.cache_info().currsize]), file=sys.stderr)
"""


def _start(*arguments: str, folder: Path) -> tuple[int, set[str], int]:
    """Run a command; its exit code, the modules it imported, and how many patterns it compiled."""
    done = subprocess.run(
        [sys.executable, "-c", _TELL, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    modules, patterns = json.loads(done.stderr.splitlines()[-1])
    return done.returncode, set(modules), patterns


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a clean and a dirty page, in which the shipped rules have been compiled."""
    (tmp_path / "clean.txt").write_text("Weavers brought looms uphill; spring found every roof whole.\n")
    (tmp_path / "dirty.txt").write_text(f"{PROSE}\n{JUNK}")
    _start("check", "clean.txt", folder=tmp_path)
    return tmp_path


def test_the_hook_imports_nothing_it_does_not_need(folder: Path) -> None:
    code, modules, patterns = _start("check", "--quiet", "clean.txt", folder=folder)
    assert code == 0
    assert "cleaner.engine.clean" in modules
    assert modules & HEAVY == set()
    assert patterns == 0


def test_findings_cost_no_more_than_their_patterns(folder: Path) -> None:
    code, modules, patterns = _start("check", "--quiet", "dirty.txt", folder=folder)
    assert code == 1
    assert modules & HEAVY == set()
    assert 0 < patterns < 10


def test_a_configuration_costs_no_more_than_its_parser(folder: Path) -> None:
    (folder / "cleaner.toml").write_text("select = ['comments']\nmax-removed-prose = 0.4")
    _, modules, _ = _start("check", "--quiet", "clean.txt", folder=folder)
    assert modules & HEAVY == {"tomllib"}


def test_the_check_of_imports_can_fail(folder: Path) -> None:
    _, modules, _ = _start("check", "--quiet", "--isolated", "clean.txt", folder=folder)
    assert {"typer", "cleaner.cli.app", "cleaner.cli.options"} <= modules & HEAVY
    (folder / "cleaner.toml").write_text("time-limit = 2")
    _, modules, _ = _start("check", "--quiet", "clean.txt", folder=folder)
    assert "pydantic" in modules & HEAVY


def test_a_command_imports_no_other_command(folder: Path) -> None:
    for command in COMMANDS:
        _, modules, _ = _start(command, "--help", folder=folder)
        loaded = {name for name in COMMANDS if f"cleaner.cli.{name}" in modules}
        assert loaded == {command}


def test_the_library_alone_imports_no_command_line() -> None:
    told = "import cleaner, sys, json; cleaner.Cleaner; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert [name for name in json.loads(done.stdout) if name.startswith("cleaner.cli")] == []


def test_help_lists_every_command_with_its_first_words(run: Run) -> None:
    said = " ".join(run("--help").out.decode().replace("│", " ").split())
    begins = {
        "clean": "Clean files, folders or standard input.",
        "check": "Say what would go,",
        "explain": "Say why each cut is made,",
        "restore": "Put everything back:",
        "rules": "List, show, test, lint, count and compare rules.",
        "keep": "Keep what a rule would cut:",
    }
    assert tuple(begins) == COMMANDS
    assert [said.find(f" {command} {words}") for command, words in begins.items()] == sorted(
        said.index(f" {command} {words}") for command, words in begins.items()
    )


def test_a_mistyped_command_is_answered_with_the_nearest(run: Run) -> None:
    ran = run("chek")
    assert ran.code == 2
    assert "Did you mean 'check'" in ran.err
