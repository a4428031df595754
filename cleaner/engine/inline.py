"""Sentences at the edge of a line: what an inline rule hits, and that the rest is no other for it."""

from __future__ import annotations

import re

from cleaner.engine.asking import Asking
from cleaner.engine.reading import Seen
from cleaner.rulebook.kinds import InlineRule
from cleaner.text.lines import Span
from cleaner.text.shapes import holds_sentence, joints
from cleaner.text.view import leading_marks, view

# How many sentences at most are looked at together, in joints between them.
_MOST = 10
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ("<", ">"), ("\u00ab", "\u00bb"), ("\u300c", "\u300d"))
_TWINS = re.compile(r"\*+|_+|~+|`+")


def sentences(rule: InlineRule, seen: Seen, asking: Asking) -> Span | None:
    """The sentences of a line that a rule hits, with the space that joins them, or None.

    They are as many as can be. The rest holds a sentence, and its view is what it was within the line's: no
    link, emphasis or bracket goes over the joint.

    Returns:
        offsets in the pass's text; None also for a protected line, and for a paragraph of several lines, of
        which a cut could make others.
    """
    if seen.protected or seen.joined:
        return None
    raw = seen.raw
    first, last = len(leading_marks(raw)), len(raw.rstrip())
    first += len(raw[first:]) - len(raw[first:].lstrip())
    found = [joint for joint in joints(raw[:last]) if joint.start > first]
    for joint in found[-_MOST:] if rule.at == "end" else found[_MOST - 1 :: -1]:
        if rule.at == "end":
            part, span = Span(joint.end, last), Span(joint.start, last)
        else:
            part, span = Span(first, joint.start), Span(first, joint.end)
        text = raw[part.start : part.end]
        if _hits(rule, text, seen.view, asking) and _is_apart(rule, raw, span, text, seen.view):
            return Span(seen.line.start + span.start, seen.line.start + span.end)
    return None


def _hits(rule: InlineRule, part: str, whole: str, asking: Asking) -> bool:
    folded = view(part)
    edge = whole.endswith(folded) if rule.at == "end" else whole.startswith(folded)
    return edge and len(folded) <= rule.max_chars and asking.full(rule.pattern, folded)


def _is_apart(rule: InlineRule, raw: str, span: Span, part: str, whole: str) -> bool:
    """Whether a part can go and leave all else as it was."""
    rest = raw[: span.start] + raw[span.end :]
    texts = (view(rest), view(part)) if rule.at == "end" else (view(part), view(rest))
    return whole in (" ".join(texts), "".join(texts)) and holds_sentence(rest) and _is_balanced(part)


def _is_balanced(text: str) -> bool:
    """Whether what brackets, quotes and emphasis open is closed in the text too, as far as counting tells."""
    if any(text.count(opening) != text.count(closing) for opening, closing in _PAIRS):
        return False
    marks = [found.group()[0] for found in _TWINS.finditer(text)]
    return all(count % 2 == 0 for count in (*map(marks.count, set(marks)), view(text).count('"')))
