"""Figure 4: other programs that go through the same text."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson

from cleaner.rulebook.literals import rule_literals
from cleaner.rulebook.load import load_book
from tests.benchmarks.bench import Bench
from tests.benchmarks.table import Row, Target
from tests.benchmarks.timing import FailedError, Ran, by_turns, child, fastest, run, timed

# What the filter is timed on at most, in megabytes; it is slow.
_FEW = 4.0
# Fewest letters or digits of a word that tells something anywhere on a line.
_LETTERS = 4


def measure(bench: Bench) -> Iterator[Row]:
    """datatrove's C4 filter, grep and ripgrep."""
    yield _c4(bench)
    yield _search(bench, "grep", Target("least", 5), ["grep", "-viFf"])
    yield _search(bench, "rg", Target("most", 3), ["rg", "--no-config", "--threads=1", "-viFf"])


def _c4(bench: Bench) -> Row:
    """Both in memory: the filter's own work on each document, and cleaning alone."""
    file = bench.articles(min(_FEW, bench.megabytes))
    figure, target = "4. C4QualityFilter (datatrove) against cleaning, in memory", Target("least", 100)
    python = (_tool(bench, "python") if bench.peers else None) or sys.executable
    try:
        run([python, "-c", "import datatrove, regex, spacy"], bench.folder)
    except FailedError:
        return Row(figure, target, None, "not installed: pip install datatrove spacy regex")
    told = by_turns(
        {
            "filter": lambda: run(child("c4_filter", file, python=python), bench.folder).json(),
            "clean": lambda: run(child("clean_texts", file, "5"), bench.folder).json(),
        },
        min(2, bench.repeat),
    )
    slow, fast = (min(one["clean"] for one in told[side]) for side in ("filter", "clean"))
    size = sum(len(text.encode()) for text in _texts(file)) / 1e6
    return Row(figure, target, slow / fast, f"{timed(slow, size)} : {timed(fast, size)}")


def _search(bench: Bench, name: str, target: Target, command: list[str]) -> Row:
    """Whole processes: the search on the bare texts, `cleaner clean` on JSONL, which it also has to parse."""
    file = bench.articles(bench.megabytes / 4)
    text, literals = _plain_text(bench, file), _literals(bench)
    sides = "{} against `clean`" if target.bound == "least" else "`clean` against {}"
    figure = f"4. {sides.format(f'`{name} -viFf`')}, whole processes, one thread"
    tool = _tool(bench, name)
    if tool is None:
        return Row(figure, target, None, "not installed: see `--help`")
    search = [tool, *command[1:], literals, text]
    rounds = by_turns(
        {
            # A UTF-8 locale, since ASCII alone would miss what the packs have in other scripts.
            "search": lambda: run(search, bench.folder, codes=(0, 1), env={"LC_ALL": "C.UTF-8"}),
            "clean": lambda: bench.clean(file, "--workers", "1"),
        },
        bench.repeat,
    )
    return _against(figure, target, rounds, text.stat().st_size / 1e6)


def _against(figure: str, target: Target, rounds: dict[str, list[Ran]], size: float) -> Row:
    search, clean = fastest(rounds["search"]), fastest(rounds["clean"])
    sides = [("search", search), ("clean", clean)]
    (_, above), (_, below) = sides if target.bound == "least" else reversed(sides)
    return Row(figure, target, above / below, f"{timed(above, size)} : {timed(below, size)}")


def _tool(bench: Bench, name: str) -> str | None:
    """A program of the peers' environment, or else of the system."""
    places = [str(bench.peers / "bin"), str(bench.peers / "Scripts")] if bench.peers else []
    return shutil.which(name, path=os.pathsep.join([*places, os.environ.get("PATH", os.defpath)]))


def _plain_text(bench: Bench, file: Path) -> Path:
    plain = bench.path("texts.txt")
    with plain.open("w", encoding="utf-8", newline="") as sink:
        sink.writelines(f"{text}\n" for text in _texts(file))
    return plain


def _texts(file: Path) -> Iterator[str]:
    with file.open("rb") as lines:
        for line in lines:
            yield orjson.loads(line)["text"]


def _literals(bench: Bench) -> Path:
    """The words that the shipped rules look for, one a line.

    A plain search cannot ask for the edge of a line, at which short words will do; those are left out.
    """
    required = [rule_literals(rule) for rule in load_book().rules]
    words = {literal.strip() for one in required if one for literal in one.literals}
    words = {word for word in words if sum(map(str.isalnum, word)) >= _LETTERS}
    file = bench.path("literals.txt")
    file.write_text("".join(f"{word}\n" for word in sorted(words)), encoding="utf-8")
    return file
