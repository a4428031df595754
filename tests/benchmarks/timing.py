"""Timing: commands as processes of their own, and the sides of a comparison by turns."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parent.parent.parent
CHILDREN = Path(__file__).parent / "children"
_T = TypeVar("_T")


class FailedError(Exception):
    """A measured command failed, so that its time means nothing."""


@dataclass(frozen=True)
class Ran:
    """How a command ran.

    Attributes:
        seconds: of wall time, from its start to its end.
        peak: most bytes of memory that any one of its processes held.
        out: what it printed.
    """

    seconds: float
    peak: int
    out: Path

    def json(self) -> Any:
        """What it printed, parsed."""
        return json.loads(self.out.read_bytes())


def child(script: str, *arguments: object, python: str | Path = sys.executable) -> list[str]:
    """The command that runs one of the scripts in `children/`."""
    return [str(python), str(CHILDREN / f"{script}.py"), *map(str, arguments)]


def run(
    command: Sequence[object],
    folder: Path,
    *,
    codes: Collection[int] = (0,),
    env: Mapping[str, str] | None = None,
) -> Ran:
    """Run a command in a folder and measure it.

    Args:
        command: with its arguments, of which the text is taken.
        folder: where it runs, and where its output is kept until the next run.
        codes: the exit codes that mean success.
        env: variables besides those of this process.

    Raises:
        FailedError: it ended with another exit code.
    """
    out, err = folder / "stdout", folder / "stderr"
    launcher = child("launch", out, err, *command)
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
    variables.pop("PYTHONDONTWRITEBYTECODE", None)  # installed packages have theirs
    told = subprocess.run(launcher, cwd=folder, env=variables, capture_output=True, check=True)
    ran = json.loads(told.stdout)
    if ran["code"] not in codes:
        words = err.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise FailedError(f"exit code {ran['code']} of {' '.join(map(str, command))}\n{words}")
    return Ran(ran["seconds"], ran["peak"], out)


def by_turns(sides: Mapping[str, Callable[[], _T]], repeat: int) -> dict[str, list[_T]]:
    """What each side gave in each round. Other work on the machine so slows all of them alike."""
    gave: dict[str, list[_T]] = {name: [] for name in sides}
    for _ in range(repeat):
        for name, side in sides.items():
            gave[name].append(side())
    return gave


def timed(seconds: float, megabytes: float) -> str:
    """A time and the speed it means, for the table."""
    return f"{seconds:.3g} s ({megabytes / seconds:.3g} MB/s)"


def fastest(rounds: Sequence[Ran]) -> float:
    """Seconds of the fastest run: what else the machine does can only make one slower."""
    return min(ran.seconds for ran in rounds)
