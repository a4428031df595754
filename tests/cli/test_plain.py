"""The plain command lines do what the one parser would have done, and leave all others to it."""

from __future__ import annotations

import inspect
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cleaner.cli import checking, main, plain
from tests.cli.conftest import JUNK, PROSE, Ran, Run
from tests.helpers import line, write_rules


def _plainly(monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> Ran:
    """Run the whole entry point, which must find the arguments plain."""
    out, err = io.BytesIO(), io.BytesIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "argv", ["cleaner", *arguments])
        patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="utf-8"))
        patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding="utf-8"))
        patch.setitem(sys.modules, "cleaner.cli.app", None)  # its import would fail
        with pytest.raises(SystemExit) as ended:
            main.main()
        return Ran(ended.value.code, out.getvalue(), err.getvalue().decode())  # type: ignore[arg-type]


def _broken_rules(folder: Path) -> None:
    (folder / "cleaner.toml").write_text("rules = ['mine.toml']")
    (folder / "mine.toml").write_text("schema = 2")


def _own_rules(folder: Path) -> None:
    (folder / "cleaner.toml").write_text("rules = ['mine.toml']\nignore = ['comments']")
    write_rules(folder / "mine.toml", line("the mill stood.*"), line(rule_id="comments.leave-a-comment"))


def _keep_list(folder: Path) -> None:
    (folder / ".cleaner-keep").write_text("comments.leave-a-comment\t0123456789abcdef\t*\tnever met\n")


CORPORA: dict[str, Callable[[Path], object]] = {
    "clean": lambda folder: (folder / "a.txt").write_text(PROSE),
    "dirty": lambda folder: (folder / "a.txt").write_text(f"{PROSE}\n{JUNK}"),
    "nothing but junk": lambda folder: (folder / "a.txt").write_text(JUNK),
    "empty": lambda folder: (folder / "a.txt").write_text(""),
    "not UTF-8": lambda folder: (folder / "a.txt").write_bytes(b"caf\xe9"),
    "missing": lambda _: None,
    "other format": lambda folder: (folder / "a.txt").mkdir(),
    "records": lambda folder: (folder / "b.jsonl").write_text(
        f'{{"text": "{PROSE[:-1]}\\nLeave a Comment"}}\n[]\n'
    ),
    "odd name": lambda folder: (folder / "a\x1b[31m.txt").write_text(f"{PROSE}\n{JUNK}"),
    "broken configuration": lambda folder: (folder / "cleaner.toml").write_text("selekt = 1"),
    "broken rules": _broken_rules,
    "own rules": _own_rules,
    "broken keep list": lambda folder: (folder / ".cleaner-keep").write_text("no case"),
    "keep list": _keep_list,
}


@pytest.mark.parametrize("corpus", CORPORA)
@pytest.mark.parametrize("flags", [["--quiet"], ["-q"], []], ids=["quiet", "q", "loud"])
def test_it_ends_and_says_the_same(
    corpus: str, flags: list[str], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    CORPORA[corpus](tmp_path)
    if corpus != "missing":
        (tmp_path / "c.md").write_text(f"{PROSE}\n### {JUNK}\n")
    for paths in (["."], sorted(str(file.name) for file in tmp_path.iterdir()) or ["none.txt"]):
        arguments = ["check", *flags, *paths]
        assert _plainly(monkeypatch, arguments) == run(*arguments), arguments


@pytest.mark.parametrize(
    "arguments", [["check", "-q", "a", "b"], ["check", "--quiet", "a"], ["check", "a", "b"]]
)
def test_it_asks_for_the_same(arguments: list[str], run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []
    signature = inspect.signature(checking.check)

    def note(*given: Any, **named: Any) -> int:
        bound = signature.bind(*given, **named)
        bound.apply_defaults()
        asked.append({**bound.arguments, "paths": list(bound.arguments["paths"])})
        return 0

    monkeypatch.setattr(checking, "check", note)
    assert plain.run(arguments) == run(*arguments).code == 0
    assert asked[0] == asked[1]


NOT_PLAIN = [
    [],
    ["check"],
    ["check", "--quiet"],
    ["check", "--help"],
    ["check", "a", "--quiet"],
    ["check", "--quiet", "--diff", "a"],
    ["check", "--quiet", "--", "a"],
    ["check", "--quiet", "-"],
    ["check", "--quiet", "--quiet", "a"],
    ["check", "-qq", "a"],
    ["check", "--quie", "a"],
    ["check", "--select=ads", "a"],
    ["--version", "check", "a"],
    ["chec", "a"],
    ["clean", "--quiet", "a"],
]


@pytest.mark.parametrize("arguments", NOT_PLAIN, ids=" ".join)
def test_other_command_lines_are_left_alone(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "check", lambda *_, **__: pytest.fail("was run"))
    assert plain.run(arguments) is None


def test_a_shell_that_asks_for_completions_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_CLEANER_COMPLETE", "complete_bash")
    assert plain.run(["check", "a"]) is None


@pytest.mark.parametrize("path", ["*.txt", "~/a", "a?", "[ab]", "$HOME", "%X%"])
def test_what_windows_expands_is_left_alone(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "check", lambda *_, **__: 0)
    assert plain.run(["check", path]) == 0
    monkeypatch.setattr(os, "name", "nt")
    assert plain.run(["check", path]) is None


def test_an_interrupt_and_a_closed_pipe_end_it_alike(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(checking, "check", interrupted)
    assert plain.run(["check", "a"]) == run("check", "a").code == 130
