"""Which files of folders are taken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cleaner.corpus.choice import Choice
from cleaner.corpus.registry import by_suffix
from cleaner.corpus.walk import find, jobs_into, refuse_nesting
from cleaner.errors import UsageError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder of files, some in folders, some of no known format."""
    folder = tmp_path / "corpus"
    for name in ("a.txt", "b.md", "data.csv", "drafts/c.txt", "deep/drafts/d.txt", "deep/e.txt", "photo.jpg"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"\xff\xd8\0" if name.endswith("jpg") else b"text\n")
    return folder


def _names(root: Path, *exclude: str, unknown: str = "skip", format_: str = "auto") -> list[str]:
    found = find([str(root)], by_suffix(format_), Choice(exclude, unknown))
    return [source.name for source in found.sources]


@pytest.mark.parametrize(
    ("patterns", "left"),
    [
        pytest.param([], ["a.txt", "b.md", "deep/e.txt", "deep/drafts/d.txt", "drafts/c.txt"], id="none"),
        pytest.param(["drafts/"], ["a.txt", "b.md", "deep/e.txt"], id="folders of a name"),
        pytest.param(["/drafts/"], ["a.txt", "b.md", "deep/e.txt", "deep/drafts/d.txt"], id="one folder"),
        pytest.param(["*.txt"], ["b.md"], id="extension"),
        pytest.param(["deep/**", "*.md"], ["a.txt", "drafts/c.txt"], id="several"),
    ],
)
def test_excluded(root: Path, patterns: list[str], left: list[str]) -> None:
    assert _names(root, *patterns) == left


def test_gitignore_is_not_followed(root: Path) -> None:
    (root / ".gitignore").write_text("*\n")
    assert "a.txt" in _names(root)


def test_named_files_are_always_taken(root: Path) -> None:
    paths = [str(root / name) for name in ("a.txt", "data.csv")]
    found = find(paths, by_suffix(), Choice(("*",), "error"))
    assert [(source.name, source.format.name) for source in found.sources] == [
        ("a.txt", "text"),
        ("data.csv", "text"),
    ]


@pytest.mark.parametrize("pattern", ["!", "", "a\\"])
def test_a_pattern_that_is_none(pattern: str) -> None:
    with pytest.raises(UsageError, match="is no path pattern"):
        Choice((pattern,))


def test_a_way_that_is_none() -> None:
    with pytest.raises(UsageError, match="did you mean 'copy'"):
        Choice((), "copi")


def test_unknown_files_are_copied_or_named(root: Path) -> None:
    assert "data.csv" not in _names(root)
    assert {"data.csv", "photo.jpg"} <= set(_names(root, unknown="copy"))
    found = find([str(root)], by_suffix(), Choice((), "error"))
    assert [error.where for error in found.errors] == [str(root / "data.csv"), str(root / "photo.jpg")]
    assert found.left_out == 0


def test_binary_files_are_none_of_a_format_of_texts(root: Path) -> None:
    (root / "wide").write_bytes("Wide\n".encode("utf-16"))
    names = _names(root, format_="text")
    assert {"data.csv", "a.txt", "wide"} <= set(names)
    assert "photo.jpg" not in names


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_what_is_no_file_is_left_out(root: Path) -> None:
    os.mkfifo(root / "pipe.txt")
    assert "pipe.txt" not in _names(root)


def test_input_and_output_do_not_overlap(root: Path) -> None:
    sources = find([str(root)], by_suffix()).sources
    for out, message in ((root / "out", "lies inside the input"), (root.parent, "holds the input")):
        with pytest.raises(UsageError, match=message):
            jobs_into(sources, out)
    with pytest.raises(UsageError, match="would be overwritten"):
        jobs_into(sources, root)
    with pytest.raises(UsageError, match="lies inside the input"):
        refuse_nesting(sources, root / "removals.jsonl")
