"""Promise: where nothing is cut, the text comes out as it went in, and no removal is reported."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, Result
from cleaner.engine.proving import EngineProver
from cleaner.rulebook.book import RuleBook
from cleaner.text.document import Document
from tests.strategies import GREEDY, SENTENCES, book_of, books, documents, hostile_texts, line_rule


@given(documents() | hostile_texts(surrogates=True))
def test_without_rules_every_text_stays(text: str) -> None:
    assert Cleaner(shipped=False).clean(text) == Result(text)


@given(documents() | hostile_texts(surrogates=True))
def test_without_a_match_every_text_stays(text: str) -> None:
    cleaner = Cleaner(book=book_of(line_rule("test.never", "words that no text here holds")))
    assert cleaner.clean(text) == Result(text)


@given(books(), documents())
def test_selecting_no_rule_keeps_every_text(book: RuleBook, text: str) -> None:
    assert Cleaner(book=book, select=[]).clean(text) == Result(text)


@given(books(greedy=True), documents())
def test_no_removals_mean_the_same_text_and_the_other_way_round(book: RuleBook, text: str) -> None:
    result = Cleaner(book=book).clean(text)
    assert (result.text == text) == (not result.removals) == (not result.changed)


@given(st.sampled_from(GREEDY), documents())
def test_a_refused_document_stays_whole(pattern: str, text: str) -> None:
    """Where not a word of prose may go, a rule that takes whole lines of it is refused."""
    text = f"{text}\n\n{SENTENCES[0]}\n"
    book = book_of(line_rule("test.greedy", f"{pattern}|.*\\.", max_chars=10**6))
    result = Cleaner(book=book, max_removed_prose=0.0).clean(text)
    assert (result.text, result.removals) == (text, ())
    assert result.verdict.status == "refuse"
    assert result.verdict.reasons
    assert result.verdict.rules == ("test.greedy",)


@given(books(), documents())
def test_a_rule_that_cut_had_matched(book: RuleBook, text: str) -> None:
    """A sole rule that cuts is one that the rule checker's question `hits` says yes to."""
    for rule in book.rules:
        removals = Cleaner(book=book, select=[rule.id]).clean(text).removals
        assert not removals or EngineProver().hits(book, rule, Document(text))
