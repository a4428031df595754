"""Promise: the result depends on the document and the set of rules alone.

Not on the order of rules, packs or files, not on other rules that never match, not on the process or
thread that cleans.
"""

from __future__ import annotations

import itertools
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.rulebook.book import RuleBook, RulePack
from cleaner.rulebook.rule import Rule
from tests.strategies import LANGS, URLS, book_of, books, documents, hostile_texts, line_rule, rule_lists

_SHUFFLED = rule_lists().flatmap(lambda rules: st.tuples(st.just(rules), st.permutations(rules)))


@given(_SHUFFLED, documents())
def test_the_order_of_rules_makes_no_difference(orders: tuple[list[Rule], list[Rule]], text: str) -> None:
    first, second = (Cleaner(book=book_of(*rules)).clean(text) for rules in orders)
    assert first == second


@given(_SHUFFLED, documents(), st.integers(0, 5), st.booleans())
def test_the_split_into_packs_makes_no_difference(
    orders: tuple[list[Rule], list[Rule]], text: str, at: int, turned: bool
) -> None:
    rules, shuffled = orders
    packs = [RulePack("one", "1", tuple(shuffled[:at])), RulePack("two", "1", tuple(shuffled[at:]))]
    split = RuleBook.of(packs[::-1] if turned else packs)
    assert split.digest() == book_of(*rules).digest()
    assert Cleaner(book=split).clean(text) == Cleaner(book=book_of(*rules)).clean(text)


@given(rule_lists(), documents())
def test_rules_that_never_match_make_no_difference(rules: list[Rule], text: str) -> None:
    idle = [line_rule(f"test.idle-{number}", f"words that no text holds {number}") for number in range(3)]
    assert Cleaner(book=book_of(*rules, *idle)).clean(text) == Cleaner(book=book_of(*rules)).clean(text)


@pytest.fixture(scope="module")
def cleaners_by_file_order(tmp_path_factory: pytest.TempPathFactory) -> list[Cleaner]:
    """The same three rules that compete for one line, from files named in every order."""
    folder = tmp_path_factory.mktemp("packs")
    patterns = {"one": "junk(?: alpha)?", "two": "(?:junk|alpha) .*", "three": "[a-z]+"}
    files = [folder / f"{name}.toml" for name in patterns]
    for file, (name, pattern) in zip(files, patterns.items(), strict=True):
        file.write_text(_TOML.format(name, pattern), encoding="utf-8")
    orders: list[tuple[Path, ...]] = list(itertools.permutations(files))
    return [Cleaner(rules=order, shipped=False) for order in orders]


_TOML = "schema = 1\n[[rule]]\nid = '{0}.rule'\nkind = 'line'\ndescription = 'Test.'\npattern = '{1}'\n"


@given(documents())
def test_the_order_of_files_makes_no_difference(cleaners_by_file_order: list[Cleaner], text: str) -> None:
    first, *others = (cleaner.clean(text) for cleaner in cleaners_by_file_order)
    assert all(other == first for other in others)


@given(books(), documents())
def test_a_pickled_cleaner_cleans_alike(book: RuleBook, text: str) -> None:
    cleaner = Cleaner(book=book, max_removed_prose=0.8)
    copy: Cleaner = pickle.loads(pickle.dumps(cleaner))  # noqa: S301
    result = cleaner.clean(text)
    assert copy.clean(text) == result
    assert pickle.loads(pickle.dumps(result)) == result  # noqa: S301


@given(books(), st.lists(documents() | hostile_texts(), min_size=2, max_size=6))
def test_threads_that_share_a_cleaner_clean_alike(book: RuleBook, texts: list[str]) -> None:
    cleaner = Cleaner(book=book)
    alone = [cleaner.clean(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(cleaner.clean, texts)) == alone


_ORIGINS = st.fixed_dictionaries({"url": st.sampled_from(URLS), "lang": st.sampled_from(LANGS)})


@given(books(), documents(), documents(), _ORIGINS, _ORIGINS)
def test_an_earlier_document_leaves_no_trace(
    book: RuleBook, text: str, earlier: str, origin: dict[str, str | None], other: dict[str, str | None]
) -> None:
    cleaner = Cleaner(book=book)
    cleaner.clean(earlier, **origin)
    cleaner.clean(text, **other)
    assert cleaner.clean(text, **origin) == Cleaner(book=book).clean(text, **origin)
