"""The ledger: JSON lines that say what was removed from which document, enough to put it back.

The first line names the format and the rule set. Then, for each document, one line a removal
(`doc`, `rule`, `start`, `end`, `text`), one where the guard refused or a rule ran out of time
(`doc`, `verdict`, `reasons`, `rules`), and last one with the hashes of its bytes before and after
(`doc`, `format`, `original`, `cleaned`). A document without that last line was never written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from cleaner.engine.result import Removal, Result
from cleaner.errors import OutputError, RestoreError, UsageError

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
        self._write([{"ledger": VERSION, "cleaner": version, "rules": rules}])
        self._flush()

    def add(self, doc: str, result: Result) -> None:
        """Record the removals, or the refusal, of one document."""
        verdict = result.verdict
        rows: list[dict[str, Any]] = [{"doc": doc, **removal._asdict()} for removal in result.removals]
        if not verdict.accepted:
            refusal = {"verdict": verdict.status, "reasons": verdict.reasons, "rules": verdict.rules}
            rows.append({"doc": doc, **refusal})
        self._write(rows)

    def close(self, doc: str, *, format_name: str, original: str, cleaned: str) -> None:
        """Record that a document's file is complete; in the operating system's hands before this returns.

        Args:
            doc: its name.
            format_name: how to read it for restoring.
            original, cleaned: hashes of the file's bytes before and after.

        Raises:
            OutputError: it cannot be written.
        """
        self._write([{"doc": doc, "format": format_name, "original": original, "cleaned": cleaned}])
        self._flush()

    def _write(self, rows: Iterable[dict[str, Any]]) -> None:
        try:
            self._file.writelines(_line(row) for row in rows)
        except OSError as error:
            raise self._failure(error) from None

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


def _line(row: dict[str, Any]) -> str:
    line = json.dumps(row, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:  # a file name that is not UTF-8
        line = json.dumps(row)
    return line + "\n"


@dataclass(frozen=True)
class Entry:
    """What a ledger says of one document.

    Attributes:
        doc: its name.
        format_name: how to read it.
        original, cleaned: hashes of its bytes before and after.
        removals: its cuts.
    """

    doc: str
    format_name: str
    original: str
    cleaned: str
    removals: tuple[Removal, ...] = field(repr=False)


def read_ledger(path: Path) -> Iterator[Entry]:
    """The documents of a ledger, in order, read as they are needed.

    Raises:
        RestoreError: the file cannot be read, or is no ledger.
    """
    removals: list[Removal] = []
    for number, row in _rows(path):
        wrong = [key for key, kind in _kinds(row).items() if not isinstance(row.get(key), kind)]
        if wrong:
            problem = f"has no proper '{wrong[0]}' on line {number}"
            raise RestoreError(problem, where=str(path), advice=_ADVICE)
        if "rule" in row:
            removals.append(Removal(row["rule"], row["start"], row["end"], row["text"]))
        elif "original" in row:
            yield Entry(row["doc"], row["format"], row["original"], row["cleaned"], tuple(removals))
            removals = []


def _kinds(row: dict[str, Any]) -> dict[str, type]:
    """The keys a row must have, and their types."""
    if "rule" in row:
        return {"doc": str, "rule": str, "start": int, "end": int, "text": str}
    if "original" in row:
        return {"doc": str, "format": str, "original": str, "cleaned": str}
    return {}


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
