"""The progress bar: on a terminal only."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import JUNK, PROSE
from tests.cli.terminals import sent_to_terminal

COMMAND = [sys.executable, "-m", "cleaner", "clean"]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number}.txt").write_text(f"{PROSE}\n{JUNK}")
    return folder


def _on_a_terminal(corpus: Path, *options: str, **variables: str) -> str:
    """What a terminal shows of a run."""
    command = [*COMMAND, str(corpus), "-o", str(corpus.parent / "out"), *options]
    sent, code = sent_to_terminal(command, {"TERM": "xterm", **variables}, Path.cwd(), stdout=False)
    assert code == 0
    return sent


def test_on_a_terminal(corpus: Path) -> None:
    shown = _on_a_terminal(corpus)
    assert "cleaning" in shown
    assert "100%" in shown
    assert "30 documents" in shown.partition("30 documents, 30 changed")[0]
    assert re.search(r"[\d.]+ [kM]B/s", shown)
    assert "30 documents, 30 changed" in shown


def test_one_large_file_has_a_bar_and_a_small_one_has_none(tmp_path: Path) -> None:
    small, large = tmp_path / "small", tmp_path / "large"
    for folder, size in ((small, 1), (large, 9000)):
        folder.mkdir()
        (folder / "r.jsonl").write_text(('{"text": "Rain.", "more": "' + "x" * 200 + '"}\n') * size)
    assert "100%" not in _on_a_terminal(small)
    shown = _on_a_terminal(large)
    assert "100%" in shown


@pytest.mark.parametrize(
    ("options", "variables"),
    [
        pytest.param(["--quiet"], {}, id="quiet"),
        pytest.param([], {"PRE_COMMIT": "1"}, id="under pre-commit"),
    ],
)
def test_none_wanted(corpus: Path, options: list[str], variables: dict[str, str]) -> None:
    assert "cleaning" not in _on_a_terminal(corpus, *options, **variables)


def test_none_into_a_file(corpus: Path) -> None:
    command = [*COMMAND, str(corpus), "-o", str(corpus.parent / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "cleaning" not in done.stderr
