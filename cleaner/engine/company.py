"""Company: which rules count only beside others, by their places among the rules to match."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cached_property

from cleaner.rulebook.book import RuleBook
from cleaner.rulebook.kinds import RunRule
from cleaner.rulebook.rule import Rule

Places = frozenset[int]


class Company:
    """What some rules have to do with each other.

    Attributes:
        runs: the rules about runs, each with how many anchors it needs; by what these may be, without and
            with the cues.
        required: of each rule that requires others, which.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Look at some rules, each of which comes after those it needs."""
        places = {rule.id: place for place, rule in enumerate(rules)}
        runs: dict[tuple[Places, Places], list[tuple[int, int]]] = defaultdict(list)
        callers: dict[int, set[int]] = defaultdict(set)  # without the runs, which have anchors by the hundred
        self.required: dict[int, Places] = {}
        for place, rule in enumerate(rules):
            for needed in rule.company:
                callers[places[needed]].add(place)
            if rule.requires:
                self.required[place] = frozenset(places[one] for one in rule.requires.rules)
            if isinstance(rule, RunRule):
                anchors = frozenset(map(places.__getitem__, rule.anchors))
                both = anchors.union(map(places.__getitem__, rule.cues))
                runs[anchors, both].append((place, rule.min_anchors))
        self._ids = tuple(rule.id for rule in rules)
        self._witnesses: dict[frozenset[str], Places] = {}
        self._callers = dict(callers)
        self._known: dict[int, Places] = {}
        self.runs = dict(runs)

    @cached_property
    def of_runs(self) -> Places:
        """The rules about runs."""
        return frozenset(place for some in self.runs.values() for place, _ in some)

    @cached_property
    def anchors(self) -> Places:
        """All rules that anchor runs, the cues left out."""
        return frozenset[int]().union(*(anchors for anchors, _ in self.runs))

    def callers(self, place: int) -> Places:
        """The rules that ask for another one, or of which it is an anchor or a cue."""
        found = self._known.get(place)
        if found is None:
            of_it = (runs for (_, both), runs in self.runs.items() if place in both)
            found = self._known[place] = frozenset(self._callers.get(place, ())).union(*map(dict, of_it))
        return found

    def witnesses(self, cutting: frozenset[str]) -> Places:
        """The rules that count only where another one asks for them, if the rules of some ids cut."""
        found = self._witnesses.get(cutting)
        if found is None:
            idle = (place for place, rule in enumerate(self._ids) if rule not in cutting)
            found = self._witnesses[cutting] = frozenset(idle) - self.anchors
        return found

    def before(self, place: int, late: Collection[int]) -> Places | None:
        """The rules one of which has to be found before another one counts; None where it counts by itself.

        A witness counts where a rule asks for it, or where a run that does has an anchor.

        Args:
            place: of that rule.
            late: rules that are found only where others are found before them.
        """
        if place in self.required:
            return None if self.required[place].intersection(late) else self.required[place]
        if place not in late or place in self.anchors:  # around an anchor a run may be all there is
            return None
        asking = self.callers(place)
        anchors = (anchors for (anchors, _), some in self.runs.items() if not asking.isdisjoint(dict(some)))
        return asking.difference(self.of_runs).union(*anchors)


def with_company(
    book: RuleBook, cutting: frozenset[str], ignored: frozenset[str] = frozenset()
) -> tuple[Rule, ...]:
    """The rules to match: those that cut, and those they require, which may only witness.

    Args:
        book: all rules.
        cutting: ids of those that cut.
        ignored: ids of those that the user ignores; they anchor no run either, or they would go with it.
    """
    rules = [_less(rule, ignored) for rule in book.rules]
    needed = set(cutting)
    for rule in reversed(rules):  # a rule comes after what it requires
        if rule.id in needed:
            needed.update(rule.needs)
    return tuple(rule for rule in rules if rule.id in needed)


def _less(rule: Rule, ignored: frozenset[str]) -> Rule:
    """A rule about runs without some of its anchors and cues; any other as it is."""
    if not isinstance(rule, RunRule) or ignored.isdisjoint(rule.needs):
        return rule
    anchors, cues = (tuple(one for one in ids if one not in ignored) for ids in (rule.anchors, rule.cues))
    return dataclasses.replace(rule, anchors=anchors, cues=cues)
