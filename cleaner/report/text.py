"""Findings and summaries as text for people and terminals."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from cleaner.engine.result import Removal, Result
from cleaner.report.report import Report
from cleaner.text.document import Document

_TOP_RULES = 10
_SHOWN = 100


def findings(label: str, document: Document, result: Result) -> Iterator[str]:
    """One line a removal: `path:line:col: rule  text`.

    Lines and columns count from 1, columns in code points, at the first character cut that is not blank.
    """
    for removal in result.removals:
        offset = removal.start + len(removal.text) - len(removal.text.lstrip())
        number, column = _position(document, offset)
        yield f"{_one_line(label)}:{number}:{column}: {removal.rule}  {_excerpt(removal)}"


def _position(document: Document, offset: int) -> tuple[int, int]:
    low, high = 0, len(document.lines)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if document.lines[middle].start <= offset else (low, middle)
    line = document.lines[low]
    return line.number, offset - line.start + 1


def _excerpt(removal: Removal) -> str:
    """The first line cut, and how many more there are."""
    lines = [line for line in removal.text.splitlines() if line.strip()]
    first = lines[0].strip()
    shown = first if len(first) <= _SHOWN else f"{first[: _SHOWN - 1]}\u2026"
    more = len(lines) - 1
    return shown + (f" (+{more} more line{'s' if more > 1 else ''})" if more else "")


def _one_line(label: str) -> str:
    return label.replace("\r", "\\r").replace("\n", "\\n")


def refusal(label: str, result: Result) -> str:
    """The warning or error for a document that was kept whole, or nothing where it was not."""
    verdict = result.verdict
    if verdict.accepted:
        return ""
    level = "error" if verdict.status == "timeout" else "warning"
    rules = ", ".join(islice(verdict.rules, 3)) + (", \u2026" if len(verdict.rules) > 3 else "")
    return f"{level}: {_one_line(label)}: kept whole: {'; '.join(verdict.reasons)} ({rules})"


def summary(report: Report, *, verb: str = "removed") -> str:
    """One screen about a run.

    Args:
        report: its counts.
        verb: what happened to the characters.
    """
    share = report.removed / report.characters if report.characters else 0.0
    head = (
        f"{_count(report.documents, 'document')}, {report.changed:,} changed; "
        f"{report.removed:,} of {_count(report.characters, 'character')} {verb} ({share:.1%})"
    )
    width = max((len(rule) for rule, _ in report.rules.most_common(_TOP_RULES)), default=0)
    top = [f"  {rule:<{width}}  {count:,}" for rule, count in report.rules.most_common(_TOP_RULES)]
    rest = len(report.rules) - len(top)
    if rest > 0:
        top.append(f"  and {_count(rest, 'more rule')}")
    tail = f"{report.refused:,} kept whole by the guard, {report.failed:,} failed"
    if report.left_out:
        tail += f", {_count(report.left_out, 'other file')} left out"
    return "\n".join([head, *top, tail])


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
