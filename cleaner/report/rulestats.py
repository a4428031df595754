"""What each rule does in a corpus, and which rules deserve a second look."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cleaner.engine.observe import Observation
from cleaner.engine.result import Result
from cleaner.report.table import table
from cleaner.report.text import counted
from cleaner.text.document import Document

# A rule is judged by its cuts from this many on; fewer say little.
_ENOUGH = 20
# Share of its texts that are met once, and of a document that goes at once, from which a rule is broad.
_DISTINCT, _LARGE = 0.95, 0.5
# How many rules that were never tried are named one by one; of a thousand most are idle in any one corpus.
_NAMED = 10
# Lines it was tried on in vain, for each match, and share of the time of all rules, that make a rule hot.
_VAIN, _SLOW = 1000, 0.2
# Seconds of all rules together below which times say nothing.
_MEASURABLE = 1.0
# Share of a rule's lines that another finds too, and how many lines it takes to tell.
_SHARED, _TELLING = 0.9, 5
_HEAD = ("cuts", "documents", "characters", "texts", "largest", "at", "tried", "matched", "ms", "rule")


@dataclass
class RuleCount:
    """What one rule did.

    Attributes:
        cuts: how many it made.
        documents: in how many documents.
        characters: code points it cut.
        texts: hashes of the texts it cut, edges and case aside.
        position: sum over its cuts of where they stand: 0 for the first character of a document, 1 the last.
        largest: the largest share of a document that it cut, 0 to 1.
        tried: lines it was tried on, since a literal of it occurs there.
        matched: lines and blocks it matched, before anything was decided.
        lines: lines that its matches touch, and `shared` how many of them each other rule matches too.
        seconds: spent on trying.
    """

    cuts: int = 0
    documents: int = 0
    characters: int = 0
    texts: set[int] = field(default_factory=set)
    position: float = 0.0
    largest: float = 0.0
    tried: int = 0
    matched: int = 0
    lines: int = 0
    shared: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def at(self) -> float | None:
        """Where its cuts stand on average, 0 to 1; None where it made none."""
        return self.position / self.cuts if self.cuts else None


class Mark(NamedTuple):
    """Why a rule deserves a second look.

    Attributes:
        rule: its id.
        name: `dead`, `over-broad`, `hot` or `overlapping`.
        reason: in words.
    """

    rule: str
    name: str
    reason: str


class RuleStatistics:
    """Counts of the rules that may cut, added up document by document."""

    def __init__(self, cutting: Iterable[str]) -> None:
        """Start with the ids of the rules to count."""
        self.counts = {rule: RuleCount() for rule in sorted(cutting)}
        self.documents = 0

    def add(self, document: Document, result: Result, observation: Observation) -> None:
        """Count one document."""
        self.documents += 1
        self._add_cuts(document, result)
        for rule, count in self.counts.items():
            count.tried += observation.looked.get(rule, 0)
            count.matched += len(observation.matches.get(rule, ()))
            count.seconds += observation.seconds.get(rule, 0.0)
        self._add_lines(observation)

    def _add_cuts(self, document: Document, result: Result) -> None:
        sizes: Counter[str] = Counter()
        for removal in result.removals:
            count = self.counts[removal.rule]
            sizes[removal.rule] += len(removal.text)
            count.cuts += 1
            count.texts.add(hash(removal.text.strip().casefold()))
            count.position += removal.start / len(document.text)
        for rule, size in sizes.items():
            count = self.counts[rule]
            count.documents += 1
            count.characters += size
            count.largest = max(count.largest, size / len(document.text))

    def _add_lines(self, observation: Observation) -> None:
        finders: dict[int, set[str]] = defaultdict(set)
        for rule in self.counts.keys() & observation.matches.keys():
            for match in observation.matches[rule]:
                for line in range(match.first, match.last + 1):
                    finders[line].add(rule)
        for rules in finders.values():
            for rule in rules:
                self.counts[rule].lines += 1
                self.counts[rule].shared.update(rules - {rule})

    def marks(self) -> Iterator[Mark]:
        """The rules that deserve a second look, by id."""
        seconds = sum(count.seconds for count in self.counts.values())
        for rule, count in self.counts.items():
            for name, reason in _marks(count, seconds):
                yield Mark(rule, name, reason)

    def ranked(self) -> list[tuple[str, RuleCount]]:
        """The rules that were tried or cut, the one with the most cuts first, then by id."""
        active = [(rule, count) for rule, count in self.counts.items() if count.tried or count.cuts]
        return sorted(active, key=lambda item: (-item[1].cuts, item[0]))


def _marks(count: RuleCount, seconds: float) -> Iterator[tuple[str, str]]:
    if not count.matched:
        yield "dead", f"it matched nothing, tried on {counted(count.tried, 'line')}"
    if count.cuts >= _ENOUGH and len(count.texts) >= _DISTINCT * count.cuts:
        yield "over-broad", f"{len(count.texts):,} of its {count.cuts:,} cuts have a text of their own"
    if count.largest >= _LARGE:
        yield "over-broad", f"it cut {count.largest:.0%} of a document"
    if count.tried >= _VAIN * max(count.matched, 1):
        yield "hot", f"its literals led to {count.tried:,} lines and {count.matched:,} matches"
    if seconds >= _MEASURABLE and count.seconds >= _SLOW * seconds:
        yield "hot", f"it took {count.seconds / seconds:.0%} of the time of all rules"
    for other, lines in sorted(count.shared.items()):
        if count.lines >= _TELLING and lines >= _SHARED * count.lines:
            yield "overlapping", f"{other} finds {lines:,} of its {count.lines:,} lines too"


def rule_table(statistics: RuleStatistics) -> str:
    """A line a rule, then a line a mark; without a final line ending."""
    rows = [_row(rule, count) for rule, count in statistics.ranked()]
    idle = statistics.counts.keys() - {rule for rule, _ in statistics.ranked()}
    unnamed = idle if len(idle) > _NAMED else frozenset[str]()
    marks = [
        f"{mark.rule}: {mark.name}: {mark.reason}" for mark in statistics.marks() if mark.rule not in unnamed
    ]
    if unnamed:
        marks.append(f"dead: {counted(len(idle), 'rule')} met none of their words (json names them)")
    return "\n".join([*([table(_HEAD, rows)] if rows else ["no rule was tried"]), *marks])


def _row(rule: str, count: RuleCount) -> tuple[str, ...]:
    return (
        f"{count.cuts:,}",
        f"{count.documents:,}",
        f"{count.characters:,}",
        f"{len(count.texts):,}",
        f"{count.largest:.0%}",
        "-" if count.at is None else f"{count.at:.0%}",
        f"{count.tried:,}",
        f"{count.matched:,}",
        f"{1000 * count.seconds:,.1f}",
        rule,
    )


def rule_json(statistics: RuleStatistics) -> str:
    """The same as one JSON object on one line, of every rule that may cut; without a line ending."""
    marks: dict[str, list[dict[str, str]]] = defaultdict(list)
    for mark in statistics.marks():
        marks[mark.rule].append({"name": mark.name, "reason": mark.reason})
    rules = {rule: _keys(count) | {"marks": marks[rule]} for rule, count in statistics.counts.items()}
    return json.dumps({"documents": statistics.documents, "rules": rules})


def _keys(count: RuleCount) -> dict[str, Any]:
    return {
        "cuts": count.cuts,
        "documents": count.documents,
        "characters": count.characters,
        "texts": len(count.texts),
        "largest": round(count.largest, 4),
        "at": None if count.at is None else round(count.at, 4),
        "tried": count.tried,
        "matched": count.matched,
        "vain": max(count.tried - count.matched, 0),
        "seconds": round(count.seconds, 6),
    }
