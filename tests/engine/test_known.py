"""What is known of lines is not asked again, and is forgotten in time."""

from __future__ import annotations

import gc
import pickle
import tracemalloc

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


def test_a_line_of_another_document_is_not_looked_at_again(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def is_short(raw: str, _view: str) -> bool:
        looked.append(raw)
        return True

    monkeypatch.setitem(asking.SHAPES, "short", is_short)
    cleaner = build(block(start="more ferries", body="short"))
    results = list(map(cleaner.clean, TEXTS))
    assert looked == ["one boat", "two boats", "Nobody came."]
    assert list(map(cleaner.clean, TEXTS)) == results
    assert len(looked) == 3


def test_candidates_of_so_many_lines_are_known(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    scanned: list[int] = []
    rows = prefilter.rows

    def noted(texts: list[str]) -> list[bytes]:
        found = rows(texts)
        scanned.append(len(found))
        return found

    monkeypatch.setattr(prefilter, "rows", noted)
    monkeypatch.setattr(prefilter, "_MOST", 4)
    cleaner = build(line())
    for text in ("A.\nB.\nJunk 1", "A.\nB.\nJunk 2", "A.\nJunk 1\nC.", "A.\nB.\nJunk 2"):
        assert cleaner.clean(text).changed
    assert scanned == [3, 1, 1, 3]  # the fifth line was one too many, and took the place of all


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
    some.trim()
    assert (some.views, some.views.characters) == ({"JUNK": "junk"}, 4)
    assert (some.answers_to("junk"), some.lines_meeting("label")) == ({"junk": True}, {"JUNK": True})
    assert some.views["three"] == "three"
    some.trim()
    assert (some.views, some.views.characters) == ({}, 0)
    assert (some.answers_to("junk"), some.lines_meeting("label")) == ({}, {})


def test_a_large_document_is_not_kept_in_memory(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    cleaner = build(*RULES)
    monkeypatch.setattr(known, "_MOST", 1000)
    monkeypatch.setattr(prefilter, "_MOST", 100)
    text = "A.\n\n" + "\n".join(f"Junk {number}" for number in range(1000)) + "\n\nB.\n"
    assert cleaner.clean("A.\n\nJunk\n\nB.\n").changed  # what is made once is there
    gc.collect()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    assert cleaner.clean(text).text == "A.\n\nB.\n"
    gc.collect()
    after, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak - before > 20 * len(text)
    assert after - before < 10 * len(text)


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
