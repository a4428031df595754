"""Kills runs at random moments, and has them go on until they come to their end.

`python -m tests.cli.killing 50` does so fifty times and says what it found.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import JUNK, PROSE

COMMAND = [sys.executable, "-m", "cleaner", "clean", "--select", "comments", "--workers", "2"]
MOST = 3  # times that a run is killed before it is left alone
LATEST = 0.8  # of the time an undisturbed run takes: until then a run is killed


def make(folder: Path) -> None:
    """A corpus of all kinds: many small files, large ones, one kept whole, and broken ones."""
    (folder / "small").mkdir(parents=True)
    for number in range(300):
        (folder / "small" / f"{number:03}.txt").write_text(
            f"{number}\n{PROSE}\n{JUNK}" if number % 3 else PROSE
        )
    rows = [json.dumps({"text": f"{PROSE}\n{JUNK}" * 10, "n": number}) for number in range(3000)]
    rows[7] = "{broken"
    (folder / "large.jsonl").write_text("\n".join(rows))
    (folder / "latin.txt").write_bytes(b"caf\xe9\n")
    (folder / "torn.txt.gz").write_bytes(b"\x1f\x8b\x08\x00")
    (folder / "whole.txt").write_text(JUNK)
    (folder / "zz.jsonl").write_text("\n".join(rows[:900]))


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a folder, the unfinished ones too."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def start(place: Path, *options: str) -> subprocess.Popen[bytes]:
    """Begin to clean, in a process group of its own."""
    places = [str(place / option) if option in ("out", "ledger") else option for option in options]
    command = [*COMMAND, str(place / "corpus"), *places]
    return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)


def _kill_all(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)


def _kill_parent(process: subprocess.Popen[bytes]) -> None:
    process.kill()


def _kill_worker(process: subprocess.Popen[bytes]) -> None:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    workers = children.read_text().split() if children.exists() else []
    if workers:
        os.kill(int(random.choice(workers)), signal.SIGKILL)  # noqa: S311


WAYS: tuple[Callable[[subprocess.Popen[bytes]], None], ...] = (_kill_all, _kill_parent, _kill_worker)


def killed_until_done(place: Path, options: list[str], seconds: float, dice: random.Random) -> int:
    """Start a run again and again until it comes to its end; how often it was killed."""
    for kills in range(1000):
        process = start(place, *options)
        try:
            process.wait(dice.uniform(0.1, LATEST) * seconds if kills < MOST else 100)
        except subprocess.TimeoutExpired:
            dice.choice(WAYS)(process)
            process.communicate(timeout=100)
        finally:
            if process.poll() is None:
                _kill_all(process)
        if process.returncode >= 0:
            assert process.returncode == 3, process.returncode
            return kills
    raise AssertionError("it never came to its end")


def measure(place: Path, rounds: int, options: list[str], seed: int) -> tuple[int, int]:
    """Compare killed runs with an undisturbed one.

    Args:
        place: an empty folder.
        rounds: how many runs, each killed until it comes to its end.
        options: where the output goes.
        seed: of the moments.

    Returns:
        how many runs there were and how often they were killed.
    """
    dice = random.Random(seed)  # noqa: S311
    make(place / "corpus")
    original = contents(place / "corpus")
    options = [*options, "--removals", "ledger", "--resume"]
    start(place, *options).communicate()  # fills the cache of rules
    _reset(place, original)
    begun = time.monotonic()
    start(place, *options).communicate()
    seconds = time.monotonic() - begun
    expected = contents(place)
    assert expected["corpus/torn.txt.gz"] == original["torn.txt.gz"]
    kills = 0
    for number in range(rounds):
        _reset(place, original)
        kills += killed_until_done(place, options, seconds, dice)
        found = contents(place)
        names = [
            name for name in sorted(found.keys() | expected.keys()) if found.get(name) != expected.get(name)
        ]
        assert not names, f"round {number}: {names[:9]}"
    return rounds, kills


def _reset(place: Path, original: dict[str, bytes]) -> None:
    for file in sorted(place.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    for name, data in original.items():
        (place / "corpus" / name).parent.mkdir(parents=True, exist_ok=True)
        (place / "corpus" / name).write_bytes(data)


if __name__ == "__main__":
    for where in (["-o", "out"], ["--in-place"]):
        with tempfile.TemporaryDirectory() as folder:
            done, killed = measure(Path(folder), int(sys.argv[1]) // 2, where, seed=int(sys.argv[2]))
            print(f"{' '.join(where)}: {done} runs, killed {killed} times: all as if undisturbed")
