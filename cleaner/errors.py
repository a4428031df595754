"""The errors a user can meet: one base class, each saying where and what to do."""

from __future__ import annotations

from collections.abc import Sequence


class CleanerError(Exception):
    """Base of all errors of this package.

    Attributes:
        where: what the error is about: a file, a rule, an option (may be empty).
        advice: what the reader can do about it (may be empty).
        exit_code: the exit code a command line ends with: 2 wrong usage or configuration,
            3 some input could not be cleaned.
    """

    exit_code = 2

    def __init__(self, message: str, *, where: str = "", advice: str = "") -> None:
        super().__init__(message, where, advice)
        self.message = message
        self.where = where
        self.advice = advice

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, self.where, self.advice))

    def __str__(self) -> str:
        head = f"{self.where}: {self.message}" if self.where else self.message
        return f"{head}; {self.advice}" if self.advice else head


def _rebuild(kind: type[CleanerError], message: str, where: str, advice: str) -> CleanerError:
    """Unpickle an error whose message parts are keyword-only (workers send errors back)."""
    return kind(message, where=where, advice=advice)


class UsageError(CleanerError):
    """Arguments that contradict each other, or name what isn't there."""


class RuleError(CleanerError):
    """One or more defects in rule files; the message lists every one of them.

    Attributes:
        defects: one sentence each, naming file, rule and key.
    """

    def __init__(
        self, message: str, *, where: str = "", advice: str = "", defects: Sequence[str] = ()
    ) -> None:
        super().__init__(message, where=where, advice=advice)
        self.defects = tuple(defects)

    @classmethod
    def of(cls, defects: Sequence[str], place: str = "rule files") -> RuleError:
        """The error that reports all of `defects` (at least one) of a place."""
        count = f"{len(defects)} defect{'s' if len(defects) > 1 else ''} in the {place}"
        return cls("\n  ".join([f"{count}:", *defects]), defects=defects)

    def __reduce__(self) -> tuple[object, ...]:
        return (_with_defects, (self.message, self.defects)) if self.defects else super().__reduce__()


def _with_defects(message: str, defects: Sequence[str]) -> RuleError:
    return RuleError(message, defects=defects)


class SelectorError(CleanerError):
    """A selector that names no rule, category, tag or pack."""


class DocumentError(CleanerError):
    """One document could not be read or cleaned; the run goes on with the next."""

    exit_code = 3


class FileError(DocumentError):
    """A whole file could not be opened, read or written, so that nothing of it was passed on."""


class RecordError(DocumentError):
    """A record of a file with many of them could not be read or cleaned; `where` ends in its number."""


class NoTextError(DocumentError):
    """A page that holds no text, so that nothing is written for it: worth a note, and no failure."""

    exit_code = 0


class NoTextRecordError(NoTextError, RecordError):
    """The same where the page is a record of an archive."""


class NoTextFileError(NoTextError, FileError):
    """The same where the page is a file, which then has no output."""


class OutputError(CleanerError):
    """An output or a ledger could not be written; the run cannot go on safely."""

    exit_code = 3


class StoppedError(CleanerError):
    """A run stopped because more went wrong than it was to bear."""

    exit_code = 3


class WorkerError(CleanerError):
    """No process could be started that cleans; the run cannot go on with several."""

    exit_code = 3


class RestoreError(CleanerError):
    """Removals that do not fit the text they are to be put back into."""
