"""Runs: lines of one shape in a row, and what of them stands around the matches of other rules."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from cleaner.engine.asking import Asking
from cleaner.engine.reading import Reading
from cleaner.rulebook.kinds import RunRule

Extent = tuple[int, int]
"""Indexes, in `Reading.seen`, of a first and a last line."""


def run_hits(
    rule: RunRule, anchors: Sequence[Extent], cues: Sequence[Extent], reading: Reading, asking: Asking
) -> Iterator[Extent]:
    """What a rule about runs hits, its bounds and exceptions aside.

    Args:
        rule: the rule.
        anchors, cues: the lines that each of them takes, in any order.
        reading: the lines of this pass.
        asking: answers what they are.
    """
    sure = {first for first, _ in anchors}
    held = {at for first, last in anchors for at in range(first, last + 1)}
    begins = sorted(sure.union(first for first, _ in cues))
    if len(begins) < rule.min_anchors:
        return
    for run in _runs(rule, sorted(held), reading, asking):
        inside = begins[bisect_left(begins, run[0]) : bisect_right(begins, run[1])]
        for group in _groups(rule, inside, sure, held):
            hit = _hit(rule, group, run)
            if hit[0] <= hit[1] and (rule.start is None or asking.meets(rule.start, reading.seen[hit[0]])):
                yield hit


def _runs(rule: RunRule, held: Sequence[int], reading: Reading, asking: Asking) -> Iterator[Extent]:
    """The runs around the lines of anchors, as long as they can be; where they have to reach one end of the
    text, the one that does, with or without anchors.

    A cue tells nothing of prose that it happens to match, so that its line has to be body like any other.
    """
    final = len(reading.seen) - 1
    anchored = frozenset(held)

    def belongs(index: int) -> bool:
        return index in anchored or _is_body(rule, index, reading, asking)

    # Where a run has to reach one end, it is found from there, however many anchors there are elsewhere.
    ends = {"start": reading.body, "end": final}
    done = reading.body - 1
    for at in held if rule.at is None else [ends[rule.at]]:
        if at <= done or not belongs(at):
            continue
        first = last = at
        while first - 1 > done and belongs(first - 1):
            first -= 1
        while last < final and belongs(last + 1):
            last += 1
        done = last
        if last - first + 1 >= rule.min_run:
            yield first, last


def _is_body(rule: RunRule, index: int, reading: Reading, asking: Asking) -> bool:
    seen = reading.seen[index]
    if not asking.meets(rule.body, seen):
        return False
    return rule.never_cross is None or not asking.meets(rule.never_cross, seen)


def _groups(rule: RunRule, begins: Sequence[int], sure: set[int], held: set[int]) -> Iterator[Extent]:
    """The anchors of a run that are near enough to each other and many enough, from first line to last."""
    groups: list[list[int]] = []
    for at in begins:
        if groups and (rule.max_gap is None or _gap(groups[-1][-1], at, held) <= rule.max_gap):
            groups[-1].append(at)
        else:
            groups.append([at])
    others = frozenset(begins)
    for group in groups:
        if len(group) >= rule.min_anchors and not sure.isdisjoint(group):
            last = group[-1]
            while last + 1 in held and last + 1 not in others:
                last += 1
            yield group[0], last


def _gap(one: int, two: int, held: set[int]) -> int:
    """How many lines between two anchors belong to none."""
    return sum(at not in held for at in range(one + 1, two))


def _hit(rule: RunRule, group: Extent, run: Extent) -> Extent:
    """What goes of a run around some anchors; beyond them, lines go only if they are few enough."""
    first, last = group
    reach = run[1] if rule.max_gap is None else rule.max_gap
    if rule.from_ == "line" and first - run[0] <= reach:
        first = run[0]
    if rule.to == "line" and run[1] - last <= reach:
        last = max(last, run[1] - rule.spare)
    return first, last
