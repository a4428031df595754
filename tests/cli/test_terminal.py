"""What a terminal gets of hostile texts and names: nothing that steers it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import JUNK, PROSE
from tests.cli.terminals import sent_to_terminal

ODD = "a\x1b]0;title\x07.txt"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ODD).write_bytes(f"{PROSE}\x1b[2J\x9b31m\u202e lone\rreturn\r\n\n{JUNK}".encode())
    (tmp_path / "rule.toml").write_text(
        "schema = 1\n[[rule]]\nid = 'own.odd'\nkind = 'line'\npattern = 'oddity'\nremoves = ['oddity']\n"
        "keeps = ['an oddity of the town']\nmax-chars = 9\ndescription = \"Odd \\u001b[31m.\"\n"
    )
    return tmp_path


def _on_a_terminal(folder: Path, *arguments: str) -> str:
    """All that a terminal is sent by a run, on stdout and stderr."""
    command = [sys.executable, "-m", "cleaner", *arguments]
    sent, _ = sent_to_terminal(command, {"TERM": "dumb"}, folder, stdout=True)
    return re.sub(r"\r+\n", "\n", sent)  # as terminals end lines


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names cannot be that odd")
@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        pytest.param(["check", ODD], "a\\x1b]0;title\\x07.txt:5:1: ", id="check"),
        pytest.param(["check", "--diff", ODD], "\\x1b[2J\\x9b31m\\u202e lone\\rreturn", id="diff"),
        pytest.param(["clean", "--diff", "."], '--- "a\\033]0;title\\007.txt"\n', id="clean"),
        pytest.param(["explain", ODD], "a\\x1b]0;title\\x07.txt:5:1: ", id="explain"),
        pytest.param(["check", "\x1b[2J"], "error: \\x1b[2J: does not exist; check the path\n", id="error"),
        pytest.param(["clean", ".", "-o", ODD], "error: a\\x1b]0;title\\x07.txt: is a file", id="output"),
        pytest.param(["rules", "list", "--rules", "rule.toml"], "Odd \\x1b[31m.\n", id="rules"),
    ],
)
def test_nothing_steers_it(folder: Path, arguments: list[str], shown: str) -> None:
    sent = _on_a_terminal(folder, *arguments)
    assert shown in sent
    assert not {"\x1b", "\x07", "\x9b", "\u202e", "\r"}.intersection(sent)


def test_a_diff_in_a_file_has_every_byte(folder: Path) -> None:
    command = [sys.executable, "-m", "cleaner", "check", "--diff", ODD]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    assert b"\x1b[2J" in done.stdout
    assert b" lone\rreturn\r\n" in done.stdout
