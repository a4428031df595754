"""Finding documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.corpus.registry import by_suffix
from cleaner.corpus.walk import find, jobs_in_place, jobs_into
from cleaner.errors import UsageError


def _make(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("text")


def test_sorted_with_the_rest_counted(tmp_path: Path) -> None:
    _make(tmp_path, "b.txt", "a.md", "z/c.TXT", "d.css", ".git/e.txt", "noext", ".cleaner-x.part")
    found = find([str(tmp_path)], by_suffix())
    assert [source.name for source in found.sources] == ["a.md", "b.txt", "z/c.TXT"]
    assert found.left_out == 2


def test_links_inside_a_folder_are_left_out_and_named_ones_taken(tmp_path: Path) -> None:
    _make(tmp_path, "outside/a.txt", "corpus/sub/b.txt")
    (tmp_path / "corpus/sub/link.txt").symlink_to(tmp_path / "outside/a.txt")
    (tmp_path / "corpus/link.txt").symlink_to(tmp_path / "outside/a.txt")
    (tmp_path / "corpus/folder").symlink_to(tmp_path / "outside")
    found = find([str(tmp_path / "corpus")], by_suffix())
    assert [source.name for source in found.sources] == ["sub/b.txt"]
    assert found.left_out == 3
    assert len(find([str(tmp_path / "corpus/link.txt")], by_suffix()).sources) == 1


def test_two_inputs_of_one_name(tmp_path: Path) -> None:
    _make(tmp_path, "one/a.txt", "two/a.txt")
    sources = find([str(tmp_path / "one"), str(tmp_path / "two")], by_suffix()).sources
    with pytest.raises(UsageError, match=r"one/a.txt and .*two/a.txt would both be written to a.txt"):
        jobs_into(sources, tmp_path / "out")
    with pytest.raises(UsageError, match="would both be written"):
        jobs_in_place(sources, recorded=True)
    assert len(jobs_in_place(sources, recorded=False)) == 2


def test_an_output_folder_inside_the_input_is_refused(tmp_path: Path) -> None:
    _make(tmp_path, "corpus/a.txt")
    sources = find([str(tmp_path / "corpus")], by_suffix()).sources
    with pytest.raises(UsageError, match="lies inside"):
        jobs_into(sources, tmp_path / "corpus" / "out")


def test_an_output_that_is_an_input_is_refused(tmp_path: Path) -> None:
    _make(tmp_path, "corpus/sub/a.txt", "long/a.txt")
    sources = find([str(tmp_path / "corpus/sub/a.txt")], by_suffix()).sources
    with pytest.raises(UsageError, match="would be overwritten"):
        jobs_into(sources, tmp_path / "corpus" / "sub")
    (tmp_path / "linked").symlink_to(tmp_path / "corpus" / "sub")
    with pytest.raises(UsageError, match="would be overwritten"):
        jobs_into(sources, tmp_path / "linked")
    assert jobs_into(sources, tmp_path / "long")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/a.txt").symlink_to(tmp_path / "corpus/sub/a.txt")
    with pytest.raises(UsageError, match="would be overwritten"):
        jobs_into(sources, tmp_path / "out")
