"""Cleaner and restore: what callers may rely on."""

from __future__ import annotations

import copy
import dataclasses
import gc
import pickle
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner, CleanerError, Document, Removal, Result, restore
from cleaner.engine import clean as engine
from cleaner.errors import RestoreError, RuleError, SelectorError, UsageError
from cleaner.rulebook.keeplist import KeepList
from cleaner.rulebook.load import load_book
from tests.helpers import Build, block, line, write_rules

TEXT = "A\n\nJUNK\n\nB"


def test_nothing_of_a_cleaner_can_be_changed(build: Build) -> None:
    cleaner = build(line())
    for name in ("safety", "keep", "cutting", "root"):
        with pytest.raises(AttributeError, match=f"never changes, nor does its '{name}'"):
            setattr(cleaner, name, "aggressive")
    for same in (cleaner, copy.deepcopy(cleaner), cleaner.keeping(KeepList())):
        assert same.safety == "safe"
        assert same.clean(TEXT).text == "A\n\nB"


def test_pickles(build: Build) -> None:
    cleaner = build(line(), time_limit=1.5, max_removed_prose=0.25)
    other = pickle.loads(pickle.dumps(cleaner))  # noqa: S301
    assert other.clean(TEXT) == cleaner.clean(TEXT)
    assert other.cutting == cleaner.cutting
    assert other.book.digest() == cleaner.book.digest()
    assert (other.time_limit, other.max_removed_prose) == (1.5, 0.25)


def test_shared_between_threads(build: Build) -> None:
    cleaner = build(line(), line("start .*", "test.start", zone={"first-lines": 1}))
    texts = [f"start {number}\n\nA{number}\n\nJUNK {number}\n" for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(cleaner.clean, texts))
    assert [result.text for result in results] == [f"A{number}\n" for number in range(200)]
    assert results == [cleaner.clean(text) for text in texts]


def test_shared_between_processes(build: Build) -> None:
    cleaner = build(line())
    with ProcessPoolExecutor(1) as pool:
        assert pool.submit(cleaner.clean, TEXT).result() == cleaner.clean(TEXT)


def test_rules_are_read_once(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[object] = []

    def counted(folders: Iterable[str | Path] = (), *, shipped: bool = True) -> Any:
        loads.append(folders)
        return load_book(folders, shipped=shipped)

    monkeypatch.setattr(engine, "load_book", counted)
    cleaner = build(line())
    (tmp_path / "rules.toml").unlink()
    assert [cleaner.clean(TEXT).text for _ in range(3)] == ["A\n\nB"] * 3
    assert len(loads) == 1


def test_a_book_loaded_before_is_used(tmp_path: Path) -> None:
    book = load_book([write_rules(tmp_path / "own.toml", line())], shipped=False)
    assert Cleaner(book=book).clean(TEXT).text == "A\n\nB"


def test_rules_may_be_folders_files_strings_and_paths(tmp_path: Path) -> None:
    file = write_rules(tmp_path / "one.toml", line())
    folder = write_rules(tmp_path / "pack" / "two.toml", line("trash", "test.trash")).parent
    cleaner = Cleaner(shipped=False, rules=[str(file), folder])
    assert cleaner.clean("A\nJUNK\nTRASH\nB").text == "A\nB"
    for one in (file, str(file)):
        assert Cleaner(shipped=False, rules=one).clean(TEXT).text == "A\n\nB"


def test_shipped_rules_run_unless_turned_off() -> None:
    text = "A\n\nLeave a Comment\n\nB"
    assert Cleaner().clean(text).text == "A\n\nB"
    assert Cleaner(select=[]).clean(text).text == text
    assert Cleaner(shipped=False).clean(text).text == text


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        pytest.param({"max_removed_prose": 1.1}, UsageError, "max-removed-prose.*1.1", id="share above 1"),
        pytest.param({"max_removed_prose": -0.1}, UsageError, "max-removed-prose.*-0.1", id="share below 0"),
        pytest.param(
            {"max_removed_prose": float("nan")}, UsageError, "max-removed-prose",
            id="share is no number",
        ),
        pytest.param({"time_limit": 0}, UsageError, "time limit.*0", id="no time"),
        pytest.param({"time_limit": -1}, UsageError, "time limit.*-1", id="negative time"),
        pytest.param({"time_limit": float("nan")}, UsageError, "time limit", id="time is no number"),
        pytest.param({"select": ["nothing"]}, SelectorError, "'nothing'", id="unknown selector"),
        pytest.param({"ignore": ["nothing"]}, SelectorError, "'nothing'", id="unknown selector to ignore"),
        pytest.param(
            {"safety": "reckless"}, SelectorError, "'reckless'.*safe, aggressive",
            id="unknown safety",
        ),
        pytest.param(
            {"rules": ["no/such/folder"]}, RuleError, "no/such/folder.*does not exist",
            id="no rule folder",
        ),
    ],
)  # fmt: skip
def test_bad_arguments(options: dict[str, Any], error: type[CleanerError], message: str) -> None:
    with pytest.raises(error, match=message) as caught:
        Cleaner(**options)
    assert caught.value.exit_code == 2


