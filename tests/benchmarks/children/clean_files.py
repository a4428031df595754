"""Clean files in this process, next to what a library alone takes for the same ones.

`clean_files.py parquet|html FOLDER ROUNDS`, with folders of files in the folder, prints as JSON how long two
sides took, and how long the library did:
`path` is `cleaner` with an engine that takes the last line from every fifth document and looks for nothing,
`clean` is `cleaner` with the shipped rules. pyarrow reads and writes the tables by turns with them. What
trafilatura takes is told apart within their own time, since that of one page differs more from time to time
than all that we add to it. All is made ready by the first files before anything is timed. Of several rounds
the fastest one counts.
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


class Watch:
    """Calls a function, and adds up the seconds that it takes."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self.seconds = 0.0

    def __call__(self, *args: Any, **options: Any) -> Any:
        began = time.perf_counter()
        try:
            return self._function(*args, **options)
        finally:
            self.seconds += time.perf_counter() - began


def clean(folder: Path, out: Path, engine: Any) -> Tally:
    """Clean a folder, as one process; the counts."""
    ears = Ears()
    found = find([str(folder)], by_suffix())
    Run(engine, ears).clean(jobs_into(found.sources, out))
    return ears.tally


def main(kind: str, given: str, rounds: str) -> None:
    """Time the sides by turns, part by part, so that other work on the machine slows all of them alike."""
    cleaner = Cleaner()
    watch = Watch(trafilatura.extract)
    trafilatura.extract = watch
    engines: dict[str, Any] = {"path": Still(), "clean": cleaner}
    seconds: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    out = Path(given).with_name("out")
    parts = sorted(Path(given).iterdir())
    for engine in engines.values():
        clean(parts[0], _emptied(out), engine)
    for part in parts:
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in engines}
        for _ in range(int(rounds)):
            alone = _timed(copy_tables, part, _emptied(out))[0] if kind == "parquet" else 0.0
            for name, engine in engines.items():
                began = watch.seconds
                ours, tally = _timed(clean, part, _emptied(out), engine)
                taken[name].append((ours, alone or watch.seconds - began))
                counts[name] += tally.changed
                counts[f"{name} documents"] += tally.documents
        for name, times in taken.items():
            best = min(times)
            seconds.update({name: best[0], f"{name} plain": best[1]})
    print(json.dumps({"seconds": seconds, "counts": {key: n // int(rounds) for key, n in counts.items()}}))


def _timed(side: Callable[..., Tally], *given: Any) -> tuple[float, Tally]:
    began = time.perf_counter()
    tally = side(*given)
    return time.perf_counter() - began, tally


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


main(*sys.argv[1:])
