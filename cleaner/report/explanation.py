"""Explanations as text for people."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.engine.explain import Explanation, NearMiss
from cleaner.engine.result import Removal, Result
from cleaner.report.findings import Place, place_of
from cleaner.report.text import counted, excerpt, shown
from cleaner.text.document import Document

_SHOWN_VIEWS = 5


def at_line(explanation: Explanation, document: Document, line: int) -> Explanation:
    """What of an explanation is about one line of the document."""
    return Explanation(
        tuple(note for note in explanation.cuts if _touches(note.removal, document, line)),
        tuple(miss for miss in explanation.misses if _is_at(miss, document, line)),
    )


def explained(
    document: Document, result: Result, explanation: Explanation, line: int | None, *, hidden: int = 0
) -> Iterator[str]:
    """The lines that explain a document.

    Args:
        document: the original.
        result: what the engine made of it.
        explanation: why; of one line, what `at_line` leaves.
        line: the one line of the document that is explained; None for all.
        hidden: how many near misses of rules that are not in force are left out.
    """
    label = document.path or "<text>"
    name = shown(document.name)
    for note in explanation.cuts:
        place = place_of(document, note.removal)
        head = f"{shown(label)}:{place.line}:{place.column}: {note.removal.rule}"
        span = f"characters {note.removal.start} to {note.removal.end}, pass {note.number}"
        made = "cut" if result.verdict.accepted else "would be cut"
        yield f"{head}  {made} ({span}): {excerpt(note.removal.text)}"
        yield from (f"    view: {shown(view)}" for view in note.views[:_SHOWN_VIEWS])
        if len(note.views) > _SHOWN_VIEWS:
            yield f"    and {counted(len(note.views) - _SHOWN_VIEWS, 'more line')}"
    for miss in explanation.misses:
        place = _place_of(miss, document)
        yield f"{shown(label)}:{place.line}:{place.column}: {miss.rule}  stays: {miss.obstacle}"
        yield f"    view: {shown(miss.view)}"
    if not result.verdict.accepted:
        yield f"{name}: kept whole: {'; '.join(result.verdict.reasons)}"
    elif not explanation.cuts and not explanation.misses:
        rule = "rule in force" if hidden else "rule"
        what = f"no {rule} came near {'any' if line is None else 'this'} line"
        yield f"{name}{'' if line is None else f':{line}'}: {what}"


def _place_of(miss: NearMiss, document: Document) -> Place:
    return place_of(document, Removal(miss.rule, miss.offset, miss.offset + len(miss.line), miss.line))


def _is_at(miss: NearMiss, document: Document, number: int) -> bool:
    place = _place_of(miss, document)
    return place.line <= number <= place.end_line


def _touches(removal: Removal, document: Document, number: int) -> bool:
    """Whether a cut takes anything of a line, the blank lines that go along included."""
    line = document.lines[number - 1]
    return removal.start < line.stop and line.start < removal.end
