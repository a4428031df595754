"""The rule checker: runs the proof that each rule carries through a real engine."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple, Protocol, TypeVar

from cleaner.errors import DocumentError
from cleaner.rulebook.book import RuleBook
from cleaner.rulebook.kinds import InlineRule
from cleaner.rulebook.rule import Case, CueRule, LineRule, Rule
from cleaner.text.document import Document

_T = TypeVar("_T")

# Plain prose around a line on trial: enough that the guard has no reason to keep a long one.
_BEFORE = (
    "The ferry left the harbour shortly after seven, half an hour behind its timetable, with the morning's "
    "post and some forty passengers on board. A light wind blew from the west and the sea was calm.\n\n"
    "On the upper deck two carpenters argued about the price of oak. Neither of them had slept much, and "
    "both had work waiting on the island, where a winter storm had torn the roof from the old school.\n\n"
)
_AFTER = (
    "By noon the clouds had lifted and the lighthouse came into sight, white against the dark rock. The "
    "captain slowed the engines and steered wide of the sandbank that the spring tides had moved again.\n\n"
    "The carpenters shook hands at the pier and went their separate ways. One of them came back an hour "
    "later for the saw that he had left behind, and found it where he had put it down.\n"
)


_BY_CASE = "; its neighbours, zone or company matter, so prove it by a whole document: [[rule.case]]"
# A paragraph for sentences on trial.
_PROSE = "The crane was built in a dry summer. It still lifts the boats of the island, one after the other."


class Outcome(NamedTuple):
    """What an engine made of a document.

    Attributes:
        text: what came out.
        rules: ids of the rules that cut.
        problem: why it was not cleaned to the end, or nothing.
    """

    text: str
    rules: frozenset[str]
    problem: str = ""


class Prover(Protocol):
    """The real engine, as far as proofs need it. `engine.proving` provides it."""

    def clean(self, book: RuleBook, rule: Rule, document: Document, *, alone: bool, guarded: bool) -> Outcome:
        """Clean with one rule switched on.

        Args:
            book: all rules.
            rule: the one on trial.
            document: the proof.
            alone: whether all other rules are off; else those of its safety setting run too.
            guarded: whether the guard may keep the document whole, which would hide a wrong cut.
        """

    def hits(self, book: RuleBook, rule: Rule, document: Document) -> bool:
        """Whether the rule matches anywhere in the document.

        Raises:
            DocumentError: it ran out of time.
        """


class Failure(NamedTuple):
    """A proof that does not hold.

    Attributes:
        rule: id of the rule.
        proof: key and number of the proof, such as `keeps[2]`, or the key that is missing.
        problem: what happened instead.
    """

    rule: str
    proof: str
    problem: str


def failures(book: RuleBook, prover: Prover, ids: Collection[str] | None = None) -> Iterator[Failure]:
    """Try every proof of some rules of a book, or of all; yields those that fail or are missing."""
    tried = [rule for rule in book.rules if ids is None or rule.id in ids]
    for rule in sorted(tried, key=lambda rule: rule.id):
        for proof, problem in _failures_of(book, rule, prover):
            yield Failure(rule.id, proof, problem)


def proofs(rule: Rule) -> int:
    """How many proofs a rule carries."""
    shown = rule.matches if isinstance(rule, CueRule) else getattr(rule, "removes", ())
    return len(shown) + len(rule.keeps) + len(rule.case)


def _failures_of(book: RuleBook, rule: Rule, prover: Prover) -> Iterator[tuple[str, str]]:
    for key in _missing(rule):
        yield key, "is missing; a rule must prove what it removes and what it keeps"
    if isinstance(rule, LineRule | InlineRule):
        yield from _each("removes", rule.removes, lambda text: _removes(book, rule, text, prover))
    if isinstance(rule, CueRule):
        bare = dataclasses.replace(rule, zone=None, prev=None, next=None, requires=None, unless=())
        yield from _each("matches", rule.matches, lambda line: _cue(book, bare, line, prover, True))
        yield from _each("keeps", rule.keeps, lambda line: _cue(book, bare, line, prover, False))
    else:
        yield from _each("keeps", rule.keeps, lambda line: _keeps(book, rule, line, prover))
    yield from _each("case", rule.case, lambda case: _case(book, rule, case, prover))


def _missing(rule: Rule) -> Iterator[str]:
    if isinstance(rule, CueRule):
        wanted = {"matches": bool(rule.matches), "keeps": bool(rule.keeps)}
    elif _elsewhere(rule).contextual or (rule.sites and not getattr(rule, "removes", ())):
        wanted = {
            "case with before and after": any(case.before is not None for case in rule.case),
            "case with unchanged": any(case.unchanged is not None for case in rule.case),
        }
    else:
        wanted = {"removes": bool(getattr(rule, "removes", ())), "keeps": bool(rule.keeps)}
    yield from (key for key, there in wanted.items() if not there)


def _elsewhere(rule: Rule) -> Rule:
    """A rule as it is without the sites that it is confined to; lines on trial stand on a page of one."""
    return dataclasses.replace(rule, sites=None)


def _each(
    key: str, proofs: tuple[_T, ...], problem_of: Callable[[_T], str | None]
) -> Iterator[tuple[str, str]]:
    for number, proof in enumerate(proofs, 1):
        problem = problem_of(proof)
        if problem:
            yield f"{key}[{number}]", problem


def _between(line: str, rule: Rule) -> Document:
    format_ = rule.formats[0] if rule.formats else "text"
    url = f"https://{rule.sites[0]}/" if rule.sites else None
    return Document(f"{_BEFORE}{line}\n\n{_AFTER}", url=url, format=format_)


def _removes(book: RuleBook, rule: Rule, text: str, prover: Prover) -> str | None:
    document, wanted = _between(text, rule), _BEFORE + _AFTER
    if isinstance(rule, InlineRule):
        line = f"{_PROSE} {text}" if rule.at == "end" else f"{text} {_PROSE}"
        document, wanted = _between(line, rule), _between(_PROSE, rule).text
    for alone in (True, False):
        outcome = prover.clean(book, rule, document, alone=alone, guarded=False)
        if outcome.problem:
            return f"{text!r}: {outcome.problem}"
        if outcome.text != wanted:
            company = "" if alone else " with all rules loaded"
            advice = _BY_CASE if _elsewhere(rule).contextual else ""
            return f"{text!r} does not go exactly{company}; left: {_left(outcome.text)!r}{advice}"
    return None


def _left(text: str) -> str:
    return text.removeprefix(_BEFORE).removesuffix(_AFTER)


def _keeps(book: RuleBook, rule: Rule, line: str, prover: Prover) -> str | None:
    document = _between(line, rule)
    outcome = prover.clean(book, rule, document, alone=False, guarded=False)
    if outcome.problem:
        return f"{line!r}: {outcome.problem}"
    return None if outcome.text == document.text else f"{line!r} is cut by {_names(outcome)}"


def _cue(book: RuleBook, rule: Rule, line: str, prover: Prover, wanted: bool) -> str | None:
    try:
        if prover.hits(book, rule, _between(line, rule)) is wanted:
            return None
    except DocumentError as error:
        return f"{line!r}: {error}"
    return f"{line!r} is not matched" if wanted else f"{line!r} is matched"


def _case(book: RuleBook, rule: Rule, case: Case, prover: Prover) -> str | None:
    before = case.unchanged if case.before is None else case.before
    document = Document(before or "", url=case.url, lang=case.lang, format=case.format or "text")
    outcome = prover.clean(book, rule, document, alone=False, guarded=True)
    if outcome.problem:
        return outcome.problem
    if case.after is None:
        return None if outcome.text == document.text else f"is cut by {_names(outcome)}: {outcome.text!r}"
    if rule.deletes and rule.id not in _alone(book, rule, document, prover).rules:
        return "the rule does not fire"
    return None if outcome.text == case.after else f"comes out as {outcome.text!r}"


def _alone(book: RuleBook, rule: Rule, document: Document, prover: Prover) -> Outcome:
    return prover.clean(book, rule, document, alone=True, guarded=True)


def _names(outcome: Outcome) -> str:
    return ", ".join(sorted(outcome.rules))
