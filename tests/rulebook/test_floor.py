"""A floor under the shipped rules: what they lose and what they remove, on real pages.

The data are not ours and stand beside the checkout; where they are not, there is nothing to measure.
"""

from __future__ import annotations

import importlib.util
import json
import lzma
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice, pairwise
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from cleaner import Cleaner
from cleaner.text.document import Document

EVAL = Path(__file__).parents[3] / "shared" / "eval"
FLOOR = Path(__file__).with_name("floor.toml")
# Every so many pages of each kind and age, and every so many texts, so that the whole takes half a minute on
# one processor. Loss is a matter of single lines, so that the first row takes the largest sample.
EVERY = {"main, te+sh+fu": 2, "main, wd": 6, "full, te+sh+fu": 6}
EVERY_TEXT = 6
# Points of recall above the floor at which it is no floor any more: it could drop by them unnoticed.
SLACK = 5.0

needs_data = pytest.mark.skipif(
    not EVAL.is_dir(), reason="the evaluation data of ../shared/eval are not there"
)


Counts = tuple[list[float], list[float]]


class Figures(NamedTuple):
    """Loss and recall, in per cent."""

    loss: float
    recall: float


def floors() -> dict[str, Any]:
    return tomllib.loads(FLOOR.read_text(encoding="utf-8"))


def in_force(setting: str, row: str) -> Mapping[str, Any]:
    step: Mapping[str, Any] = floors()[setting][row]["step"][-1]
    return step


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", EVAL / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Page(NamedTuple):
    """The outputs of some extractors for one page, as records of the evaluation data."""

    row: str
    records: list[dict[str, Any]]


@pytest.fixture(scope="module")
def pages(scorer: ModuleType) -> list[Page]:
    """The pages of the sample."""
    met: Counter[str] = Counter()
    sample = []
    for group in scorer.page_groups(EVAL / "dev" / "lines.jsonl.xz"):
        age = "wd" if b'"source":"wd"' in group[0][:600] else "te+sh+fu"
        for kind in ("main", "full"):
            row = f"{kind}, {age}"
            met[row] += 1
            if row in EVERY and met[row] % EVERY[row] == 0:
                mark = b'"kind":"%b"' % kind.encode()
                sample.append(Page(row, [json.loads(raw) for raw in group if mark in raw[:800]]))
    return sample


def measured(scorer: ModuleType, pages: list[Page], cleaner: Cleaner) -> dict[str, Figures]:
    """What each row loses and removes: of each line of a page, the share of the outputs that lose it."""
    counts: dict[str, Counts] = {row: ([], []) for row in EVERY}
    for page in pages:
        for there, junk in fates(scorer, page.records, cleaner):
            counts[page.row][junk].append(there)
    return {
        row: Figures(*(100 * sum(shares) / len(shares) for shares in both))
        for row, both in counts.items()
        if both[0]
    }


def fates(
    scorer: ModuleType, records: list[dict[str, Any]], cleaner: Cleaner
) -> Iterator[tuple[float, bool]]:
    """For each labelled line of a page: the share of the outputs that lose it, and whether it is junk."""
    lost: dict[tuple[str, int], list[bool]] = {}
    results = cleaner.clean_documents([Document(one["text"], lang=one["lang"]) for one in records])
    for record, result in zip(records, results, strict=True):
        lines = [line["t"].strip() for line in record["lines"]]
        kept, _, _ = scorer.match(lines, scorer.strip_lines(result.text))
        for line, text, there in zip(record["lines"], lines, kept, strict=True):
            if line["y"] is not None:
                lost.setdefault((text, line["y"]), []).append(not there)
    return ((sum(all_) / len(all_), label == 0) for (_, label), all_ in lost.items())


@needs_data
@pytest.mark.parametrize("setting", ["safe", "aggressive"])
def test_loss_stays_below_and_recall_above(setting: str, scorer: ModuleType, pages: list[Page]) -> None:
    rows = floors()[setting]
    reached = measured(scorer, [page for page in pages if page.row in rows], Cleaner(safety=setting))
    for row in rows:
        assert reached[row].loss <= in_force(setting, row)["loss"], f"{setting}, {row}: {reached[row]}"
    for row in rows:
        floor = in_force(setting, row)["recall"]
        assert reached[row].recall >= floor, f"{setting}, {row}: {reached[row]}"
        assert reached[row].recall <= floor + SLACK, f"raise the floor of {setting}, {row}: {reached[row]}"


def prose() -> Iterator[dict[str, Any]]:
    """The strict texts of the sample."""
    with lzma.open(EVAL / "dev" / "clean.jsonl.xz", "rb") as file:
        for raw in islice(file, 0, None, EVERY_TEXT):
            one = json.loads(raw)
            if one["grade"] == "strict":
                yield one


@needs_data
def test_prose_stays() -> None:
    cleaner = Cleaner()
    lines, gone = 0, []
    for one in prose():
        document = Document(one["text"], lang=one["lang"])
        lines += len(document.lines)
        gone += [(cut.rule, cut.text) for cut in cleaner.clean_document(document).removals]
    assert lines > 10_000
    assert (
        1e6 * sum(len(text.splitlines()) for _, text in gone) / lines <= in_force("prose", "strict")["loss"]
    ), gone


def gives_way(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return bool(after["loss"] > before["loss"] or after.get("recall", 0) < before.get("recall", 0))


def test_every_step_says_why_and_none_gives_way_without_a_reason() -> None:
    steps = [row["step"] for setting in floors().values() for row in setting.values()]
    assert len(steps) >= 5
    for row in steps:
        assert all(step["reason"].strip() for step in row)
        for before, after in pairwise(row):
            assert not gives_way(before, after) or after["gives-way"].strip(), after


@pytest.mark.parametrize(
    ("after", "wanted"),
    [
        pytest.param({"loss": 0.1, "recall": 40.0}, False, id="the same"),
        pytest.param({"loss": 0.05, "recall": 45.0}, False, id="better"),
        pytest.param({"loss": 0.11, "recall": 50.0}, True, id="more loss"),
        pytest.param({"loss": 0.05, "recall": 39.0}, True, id="less recall"),
    ],
)
def test_what_gives_way(after: dict[str, float], wanted: bool) -> None:
    assert gives_way({"loss": 0.1, "recall": 40.0}, after) is wanted
