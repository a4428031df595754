"""Figures 8 and 9: what Parquet and HTML cost, next to the libraries that read and write them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from tests.benchmarks.bench import Bench
from tests.benchmarks.pages import write_pages
from tests.benchmarks.table import Row, Target
from tests.benchmarks.timing import FailedError, child, run, timed

_GROUP = 5000  # rows of a row group
_PAGES = 3.0  # of a megabyte of the bench; to extract one takes some 30 ms
_TOGETHER = 30  # pages that are timed together


def measure(bench: Bench) -> Iterator[Row]:
    """In one process: our path with an engine that looks for nothing, then with the rules."""
    tables = bench.path("tables")
    _write_table(bench.articles(bench.megabytes), tables / "0" / "articles.parquet")
    yield from _rows(bench, "parquet", tables)
    folder = bench.path("pages")
    write_pages(folder, max(int(bench.megabytes * _PAGES), 3), _TOGETHER, bench.seed)
    yield from _rows(bench, "html", folder)


def _write_table(file: Path, to: Path) -> None:
    with file.open("rb") as lines:
        records = [orjson.loads(line) for line in lines]
    names = ("id", "url", "lang", "date", "text")
    table = pa.table({name: [record.get(name) for record in records] for name in names})
    to.parent.mkdir(parents=True)
    pq.write_table(table, to, row_group_size=_GROUP, compression="zstd")


def _rows(bench: Bench, kind: str, folder: Path) -> Iterator[Row]:
    told = run(child("clean_files", kind, folder, bench.repeat), bench.folder).json()
    counts, seconds = told["counts"], told["seconds"]
    if not counts["path documents"] or not counts["path"]:
        raise FailedError(f"nothing was cut from {kind}: {counts}")
    size = sum(file.stat().st_size for file in folder.glob("*/*")) / 1e6
    for side, name in (("path", "without rules"), ("clean", "with the shipped rules")):
        ours, plain = seconds[side], seconds[f"{side} plain"]
        raw = f"{timed(ours, size)} : {timed(plain, size)}"
        raw += f"; {counts[f'{side} documents']:,} documents, {counts[side]:,} changed"
        yield _row(kind, name, plain, ours, raw)


def _row(kind: str, name: str, plain: float, ours: float, raw: str) -> Row:
    if kind == "parquet":
        figure = f"8. Parquet {name}, speed against a plain read and write by pyarrow"
        return Row(figure, Target("least", 0.5), plain / ours, raw)
    return Row(
        f"9. HTML {name}, time against trafilatura's own in the same run",
        Target("most", 1.05),
        ours / plain,
        raw,
    )
