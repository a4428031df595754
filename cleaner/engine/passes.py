"""Passes: matching what is left of a document again and again until nothing more is found."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from cleaner.engine.asking import Asking
from cleaner.engine.company import Company
from cleaner.engine.known import Known, Views
from cleaner.engine.match import Found, Match, find_matches
from cleaner.engine.plan import Cut, Remains, is_whole, plan_pass
from cleaner.engine.prefilter import Candidates, after_cuts
from cleaner.engine.reading import Reading
from cleaner.engine.result import Removal
from cleaner.engine.result import cut as without
from cleaner.rulebook.keeplist import Keep
from cleaner.rulebook.kinds import InlineRule
from cleaner.rulebook.rule import BlockRule, CueRule, LineRule, Rule
from cleaner.text.document import Document
from cleaner.text.lines import BOM
from cleaner.text.shapes import SHAPES

MAX_PASSES = 100
"""A document that still changes after so many passes is being eaten bit by bit, and is kept whole."""


class Unsound(Exception):  # noqa: N818
    """Why the cuts of a document cannot be made. Cleaning turns it into a Verdict."""


class Step(NamedTuple):
    """One pass over a document.

    Attributes:
        reading: what the pass saw.
        found: all matches by rule id, before any decision.
        kept: what the keep list spared, and by which case.
        cuts: what the pass cuts, in offsets of its own text.
        removals: for each of them the same in offsets of the original.
        remains: what is left after the pass, and where it stood in the original.
    """

    reading: Reading
    found: Mapping[str, Sequence[Match]]
    kept: Sequence[tuple[Match, Keep]]
    cuts: Sequence[Cut]
    removals: Sequence[Sequence[Removal]]
    remains: Remains


class Terms(NamedTuple):
    """On what terms a document is passed over.

    Attributes:
        rules: those to match, each after the ones it requires.
        openings: what the matches of each of them begin with.
        cutting: ids of those that may cut in this document.
        spared: the case of the keep list that spares a match, if there is one.
        time_limit: seconds one rule may take on the document.
        company: what the rules have to do with each other.
        witnesses: the places of those that count only where another one asks for them.
        known: of lines, from other documents.
        scan: finds the candidates of what is left after a pass; None to try the same rules everywhere.
    """

    rules: Sequence[Rule]
    openings: Sequence[Opening]
    cutting: frozenset[str]
    spared: Callable[[Match, Reading], Keep | None]
    time_limit: float
    company: Company
    witnesses: frozenset[int]
    known: Known
    scan: Callable[[str], Candidates] | None = None


def passes(document: Document, terms: Terms, candidates: Candidates) -> Iterator[Step]:
    """The passes over a document; those that cannot find anything are left out where there is a scan.

    Args:
        document: the original.
        terms: what to do with it.
        candidates: where each rule that counts for it may match in it.

    Raises:
        OutOfTime: a rule ran past its time limit.
        Unsound: the passes come to no end, or their cuts would lay bare what is protected.
    """
    remains = Remains(document.text)
    asking = Asking(terms.time_limit, terms.known)
    views = terms.known.views
    current = document
    protected: set[int] = set()
    for number in range(MAX_PASSES):
        before = candidates
        if terms.scan and not protected:
            candidates = _fitting(current.flowed, terms, candidates, asking, views)
            if not candidates:
                return
        else:
            candidates = with_runs(terms, candidates)
        reading = Reading(current, views)
        still = _protected(reading, remains)
        if number == 0:
            protected = still
        elif not protected <= still:
            raise Unsound("the cuts would keep front matter or code from being recognised")
        found = find_matches(reading, trials(reading, terms.rules, candidates), asking)
        deciding = [match for rule in found.matches if rule in terms.cutting for match in found.matches[rule]]
        kept = [(match, keep) for match in deciding if (keep := terms.spared(match, reading))]
        spared = {match for match, _ in kept}
        cuts = plan_pass(reading, [match for match in deciding if match not in spared])
        yield Step(reading, found.matches, kept, cuts, remains.remove(cuts), remains)
        if not cuts:
            return
        if number + 1 == MAX_PASSES:
            break
        current = document.with_text(remains.text)
        if terms.scan:
            same = _same_lines(current, reading, cuts)
            if same and not (protected or None in candidates.values() or _suspected(found, cuts)):
                return
            left = after_cuts(before, reading.document, [cut.span for cut in cuts]) if same else None
            candidates = terms.scan(current.flowed.text) if left is None else left
    raise Unsound(f"rules still found something after {MAX_PASSES} passes")


def _same_lines(left: Document, reading: Reading, cuts: Sequence[Cut]) -> bool:
    """Whether what cuts left of a text reads as the lines that they did not take."""
    whole = all(is_whole(cut.match, reading) for cut in cuts)
    return whole and left.flowed.text == without(reading.document.text, [cut.span for cut in cuts])


def _fitting(
    document: Document, terms: Terms, candidates: Candidates, asking: Asking, views: Views
) -> Candidates:
    """Those of the candidates whose line a rule's pattern fits: a look at the line alone.

    Rules that only witness are looked at where a rule that fits, or a run with anchors, has need of them.
    """
    if "\r" in document.text:
        return with_runs(terms, candidates)
    lines = document.text.removeprefix(BOM if document.bom else "").split("\n")
    fitting: dict[int, Sequence[int] | None] = {}

    def look(places: Iterable[int]) -> None:
        for place in places:
            rule = terms.rules[place].id
            fits = _fits(rule, terms.openings[place], candidates[place], lines, asking, views)
            if fits is None or fits:
                fitting[place] = fits

    witnesses = terms.witnesses.intersection(candidates)
    required = terms.company.required
    # What would have to look at every line waits until what it requires may be there; mostly it is not.
    late = {place for place in required.keys() & candidates if candidates[place] is None} - witnesses
    look(candidates.keys() - witnesses - late)
    known = fitting.keys() | witnesses | late | terms.company.of_runs
    look(place for place in sorted(late) if not required[place].isdisjoint(known))
    if not fitting:
        return {}
    may_help = {**fitting, **{place: candidates[place] for place in witnesses}}
    there = set(with_runs(terms, fitting, may_help))
    for place in sorted(witnesses, reverse=True):  # a rule comes after those it requires
        if not there.isdisjoint(terms.company.callers(place)):
            look([place])
            there.update(fitting.keys() & {place})
    fitting = with_runs(terms, fitting)
    return fitting if any(terms.rules[place].id in terms.cutting for place in fitting) else {}


def with_runs(
    terms: Terms, candidates: Candidates, cues: Candidates | None = None
) -> dict[int, Sequence[int] | None]:
    """The candidates, and those rules about runs that may have enough anchors among them.

    Args:
        terms: whose runs.
        candidates: of the other rules.
        cues: the same and more that may count as anchors beside them.
    """
    found = dict(candidates)
    for (anchors, both), runs in terms.company.runs.items():
        if not anchors.isdisjoint(candidates):
            begins = _begins(both, candidates if cues is None else cues)
            found |= {place: None for place, least in runs if begins >= least}
    return found


def _begins(places: frozenset[int], candidates: Candidates) -> float:
    """At how many lines some rules may match."""
    begins: set[int] = set()
    for place in places.intersection(candidates):
        lines = candidates[place]
        if lines is None:
            return math.inf
        begins.update(lines)
    return len(begins)


def _fits(
    rule: str,
    opening: Opening,
    numbers: Sequence[int] | None,
    lines: Sequence[str],
    asking: Asking,
    views: Views,
) -> Sequence[int] | None:
    """The numbers of the lines at which a rule can begin, of the given ones or of all; None for any line."""
    pattern, longest = opening
    if pattern is None:
        return numbers
    if numbers is None:
        numbers = range(len(lines))
    return [
        number
        for number in numbers
        if len(folded := views[lines[number]]) <= longest and asking.fits(rule, pattern, folded)
    ]


class Opening(NamedTuple):
    """What the first line of a match has to be.

    Attributes:
        pattern: what it has to fit; None where that is not to be said.
        longest: how many characters its view may have.
    """

    pattern: str | None
    longest: int = sys.maxsize

    @classmethod
    def of(cls, rule: Rule) -> Opening:
        """What the matches of a rule begin with."""
        match rule:
            case LineRule() | CueRule():
                return cls(rule.pattern, rule.max_chars)
            case InlineRule():
                return cls(rule.around)
            case BlockRule(start=start):
                parts = (start,) if isinstance(start, str) else start
                return cls(next((part for part in parts if part not in SHAPES), None))
        return cls(None)


def trials(
    reading: Reading, rules: Sequence[Rule], candidates: Candidates
) -> Iterator[tuple[Rule, Sequence[int]]]:
    """The rules to try on a document, and the lines of its reading at which to try each.

    Args:
        reading: what a pass sees of it.
        rules: each after those it requires.
        candidates: where each of them may match, by its place among them.
    """
    for place in sorted(candidates):
        lines = candidates[place]
        yield rules[place], reading.everywhere if lines is None else reading.indexes(lines)


def _protected(reading: Reading, remains: Remains) -> set[int]:
    """Where the protected lines of a pass stand in the original."""
    if not reading.document.protected:
        return set()
    return {remains.original_offset(seen.line.start) for seen in reading.seen if seen.protected}


def _suspected(found: Found, cuts: Sequence[Cut]) -> bool:
    """Whether a line is left at which some rule may yet match, now that something has changed."""
    return not found.suspects.issubset(chain.from_iterable(range(m.first, m.last + 1) for m, _ in cuts))