def test_selectors_may_be_one_string(build: Build) -> None:
    rules = [line(), line("trash", "other.trash")]
    assert build(*rules, select="test").cutting == {"test.junk"}
    assert build(*rules, ignore="test").cutting == {"other.trash"}


class _Text(str):
    __slots__ = ()


def test_text_may_be_a_subclass_of_str(build: Build) -> None:
    cleaner = build(line())
    result = cleaner.clean(_Text(TEXT))
    assert result == cleaner.clean(TEXT)
    assert type(result.text) is str
    assert cleaner.clean(_Text("A")).text == "A"


@pytest.mark.parametrize("text", [None, b"Rain.", 7])
def test_a_text_is_a_string(build: Build, text: Any) -> None:
    with pytest.raises(UsageError, match="must be a string, not "):
        build(line()).clean(text)
    with pytest.raises(UsageError, match="must be a string, not "):
        restore(text, [])


@pytest.mark.parametrize("name", ["url", "lang"])
def test_a_missing_value_of_a_table_is_no_string(build: Build, name: str) -> None:
    nan: Any = float("nan")
    with pytest.raises(UsageError, match=f"the {name} of a document must be a string, not float$"):
        build(line()).clean("A", **{name: nan})


def test_a_batch_is_of_documents(build: Build) -> None:
    cleaner = build(line())
    assert cleaner.clean_documents(Document(text) for text in (TEXT, "A")) == [
        cleaner.clean(TEXT),
        cleaner.clean("A"),
    ]
    texts: Any = ["A"]
    with pytest.raises(UsageError, match=r"must be a Document, not str; make it one: Document\(text\)"):
        cleaner.clean_documents(texts)


def test_it_tells_what_it_is(build: Build) -> None:
    cleaner = build(line(), line("x", "test.x"), ignore=["test.x"])
    assert repr(cleaner) == "<Cleaner: 1 of 2 rules, safety safe>"


def test_result(build: Build) -> None:
    result = build(line()).clean(TEXT)
    assert result.changed
    assert result.removals == (Removal("test.junk", 3, 9, "JUNK\n\n"),)
    assert result.verdict.accepted
    assert not Result("A").changed
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.text = ""  # type: ignore[misc]


def test_clean_and_clean_document_are_one_path(build: Build) -> None:
    cleaner = build(line(sites=["example.org"], langs=["en"]))
    document = Document(TEXT, path="x", record=1, url="https://example.org", lang="en")
    assert cleaner.clean_document(document) == cleaner.clean(TEXT, url="https://example.org", lang="en")


def test_hits_tells_of_rules_that_may_not_cut(build: Build) -> None:
    cleaner = build(line(), select=[])
    assert cleaner.hits("test.junk", Document(TEXT))
    assert not cleaner.hits("test.junk", Document("A\n\nB"))
    assert cleaner.clean(TEXT).text == TEXT


@pytest.mark.parametrize(
    ("text", "removals", "original"),
    [
        pytest.param("", [], "", id="nothing"),
        pytest.param("ab", [("x", 1, 2, "-")], "a-b", id="inside"),
        pytest.param("ab", [("x", 0, 1, "-")], "-ab", id="at the start"),
        pytest.param("ab", [("x", 2, 3, "-")], "ab-", id="at the end"),
        pytest.param("ab", [("y", 2, 3, "="), ("x", 1, 2, "-")], "a-=b", id="touching, in any order"),
        pytest.param("", [("x", 0, 2, "ab")], "ab", id="everything"),
        pytest.param("b", [("x", 0, 1, "\U0001f426")], "\U0001f426b", id="offsets in code points"),
    ],
)
def test_restore(text: str, removals: list[tuple[str, int, int, str]], original: str) -> None:
    assert restore(text, [Removal(*removal) for removal in removals]) == original


@pytest.mark.parametrize(
    ("text", "removals"),
    [
        pytest.param("ab", [("x", 3, 4, "-")], id="outside the text"),
        pytest.param("ab", [("x", -1, 0, "-")], id="before the text"),
        pytest.param("ab", [("x", 0, 2, "-")], id="text shorter than its span"),
        pytest.param("ab", [("x", 2, 1, "")], id="ends before it starts"),
        pytest.param("abc", [("x", 0, 2, "--"), ("y", 1, 2, "-")], id="overlap"),
        pytest.param("abc", [("x", 0, 1, "-"), ("x", 0, 1, "-")], id="twice the same"),
    ],
)
def test_restore_refuses_what_does_not_fit(text: str, removals: list[tuple[str, int, int, str]]) -> None:
    with pytest.raises(RestoreError, match=r"does not fit the text.*all removals of that run"):
        restore(text, [Removal(*removal) for removal in removals])


def test_a_batch_leaves_nothing_for_the_collector(build: Build) -> None:
    """Or memory would grow until it runs, with the documents of hundreds of batches."""
    cleaner = build(line(), block(body="a"))
    texts = [
        TEXT,
        "start here\n\nA\n",
        "One line\r\nand another\r\n" * 40,
        "A line that goes on\nbelow.\n" * 40,
    ]

    def clean() -> None:
        cleaner.clean_documents([Document(text, lang="en") for text in texts])

    clean()  # what is made once may leave some
    gc.collect()
    gc.disable()
    try:
        clean()
        assert gc.collect() == 0
    finally:
        gc.enable()
