"""Figure 3: the engine next to every pattern on every line."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.bench import Bench
from tests.benchmarks.table import Row, Target
from tests.benchmarks.timing import FailedError, child, run, timed

_MADE_UP, _FEWEST = 200, 300


def measure(bench: Bench) -> Iterator[Row]:
    """Matching alone in the plain way, the whole of cleaning in the engine; in one process, by turns."""
    file = bench.articles(min(2, bench.megabytes))
    command = child("match_plainly", file, bench.repeat, bench.furniture(_MADE_UP))
    told = run(command, bench.folder).json()
    if told["patterns"] < _FEWEST or not told["removals"]:
        raise FailedError(f"{told['patterns']} patterns and {told['removals']} removals are too few")
    size = file.stat().st_size / 1e6
    plain, engine = told["plain"], told["engine"]
    yield Row(
        f"3. each of {told['patterns']} patterns on each line, against cleaning, {size:.0f} MB in memory",
        Target("least", 30),
        plain / engine,
        f"{timed(plain, size)} : {timed(engine, size)}; same result as without prefilter",
    )
