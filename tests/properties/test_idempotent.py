"""Promise: cleaning twice equals cleaning once."""

from __future__ import annotations

from hypothesis import event, given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.rulebook.book import RuleBook
from tests.strategies import LANGS, URLS, books, documents, hostile_texts


@given(books(), documents(), st.sampled_from(LANGS), st.sampled_from(URLS))
def test_cleaning_the_output_changes_nothing(
    book: RuleBook, text: str, lang: str | None, url: str | None
) -> None:
    cleaner = Cleaner(book=book)
    once = cleaner.clean(text, url=url, lang=lang)
    again = cleaner.clean(once.text, url=url, lang=lang)
    event("cut" if once.changed else once.verdict.status)
    assert again.text == once.text
    assert not again.removals


@given(books(greedy=True), documents())
def test_harmful_rules_settle_or_are_refused(book: RuleBook, text: str) -> None:
    cleaner = Cleaner(book=book)
    once = cleaner.clean(text)
    assert cleaner.clean(once.text).text == once.text


@given(documents() | hostile_texts())
def test_the_shipped_rules_settle(shipped: Cleaner, text: str) -> None:
    once = shipped.clean(text)
    assert shipped.clean(once.text).text == once.text
