"""The ledger: JSON lines that say what was removed from which document, enough to put it back.

The first line names the format and the rule set. Then, for each file, one line a removal
(`doc`, `rule`, `start`, `end`, `text`), one where the guard refused or a rule ran out of time
(`doc`, `verdict`, `reasons`, `rules`), and last one with the hashes of its form (`formats`) before and after
(`doc`, `format`, `settings`, `original`, `cleaned`). `doc` is the output; of a page that was the text read
out of it. Where a file holds many documents, the lines of each also give its `record` (its number in the
file) and its `id`, and `raw` where the file spelt the text in a way of its own. A file without the last
line was never written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from cleaner.corpus.formats import Format, Recorded
from cleaner.engine.result import Removal, Verdict
from cleaner.errors import OutputError, RestoreError, UsageError
from cleaner.text.document import Document

VERSION = 1


class Ledger:
    """Writes a ledger as a run goes. Never overwrites one."""

    def __init__(self, path: Path, *, version: str, rules: str) -> None:
        """Create the file.

        Args:
            path: where; must not exist yet.
            version: of this package.
            rules: hash of the rule set.

        Raises:
            UsageError: the file exists already or cannot be created.
        """
        self._path = path
        try:
            self._file: TextIO = path.open("x", encoding="utf-8", newline="\n")
        except FileExistsError:
            raise UsageError(
                "exists already, and a ledger is never overwritten",
                where=str(path),
                advice="name a new file for --removals",
            ) from None
        except OSError as error:
            raise UsageError(f"cannot be created ({error.strerror})", where=str(path)) from None
        self.write(_line({"ledger": VERSION, "cleaner": version, "rules": rules}))
        self._flush()

    def write(self, rows: str) -> None:
        """Add rows that `rows_of` made, in the order of their documents.

        Raises:
            OutputError: they cannot be written.
        """
        try:
            self._file.write(rows)
        except OSError as error:
            raise self._failure(error) from None

    def close(self, doc: str, format_: Format, original: str, cleaned: str) -> None:
        """Record that a file is complete; in the operating system's hands before this returns.

        Args:
            doc: its name.
            format_: how to read it for restoring.
            original, cleaned: hashes of its form before and after.

        Raises:
            OutputError: it cannot be written.
        """
        how = {"format": format_.name, "settings": format_.settings}
        self.write(_line({"doc": doc, **how, "original": original, "cleaned": cleaned}))
        self._flush()

    def _flush(self) -> None:
        try:
            self._file.flush()
        except OSError as error:
            raise self._failure(error) from None

    def _failure(self, error: OSError) -> OutputError:
        return OutputError(
            f"the ledger cannot be written ({error.strerror})",
            where=str(self._path),
            advice="nothing was replaced that it does not record; free some room and run again",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._file.close()
        except OSError as error:
            if value is None:
                raise self._failure(error) from None


def rows_of(doc: str, document: Document, verdict: Verdict, recorded: Sequence[Recorded]) -> str:
    """The rows that record the removals, or the refusal, of one document of a file; each with its ending."""
    place: dict[str, Any] = {"doc": doc}
    if document.record is not None:
        place |= {"record": document.record, "id": document.id}
    rows = [
        place | entry.removal._asdict() | ({} if entry.raw is None else {"raw": entry.raw})
        for entry in recorded
    ]
    if not verdict.accepted:
        refusal = {"verdict": verdict.status, "reasons": verdict.reasons, "rules": verdict.rules}
        rows.append(place | refusal)
    return "".join(map(_line, rows))


def _line(row: dict[str, Any]) -> str:
    line = json.dumps(row, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:  # a file name that is not UTF-8
        line = json.dumps(row)
    return line + "\n"


@dataclass(frozen=True)
class Entry:
    """What a ledger says of one file.

    Attributes:
        doc: its name.
        format_name, settings: how to read it.
        original, cleaned: hashes of its bytes before and after.
        removals: its cuts.
    """

    doc: str
    format_name: str
    settings: dict[str, str]
    original: str
    cleaned: str
    removals: tuple[Recorded, ...] = field(repr=False)


def read_ledger(path: Path) -> Iterator[Entry]:
    """The files of a ledger, in order, read as they are needed.

    Raises:
        RestoreError: the file cannot be read, or is no ledger.
    """
    removals: list[Recorded] = []
    doc = None
    for number, row in _rows(path):
        wrong = [key for key, kind in _kinds(row).items() if not isinstance(row.get(key), kind)]
        if wrong:
            problem = f"has no proper '{wrong[0]}' on line {number}"
            raise RestoreError(problem, where=str(path), advice=_ADVICE)
        if row.get("doc") != doc:  # what went before has no closing line: that file was never written
            removals, doc = [], row.get("doc")
        if "rule" in row:
            removal = Removal(row["rule"], row["start"], row["end"], row["text"])
            removals.append(Recorded(removal, row.get("record"), row.get("raw")))
        elif "original" in row:
            hashes = row["original"], row["cleaned"]
            yield Entry(row["doc"], row["format"], row["settings"], *hashes, tuple(removals))
            removals = []


def _kinds(row: dict[str, Any]) -> dict[str, type]:
    """The keys a row must have, and their types."""
    kinds: dict[str, type] = {}
    if "rule" in row:
        kinds = {"doc": str, "rule": str, "start": int, "end": int, "text": str}
    elif "original" in row:
        kinds = {"doc": str, "format": str, "settings": dict, "original": str, "cleaned": str}
    return kinds | {key: kind for key, kind in (("record", int), ("raw", str)) if key in row}


_ADVICE = "use the file that --removals wrote, unchanged"


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            for number, line in enumerate(file, 1):
                row = json.loads(line)
                if not isinstance(row, dict) or (number == 1 and row.get("ledger") != VERSION):
                    raise RestoreError("is no ledger of this version", where=str(path), advice=_ADVICE)
                yield number, row
    except OSError as error:
        raise RestoreError(f"cannot be read ({error.strerror})", where=str(path)) from None
    except ValueError as error:
        raise RestoreError(f"is no ledger: {error}", where=str(path), advice=_ADVICE) from None
