"""Finding: one cut with its place, as every output format shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.engine.result import Removal, Result
from cleaner.engine.watching import REPORT
from cleaner.rulebook.rule import Rule, Safety
from cleaner.text.document import Document


class Place(NamedTuple):
    """Where a cut is: from its first to its last character that is not blank.

    In a file that is one document, lines and columns are those of the file, but in those of the text that was
    read out of a page. A document that is a record has
    no lines of its own there: `line` and `end_line` are the record's line in its file, and the columns count
    through the whole text value, line endings included (not through the line, whose escapes are longer).

    Attributes:
        line, column: of the first character; from 1, columns in code points.
        end_line, end_column: of the last character, the column being the one after it.
    """

    line: int
    column: int
    end_line: int
    end_column: int


_IN_LINES = ("text", "markdown", "jsonl")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A cut that is, or would be, made; or what a rule of safety `report` found, which stays.

    Attributes:
        path: what messages call the file.
        line, column, end_line, end_column: see `Place`.
        rule: id of the rule that cuts.
        description: the rule's sentence for people.
        safety: the rule's safety.
        text: all that goes, blank lines included.
        record: line of the file that holds the document; None where the file is one document.
        id: what the file calls the document, or None.
        format: name of the format of the file.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    rule: str
    description: str
    safety: Safety
    text: str
    record: int | None = None
    id: str | None = None
    format: str = "text"

    @property
    def only_reported(self) -> bool:
        """Whether it is no cut."""
        return self.safety == REPORT

    @property
    def in_lines(self) -> bool:
        """Whether `line` is a line of the file, neither of what was read out of it nor a row's number."""
        return self.format in _IN_LINES


def findings_of(
    label: str,
    document: Document,
    result: Result,
    rules: Mapping[str, Rule],
    format_: str | None = None,
) -> Iterator[Finding]:
    """The findings of one document, in order.

    Args:
        label: what messages call its file.
        document: the original.
        result: what the engine made of it.
        rules: by id, at least those that cut or report.
        format_: name of the format of its file; None where it is the document's own.

    Raises:
        KeyError: a rule that cuts or reports is not among `rules`.
    """
    for removal in sorted([*result.removals, *result.reported], key=lambda found: (found.start, found.rule)):
        rule = rules[removal.rule]
        yield Finding(
            path=label,
            **place_of(document, removal)._asdict(),
            rule=rule.id,
            description=rule.description,
            safety=rule.safety,
            text=removal.text,
            record=document.record,
            id=document.id,
            format=format_ or document.format,
        )


def place_of(document: Document, removal: Removal) -> Place:
    """Where a cut is."""
    text = removal.text if removal.text.strip() else ""  # a cut of blanks alone is shown where it begins
    start = removal.start + len(text) - len(text.lstrip())
    end = removal.start + len(text.rstrip())
    if document.record is not None:
        return Place(document.record, start + 1, document.record, end + 1)
    line, column = _position(document, start)
    end_line, end_column = _position(document, max(end - 1, start))
    return Place(line, column, end_line, end_column + (end > start))


def _position(document: Document, offset: int) -> tuple[int, int]:
    low, high = 0, len(document.lines)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if document.lines[middle].start <= offset else (low, middle)
    line = document.lines[low]
    return line.number, offset - line.start + 1
