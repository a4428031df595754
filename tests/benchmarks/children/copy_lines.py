"""Copy a JSONL file, each record parsed and written again: `copy_lines.py IN OUT`."""

import sys

import orjson

with open(sys.argv[1], "rb") as file, open(sys.argv[2], "wb") as out:  # noqa: PTH123
    for line in file:
        out.write(orjson.dumps(orjson.loads(line)) + b"\n")
