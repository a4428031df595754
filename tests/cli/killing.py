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
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import chain, repeat
from pathlib import Path

from tests.cli.conftest import JUNK, PROSE
from tests.cli.kinds import KINDS, Kind, texts

CLEAN = ["clean", "--select", "comments", "--workers", "2"]
COMMAND = [sys.executable, "-m", "cleaner", *CLEAN]
MOST = 2  # times that a run is killed before it is left alone
LATEST = 0.8  # of the time an undisturbed run takes: until then a run is killed


def make(folder: Path, kinds: Iterable[Kind] = ()) -> None:
    """A corpus: many small files, large ones, one kept whole, broken ones, and one of each of these kinds."""
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
    for kind in kinds:
        (folder / f"kind.{kind.name}").write_bytes(kind.pack(texts(1, kind.texts // 10, junk=True)))
    (folder / "zz.jsonl").write_text("\n".join(rows[:900]))


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a folder, the unfinished ones too."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def start(*arguments: str) -> subprocess.Popen[bytes]:
    """Begin to clean, in a process group of its own."""
    command = [*COMMAND, *arguments]
    return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)


def _kill_all(process: subprocess.Popen[bytes]) -> bool:
    os.killpg(process.pid, signal.SIGKILL)
    return True


def _kill_parent(process: subprocess.Popen[bytes]) -> bool:
    process.kill()
    return True


def _kill_worker(process: subprocess.Popen[bytes]) -> bool:
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    workers = children.read_text().split() if children.exists() else []
    if workers:
        os.kill(int(random.choice(workers)), signal.SIGKILL)  # noqa: S311
    return bool(workers)


WAYS: tuple[Callable[[subprocess.Popen[bytes]], bool], ...] = (_kill_all, _kill_parent, _kill_worker)
"""Each kills some of a run, and says whether there was anything to kill."""
Moment = Callable[[subprocess.Popen[bytes]], object]
"""Waits until a run is to be killed, or has come to its end."""


def after(seconds: float) -> Moment:
    """The moment so long after a run was started."""

    def wait(process: subprocess.Popen[bytes]) -> None:
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)

    return wait


def killed_until_done(
    begin: Callable[[], subprocess.Popen[bytes]], moments: Iterable[Moment], dice: random.Random, code: int
) -> int:
    """Start a run again and again until it comes to its end, with that exit code; how often it was killed."""
    kills = 0
    for moment in chain(moments, repeat(after(100))):
        process = begin()
        try:
            moment(process)
            if process.poll() is None:
                kills += dice.choice(WAYS)(process)
            process.communicate(timeout=100)
        finally:
            if process.poll() is None:
                _kill_all(process)
        if process.returncode >= 0:
            assert process.returncode == code, process.returncode
            return kills
    raise AssertionError("it never came to its end")


def measure(place: Path, rounds: int, options: list[str], seed: int) -> tuple[int, int]:
    """Compare killed runs with an undisturbed one.

    Args:
        place: an empty folder.
        rounds: how many runs, each killed until it comes to its end.
        options: where the output goes; `out` is a folder in that place.
        seed: of the moments.

    Returns:
        how many runs there were and how often they were killed.
    """
    dice = random.Random(seed)  # noqa: S311
    make(place / "corpus", [kind for kind in KINDS if "--in-place" not in options or not kind.added])
    original = contents(place / "corpus")
    where = [str(place / "out") if option == "out" else option for option in options]
    arguments = [str(place / "corpus"), *where, "--removals", str(place / "ledger"), "--resume"]
    start(*arguments).communicate()  # fills the cache of rules
    _reset(place, original)
    begun = time.monotonic()
    start(*arguments).communicate()
    seconds = time.monotonic() - begun
    expected = contents(place)
    assert expected["corpus/torn.txt.gz"] == original["torn.txt.gz"]
    kills = 0
    for number in range(rounds):
        _reset(place, original)
        moments = [after(dice.uniform(0.1, LATEST) * seconds) for _ in range(MOST)]
        kills += killed_until_done(lambda: start(*arguments), moments, dice, code=3)
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
