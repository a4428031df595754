"""Telling the user what becomes of each document, as it happens."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field

from cleaner.cli.console import complain, emit
from cleaner.cli.repeats import Repeats
from cleaner.corpus.cleaning import Wants
from cleaner.corpus.tally import Tally
from cleaner.engine.result import Result
from cleaner.errors import DocumentError, RecordError
from cleaner.report import text
from cleaner.report.report import Report
from cleaner.rulebook.keeplist import Keep
from cleaner.text.document import Document


@dataclass
class Voice:
    """Says what went wrong, and counts everything; see `corpus.run.Listener`.

    Attributes:
        diff: whether to print a diff of each changed document.
        report: the counts.
        repeats: of which of many like problems it says nothing.
    """

    diff: bool = False
    report: Report = field(default_factory=Report)
    repeats: Repeats = field(default_factory=Repeats)

    @property
    def wants(self) -> Wants:
        """Which documents it is to be told one by one."""
        return Wants.CHANGED if self.diff else Wants.KEPT_WHOLE

    def counted(self, tally: Tally) -> None:
        """Count documents."""
        self.report.merge(tally)

    def cleaned(self, document: Document, result: Result) -> None:
        """Show what a document lost, if that is wanted; say so if it was kept whole."""
        if self.diff and result.changed:
            from cleaner.report.diff import unified_diff  # noqa: PLC0415 - seldom needed

            path = document.path or ""
            name = path if document.record is None else f"{path}:{document.record}"
            diff = unified_diff(name, document.text, result)
            emit(text.shown_lines(diff) if sys.stdout.isatty() else diff)  # `patch` wants every byte
        if not result.verdict.accepted:
            level = "error" if result.verdict.status == "timeout" else "warning"
            record = None if document.record is None else document.path or ""
            self._complain(level, document.name, text.refusal(result.verdict), record)

    def failed(self, error: DocumentError) -> None:
        """Count and name a document that could not be read or written, or that holds no text."""
        if error.exit_code:
            self.report.fail()
        else:
            self.report.empty += 1
        message = f"{error.message}; {error.advice}" if error.advice else error.message
        record = error.where.rpartition(":")[0] if isinstance(error, RecordError) else None
        self._complain("error" if error.exit_code else "note", error.where, message, record)

    def ended(self) -> None:
        """Say of the records of a file what was not said of each."""
        for message in self.repeats.ended():
            complain(message)

    def _complain(self, level: str, where: str, message: str, path: str | None) -> None:
        """Say something of a document, unless it is a record of a file at that path and one of many such."""
        if path is None or self.repeats.takes(f"{level}: {text.shown(path)}", text.shown(message)):
            complain(text.shown(f"{level}: {where}: {message}"))

    def unused(self, keeps: Iterable[Keep]) -> list[Keep]:
        """Name the cases of the keep list that no document met."""
        unused = [keep for keep in keeps if keep not in self.report.kept]
        for keep in unused:
            complain(f"note: unused in the keep list: {keep.line()}")
        return unused
