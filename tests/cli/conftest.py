"""The command line, run in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from cleaner.cli.app import app


class Ran(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: bytes
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run() -> Run:
    """Run `cleaner` with arguments, and with bytes on standard input."""

    def run(*arguments: str | Path, stdin: bytes = b"") -> Ran:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return Ran(result.exit_code, result.stdout_bytes, result.stderr)

    return run


PROSE = (
    "The mill stood empty for a decade before the weavers came back, two families at first and then eleven.\n"
)
JUNK = "Leave a Comment\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with a dirty text, a clean one in CRLF, a dirty Markdown file below, and a picture."""
    folder = tmp_path / "corpus"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "dirty.txt").write_text(f"{PROSE}\n{JUNK}")
    (folder / "clean.txt").write_bytes(f"\ufeff{PROSE}\n{PROSE}".replace("\n", "\r\n").encode())
    (folder / "deep" / "er" / "page.MD").write_text(f"# Mill\n\n{PROSE}\n### {JUNK}")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    return folder
