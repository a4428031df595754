"""Figure 1: what cleaning costs, next to a plain copy of the same records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.bench import Bench
from tests.benchmarks.table import Row, Target
from tests.benchmarks.timing import FailedError, by_turns, child, fastest, run, timed


def measure(bench: Bench) -> Iterator[Row]:
    """Whole processes: `cleaner clean` with one worker, and a script that parses and writes each line."""
    file, copy = bench.articles(bench.megabytes), bench.path("copy.jsonl")
    rounds = by_turns(
        {
            "copy": lambda: run(child("copy_lines", file, copy), bench.folder),
            "clean": lambda: bench.clean(file, "--workers", "1"),
        },
        bench.repeat,
    )
    share = _changed(file, bench.path("cleaned") / file.name)
    if not 0.15 < share < 0.5:
        raise FailedError(f"{share:.0%} of the articles were changed; a third of them hold junk")
    size = file.stat().st_size / 1e6
    clean, plain = fastest(rounds["clean"]), fastest(rounds["copy"])
    yield Row(
        f"1. `clean`, one worker, against an `orjson` copy, {size:.0f} MB of JSONL",
        Target("most", 2.0),
        clean / plain,
        f"{timed(clean, size)} : {timed(plain, size)}; {share:.0%} of the records were changed",
    )


def _changed(before: Path, after: Path) -> float:
    """The share of lines that differ."""
    with before.open("rb") as old, after.open("rb") as new:
        differ = [one != other for one, other in zip(old, new, strict=True)]
    return sum(differ) / len(differ)
