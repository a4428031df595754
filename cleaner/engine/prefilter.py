"""The prefilter: one scan over a batch of texts finds the few lines at which each rule has to look.

It never changes a result. A rule can only match where the line of its pattern (or of a block's `start` or
`end`) holds one of its literals; the letters of a literal are then among the letters of the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from cleaner.engine.company import Company
from cleaner.engine.scanner import Automata, Finder, Scanner, Sought
from cleaner.rulebook.kinds import InlineRule
from cleaner.rulebook.required import ENDLESS, Needles
from cleaner.rulebook.rule import BlockRule, Rule
from cleaner.text.document import Document
from cleaner.text.letters import rows, with_line_feeds
from cleaner.text.lines import Span

Candidates = Mapping[int, Sequence[int] | None]
"""For each rule that may match, by its place, the lines where: numbers from 0, rising. None for any line."""

# Bytes of text after which the fast scanner, which takes some tenths of a second to make, is worth it; and
# what a batch, however short, counts for.
_WORTHWHILE, _BATCH = 1 << 16, 1 << 11
# Longest line, in code points, that is remembered, and how many: some megabytes.
_SHORT, _MOST = 160, 1 << 15


class Prefilter:
    """What a set of rules needs to find, ready to scan. Picklable; what is made for scanning stays behind."""

    def __init__(
        self, rules: Sequence[Rule], required: Mapping[str, Needles | None], company: Company
    ) -> None:
        """Prepare for some rules.

        Args:
            rules: each is called by its place among them.
            required: what each needs to find, by id.
            company: of the rules.
        """
        self._sought: list[Sought] = []
        # Rules that look at every line of every text, or of those texts in which a block's end occurs.
        self._always: dict[int, frozenset[int] | None] = {}
        self._anywhere: set[int] = set()
        late = company.of_runs.union(
            place for place, rule in enumerate(rules) if required[rule.id] is None and not rule.deletes
        )
        for place, rule in enumerate(rules):
            if place in company.of_runs:  # it matches nowhere but around its anchors
                continue
            found = required[rule.id]
            if found is None:
                self._always[place] = company.before(place, late)
                continue
            self._sought.append(Sought(place, _longest_row(rule), found))
            if found.key == "end":
                self._anywhere.add(place)
        # What was found at short lines, which come again and again in a corpus.
        self._known: dict[str, Sequence[int]] = {}
        self._scanned = 0
        self._scanner: Scanner | None = None

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_known": {}, "_scanned": 0, "_scanner": None}

    def candidates(self, texts: Sequence[str]) -> list[Candidates]:
        """Where each rule may match in each of some texts, its lines numbered as in `Document.lines`."""
        lines_of = [with_line_feeds(text).split("\n") for text in texts]
        known = self._known
        new = self._new(lines_of, known)
        candidates: list[Candidates] = []
        for lines in lines_of:
            found: dict[int, list[int]] = {}
            for number, places in enumerate(map(known.get, lines)):
                for place in new[lines[number]] if places is None else places:
                    found.setdefault(place, []).append(number)
            called = self._called(found)
            candidates.append(called | {place: self._lines(place, found[place]) for place in found})
        self._remember(new)
        return candidates

    def _remember(self, new: Mapping[str, Sequence[int]]) -> None:
        if len(self._known) + len(new) > _MOST:
            self._known = {}  # not cleared: another thread may be looking
        if len(new) <= _MOST:
            self._known.update((line, places) for line, places in new.items() if len(line) <= _SHORT)

    def _new(
        self, lines_of: Iterable[Sequence[str]], known: Mapping[str, Sequence[int]]
    ) -> dict[str, Sequence[int]]:
        """The rules that may match at each line of some texts that is not known yet."""
        new: dict[str, Sequence[int]] = {}
        texts = []
        for lines in lines_of:
            own = [line for line in dict.fromkeys(lines) if line not in known and line not in new]
            if own:
                texts.append("\n".join(own))
                new |= dict.fromkeys(own, ())
        if new:
            letters = rows(texts)
            lines = list(new)
            for row, place in self._prepared(sum(map(len, letters))).scan(letters):
                new[lines[row]] = (*new[lines[row]], place)
        return new

    def _called(self, found: Iterable[int]) -> dict[int, None]:
        """Rules that look at every line, less those for which another one would have to be found."""
        called: dict[int, None] = {}
        there = set(found)
        waiting = self._always
        while here := [
            at for at, company in waiting.items() if company is None or not company.isdisjoint(there)
        ]:
            called |= dict.fromkeys(here)
            there.update(here)
            waiting = {at: company for at, company in waiting.items() if at not in called}
        return called

    def scan(self, text: str) -> Candidates:
        """The candidates of one text."""
        return self.candidates([text])[0]

    def _lines(self, place: int, numbers: list[int]) -> list[int] | None:
        return None if place in self._anywhere else numbers

    def _prepared(self, size: int) -> Scanner:
        """The scanner for so many more bytes: first the one that is ready at once, later the fast one."""
        before, self._scanned = self._scanned, self._scanned + max(size, _BATCH)
        if self._scanner is None or before < _WORTHWHILE <= self._scanned:
            self._scanner = _scanner(self._sought, large=self._scanned >= _WORTHWHILE)
        return self._scanner


def _scanner(sought: Sequence[Sought], *, large: bool) -> Scanner:
    if large and sought:
        with suppress(ImportError):
            return Automata(sought)
    return Finder(sought)


def _longest_row(rule: Rule) -> int:
    """How many characters the letters of a line may have; they are no more than those of its view."""
    # The limit of a block counts what stands there, of which a view can be longer; that of an inline rule
    # counts a part of the line.
    if isinstance(rule, BlockRule | InlineRule):
        return ENDLESS
    return int(getattr(rule, "max_chars", ENDLESS))


def after_cuts(candidates: Candidates, document: Document, cuts: Sequence[Span]) -> Candidates:
    """The candidates of what cuts of whole lines leave: the same lines, each where it then stands.

    Args:
        candidates: of the document.
        document: what was cut from.
        cuts: what goes, in order, without overlap.
    """
    moved: dict[int, int] = {}
    at = 0
    for number, line in enumerate(document.lines):
        while at < len(cuts) and cuts[at].end <= line.start:
            at += 1
        if at == len(cuts) or line.start < cuts[at].start:
            moved[number] = len(moved)
    left = {
        place: None if lines is None else [moved[number] for number in lines if number in moved]
        for place, lines in candidates.items()
    }
    return {place: lines for place, lines in left.items() if lines is None or lines}
