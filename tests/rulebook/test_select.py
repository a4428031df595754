"""Selectors: which rules of a book may cut."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.errors import SelectorError
from cleaner.rulebook.book import RuleBook
from cleaner.rulebook.load import load_book
from cleaner.rulebook.select import select
from tests.helpers import cue, line, write_rules

APPEALS = {"donation.beg", "donation.thank"}
SAFE = APPEALS | {"comments.leave", "comments.old"}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    folder = tmp_path_factory.mktemp("packs")
    first = write_rules(
        folder / "first.toml",
        line(rule_id="donation.beg", tags=["money"], aliases=["donation.ask"]),
        line(rule_id="donation.thank"),
        line(rule_id="donation.new", status="preview"),
        line(rule_id="donation.bold", safety="aggressive", tags=["money"]),
        line(rule_id="donation.watch", safety="report"),
    )
    second = write_rules(
        folder / "second.toml",
        line(rule_id="comments.leave", tags=["money"]),
        line(rule_id="comments.old", status="deprecated"),
        cue("sign", "comments.sign"),
    )
    return load_book([first, second], shipped=False)


@pytest.mark.parametrize(
    ("selected", "ignored", "expected"),
    [
        pytest.param(None, [], SAFE, id="nothing said: all that is safe and settled"),
        pytest.param(["ALL"], [], SAFE, id="ALL is the same"),
        pytest.param([], [], set(), id="select nothing"),
        pytest.param(["donation"], [], APPEALS, id="a category"),
        pytest.param(["donation", "comments"], [], SAFE, id="two categories"),
        pytest.param(["donation.beg"], [], {"donation.beg"}, id="a full id"),
        pytest.param(["donation.ask"], [], {"donation.beg"}, id="an alias"),
        pytest.param(["tag:money"], [], {"donation.beg", "comments.leave"}, id="a tag"),
        pytest.param(["pack:first"], [], APPEALS, id="a pack"),
        pytest.param(None, ["donation"], SAFE - APPEALS, id="ignore a category"),
        pytest.param(None, ["donation.beg"], SAFE - {"donation.beg"}, id="ignore an id"),
        pytest.param(None, ["donation.ask"], SAFE - {"donation.beg"}, id="ignore an alias"),
        pytest.param(None, ["tag:money"], {"donation.thank", "comments.old"}, id="ignore a tag"),
        pytest.param(None, ["pack:second"], APPEALS, id="ignore a pack"),
        pytest.param(None, ["ALL"], set(), id="ignore everything"),
        pytest.param(
            ["donation.beg"], ["donation"], {"donation.beg"},
            id="narrower select: id over category",
        ),
        pytest.param(
            ["donation"], ["donation.beg"], {"donation.thank"},
            id="narrower ignore: id over category",
        ),
        pytest.param(["donation"], ["ALL"], APPEALS, id="narrower select: category over ALL"),
        pytest.param(["donation"], ["pack:first"], APPEALS, id="narrower select: category over pack"),
        pytest.param(["donation"], ["tag:money"], APPEALS, id="narrower select: category over tag"),
        pytest.param(
            ["tag:money"], ["ALL"], {"donation.beg", "comments.leave"},
            id="narrower select: tag over ALL",
        ),
        pytest.param(
            ["pack:first"], ["donation.ask"], {"donation.thank"},
            id="narrower ignore: alias over pack",
        ),
        pytest.param(["donation.beg"], ["donation.beg"], set(), id="draw: ids"),
        pytest.param(["donation"], ["donation"], set(), id="draw: categories"),
        pytest.param(["ALL"], ["ALL"], set(), id="draw: ALL"),
        pytest.param(["tag:money"], ["pack:first"], {"comments.leave"}, id="draw: tag and pack"),
        pytest.param(
            ["ALL", "donation.beg"], ["donation"], (SAFE - APPEALS) | {"donation.beg"},
            id="the narrowest counts",
        ),
        pytest.param(["donation.new"], [], {"donation.new"}, id="preview: by its full id"),
        pytest.param(["ALL", "donation.new"], [], SAFE | {"donation.new"}, id="preview: besides ALL"),
        pytest.param(["donation.bold"], [], {"donation.bold"}, id="aggressive: by its full id"),
        pytest.param(["donation.watch"], [], set(), id="report: never, not even by its full id"),
        pytest.param(["comments.sign"], [], set(), id="a cue never cuts"),
    ],
)  # fmt: skip
def test_select(book: RuleBook, selected: list[str] | None, ignored: list[str], expected: set[str]) -> None:
    assert select(book, select=selected, ignore=ignored) == expected


@pytest.mark.parametrize(
    ("selected", "expected"),
    [
        pytest.param(None, SAFE | {"donation.bold"}, id="everything"),
        pytest.param(["donation"], APPEALS | {"donation.bold"}, id="a category"),
        pytest.param(["tag:money"], {"donation.beg", "donation.bold", "comments.leave"}, id="a tag"),
        pytest.param(["comments.leave"], {"comments.leave"}, id="only what is selected"),
    ],
)
def test_aggressive_adds_rules(book: RuleBook, selected: list[str] | None, expected: set[str]) -> None:
    assert select(book, select=selected, safety="aggressive") == expected


@pytest.mark.parametrize(
    ("selector", "hint"),
    [
        pytest.param("donations", "did you mean 'donation'?", id="category"),
        pytest.param("donation.bag", "did you mean 'donation.beg'?", id="id"),
        pytest.param("donation.aks", "did you mean 'donation.ask'?", id="alias"),
        pytest.param("tag:mony", "did you mean 'tag:money'?", id="tag"),
        pytest.param("pack:frist", "did you mean 'pack:first'?", id="pack"),
        pytest.param("all", "use ALL, a category, a rule id, tag:NAME or pack:NAME", id="lower-case all"),
        pytest.param("", "use ALL", id="empty"),
        pytest.param("tag:", "use ALL", id="tag without name"),
        pytest.param("donation.*", "use ALL", id="wildcards are not known"),
        pytest.param("money", "use ALL", id="tag without its prefix"),
    ],
)
def test_unknown_selector(book: RuleBook, selector: str, hint: str) -> None:
    for options in ({"select": [selector]}, {"ignore": [selector]}):
        with pytest.raises(SelectorError) as caught:
            select(book, **options)
        assert f"selector '{selector}' names no rule" in str(caught.value)
        assert hint in str(caught.value)


@pytest.mark.parametrize(
    ("safety", "hint"),
    [
        pytest.param("agressive", "did you mean 'aggressive'?", id="misspelt"),
        pytest.param("report", "use one of: safe, aggressive", id="report is no setting"),
    ],
)
def test_unknown_safety(book: RuleBook, safety: str, hint: str) -> None:
    with pytest.raises(SelectorError) as caught:
        select(book, safety=safety)
    assert hint in str(caught.value)


def test_all_of_an_empty_book(tmp_path: Path) -> None:
    assert select(RuleBook.of([])) == frozenset()
    with pytest.raises(SelectorError):
        select(RuleBook.of([]), select=["donation"])
