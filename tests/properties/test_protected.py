"""Promise: no rule of any kind, in any pass and any format, cuts front matter or closed fenced code."""

from __future__ import annotations

from hypothesis import event, example, given
from hypothesis import strategies as st

from cleaner import Cleaner, Document
from cleaner.rulebook.book import RuleBook
from tests.properties.promises import assert_promises
from tests.strategies import LABELS, WORDS, book_of, books, documents, line_rule

_EACH_WORD = book_of(*(line_rule(f"test.{word}", word) for word in WORDS))
_FORMATS = st.sampled_from(("text", "markdown", "html"))
_KEPT = "\n\nThe ferry left the harbour at seven.\n"


@given(books(greedy=True), documents().filter(lambda text: bool(Document(text).protected)), _FORMATS)
def test_no_rule_cuts_inside_a_protected_region(book: RuleBook, text: str, form: str) -> None:
    result = Cleaner(book=book).clean_document(Document(text, format=form))
    event("cut" if result.changed else result.verdict.status)
    assert_promises(text, result)


# Cutting what stands before a `---` can turn it into front matter, which must not open what was closed.
@given(documents())
@example("junk\n\n---\n```\n---\n\nalpha\n\n```\n" + _KEPT)
def test_a_cut_never_strips_another_region_of_its_protection(text: str) -> None:
    for book in (_EACH_WORD, book_of(line_rule("test.a", "[a-z]+"))):
        assert_promises(text, Cleaner(book=book, max_removed_prose=1.0).clean(text))


_CODE = st.lists(st.sampled_from((*LABELS, "", "---", "# junk", "x = 1")), max_size=5)
_INSIDE = _CODE.map(lambda lines: [*lines, "junk"])


@given(_INSIDE, st.sampled_from(("```", "~~~~", "``` python")), st.booleans())
def test_fenced_code_stays_and_the_same_lines_outside_go(inside: list[str], fence: str, quoted: bool) -> None:
    code = "\n".join([fence, *inside, fence.rstrip(" python")])
    if quoted:
        code = "\n".join(f"> {line}" for line in code.split("\n"))
    result = Cleaner(book=_EACH_WORD).clean(f"junk\n\n{code}\n\njunk{_KEPT}")
    assert result.text == f"{code}{_KEPT}"


@given(_INSIDE.filter(lambda lines: "---" not in lines))
def test_front_matter_stays_and_the_same_lines_after_it_go(inside: list[str]) -> None:
    front = "\n".join(["---", *inside, "---"])
    result = Cleaner(book=_EACH_WORD).clean(f"{front}\njunk{_KEPT}")
    assert result.text == f"{front}{_KEPT}"


@given(st.sampled_from(("```", "~~~", "---", "+++")))
def test_a_region_that_is_never_closed_protects_nothing(mark: str) -> None:
    result = Cleaner(book=_EACH_WORD).clean(f"{mark}\n\njunk{_KEPT}")
    assert result.text == f"{mark}{_KEPT}"
