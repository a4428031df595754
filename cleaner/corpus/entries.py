"""Entries: what a ledger says of each file, read as it is needed; one that was edited is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.corpus.formats import Recorded
from cleaner.corpus.ledger import VERSION, Closing, Head, Ledger, line_of, removal_of
from cleaner.engine.result import Removal
from cleaner.errors import RestoreError

_ADVICE = "use the file that --removals wrote, unchanged"
_BEGINNING = line_of(Head("", "").row())[:11].encode()  # of every ledger
_LONGEST_END = 200  # bytes of the last line of a ledger whose run came to its end


@dataclass(frozen=True)
class Entry:
    """What a ledger says of one file.

    Attributes:
        closing: its last line.
        removals: its cuts.
        ids: the names of the documents that have one and lost something, by record.
        told: the rows on documents that were kept whole or could not be cleaned.
        span: where its rows stand in the ledger, in bytes.
    """

    closing: Closing
    removals: tuple[Recorded, ...] = field(default=(), repr=False)
    ids: dict[int, str] = field(default_factory=dict, repr=False)
    told: tuple[dict[str, Any], ...] = field(default=(), repr=False)
    span: tuple[int, int] = (0, 0)

    @property
    def doc(self) -> str:
        """Its name."""
        return self.closing.doc


class _Line(NamedTuple):
    number: int
    data: bytes
    row: dict[str, Any]
    start: int


def head_of(path: Path) -> Head | None:
    """What a ledger says of its run; None where it was not even begun.

    Raises:
        RestoreError: the file cannot be read, or is no ledger.
    """
    for line in _lines(path):
        row = line.row
        return Head(row.get("cleaner", ""), row.get("rules", ""), row.get("options", {}))
    return None


def is_ended(path: Path) -> bool:
    """Whether the run of a ledger came to its end.

    Raises:
        RestoreError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            file.seek(max(path.stat().st_size - _LONGEST_END, 0))
            last = file.read().rstrip(b"\n").rpartition(b"\n")[2]
    except OSError as error:
        raise _unreadable(path, error) from None
    return last.startswith(b'{"complete": ')


def read_ledger(path: Path) -> Iterator[Entry]:
    """The files of a ledger, in order, read as they are needed.

    Raises:
        RestoreError: the file cannot be read, is no ledger, or was edited.
    """
    chapter = _Chapter()
    before = hashlib.sha256()
    for line in _lines(path):
        row = line.row
        _check(path, line)
        if "complete" in row and row["complete"] != f"sha256:{before.hexdigest()}":
            raise _edited(path, line.number)
        before.update(line.data)
        if row.get("doc") != chapter.doc:  # what went before has no closing line: that file was never written
            chapter = _Chapter(row.get("doc"), line.start)
        if "original" not in row:
            chapter.add(line)
            continue
        if row["rows"] != f"sha256:{chapter.hash.hexdigest()}":
            raise _edited(path, line.number)
        yield chapter.entry(line)
        chapter = _Chapter()


def copy_entry(ledger: Ledger, entry: Entry, removals: Sequence[Recorded], cleaned: str) -> None:
    """Write a file into another ledger, with some of its removals.

    Args:
        ledger: the other.
        entry: the file.
        removals: those that stay.
        cleaned: hash of its form, as it is now.

    Raises:
        OutputError: it cannot be written.
    """
    for recorded in removals:
        place: dict[str, Any] = {"doc": entry.doc}
        if recorded.record is not None:
            place |= {"record": recorded.record, "id": entry.ids.get(recorded.record)}
        ledger.write(line_of(place | removal_of(recorded)))
    for row in entry.told:
        ledger.write(line_of(row))
    ledger.close(entry.closing._replace(cleaned=cleaned))


class _Chapter:
    """The rows of one file, as they come in."""

    def __init__(self, doc: str | None = None, start: int = 0) -> None:
        self.doc = doc
        self.hash = hashlib.sha256()
        self._start = start
        self._removals: list[Recorded] = []
        self._told: list[dict[str, Any]] = []
        self._ids: dict[int, str] = {}

    def add(self, line: _Line) -> None:
        row = line.row
        self.hash.update(line.data)
        if "rule" in row:
            removal = Removal(row["rule"], row["start"], row["end"], row["text"])
            self._removals.append(Recorded(removal, row.get("record"), row.get("raw")))
            if row.get("id") is not None and "record" in row:
                self._ids[row["record"]] = row["id"]
        elif "doc" in row:
            self._told.append(row)

    def entry(self, line: _Line) -> Entry:
        """The whole, with its closing row."""
        row = line.row
        return Entry(
            Closing(**{name: row[name] for name in Closing._fields}),
            tuple(self._removals),
            self._ids,
            tuple(self._told),
            (self._start, line.start + len(line.data)),
        )


def _check(path: Path, line: _Line) -> None:
    wrong = [key for key, kind in _kinds(line.row).items() if not isinstance(line.row.get(key), kind)]
    if wrong:
        problem = f"has no proper '{wrong[0]}' on line {line.number}"
        raise RestoreError(problem, where=str(path), advice=_ADVICE)


def _kinds(row: dict[str, Any]) -> dict[str, type]:
    """The keys a row must have, and their types."""
    kinds: dict[str, type] = {}
    if "rule" in row:
        kinds = {"doc": str, "rule": str, "start": int, "end": int, "text": str}
    elif "original" in row:
        kinds = {"doc": str, "format": str, "settings": dict, "input": str, "original": str, "cleaned": str}
        kinds |= {"documents": int, "characters": int, "rows": str}
    elif "error" in row:
        kinds = {"doc": str, "error": str, "where": str, "advice": str, "failed": bool}
    elif "verdict" in row:
        kinds = {"doc": str, "verdict": str, "reasons": list, "rules": list}
    return kinds | {key: kind for key, kind in (("record", int), ("raw", str)) if key in row}


def _lines(path: Path) -> Iterator[_Line]:
    """The lines of a ledger, the last one only where it is complete."""
    try:
        with path.open("rb") as file:
            start = 0
            for number, data in enumerate(file, 1):
                begun = number > 1 or _BEGINNING.startswith(data[: len(_BEGINNING)])
                if begun and not data.endswith(b"\n"):  # the run was killed as it wrote this
                    return
                row = json.loads(data)
                if not isinstance(row, dict) or (number == 1 and row.get("ledger") != VERSION):
                    raise RestoreError("is no ledger of this version", where=str(path), advice=_ADVICE)
                yield _Line(number, data, row, start)
                start += len(data)
    except OSError as error:
        raise _unreadable(path, error) from None
    except ValueError as error:
        raise RestoreError(f"is no ledger: {error}", where=str(path), advice=_ADVICE) from None


def _unreadable(path: Path, error: OSError) -> RestoreError:
    return RestoreError(f"cannot be read ({error.strerror})", where=str(path))


def _edited(path: Path, number: int) -> RestoreError:
    return RestoreError(f"was edited somewhere before line {number}", where=str(path), advice=_ADVICE)
