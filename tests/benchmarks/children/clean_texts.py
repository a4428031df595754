"""Clean the texts of a JSONL file in memory and print as JSON how long that took.

`clean_texts.py FILE ROUNDS [RULES]`. Reading, writing and getting ready do not count as cleaning; of several
rounds the fastest one counts.
"""

import itertools
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import orjson

from cleaner import Cleaner, Document

BATCH = 256  # documents, about a megabyte


def batches(file: Path) -> Iterator[list[Document]]:
    """The documents of a file, some at a time."""
    with file.open("rb") as lines:
        while records := [orjson.loads(line) for line in itertools.islice(lines, BATCH)]:
            yield [
                Document(record["text"], url=record.get("url"), lang=record.get("lang"), format="jsonl")
                for record in records
            ]


def main(file: str, rounds: str, *rules: str) -> None:
    """Clean all texts so many times."""
    began = time.perf_counter()
    cleaner = Cleaner(rules=rules)
    cleaner.clean("The scan is made ready by the first text.\n")
    ready = time.perf_counter() - began
    times = []
    for _ in range(int(rounds)):
        seconds, characters, removals = 0.0, 0, 0
        for documents in batches(Path(file)):
            began = time.perf_counter()
            results = cleaner.clean_documents(documents)
            seconds += time.perf_counter() - began
            characters += sum(len(document.text) for document in documents)
            removals += sum(len(result.removals) for result in results)
        times.append(seconds)
    print(json.dumps({"ready": ready, "clean": min(times), "characters": characters, "removals": removals}))


main(*sys.argv[1:])
