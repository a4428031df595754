"""The ledger: JSON lines that say what was removed from which document, enough to put it back.

The first line names the format, the rule set and the options of the run. Then, for each file, one line a
removal (`doc`, `rule`, `start`, `end`, `text`), one where the guard refused or a rule ran out of time
(`doc`, `verdict`, `reasons`, `rules`), one for what could not be cleaned (`doc`, `error`, `where`,
`advice`, `failed`), and last one with the hashes of the input as it lay on the disk, of its form
(`formats`) before and after, and of its lines here (`doc`, `format`, `settings`, `input`, `original`,
`cleaned`, `documents`, `characters`, `rows`). `doc` is the output; of a page that was the text read out of
it. Where a file holds many documents, the lines of each also give its `record` (its number in the file) and
its `id`, and `raw` where the file spelt the text in a way of its own. A file without its last line was never
written. The line `complete` says that the run came to its end, and gives the hash of all lines before it.
`entries` reads all this.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, NamedTuple, Self

from cleaner.corpus.formats import MEGABYTE, Recorded
from cleaner.engine.result import Verdict
from cleaner.errors import DocumentError, OutputError, UsageError
from cleaner.text.document import Document

VERSION = 1


@dataclass(frozen=True)
class Head:
    """What a ledger says of its run.

    Attributes:
        cleaner: version of this package.
        rules: hash of the rule set.
        options: all others that the result depends on, as JSON values.
    """

    cleaner: str
    rules: str
    options: dict[str, Any] = field(default_factory=dict)

    def row(self) -> dict[str, Any]:
        """The first line."""
        return {"ledger": VERSION, "cleaner": self.cleaner, "rules": self.rules, "options": self.options}


class Closing(NamedTuple):
    """The last line of a file, less the hash of those before it.

    Attributes:
        doc: its name.
        format, settings: how to read it for restoring.
        input: hash of the input as it lay on the disk; empty where that is unknown.
        original, cleaned: hashes of its form before and after.
        documents, characters: how many documents it holds, and their code points.
    """

    doc: str
    format: str
    settings: dict[str, str]
    input: str
    original: str
    cleaned: str
    documents: int
    characters: int


class Ledger:
    """Writes a ledger as a run goes. Never overwrites one."""

    def __init__(self, path: Path, head: Head, *, resumable: bool = True) -> None:
        """Create the file.

        Args:
            path: where; must not exist yet.
            head: what its first line says.
            resumable: whether a run could go on with one that exists.

        Raises:
            UsageError: the file exists already or cannot be created.
        """
        try:
            file = path.open("xb")
        except FileExistsError:
            more = " for --removals, or go on with that run: --resume" if resumable else ""
            raise UsageError(
                "exists already, and a ledger is never overwritten",
                where=str(path),
                advice=f"name a new file{more}",
            ) from None
        except OSError as error:
            raise UsageError(
                f"cannot be created ({error.strerror})",
                where=str(path),
                advice="name a place in a folder that is there",
            ) from None
        self._begin(path, file)
        self.write(line_of(head.row()))
        self._mark()

    @classmethod
    def appended(cls, path: Path) -> Self:
        """Go on with a ledger that holds whole files only.

        Raises:
            UsageError: it cannot be written, or another run is writing it.
        """
        ledger = cls.__new__(cls)
        try:
            ledger._begin(path, path.open("r+b"))
        except OSError as error:
            raise _unwritable(error, path) from None
        return ledger

    def _begin(self, path: Path, file: BinaryIO) -> None:
        _hold(file, path)
        self._path = path
        self._file = file
        self._hash = hashlib.sha256()
        while data := file.read(MEGABYTE) if file.readable() else b"":
            self._hash.update(data)
        self._mark()

    def _mark(self) -> None:
        """A file begins here."""
        self._start, self._hash_at_start = self._file.tell(), self._hash.copy()
        self._rows = hashlib.sha256()

    def write(self, rows: str) -> None:
        """Add rows that `rows_of` and `error_row` made, in the order of their documents.

        Raises:
            OutputError: they cannot be written.
        """
        if not rows:
            return
        data = rows.encode()
        try:
            self._file.write(data)
        except OSError as error:
            raise self._failure(error) from None
        self._hash.update(data)
        self._rows.update(data)

    def close(self, closing: Closing) -> None:
        """Record that a file is complete.

        Raises:
            OutputError: it cannot be written.
        """
        self.write(line_of(closing._asdict() | {"rows": f"sha256:{self._rows.hexdigest()}"}))
        self._mark()

    def drop(self) -> None:
        """Forget the rows of a file that is not to be written after all.

        Raises:
            OutputError: they cannot be taken back.
        """
        try:
            self._file.seek(self._start)
            self._file.truncate()
        except OSError as error:
            raise self._failure(error) from None
        self._hash = self._hash_at_start.copy()
        self._mark()

    def end(self) -> None:
        """Record that the run came to its end.

        Raises:
            OutputError: it cannot be written.
        """
        self.write(line_of({"complete": f"sha256:{self._hash.hexdigest()}"}))
        self.sync()

    def sync(self) -> None:
        """Have all rows so far on the disk.

        Raises:
            OutputError: they cannot be written.
        """
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._failure(error) from None

    def _failure(self, error: OSError) -> OutputError:
        return OutputError(
            f"the ledger cannot be written ({error.strerror})",
            where=str(self._path),
            advice="nothing was replaced that it does not record; free some room and go on with --resume",
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


def refuse_taken(path: Path) -> None:
    """Make sure that no other run is writing a ledger, as far as the system can tell.

    Raises:
        UsageError: one is, or it cannot be written at all.
    """
    try:
        with path.open("r+b") as file:
            _hold(file, path)
    except OSError as error:
        raise _unwritable(error, path) from None


def _hold(file: BinaryIO, path: Path) -> None:
    """Have a ledger for this process alone, until it closes the file or ends; not where locks are unknown.

    Such a lock belongs to the process, and so the workers that it starts do not hold it after its end.

    Raises:
        UsageError: another process has it.
    """
    try:
        import fcntl  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        file.close()
        raise UsageError(
            "is being written by another run",
            where=str(path),
            advice="wait for its end, or begin a run of its own with a new ledger",
        ) from None
    except OSError:  # some network file systems know no locks
        return


def _unwritable(error: OSError, path: Path) -> UsageError:
    return UsageError(f"cannot be written ({error.strerror})", where=str(path))


def rows_of(doc: str, document: Document, verdict: Verdict, recorded: Sequence[Recorded]) -> str:
    """The rows that record the removals, or the refusal, of one document of a file; each with its ending."""
    place: dict[str, Any] = {"doc": doc}
    if document.record is not None:
        place |= {"record": document.record, "id": document.id}
    rows = [place | removal_of(entry) for entry in recorded]
    if not verdict.accepted:
        refusal = {"verdict": verdict.status, "reasons": verdict.reasons, "rules": verdict.rules}
        rows.append(place | refusal)
    return "".join(map(line_of, rows))


def removal_of(recorded: Recorded) -> dict[str, Any]:
    """What the row of a removal says besides its place."""
    return recorded.removal._asdict() | ({} if recorded.raw is None else {"raw": recorded.raw})


def error_row(doc: str, error: DocumentError, path: str) -> str:
    """The row that records a document that could not be cleaned, with its ending.

    Args:
        doc: what the ledger calls its file.
        error: why.
        path: how messages name the file; the ledger is the same wherever it lies.
    """
    more = {"advice": error.advice, "failed": bool(error.exit_code)}
    return line_of({"doc": doc, "error": error.message, "where": error.where.removeprefix(path)} | more)


def line_of(row: dict[str, Any]) -> str:
    """A row as it stands in a ledger, with its ending."""
    line = json.dumps(row, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:  # a file name that is not UTF-8
        line = json.dumps(row)
    return line + "\n"
