"""Run datatrove's C4 filter on the texts of a JSONL file, and print as JSON how long that took.

Runs in an environment of its own, which needs neither this project nor its libraries.
"""

import json
import sys
import time
from pathlib import Path

from datatrove.data import Document
from datatrove.pipeline.filters import C4QualityFilter

quality = C4QualityFilter()
quality.filter(Document(text="The splitter of sentences is loaded by the first text.", id="0"))
lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
documents = [Document(text=record["text"], id=record["id"]) for record in map(json.loads, lines)]
began = time.perf_counter()
for document in documents:
    quality.filter(document)
print(json.dumps({"clean": time.perf_counter() - began}))
