"""Figure 2: what three thousand rules more cost."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.bench import Bench
from tests.benchmarks.table import Row, Target
from tests.benchmarks.timing import by_turns, child, fastest, run

_COUNT = 3000
_TARGET = Target("most", 1.3)


def measure(bench: Bench) -> Iterator[Row]:
    """The shipped packs with made-up rules and without: cleaning alone, then whole processes."""
    file, rules = bench.articles(bench.megabytes / 2), bench.furniture(_COUNT)
    size = file.stat().st_size / 1e6
    cleaned = by_turns(
        {
            "few": lambda: run(child("clean_texts", file, "1"), bench.folder).json(),
            "many": lambda: run(child("clean_texts", file, "1", rules), bench.folder).json(),
        },
        bench.repeat,
    )
    few, many = (min(told["clean"] for told in cleaned[side]) for side in ("few", "many"))
    ready = [min(told["ready"] for told in cleaned[side]) for side in ("many", "few")]
    yield Row(
        f"2. {_COUNT:,} rules more, cleaning alone, {size:.0f} MB",
        _TARGET,
        many / few,
        f"{many:.2f} s : {few:.2f} s (getting ready: {ready[0]:.2f} s : {ready[1]:.2f} s)",
    )
    whole = by_turns(
        {
            "few": lambda: bench.clean(file, "--workers", "1"),
            "many": lambda: bench.clean(file, "--workers", "1", "--rules", rules),
        },
        bench.repeat,
    )
    few, many = fastest(whole["few"]), fastest(whole["many"])
    yield Row("2. the same, whole processes", _TARGET, many / few, f"{many:.2f} s : {few:.2f} s")
