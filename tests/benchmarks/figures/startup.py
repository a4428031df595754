"""Figure 7: the hook on one small file, next to a command line that does nothing."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.benchmarks.articles import articles
from tests.benchmarks.bench import Bench
from tests.benchmarks.table import Row, Target
from tests.benchmarks.timing import ROOT, by_turns, child, run

_HOOK = "cleaner-check"
_ENTRY = re.compile(rf"^- id: {_HOOK}\n(?:  .*\n)*?  entry: (.+)$", re.MULTILINE)
_FEWEST = 20
# As pre-commit runs it.
_ENV = {"PRE_COMMIT": "1"}


def measure(bench: Bench) -> Iterator[Row]:
    """Whole processes, the median of twenty rounds or more."""
    command = [*hook(), str(_article(bench))]
    rounds = by_turns(
        {
            "hook": lambda: run(command, bench.folder, env=_ENV),
            "idle": lambda: run(child("idle_app", "rest"), bench.folder, env=_ENV),
        },
        max(_FEWEST, bench.repeat) + 1,
    )
    # The first round fills the caches.
    ours, idle = (median(ran.seconds for ran in rounds[side][1:]) * 1000 for side in ("hook", "idle"))
    yield Row(
        f"7. the hook `{_HOOK}` on one small file, against a bare typer app",
        Target("most", 1.2),
        ours / idle,
        f"{ours:.0f} ms : {idle:.0f} ms",
    )


def hook() -> list[str]:
    """What the hook runs, from this interpreter's environment."""
    found = _ENTRY.search((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    if found is None:
        raise LookupError(f"there is no hook {_HOOK}")
    name, *options = shlex.split(found[1])
    program = shutil.which(name, path=str(Path(sys.executable).parent))
    if program is None:
        raise LookupError(f"{name} is not installed beside {sys.executable}; run pip install -e .")
    return [program, *options]


def _article(bench: Bench) -> Path:
    """An article in which nothing is found, as in most files that hooks see."""
    from cleaner import Cleaner

    cleaner = Cleaner()
    text = next(article.text for article in articles(bench.seed) if not cleaner.clean(article.text).changed)
    file = bench.path("article.txt")
    file.write_text(text, encoding="utf-8", newline="")
    return file
