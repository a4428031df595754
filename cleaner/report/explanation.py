"""Explanations as text for people."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.engine.explain import Explanation
from cleaner.engine.result import Removal, Result
from cleaner.report.findings import place_of
from cleaner.report.text import excerpt, shown
from cleaner.text.document import Document

_SHOWN_VIEWS = 5


def explained(
    document: Document, result: Result, explanation: Explanation, line: int | None
) -> Iterator[str]:
    """The lines that explain a document.

    Args:
        document: the original.
        result: what the engine made of it.
        explanation: why.
        line: the one line of the document to explain; None for all.
    """
    said = False
    label = document.path or "<text>"
    name = shown(document.name)
    for note in explanation.cuts:
        place = place_of(document, note.removal)
        if line is not None and not _touches(note.removal, document, line):
            continue
        said = True
        head = f"{shown(label)}:{place.line}:{place.column}: {note.removal.rule}"
        span = f"characters {note.removal.start} to {note.removal.end}, pass {note.number}"
        made = "cut" if result.verdict.accepted else "would be cut"
        yield f"{head}  {made} ({span}): {excerpt(note.removal.text)}"
        yield from (f"    view: {shown(view)}" for view in note.views[:_SHOWN_VIEWS])
        if len(note.views) > _SHOWN_VIEWS:
            yield f"    and {len(note.views) - _SHOWN_VIEWS} more lines"
    for miss in explanation.misses:
        place = place_of(document, Removal(miss.rule, miss.offset, miss.offset + len(miss.line), miss.line))
        if line is None or place.line <= line <= place.end_line:
            said = True
            yield f"{shown(label)}:{place.line}:{place.column}: {miss.rule}  stays: {miss.obstacle}"
            yield f"    view: {shown(miss.view)}"
    if not result.verdict.accepted:
        yield f"{name}: kept whole: {'; '.join(result.verdict.reasons)}"
    elif not said:
        what = "no rule came near this line" if line is not None else "no rule came near any line"
        yield f"{name}{'' if line is None else f':{line}'}: {what}"


def _touches(removal: Removal, document: Document, number: int) -> bool:
    """Whether a cut takes anything of a line, the blank lines that go along included."""
    line = document.lines[number - 1]
    return removal.start < line.stop and line.start < removal.end
