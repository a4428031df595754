"""The keep list: reviewed cases that a rule may not cut, one a line in `.cleaner-keep`.

A line has four parts with tabs between them: rule id, hash of the view of what stays, path pattern
(`*` for everywhere), reason. There are no line numbers and no dates, so that neither an edit elsewhere
in a document nor a merge touches it. Blank lines and those that begin with `#` are for people.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from cleaner.errors import RuleError, UsageError
from cleaner.rulebook.globs import check_pattern, path_matches

FILE = ".cleaner-keep"
EVERYWHERE = "*"
_HASH = re.compile(r"[0-9a-f]{16}")


class Keep(NamedTuple):
    """One reviewed case.

    Attributes:
        rule: id of the rule that may not cut.
        digest: of the view of what stays, from `digest_of`.
        pattern: which paths it counts for, as in `.gitignore`.
        reason: why, for people.
    """

    rule: str
    digest: str
    pattern: str
    reason: str

    def line(self) -> str:
        """The case as a line of the file, without its ending."""
        return "\t".join((self.rule, self.digest, self.pattern, " ".join(self.reason.split())))


def digest_of(view: str) -> str:
    """The hash by which the keep list knows a view; of several lines, joined by line feeds."""
    return hashlib.sha256(view.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class KeepList:
    """The cases of one file."""

    def __init__(self, keeps: Iterable[Keep] = ()) -> None:
        self.keeps = tuple(sorted(set(keeps)))
        self._cases: dict[tuple[str, str], list[Keep]] = {}
        for keep in self.keeps:
            self._cases.setdefault((keep.rule, keep.digest), []).append(keep)

    def __len__(self) -> int:
        return len(self.keeps)

    def find(self, rule: str, view: str, place: str | None) -> Keep | None:
        """The case that keeps a rule from cutting a view at a place, or None.

        Args:
            rule: id of the rule.
            view: what would be cut; of several lines, joined by line feeds.
            place: the document's path relative to the keep list's folder, or None.
        """
        if not self._cases:
            return None
        for keep in self._cases.get((rule, digest_of(view)), ()):
            if keep.pattern == EVERYWHERE or (place is not None and path_matches(keep.pattern, place)):
                return keep
        return None


def read_keep_list(file: Path) -> KeepList:
    """The cases of a file; none where it does not exist.

    Raises:
        RuleError: it cannot be read, or has lines that are no cases; the message lists all of them.
    """
    keeps, defects = [], []
    for number, line in enumerate(keep_list_text(file).splitlines(), 1):
        if not _is_case(line):
            continue
        parts = line.split("\t")
        if len(parts) != len(Keep._fields) or not _HASH.fullmatch(parts[1]):
            defects.append(
                f"{file}:{number}: is no case; write rule id, hash, path pattern and reason with tabs between"
            )
            continue
        try:
            check_pattern(parts[2])
        except UsageError as error:
            defects.append(f"{file}:{number}: {error}")
        keeps.append(Keep(*parts))
    if defects:
        raise RuleError.of(defects, "keep list")
    return KeepList(keeps)


def keep_list_text(file: Path) -> str:
    """What stands in a file; nothing where it does not exist.

    Raises:
        RuleError: it cannot be read.
    """
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise RuleError(f"cannot be read ({error.strerror})", where=str(file)) from None
    except UnicodeDecodeError as error:
        advice = "save it as UTF-8"
        raise RuleError(f"is not UTF-8 ({error.reason})", where=str(file), advice=advice) from None


def with_cases(text: str, new: Iterable[Keep]) -> str:
    """What stands in a file, without defects, and more cases; sorted, each below the comments above it.

    Comments before the first case stay at the top if a blank line follows them.
    """
    top = notes = ""
    cases: dict[Keep, str] = {}
    for line in text.splitlines():
        if _is_case(line):
            keep = Keep(*line.split("\t"))
            cases[keep] = cases.get(keep, "") + notes
            notes = ""
        else:
            notes += f"{line}\n"
            if not line.strip() and not cases:
                top, notes = top + notes, ""
    for keep in new:
        cases.setdefault(keep, "")
    return top + "".join(f"{cases[keep]}{keep.line()}\n" for keep in sorted(cases)) + notes


def _is_case(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")
