"""The rule lint: what is unwise in rules that load. `proof` tells whether they do what they say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from cleaner.rulebook import treelint
from cleaner.rulebook.book import RuleBook
from cleaner.rulebook.kinds import RunRule, patterns_of
from cleaner.rulebook.literals import rule_literals
from cleaner.rulebook.nearest import nearest
from cleaner.rulebook.rarity import WEAK, rarest_word, strength, words_of
from cleaner.rulebook.required import Required, Sets
from cleaner.rulebook.rule import BlockRule, CueRule, LineRule, Rule, SeveralLines
from cleaner.rulebook.swallow import swallowers
from cleaner.text.letters import all_letters, letters
from cleaner.text.view import view

UNUSED_WAIVER = "unused-waiver"
"""The one check that cannot be waived."""

# Bounds that no junk needs: longer lines and blocks, or larger shares, are content.
_MAX_LINE, _MAX_BLOCK, _MAX_LINES, _MAX_SHARE, _MAX_DISTANCE = 2000, 20_000, 500, 0.9, 200
# From this `strength` on a single word tells enough.
_TELLING = 2.0
# As many letters tell that a word is meant, in whatever form.
_STEM = 4


class Finding(NamedTuple):
    """Something unwise about a rule.

    Attributes:
        rule: id of the rule.
        check: name of the check (`rule.Check`, or `UNUSED_WAIVER`).
        problem: what it is, and what to write instead.
    """

    rule: str
    check: str
    problem: str


def lint(book: RuleBook, ids: Collection[str] | None = None) -> list[Finding]:
    """What is unwise in the rules of a book and not waived, sorted by rule and check.

    Args:
        book: all rules that run together; the checks compare each with the others.
        ids: of the rules to report on; None for all.
    """
    swallowed = swallowers(book.rules, ids)
    findings: list[Finding] = []
    for rule in sorted(book.rules, key=lambda rule: rule.id):
        if ids is None or rule.id in ids:
            found = [*_findings(rule, book)]
            if rule.id in swallowed:
                problem = f"all it removes is removed by {swallowed[rule.id]} already; drop it, or prove more"
                found.append(("swallowed", problem))
            findings += [Finding(rule.id, *finding) for finding in sorted(_unwaived(rule, found))]
    return findings


def ids_below(book: RuleBook, paths: Iterable[Path]) -> frozenset[str]:
    """The ids of the rules that were read from these files or folders."""
    places = [path.resolve() for path in paths]
    return frozenset(
        rule_id
        for rule_id, file in book.files.items()
        if any(file.resolve().is_relative_to(place) for place in places)
    )


_Found = tuple[str, str]


def _unwaived(rule: Rule, found: list[_Found]) -> Iterator[_Found]:
    waived = [waiver.check for waiver in rule.waive]
    yield from (finding for finding in found if finding[0] not in waived)
    for check in sorted({*waived} - {check for check, _ in found}):
        yield UNUSED_WAIVER, f"waives {check}, of which there is no finding; drop the waiver"


def _findings(rule: Rule, book: RuleBook) -> Iterator[_Found]:
    required = rule_literals(rule)
    yield from _category(rule, book)
    if not isinstance(rule, RunRule):  # it is looked for where its anchors are
        yield from _literals(required)
    yield from _keeps(rule, required)
    yield from _status(rule, book)
    for key, pattern in patterns_of(rule):
        yield from _pattern(key, pattern)
    yield from (("bounds", problem) for problem in _bounds(rule))


def _category(rule: Rule, book: RuleBook) -> Iterator[_Found]:
    file = book.files.get(rule.id)
    if file is None or rule.id in book.replaced:  # a rule that replaces another has that one's id
        return
    of_a_site = file.parent.name == "sites"
    wanted = "site" if of_a_site else file.stem
    if rule.category != wanted:
        slug = rule.id.partition(".")[2]
        yield (
            "category",
            f"stands in {file.name}; call it {wanted}.{slug}, or move it to {rule.category}.toml",
        )
    elif of_a_site and file.stem not in (rule.sites or ()):
        yield "category", f'stands in sites/{file.name}; write sites = ["{file.stem}"]'


def _literals(required: Required | None) -> Iterator[_Found]:
    if required is None:
        problem = "can match without any word in particular, so that every line has to be tried"
        yield "no-literal", f"{problem}; require one in every alternative"
        return
    weak = sorted({literal for clause in required.clauses for literal in _weak(clause.sets)})
    if weak:
        problem = f"can match with nothing rarer than {_some(weak)}"
        yield "common-literal", f"{problem}; require a word that other text seldom has"


def _weak(sets: Sets) -> list[str]:
    """The weak literals of the first of some sets, if each of them has some."""
    found = [[literal for literal in texts if strength(literal) < WEAK] for texts in sets]
    return found[0] if all(found) else []


def _keeps(rule: Rule, required: Required | None) -> Iterator[_Found]:
    if not rule.keeps and all(case.unchanged is None for case in rule.case):
        yield "missing-keeps", "proves nothing that stays; add a line to keeps that looks like its junk"
    if required is None or required.key == "end":
        return
    literals = {literal for clause in required.clauses for texts in clause.sets for literal in texts}
    words = {word for literal in literals for word in _telling(literal)}
    needles = set(all_letters(words))  # as a scan looks for them, whatever marks are between
    for number, keep in enumerate(rule.keeps, 1):
        found = letters(view(keep))
        if not any(needle in found for needle in needles):
            problem = (
                f"keeps[{number}] proves nothing, since no match is without one of {_some(sorted(words))}"
            )
            yield "vacuous-keep", f"{problem}; put one into it"


def _telling(literal: str) -> list[str]:
    """What a keep has to hold of a literal, one of them: the stem of its rarest word, if that tells enough.

    Else it is all of its words but one, the first or the last, if these are more than one.
    """
    word = rarest_word(literal)
    if strength(word) >= _TELLING:
        return [word[:_STEM]]
    words = words_of(literal)
    return [" ".join(words[1:]), " ".join(words[:-1])] if len(words) > 2 else [" ".join(words)]


def _some(texts: list[str]) -> str:
    more = f" or {len(texts) - 4} more" if len(texts) > 4 else ""
    return ", ".join(map(repr, texts[:4])) + more


def _status(rule: Rule, book: RuleBook) -> Iterator[_Found]:
    others = [other for other in book.rules if other.id != rule.id]
    names = {other.id for other in others}
    if rule.status == "deprecated" and rule.replaced_by is None:
        yield "deprecated", "is deprecated, but nothing says for what; add replaced-by"
    if rule.replaced_by is not None and rule.replaced_by not in names:
        missing = f"there is no other rule '{rule.replaced_by}'{nearest(rule.replaced_by, names)}"
        yield "replaced-by", f"{missing}; name the rule that does its work now"
    taken = {rule.id: rule.id} | {name: other.id for other in others for name in (*other.aliases, other.id)}
    for alias in rule.aliases:
        if alias in taken:
            yield "alias", f"alias '{alias}' is a name of {taken[alias]} already; choose another"


def _pattern(key: str, pattern: str) -> Iterator[_Found]:
    if treelint.nests_repeats(pattern):
        problem = "has a long repeat inside another, which can take forever"
        yield "nested-repeat", f"{key} {problem}; give the inner one a small count, as in {{1,20}}"
    # Of a neighbour or the inside of a block, "any line at all" is a fair thing to say.
    if key in ("pattern", "start", "end") and treelint.repeats_without_limit(pattern):
        problem = "repeats a wide set of characters without limit"
        yield "unbounded-repeat", f"{key} {problem}; write a count, as in .{{0,80}}"
    edge = treelint.edge_space(pattern)
    if edge:
        yield "edge-space", f"{key} {edge} with a space, where a view never has one; leave it out"


def _bounds(rule: Rule) -> Iterator[str]:
    if isinstance(rule, SeveralLines):
        yield from _block_bounds(rule)
    if isinstance(rule, LineRule | CueRule):
        yield from _line_bounds(rule)
    if rule.requires is not None and rule.requires.within_lines > _MAX_DISTANCE:
        yield f"requires.within-lines = {rule.requires.within_lines} is no company; write a few lines"


def _line_bounds(rule: LineRule | CueRule) -> Iterator[str]:
    given = f"max-chars = {rule.max_chars}"
    low, high = treelint.width(rule.pattern)
    if rule.max_chars < low:
        yield f"{given}, but the pattern needs {low} characters; raise it to {high or 2 * low}"
    elif rule.max_chars > _MAX_LINE:
        yield f"{given} takes in whole paragraphs; write {min(high or 300, _MAX_LINE)}"
    elif high is not None and rule.max_chars > max(2 * high, high + 50) and rule.max_chars != _DEFAULT:
        yield f"{given}, but the pattern matches {high} characters at most; write {high}"
    zone = rule.zone
    if zone is not None and (zone.last_fraction or 0) >= 1:
        yield "zone.last-fraction = 1 is the whole document; leave zone out"
    if zone is not None and max(zone.first_lines or 0, zone.last_lines or 0) > _MAX_DISTANCE:
        yield f"zone is the whole of most documents; write at most {_MAX_DISTANCE} lines, or leave it out"


_DEFAULT = LineRule.__dataclass_fields__["max_chars"].default


def _block_bounds(rule: SeveralLines) -> Iterator[str]:
    needed = max(rule.min_lines, 2 if isinstance(rule, BlockRule) and rule.end is not None else 1)
    if rule.max_lines < needed:
        yield f"max-lines = {rule.max_lines}, but a match has {needed} lines at least; write more"
    if rule.max_lines > _MAX_LINES:
        yield f"max-lines = {rule.max_lines} takes in whole articles; write {_MAX_LINES} at most"
    if rule.max_chars > _MAX_BLOCK:
        yield f"max-chars = {rule.max_chars} takes in whole articles; write {_MAX_BLOCK} at most"
    if rule.max_fraction > _MAX_SHARE:
        yield f"max-fraction = {rule.max_fraction} takes in whole documents; write {_MAX_SHARE} at most"
