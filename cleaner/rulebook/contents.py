"""Contents: what stands in the files of a pack. There are hundreds, and they are read at every start."""

from __future__ import annotations

import os
from pathlib import Path

PACK_FILE = "pack.toml"
"""Optional file of a pack folder that gives the pack's `name` and `version`."""
# Strings are several times as fast as paths.
Contents = dict[str, bytes | OSError]
"""What stands in each file, or why it cannot be read, by its path below the folder, with `/`. Of a pack that
is one file, the path is empty."""


def contents_of(folder: Path) -> Contents:
    """What stands in the files of a folder or file, sorted; its identity comes first."""
    identity = [PACK_FILE] if (folder / PACK_FILE).is_file() else []
    files = [""] if folder.is_file() else [file for file in _below(folder) if is_of_rules(file)]
    begin = str(folder)
    return {file: _content(f"{begin}/{file}" if file else begin) for file in identity + files}


def is_of_rules(file: str) -> bool:
    """Whether a file of a pack holds rules, not its identity."""
    return file.rpartition("/")[2] != PACK_FILE


def _below(folder: Path) -> list[str]:
    """The `.toml` files below a folder, sorted; links to folders are not followed."""
    found = []
    for place, folders, files in os.walk(folder):  # a folder of such a name is a defect like another
        above = Path(place).parts[len(folder.parts) :]
        found += [(*above, name) for name in (*folders, *files) if name.endswith(".toml")]
    return ["/".join(parts) for parts in sorted(found)]


def _content(file: str) -> bytes | OSError:
    try:
        with open(file, "rb", buffering=0) as opened:  # noqa: PTH123 - twice as fast
            return opened.read()
    except OSError as error:
        return error
