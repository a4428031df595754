"""Figure 5: the memory that a large file takes, next to a small one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.bench import Bench
from tests.benchmarks.table import Row, Target

_TIMES = 10


def measure(bench: Bench) -> Iterator[Row]:
    """Peaks of the largest process, for one worker and for two."""
    small = bench.articles(bench.megabytes / 2)
    large = _repeated(small, bench.path("large.jsonl"))
    sizes = [file.stat().st_size / 1e6 for file in (large, small)]
    for workers in ("1", "2"):
        peaks = [bench.clean(file, "--workers", workers).peak / 1e6 for file in (large, small)]
        figure = f"5. peak memory, {sizes[0]:.0f} MB against {sizes[1]:.0f} MB, --workers {workers}"
        yield Row(figure, Target("most", 1.1), peaks[0] / peaks[1], f"{peaks[0]:.3g} MB : {peaks[1]:.3g} MB")
        figure = f"5. the largest process of it, --workers {workers}"
        yield Row(figure, Target("most", 300, "MB"), max(peaks), "as above")
    large.unlink()


def _repeated(file: Path, to: Path) -> Path:
    with to.open("wb") as sink:
        for _ in range(_TIMES):
            with file.open("rb") as source:
                shutil.copyfileobj(source, sink, 1 << 20)
    return to
