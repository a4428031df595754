"""Promise: output is the input with whole lines cut out, for any rules, any line endings."""

from __future__ import annotations

from hypothesis import event, example, given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.rulebook.book import RuleBook
from cleaner.rulebook.rule import Zone
from cleaner.text.lines import BOM
from tests.properties.promises import assert_promises
from tests.strategies import LANGS, URLS, book_of, books, documents, line_rule


@given(books(), documents(), st.sampled_from(LANGS), st.sampled_from(URLS))
def test_all_promises_hold(book: RuleBook, text: str, lang: str | None, url: str | None) -> None:
    result = Cleaner(book=book).clean(text, url=url, lang=lang)
    event("cut" if result.changed else result.verdict.status)
    assert_promises(text, result)


@given(books(), documents(endings=("\r", "\n", "\r\n")).filter(lambda text: "\r\n" in text))
@example(book_of(line_rule("test.a", "junk")), "A\rjunk\n\r\nB")
@example(book_of(line_rule("test.a", "junk")), "A\r\r\njunk\r\n\nB")
def test_no_two_line_endings_become_one(book: RuleBook, text: str) -> None:
    assert_promises(text, Cleaner(book=book).clean(text))


# The second rule fires in the second pass, when its line has become the first of the text.
_IN_TWO_PASSES = book_of(line_rule("test.a", "junk"), line_rule("test.b", "alpha", zone=Zone(first_lines=1)))


@given(documents().map(lambda text: "junk\n\n" + text.replace("alpha", f"{BOM}alpha")))
@example(f"junk\n\n{BOM}alpha\n\nThe ferry left the harbour at seven.\n")
def test_a_mark_inside_the_text_goes_and_stays_with_its_line(text: str) -> None:
    assert_promises(text, Cleaner(book=_IN_TWO_PASSES).clean(text))
