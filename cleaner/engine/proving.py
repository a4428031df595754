"""The real engine for the rule checker."""

from __future__ import annotations

import dataclasses

from cleaner.engine.clean import Cleaner
from cleaner.engine.guard import MAX_REMOVED_PROSE
from cleaner.rulebook.book import RuleBook
from cleaner.rulebook.proof import Outcome
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.selectors import ALL
from cleaner.text.document import Document


class EngineProver:
    """Tries proofs on `Cleaner`, the path that everything uses.

    Making an engine of hundreds of rules takes far longer than a proof, so that proofs that ask for the same
    rules share one; of those that ask for one rule alone, each shares the one before.
    """

    def __init__(self) -> None:
        self._book: RuleBook | None = None
        self._shared: dict[tuple[str, bool], Cleaner] = {}
        self._latest: tuple[RuleBook, Rule, bool, bool, Cleaner] | None = None

    def clean(self, book: RuleBook, rule: Rule, document: Document, *, alone: bool, guarded: bool) -> Outcome:
        """Clean with one rule switched on; see `proof.Prover`."""
        cleaner = self._cleaner(book, rule, alone=alone, guarded=guarded)
        result = cleaner.clean_document(document)
        problem = "; ".join(result.verdict.reasons) if result.verdict.status == "timeout" else ""
        return Outcome(result.text, frozenset(removal.rule for removal in result.removals), problem)

    def hits(self, book: RuleBook, rule: Rule, document: Document) -> bool:
        """Whether the rule matches anywhere in the document."""
        return Cleaner(book=_with(book, rule), select=[]).hits(rule.id, document)

    def _cleaner(self, book: RuleBook, rule: Rule, *, alone: bool, guarded: bool) -> Cleaner:
        if not alone and rule.safety != "report":
            everything = self._everything(book, rule, guarded=guarded)
            if rule.id in everything.cutting:
                return everything
        return self._own(book, rule, alone=alone, guarded=guarded)

    def _own(self, book: RuleBook, rule: Rule, *, alone: bool, guarded: bool) -> Cleaner:
        if self._latest:
            *asked, cleaner = self._latest
            if asked[0] is book and asked[1] is rule and asked[2:] == [alone, guarded]:
                return cleaner
        rules = _with(book, dataclasses.replace(rule, safety="safe") if rule.safety == "report" else rule)
        cleaner = _engine(rules, rule, [rule.id] if alone else [ALL, rule.id], guarded=guarded)
        self._latest = (book, rule, alone, guarded, cleaner)
        return cleaner

    def _everything(self, book: RuleBook, rule: Rule, *, guarded: bool) -> Cleaner:
        if book is not self._book:
            self._book, self._shared = book, {}
        key = (_safety(rule), guarded)
        if key not in self._shared:
            self._shared[key] = _engine(book, rule, [ALL], guarded=guarded)
        return self._shared[key]


def _engine(book: RuleBook, rule: Rule, select: list[str], *, guarded: bool) -> Cleaner:
    share = MAX_REMOVED_PROSE if guarded else 1
    return Cleaner(book=book, select=select, safety=_safety(rule), max_removed_prose=share)


def _safety(rule: Rule) -> str:
    return "aggressive" if rule.safety == "aggressive" else "safe"


def _with(book: RuleBook, rule: Rule) -> RuleBook:
    """The book with one rule in the place of its namesake."""
    rules = tuple(rule if own.id == rule.id else own for own in book.rules)
    return dataclasses.replace(book, rules=rules)
