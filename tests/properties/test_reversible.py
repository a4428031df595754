"""Promise: the cleaned text and its removals give back the original."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cleaner import Cleaner, Removal, restore
from cleaner.errors import RestoreError
from cleaner.rulebook.book import RuleBook
from tests.strategies import books, documents, hostile_texts


@given(books(greedy=True), documents(), st.randoms(use_true_random=False))
def test_restore_gives_back_the_original_whatever_the_order_of_removals(
    book: RuleBook, text: str, random: Random
) -> None:
    result = Cleaner(book=book).clean(text)
    shuffled = list(result.removals)
    random.shuffle(shuffled)
    assert restore(result.text, shuffled) == text


@given(books(), documents())
def test_restore_refuses_a_removal_given_twice(book: RuleBook, text: str) -> None:
    result = Cleaner(book=book).clean(text)
    assume(result.changed)
    with pytest.raises(RestoreError):
        restore(result.text, [*result.removals, result.removals[0]])


@given(
    hostile_texts(surrogates=True), st.lists(st.tuples(st.integers(-3, 99), st.integers(-3, 99), st.text()))
)
def test_restore_of_nonsense_fits_or_is_refused(text: str, spans: list[tuple[int, int, str]]) -> None:
    removals = [Removal("test.a", start, end, cut) for start, end, cut in spans]
    try:
        whole = restore(text, removals)
    except RestoreError:
        return
    assert len(whole) == len(text) + sum(len(removal.text) for removal in removals)
    assert all(whole[removal.start : removal.end] == removal.text for removal in removals)
