"""Promise: a document never loses more of its prose than allowed, and never all of its text."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.rulebook.book import RuleBook
from tests.properties.promises import assert_promises, prose_lost
from tests.strategies import SENTENCES, book_of, books, documents, line_rule

_PROSE_EATER = book_of(line_rule("test.eater", ".*junk.*"))
_LIMITS = st.floats(0, 1) | st.sampled_from((0.0, 0.5, 1.0))


@given(books(greedy=True), documents(), _LIMITS)
def test_no_more_prose_goes_than_allowed(book: RuleBook, text: str, limit: float) -> None:
    assert_promises(text, Cleaner(book=book, max_removed_prose=limit).clean(text), limit)


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=9), _LIMITS)
def test_the_guard_refuses_exactly_what_goes_beyond_the_limit(prose: list[str], limit: float) -> None:
    """Sentences with one word go, the others stay: what would be lost is known beforehand."""
    lost = sum(len(line) for line in prose if "junk" in line)
    assume(lost)
    text = "\n\n".join(prose)
    result = Cleaner(book=_PROSE_EATER, max_removed_prose=limit).clean(text)
    allowed = lost <= limit * sum(map(len, prose)) and any("junk" not in line for line in prose)
    assert result.verdict.status == ("accept" if allowed else "refuse")
    assert allowed == (prose_lost(text, result) > 0)


@given(documents())
def test_a_document_never_loses_everything(text: str) -> None:
    everything = book_of(line_rule("test.all", ".*", max_chars=10**6))
    result = Cleaner(book=everything, max_removed_prose=1.0).clean(text)
    assert_promises(text, result, 1.0)


@given(st.lists(st.sampled_from(("junk", "alpha", "home", "about us")), min_size=1), st.integers(1, 3))
def test_menus_and_labels_are_no_prose(labels: list[str], sentences: int) -> None:
    """However much of it is menu, all of a page's menu may go."""
    prose = SENTENCES[:sentences]
    menu = book_of(line_rule("test.menu", "junk|alpha|home|about us"))
    result = Cleaner(book=menu, max_removed_prose=0.0).clean("\n".join((*labels, "", *prose)))
    assert result.text == "\n".join(prose)
