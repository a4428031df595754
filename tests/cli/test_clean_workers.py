"""Workers seen from outside: signals, and what is left of processes and outputs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import JUNK, PROSE, Run

pytestmark = pytest.mark.skipif(not hasattr(os, "killpg"), reason="there are no process groups here")

# An engine that takes its time, whatever the machine.
SLOW = """
import sys, time
from cleaner import Cleaner, Result
from cleaner.cli import prepare
from cleaner.cli.main import main

class Slow(Cleaner):
    def clean_documents(self, documents):
        time.sleep(0.5)
        texts = [document for document in documents if document.record is None]
        return [*super().clean_documents(texts), *(Result(d.text) for d in documents if d.record)]

if __name__ == "__main__":
    prepare.cleaner_of = lambda settings, **_: Slow(select=["comments"])
    main()
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A small text and a large file of records, which takes many seconds."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text(f"{PROSE}\n{JUNK}")
    line = json.dumps({"text": PROSE * 100}).encode() + b"\n"
    (folder / "b.jsonl").write_bytes(line * (40 * (1 << 20) // len(line)))
    return folder


@pytest.fixture
def started(corpus: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A run with three workers, in a process group of its own, whose first output is there."""
    script = tmp_path / "slow.py"
    script.write_text(SLOW)
    command = [sys.executable, str(script), "clean", str(corpus), "-o", str(tmp_path / "out"), "--workers=3"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        _wait((tmp_path / "out" / "a.txt").exists)
        yield process
    finally:
        if _group_lives(process.pid):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _wait(until: Callable[[], bool], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("whole_group", [True, False], ids=["from the keyboard", "the parent alone"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_interrupted(
    started: subprocess.Popen[str], tmp_path: Path, whole_group: bool, number: signal.Signals
) -> None:
    begun = time.monotonic()
    (os.killpg if whole_group else os.kill)(started.pid, number)
    _, complaint = started.communicate(timeout=30)
    assert time.monotonic() - begun < 2
    assert started.returncode == 128 + number
    assert complaint == "interrupted; every output there is complete\n"
    assert not _group_lives(started.pid)
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["a.txt"]
    assert (tmp_path / "out" / "a.txt").read_text() == PROSE


def test_workers_do_not_outlive_a_run_that_is_killed(started: subprocess.Popen[str]) -> None:
    started.kill()
    started.wait(timeout=30)
    _wait(lambda: not _group_lives(started.pid))


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_output_is_the_same(run: Run, corpus: Path, tmp_path: Path, workers: str) -> None:
    count, prose = 4000, PROSE * 6
    dirty = [json.dumps({"text": f"{prose}\n{JUNK}", "n": number}).encode() for number in range(count)]
    kept = [json.dumps({"text": prose, "n": number}).encode() for number in range(count)]
    (corpus / "b.jsonl").write_bytes(b"\n".join(dirty))
    options = ["--workers", workers, "--select", "comments", "--summary", "json"]
    ran = run("clean", corpus, "-o", tmp_path / "out", *options)
    assert ran.code == 0
    assert json.loads(ran.out)["changed"] == count + 1
    assert (tmp_path / "out" / "b.jsonl").read_bytes() == b"\n".join(kept)


@pytest.mark.parametrize("count", ["0", "-1", "two"])
def test_a_wrong_number_of_workers(run: Run, corpus: Path, count: str) -> None:
    ran = run("check", corpus, "--workers", count)
    assert ran.code == 2
    assert "--workers" in ran.err
