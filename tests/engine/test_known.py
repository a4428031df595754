"""What is known of lines is not asked again, and is forgotten in time."""

from __future__ import annotations

import pickle

import pytest

from cleaner.engine import asking, known, prefilter
from cleaner.engine.known import Known, Views
from tests.helpers import Build, block, line

TEXTS = [
    "The ferry left at nine.\n\nJUNK\n\nThe river was low.",
    "The river was high.\n\nJUNK\n\nMore ferries\n\none boat\ntwo boats\n\nNobody came.",
    "Nobody came.\n\nJunk\nJUNK\n\nThe ferry left at nine.",
]
RULES = (line(), block(start="more ferries", body="[a-z]{3} boats?"))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The patterns that were asked, in order."""
    patterns: list[str] = []
    compiled = asking.compiled

    def noted(pattern: str) -> object:
        patterns.append(pattern)
        return compiled(pattern)

    monkeypatch.setattr(asking, "compiled", noted)
    return patterns


def test_a_line_of_another_document_is_not_asked_about_again(build: Build, asked: list[str]) -> None:
    cleaner = build(*RULES)
    results = list(map(cleaner.clean, TEXTS))
    count = len(asked)
    assert count > 0
    assert list(map(cleaner.clean, TEXTS)) == results
    assert len(asked) == count


def test_what_is_forgotten_is_found_out_again(
    build: Build, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    results = list(map(build(*RULES).clean, TEXTS))
    assert all(result.changed for result in results)
    monkeypatch.setattr(known, "_MOST", 0)
    monkeypatch.setattr(prefilter, "_MOST", 0)
    cleaner = build(*RULES)
    asked.clear()
    for _ in range(2):
        assert list(map(cleaner.clean, TEXTS)) == results
    first, again = asked[: len(asked) // 2], asked[len(asked) // 2 :]
    assert first == again


def test_it_forgets_all_at_once_when_it_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "_MOST", 6)
    some = Known()
    assert some.views["JUNK"] == "junk"
    some.answers_to("junk")["junk"] = True
    some.lines_meeting("label")["JUNK"] = True
    assert some.kept_small() is some
    assert (some.views.characters, some.answers_to("junk"), some.lines_meeting("label")) == (
        4,
        {"junk": True},
        {"JUNK": True},
    )
    assert some.views["three"] == "three"
    assert some.kept_small().views == {}
    assert (some.views.characters, some.answers_to("junk"), some.lines_meeting("label")) == (0, {}, {})


def test_views_are_made_once() -> None:
    views = Views()
    first = views["**Read  more**"]
    assert first == "read more"
    assert views["**Read  more**"] is first
    assert views.characters == len("**Read  more**")


def test_pickled_it_knows_nothing() -> None:
    some = Known()
    assert some.views["JUNK"] == "junk"
    assert pickle.loads(pickle.dumps(some)).views == {}  # noqa: S301
