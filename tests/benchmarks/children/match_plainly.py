"""Every rule against every line, one after the other, and the engine on the same texts.

`match_plainly.py FILE ROUNDS [RULES]` prints as JSON how long each took. The views of all lines are made
before the clock runs, so that the plain way is timed for its matching alone, while the engine reads,
matches, plans and cuts. Getting ready (patterns, and what the engine scans with) counts on neither side.
"""

import json
import sys
import time
from pathlib import Path

import orjson
import regex

from cleaner import Cleaner, Document, Result
from cleaner.engine.scope import in_scope
from cleaner.rulebook.patterns import compiled
from cleaner.rulebook.rule import BlockRule, LineRule, Rule
from cleaner.text.lines import is_blank
from cleaner.text.shapes import SHAPES
from cleaner.text.view import view

Job = tuple[list[str], list[tuple[str, regex.Pattern[str]]]]
"""The views of a document's lines, and the patterns to try on them with the ids of their rules."""


def main(file: str, rounds: str, *rules: str) -> None:
    """Time both ways by turns, and compare what they find."""
    lines = Path(file).read_bytes().splitlines()
    cleaner = Cleaner(rules=rules)
    jobs = [_job(_document(line), cleaner) for line in lines]
    cleaner.clean_documents([_document(line) for line in lines])
    plain, engine = [], []
    for _ in range(int(rounds)):
        began = time.perf_counter()
        hits = [_hits(*job) for job in jobs]
        plain.append(time.perf_counter() - began)
        documents = [_document(line) for line in lines]  # new ones: a document keeps what it was asked for
        began = time.perf_counter()
        results = cleaner.clean_documents(documents)
        engine.append(time.perf_counter() - began)
    _compare(documents, results, hits, Cleaner(rules=rules, prefilter=False))
    tried = {pattern.pattern for _, patterns in jobs for _, pattern in patterns}
    found = {"patterns": len(tried), "removals": sum(len(result.removals) for result in results)}
    print(json.dumps({"plain": min(plain), "engine": min(engine), **found}))


def _document(line: bytes) -> Document:
    record = orjson.loads(line)
    return Document(record["text"], url=record.get("url"), lang=record.get("lang"), format="jsonl")


def _job(document: Document, cleaner: Cleaner) -> Job:
    lines = [document.content(line) for line in document.lines]
    rules = [rule for rule in cleaner.book.rules if rule.id in cleaner.cutting and in_scope(rule, document)]
    return [view(line) for line in lines if not is_blank(line)], [
        (rule.id, compiled(pattern)) for rule in rules for pattern in _patterns(rule)
    ]


def _patterns(rule: Rule) -> list[str]:
    """What opens a match of a rule."""
    condition = rule.start if isinstance(rule, BlockRule) else getattr(rule, "pattern", ())
    parts = (condition,) if isinstance(condition, str) else condition
    return [part for part in parts if part not in SHAPES]


def _hits(views: list[str], patterns: list[tuple[str, regex.Pattern[str]]]) -> set[tuple[str, str]]:
    return {(rule, line) for line in views for rule, pattern in patterns if pattern.fullmatch(line)}


def _compare(
    documents: list[Document], results: list[Result], hits: list[set[tuple[str, str]]], oracle: Cleaner
) -> None:
    """Stop unless the engine cut what its own plain path cuts, each line where the plain way has a hit."""
    lines = {rule.id for rule in oracle.book.rules if isinstance(rule, LineRule)}
    for document, result, found in zip(documents, results, hits, strict=True):
        if oracle.clean_document(document) != result:
            raise SystemExit("the prefilter changes the result")
        for removal in result.removals:
            views = (view(line) for line in removal.text.splitlines())
            if removal.rule in lines and not any((removal.rule, line) in found for line in views):
                raise SystemExit(f"{removal.rule} cut {removal.text!r}, which its pattern does not match")


main(*sys.argv[1:])
