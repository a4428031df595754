"""Unified diffs: `patch` turns the original into the result with them."""

from __future__ import annotations

import os
import shutil
import string
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.engine.result import Removal, Result, cut
from cleaner.report.diff import unified_diff


def _result(text: str, spans: list[tuple[int, int]]) -> Result:
    removals = tuple(Removal("a.b", start, end, text[start:end]) for start, end in spans)
    return Result(cut(text, removals), removals)


def test_nothing_changed() -> None:
    assert unified_diff("a.txt", "a\n", Result("a\n")) == ""


@pytest.mark.parametrize(
    ("text", "spans", "diff"),
    [
        pytest.param("a\nb\nc\n", [(2, 4)], "@@ -1,3 +1,2 @@\n a\n-b\n c\n", id="a line"),
        pytest.param(
            "a\nb",
            [(2, 3)],
            "@@ -1,2 +1,1 @@\n a\n-b\n\\ No newline at end of file\n",
            id="the last line, unended",
        ),
        pytest.param("a b c\nd\n", [(2, 4)], "@@ -1,2 +1,2 @@\n-a b c\n+a c\n d\n", id="inside a line"),
        pytest.param("a\rb\rc\n", [(2, 4)], "@@ -1,1 +1,1 @@\n-a\rb\rc\n+a\rc\n", id="lone CR"),
        pytest.param(
            "ab\nc\nd\n", [(1, 3)], "@@ -1,3 +1,2 @@\n-ab\n-c\n+ac\n d\n", id="an ending that joins lines"
        ),
        pytest.param("a\n", [(0, 2)], "@@ -1,1 +0,0 @@\n-a\n", id="everything"),
        pytest.param(
            "a\n1\n2\n3\n4\n5\n6\n7\nb\n",
            [(0, 2), (16, 18)],
            "@@ -1,4 +1,3 @@\n-a\n 1\n 2\n 3\n@@ -6,4 +5,3 @@\n 5\n 6\n 7\n-b\n",
            id="two hunks",
        ),
        pytest.param(
            "a\n1\n2\n3\n4\n5\n6\nb\n",
            [(0, 2), (14, 16)],
            "@@ -1,8 +1,6 @@\n-a\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n",
            id="one hunk where the context meets",
        ),
        pytest.param(
            "ab\ncd\n",
            [(1, 2), (4, 5)],
            "@@ -1,2 +1,2 @@\n-ab\n-cd\n+a\n+c\n",
            id="neighbours are one edit",
        ),
    ],
)
def test_hunks(text: str, spans: list[tuple[int, int]], diff: str) -> None:
    assert unified_diff("x", text, _result(text, spans)) == f"--- x\n+++ x\n{diff}"


def _reader(*command: str) -> object:
    missing = pytest.mark.skipif(shutil.which(command[0]) is None, reason=f"needs {command[0]}")
    return pytest.param(command, marks=missing, id=command[0])


ODD_NAMES = [
    pytest.param("a b.txt", id="a space"),
    pytest.param("a\nb.txt", id="a line feed"),
    pytest.param("a\tb.txt", id="a tab"),
    pytest.param('"a".txt', id="quotes"),
    pytest.param("a\\b\x1b[31m.txt", id="a backslash and an escape"),
    pytest.param("caf\u00e9\u202e.txt", id="a change of direction"),
    pytest.param(os.fsdecode(b"caf\xe9.txt"), id="no UTF-8"),
]


@pytest.mark.parametrize("name", ODD_NAMES)
@pytest.mark.parametrize("command", [_reader("git", "apply"), _reader("patch")])
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names cannot be that odd")
def test_odd_names_are_found_again(name: str, command: Sequence[str], tmp_path: Path) -> None:
    (tmp_path / name).write_text("a\nb\nc\n")
    diff = unified_diff(name, "a\nb\nc\n", _result("a\nb\nc\n", [(2, 4)]))
    assert set(diff) <= set(string.printable + "\u00e9")
    assert diff.count("\n") == 6
    subprocess.run([*command, "-p0"], input=diff.encode(), cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / name).read_text() == "a\nc\n"


def test_half_a_surrogate_pair_in_a_name() -> None:
    diff = unified_diff("\ud800", "a\nb\n", _result("a\nb\n", [(2, 4)]))
    assert diff.startswith('--- "\\355\\240\\200"\n')


@st.composite
def _cut_texts(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    text = draw(st.text(alphabet="ab\n\r", min_size=1, max_size=60))
    ends = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    return text, list(zip(ends[::2], ends[1::2], strict=False))


@given(_cut_texts())
@example(("a\nb", [(1, 2)]))
@pytest.mark.skipif(shutil.which("git") is None, reason="needs git to apply diffs")
def test_git_applies_it(case: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = case
    result = _result(text, spans)
    if not result.changed or not result.text:
        return
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "x").write_bytes(text.encode())
        subprocess.run(
            ["git", "apply", "-p0", "--unidiff-zero", "--whitespace=nowarn", "-"],
            input=unified_diff("x", text, result).encode(),
            cwd=folder,
            check=True,
            capture_output=True,
        )
        assert Path(folder, "x").read_bytes() == result.text.encode()
