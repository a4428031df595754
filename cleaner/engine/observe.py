"""Observing: what the rules find in a document as it stands, how hard they look for it, and how long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cleaner.engine.asking import Asking, OutOfTime
from cleaner.engine.clean import Cleaner
from cleaner.engine.match import Match, find_matches
from cleaner.engine.passes import trials
from cleaner.engine.reading import Reading
from cleaner.text.document import Document


@dataclass(frozen=True)
class Observation:
    """What the first pass over a document does, by rule id.

    Attributes:
        looked: how many lines a rule was tried on, since one of its literals occurs there or it has none.
        matches: what it found, before anything is decided.
        seconds: how long that took.
    """

    looked: Mapping[str, int] = field(default_factory=dict)
    matches: Mapping[str, Sequence[Match]] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)


def observe(cleaner: Cleaner, document: Document) -> Observation:
    """Observe the rules of a cleaner at a document; nothing of one on which a rule runs out of time."""
    candidates = cleaner.candidates(document)
    if not candidates:
        return Observation()
    reading = Reading(document)
    tried = list(trials(reading, cleaner.matching, candidates))
    asking = Asking(cleaner.time_limit)
    try:
        found = find_matches(reading, tried, asking)
    except OutOfTime:
        return Observation()
    return Observation({rule.id: len(lines) for rule, lines in tried}, found.matches, asking.spent)
