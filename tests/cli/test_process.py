"""What only shows in a process of its own: pipes that close, signals, odd file names, full disks."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import JUNK, PROSE

COMMAND = [sys.executable, "-m", "cleaner"]


def test_a_reader_that_has_enough(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.txt").write_text(f"{PROSE}\n{JUNK}" * 40)
    command = " ".join([*COMMAND, "check", str(tmp_path), "|", "head", "-n", "1"])
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout.count("\n") == 1
    assert "Traceback" not in done.stderr


def _in_a_shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of `cleaner` with redirections, in a folder with a dirty and a broken text."""
    (folder / "a.txt").write_text(f"{PROSE}\n{JUNK}")
    (folder / "b.txt").write_bytes(b"\xff")
    cleaner = " ".join(COMMAND)
    return subprocess.run(
        ["bash", "-c", f"{cleaner} {command}"], cwd=folder, capture_output=True, text=True, check=False
    )


NO_ROOM = "error: standard output: cannot be written (No space left on device); "
CLOSED = "error: standard output: cannot be written (Bad file descriptor); "


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is there on Linux only")
@pytest.mark.parametrize(
    ("command", "said"),
    [
        pytest.param("check a.txt > /dev/full", NO_ROOM, id="findings"),
        pytest.param("check a.txt --isolated --output-format json > /dev/full", NO_ROOM, id="json"),
        pytest.param("check a.txt --isolated >&-", CLOSED, id="findings, closed"),
        pytest.param("clean a.txt --diff > /dev/full", NO_ROOM, id="diff"),
        pytest.param("clean - < a.txt > /dev/full", NO_ROOM, id="a cleaned text"),
        pytest.param("clean - < a.txt >&-", CLOSED, id="a cleaned text, closed"),
        pytest.param("clean a.txt -o out --summary json > /dev/full", NO_ROOM, id="summary"),
        pytest.param("rules list > /dev/full", NO_ROOM, id="rules"),
        pytest.param("rules schema > /dev/full", NO_ROOM, id="schema"),
        pytest.param("explain a.txt > /dev/full", NO_ROOM, id="explanations"),
        pytest.param("--help > /dev/full", NO_ROOM, id="help"),
        pytest.param("check --help > /dev/full", NO_ROOM, id="help on a command"),
        pytest.param("--version > /dev/full", NO_ROOM, id="version"),
        pytest.param("clean - <&-", "error: -: cannot be read (Bad file descriptor); ", id="input, closed"),
        pytest.param(
            "check - <&-", "error: -: cannot be read (Bad file descriptor); ", id="the same, checked"
        ),
    ],
)
def test_what_cannot_be_printed_or_read_is_an_error(tmp_path: Path, command: str, said: str) -> None:
    done = _in_a_shell(command, tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(said)
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is there on Linux only")
@pytest.mark.parametrize("where", ["2> /dev/full", "2>&-", "2>&- >&- <&-"])
def test_without_stderr_the_work_is_done_all_the_same(tmp_path: Path, where: str) -> None:
    done = _in_a_shell(f"clean a.txt b.txt -o out --removals r {where}", tmp_path)
    assert done.returncode == 3
    assert (tmp_path / "out" / "a.txt").read_text() == PROSE
    assert (tmp_path / "out" / "b.txt").read_bytes() == b"\xff"
    assert (tmp_path / "r").read_text().endswith('"}\n')
    assert _in_a_shell(f"check a.txt {where.removesuffix('>&- <&-')}", tmp_path).returncode == 1


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is there on Linux only")
@pytest.mark.parametrize(
    "command", ["check --nothing", "nothing", "clean", "", "clean a.txt", "check nowhere"]
)
def test_wrong_usage_is_wrong_usage_without_stderr(tmp_path: Path, command: str) -> None:
    assert _in_a_shell(f"{command} > /dev/null 2> /dev/full", tmp_path).returncode == 2


def test_whoever_reads_the_messages_has_enough(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.txt").write_bytes(b"\xff" * 300)
    done = _in_a_shell('check . 2>&1 >/dev/null | head -n 1; echo "${PIPESTATUS[0]}"', tmp_path)
    assert done.stdout.splitlines()[1:] == ["141"]
    assert done.stderr == ""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_interrupted(tmp_path: Path, sent: signal.Signals) -> None:
    corpus, out = tmp_path / "corpus", tmp_path / "out"
    corpus.mkdir()
    for number in range(3000):
        (corpus / f"{number}.txt").write_text(f"{PROSE}\n{JUNK}")
    process = subprocess.Popen(
        [*COMMAND, "clean", str(corpus), "-o", str(out)], stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 60
    while not list(out.glob("*.txt")) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(sent)
    _, complaint = process.communicate(timeout=60)
    assert process.returncode == 128 + sent
    assert complaint == "interrupted; every output there is complete\n"
    outputs = list(out.iterdir())
    assert 0 < len(outputs) < 3000
    assert all(file.suffix == ".txt" and file.read_text() == PROSE for file in outputs)


def test_a_signal_that_was_to_be_ignored_is_ignored() -> None:
    """As under nohup."""
    script = "trap '' HUP; exec " + " ".join([*COMMAND, "clean - --select comments"])
    process = subprocess.Popen(["bash", "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin
    text = f"{PROSE}\n".encode() * 2000
    process.stdin.write(text)  # more than a pipe holds: it reads when this is done
    process.send_signal(signal.SIGHUP)
    assert process.communicate(JUNK.encode(), timeout=60)[0] == text[:-1]
    assert process.returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="file names need not be UTF-8 on Linux only")
def test_a_file_name_that_is_not_utf8(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    name = os.fsdecode(b"caf\xe9\n.txt")
    (corpus / name).write_text(f"{PROSE}\n{JUNK}")
    ledger = str(tmp_path / "r.jsonl")
    done = subprocess.run([*COMMAND, "check", str(corpus)], capture_output=True, check=False)
    assert done.returncode == 1
    assert b"\\n.txt:3:1: comments.leave-a-comment" in done.stdout
    clean = ["clean", str(corpus), "-o", str(tmp_path / "out"), "--removals", ledger]
    assert subprocess.run([*COMMAND, *clean], check=False).returncode == 0
    back = ["restore", str(tmp_path / "out"), "--removals", ledger, "-o", str(tmp_path / "back")]
    assert subprocess.run([*COMMAND, *back], check=False).returncode == 0
    assert (tmp_path / "back" / name).read_text() == f"{PROSE}\n{JUNK}"


def _small_files_only() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))


def test_a_disk_that_is_full_ends_the_run_with_nothing_half_written(tmp_path: Path) -> None:
    corpus, out = tmp_path / "corpus", tmp_path / "out"
    corpus.mkdir()
    (corpus / "a.txt").write_text(f"{PROSE}\n{JUNK}")
    (corpus / "b.txt").write_text(f"{PROSE * 50}\n{JUNK}")
    done = subprocess.run(
        [*COMMAND, "clean", str(corpus), "-o", str(out)],
        capture_output=True,
        text=True,
        preexec_fn=_small_files_only,
        check=False,
    )
    assert done.returncode == 3
    assert f"error: {out / 'b.txt'}: cannot be written (File too large); free some room" in done.stderr
    assert [file.name for file in out.iterdir()] == ["a.txt"]


def test_a_full_disk_is_told_of_the_file_that_restore_writes(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "b.txt").write_text(f"{PROSE * 50}\n{JUNK}")
    where = ["--removals", str(tmp_path / "r.jsonl")]
    subprocess.run([*COMMAND, "clean", str(corpus), "-o", str(tmp_path / "out"), *where], check=True)
    done = subprocess.run(
        [*COMMAND, "restore", str(tmp_path / "out"), *where, "-o", str(tmp_path / "back")],
        capture_output=True,
        text=True,
        preexec_fn=_small_files_only,
        check=False,
    )
    assert done.returncode == 3
    assert f"error: {tmp_path / 'back' / 'b.txt'}: cannot be written (File too large); free" in done.stderr
    assert not list((tmp_path / "back").iterdir())


def test_a_full_disk_for_the_ledger_replaces_nothing_it_does_not_record(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(9):
        (corpus / f"{number}.txt").write_text(f"{PROSE}\n{JUNK}")
    ledger = tmp_path / "r.jsonl"
    clean = ["clean", str(corpus), "--in-place", "--removals", str(ledger)]
    done = subprocess.run(
        [*COMMAND, *clean],
        capture_output=True,
        text=True,
        preexec_fn=_small_files_only,
        check=False,
    )
    assert done.returncode == 3
    assert "the ledger cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    replaced = [file.name for file in corpus.iterdir() if file.read_text() == PROSE]
    assert replaced
    assert all(f'"doc": "{name}", "format"' in ledger.read_text() for name in replaced)
