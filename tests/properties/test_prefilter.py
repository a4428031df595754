"""The prefilter never changes a result: with it and without, each document becomes the same."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, Document, Result
from cleaner.engine import prefilter
from cleaner.engine.prefilter import after_cuts
from cleaner.engine.scanner import Automata, Finder, Scanner, Sought
from cleaner.rulebook.load import load_book
from cleaner.rulebook.required import Needles
from cleaner.rulebook.rule import Rule
from cleaner.text.lines import Span
from tests.strategies import DRESSES, LANGS, PROSE, URLS, book_of, documents, hostile_texts, rule_lists

BOOK = load_book()
WITH = Cleaner(book=BOOK, safety="aggressive", max_removed_prose=1)
WITHOUT = Cleaner(book=BOOK, safety="aggressive", max_removed_prose=1, prefilter=False)
PROOFS = [
    line
    for rule in BOOK.rules
    for line in (*rule.keeps, *getattr(rule, "removes", ()), *getattr(rule, "matches", ()))
]
CASES = [text for rule in BOOK.rules for case in rule.case for text in (case.before, case.unchanged) if text]
# Hiding places of a word: within a word, between words, around the line.
_HIDING = (
    "\u00ad",
    "\u200b",
    "**",
    "&#8203;",
    "\\",
    "~~",
    "\u0301",
    "\u00a0",
    "  ",
    "\t",
    "_",
    "](",
    "&nbsp;",
)


@st.composite
def _dressed(draw: st.DrawFn) -> str:
    """A line of the shipped proofs, as sites and tools may have set it."""
    line = draw(st.sampled_from(PROOFS))
    line = draw(st.sampled_from((line, line, line.upper(), line.title(), _wide(line), f"\ufeff{line}")))
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(line)))
        line = line[:at] + draw(st.sampled_from(_HIDING)) + line[at:]
    return draw(st.sampled_from(DRESSES)).format(line)


def _wide(line: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in line)


_LINES = st.one_of(_dressed(), _dressed(), st.sampled_from(PROSE), st.sampled_from(("", "", "---", "```")))
_ENDS = st.sampled_from(("\n", "\n", "\n\n", "\r\n", "\r"))
_TEXTS = st.one_of(
    st.lists(st.tuples(_LINES, _ENDS).map("".join), min_size=1, max_size=10).map("".join),
    st.sampled_from(CASES),
    hostile_texts(),
)
_DOCUMENTS = st.builds(
    Document, _TEXTS, url=st.sampled_from(URLS), lang=st.sampled_from(LANGS), format=st.just("text")
)


def _plainly(documents: Sequence[Document], cleaner: Cleaner = WITHOUT) -> list[Result]:
    return [cleaner.clean_document(document) for document in documents]


@pytest.fixture(params=["small", "large"])
def worthwhile(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the scanner for little text, and with the one for much."""
    monkeypatch.setattr(prefilter, "_WORTHWHILE", 1 << 60 if request.param == "small" else 1)


@pytest.mark.usefixtures("worthwhile")
def test_shipped_packs() -> None:
    cleaner = Cleaner(book=BOOK, safety="aggressive", max_removed_prose=1)

    @given(batch=st.lists(_DOCUMENTS, min_size=1, max_size=4))
    def check(batch: list[Document]) -> None:
        assert cleaner.clean_documents(batch) == _plainly(batch)

    check()


@given(rules=rule_lists(greedy=True), texts=st.lists(documents(), min_size=1, max_size=4))
def _check_generated(rules: list[Rule], texts: list[str]) -> None:
    book = book_of(*rules)
    batch = [Document(text, url=url, lang=lang) for text, url, lang in zip(texts, URLS, LANGS, strict=False)]
    found = Cleaner(book=book, max_removed_prose=1).clean_documents(batch)
    assert found == _plainly(batch, Cleaner(book=book, max_removed_prose=1, prefilter=False))


@pytest.mark.usefixtures("worthwhile")
def test_generated_rules() -> None:
    _check_generated()


