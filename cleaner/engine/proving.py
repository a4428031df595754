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
    """Tries proofs on `Cleaner`, the path that everything uses."""

    def clean(self, book: RuleBook, rule: Rule, document: Document, *, alone: bool, guarded: bool) -> Outcome:
        """Clean with one rule switched on; see `proof.Prover`."""
        rules = _with(book, dataclasses.replace(rule, safety="safe") if rule.safety == "report" else rule)
        safety = "aggressive" if rule.safety == "aggressive" else "safe"
        cleaner = Cleaner(
            book=rules,
            select=[rule.id] if alone else [ALL, rule.id],
            safety=safety,
            max_removed_prose=MAX_REMOVED_PROSE if guarded else 1,
        )
        result = cleaner.clean_document(document)
        problem = "; ".join(result.verdict.reasons) if result.verdict.status == "timeout" else ""
        return Outcome(result.text, frozenset(removal.rule for removal in result.removals), problem)

    def hits(self, book: RuleBook, rule: Rule, document: Document) -> bool:
        """Whether the rule matches anywhere in the document."""
        return Cleaner(book=_with(book, rule), select=[]).hits(rule.id, document)


def _with(book: RuleBook, rule: Rule) -> RuleBook:
    """The book with one rule in the place of its namesake."""
    rules = tuple(rule if own.id == rule.id else own for own in book.rules)
    return dataclasses.replace(book, rules=rules)
