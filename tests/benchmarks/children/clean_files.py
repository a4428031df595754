"""Clean files in this process, and have a library alone read and write the same ones.

`clean_files.py parquet|html FOLDER ROUNDS`, with folders of files in the folder, prints as JSON how long each
took: `plain` is the library alone,
`path` is `cleaner` with an engine that takes the last line from every fifth document and looks for nothing,
`clean` is `cleaner` with the shipped rules. They take turns; of several rounds the fastest one counts.
"""

import json
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import trafilatura

from cleaner import Cleaner, Document, Result
from cleaner.corpus.cleaning import Wants
from cleaner.corpus.registry import by_suffix
from cleaner.corpus.run import Run
from cleaner.corpus.tally import Tally
from cleaner.corpus.walk import find, jobs_into
from cleaner.engine.result import Removal
from cleaner.errors import DocumentError


class Ears:
    """Counts what is changed, and bears no failure."""

    wants = Wants.KEPT_WHOLE

    def __init__(self) -> None:
        self.tally = Tally()

    def counted(self, tally: Tally) -> None:
        self.tally.merge(tally)

    def cleaned(self, document: Document, result: Result) -> None:
        """Nothing: a document that is kept whole is as good as any."""

    def ended(self) -> None:
        """Nothing."""

    def failed(self, error: DocumentError) -> None:
        raise error


class Still:
    """An engine that cuts without a look."""

    def clean_documents(self, documents: Sequence[Document]) -> list[Result]:
        """The last line goes from every fifth document; so many articles the shipped rules change."""
        untouched = [Result(document.text) for document in documents]
        for at in range(0, len(documents), 5):
            text = documents[at].text
            start = text.rfind("\n", 0, -1) + 1
            if 0 < start < len(text):
                removal = Removal("still.last-line", start, len(text), text[start:])
                untouched[at] = Result(text[:start], (removal,))
        return untouched


def copy_tables(folder: Path, out: Path) -> Tally:
    """Row group by row group, in the layout that it had."""
    for file in sorted(folder.iterdir()):
        source = pq.ParquetFile(file)
        columns = [source.metadata.row_group(0).column(at) for at in range(source.metadata.num_columns)]
        layout: dict[str, Any] = {
            "compression": {column.path_in_schema: column.compression for column in columns},
            "use_dictionary": [column.path_in_schema for column in columns if column.has_dictionary_page],
        }
        with pq.ParquetWriter(out / file.name, source.schema_arrow, **layout) as writer:
            for index in range(source.num_row_groups):
                writer.write_table(source.read_row_group(index))
    return Tally()


def extract_pages(folder: Path, out: Path) -> Tally:
    """The text of each page."""
    for file in sorted(folder.iterdir()):
        text = trafilatura.extract(file.read_bytes())
        (out / f"{file.name}.txt").write_text(text or "", encoding="utf-8")
    return Tally()


PLAIN: dict[str, Callable[[Path, Path], Tally]] = {"parquet": copy_tables, "html": extract_pages}


def clean(folder: Path, out: Path, engine: Any) -> Tally:
    """Clean a folder, as one process; the counts."""
    ears = Ears()
    found = find([str(folder)], by_suffix())
    Run(engine, ears).clean(jobs_into(found.sources, out))
    return ears.tally


def main(kind: str, given: str, rounds: str) -> None:
    """Time all three by turns, part by part, so that other work on the machine slows all of them alike."""
    cleaner = Cleaner()
    cleaner.clean("The scan is made ready by the first text.\n")
    seconds: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for part in sorted(Path(given).iterdir()):
        sides: dict[str, Callable[[Path], Tally]] = {
            "plain": lambda out, part=part: PLAIN[kind](part, out),
            "path": lambda out, part=part: clean(part, out, Still()),
            "clean": lambda out, part=part: clean(part, out, cleaner),
        }
        times: dict[str, list[float]] = {name: [] for name in sides}
        for _ in range(int(rounds)):
            tallies = {
                name: _timed(side, Path(given).with_name("out"), times[name]) for name, side in sides.items()
            }
        seconds.update({name: min(taken) for name, taken in times.items()})
        counts.update({name: tally.changed for name, tally in tallies.items()})
        counts["documents"] += tallies["path"].documents
    print(json.dumps({"seconds": seconds, "counts": counts}))


def _timed(side: Callable[[Path], Tally], out: Path, times: list[float]) -> Tally:
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    began = time.perf_counter()
    tally = side(out)
    times.append(time.perf_counter() - began)
    return tally


main(*sys.argv[1:])
