"""Figure 6: what a second worker brings."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.bench import Bench
from tests.benchmarks.table import Row, Target
from tests.benchmarks.timing import by_turns, fastest, timed


def measure(bench: Bench) -> Iterator[Row]:
    """Whole processes on one large file."""
    file = bench.articles(bench.megabytes)
    rounds = by_turns(
        {
            "one": lambda: bench.clean(file, "--workers", "1"),
            "two": lambda: bench.clean(file, "--workers", "2"),
        },
        bench.repeat,
    )
    one, two = fastest(rounds["one"]), fastest(rounds["two"])
    size = file.stat().st_size / 1e6
    yield Row(
        f"6. one worker against two, {size:.0f} MB",
        Target("least", 1.7),
        one / two,
        f"{timed(one, size)} : {timed(two, size)}",
    )