@given(rules=rule_lists(), text=documents(), data=st.data())
def _check_ignored_in_a_file(rules: list[Rule], text: str, data: st.DataObject) -> None:
    book = book_of(*rules)
    ids = st.sampled_from(sorted(rule.id for rule in rules))
    ignored = {"some/": data.draw(st.lists(ids, min_size=1, max_size=3, unique=True))}
    batch = [Document(text, path="some/a.txt"), Document(text, path="other/a.txt")]
    with_, without = (
        Cleaner(book=book, per_file_ignores=ignored, max_removed_prose=1, prefilter=prefilter)
        for prefilter in (True, False)
    )
    assert with_.clean_documents(batch) == _plainly(batch, without)


@pytest.mark.usefixtures("worthwhile")
def test_rules_that_only_some_files_ignore() -> None:
    """What may not cut in a file still is an anchor there, or company that another rule requires."""
    _check_ignored_in_a_file()


@given(batch=st.lists(_DOCUMENTS, min_size=2, max_size=5), data=st.data())
def test_neither_batch_nor_order_counts(batch: list[Document], data: st.DataObject) -> None:
    whole = WITH.clean_documents(batch)
    order = data.draw(st.permutations(range(len(batch))))
    middle = data.draw(st.integers(0, len(batch)))
    parts = [*order[:middle]], [*order[middle:]]
    shuffled = [result for part in parts for result in WITH.clean_documents([batch[at] for at in part])]
    assert shuffled == [whole[at] for at in order]


_END = Span(sys.maxsize, sys.maxsize)
_BYTES = st.text("ab\u00e9", min_size=1, max_size=5).map(str.encode)
_EDGES = st.sampled_from((b"", b"", b"\n"))
_NEEDLES = st.builds(lambda left, middle, right: left + middle + right, _EDGES, _BYTES, _EDGES)


_WORDS = st.lists(_NEEDLES.filter(lambda needle: len(needle) >= 3), min_size=1, max_size=4, unique=True)
_CLAUSES = st.lists(
    st.tuples(st.integers(0, 12), st.lists(_WORDS, min_size=1, max_size=3)), min_size=1, max_size=3
)


@settings(max_examples=settings().max_examples * 2)
@given(
    rules=st.lists(st.tuples(st.integers(0, 12), _CLAUSES), max_size=5),
    rows=st.lists(st.text("ab\u00e9", max_size=8).map(str.encode), max_size=6),
    times=st.sampled_from((1, 20, 80)),
)
def test_scanners_find_the_same(
    rules: list[tuple[int, list[tuple[int, list[list[bytes]]]]]], rows: list[bytes], times: int
) -> None:
    rows = [*rows, b"".join(rows) * times]
    sought = [
        Sought(place, limit * times, Needles.made("pattern", clauses))
        for place, (limit, clauses) in enumerate(rules)
    ]
    scanners: list[Scanner] = [Finder(sought), Automata(sought)]
    wanted = {
        (number, place)
        for number, row in enumerate(rows)
        for place, (limit, clauses) in enumerate(rules)
        if row and len(row.decode()) <= limit * times
        if any(
            len(row.decode()) <= longest
            and all(any(word in b"\n" + row + b"\n" for word in words) for words in sets)
            for longest, sets in clauses
        )
    }
    for scanner in scanners:
        assert set(scanner.scan(rows)) == wanted


@given(text=_TEXTS, data=st.data())
def test_lines_that_stay_are_found_where_they_then_stand(text: str, data: st.DataObject) -> None:
    document = Document(text)
    lines = [Span(line.start, line.stop) for line in document.lines if line.stop > line.start]
    cuts = sorted(data.draw(st.sets(st.sampled_from(lines)))) if lines else []
    left = "".join(text[before.end : after.start] for before, after in pairwise([Span(0, 0), *cuts, _END]))
    assume("\r\n" not in left or "\r\n" in text)  # no two line endings become one
    assume(len(Document(left).lines) == len(document.lines) - len(cuts))
    scan = WITH._prefilter.scan
    found = after_cuts({at: n for at, n in scan(text).items() if n is not None}, document, cuts)
    assert found == {at: n for at, n in scan(left).items() if n is not None}
