"""A floor under the shipped rules: what they lose and what they remove, on real pages.

The data are not ours and stand beside the checkout; where they are not, there is nothing to measure.
"""

from __future__ import annotations

import importlib.util
import json
import lzma
import tomllib
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from cleaner import Cleaner
from cleaner.text.document import Document

EVAL = Path(__file__).parents[3] / "shared" / "eval"
FLOOR = Path(__file__).with_name("floor.toml")
# Every so many pages and texts are tried, so that the whole takes half a minute on one processor.
EVERY_PAGE, EVERY_TEXT = 6, 6
# Points of recall above the floor at which it is no floor any more: it could drop by them unnoticed.
SLACK = 5.0
ROWS = {
    "main, te+sh+fu": [("UNIQMODERN", "main")],
    "main, wd": [("usrc", "wd/main")],
    "full, te+sh+fu": [("UNIQMODERN", "full")],
}

needs_data = pytest.mark.skipif(
    not EVAL.is_dir(), reason="the evaluation data of ../shared/eval are not there"
)


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
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pages(scorer: ModuleType) -> list[list[dict[str, Any]]]:
    groups = scorer.page_groups(EVAL / "dev" / "lines.jsonl.xz")
    return [[json.loads(raw) for raw in group] for group in islice(groups, 0, None, EVERY_PAGE)]


def measured(scorer: ModuleType, pages: list[list[dict[str, Any]]], cleaner: Cleaner) -> dict[str, Figures]:
    """What each row loses and removes."""
    counts: dict[tuple[str, str], list[float]] = {}
    for page in pages:
        results = cleaner.clean_documents([Document(one["text"], lang=one["lang"]) for one in page])
        texts = [result.text for result in results]
        scorer.add(counts, scorer._page(list(zip(page, texts, strict=True)))["T"])
    return {row: figures([counts[key] for key in keys]) for row, keys in ROWS.items()}


def figures(counts: list[list[float]]) -> Figures:
    junk, removed, content, lost = (sum(count[at] for count in counts) for at in (0, 1, 4, 5))
    assert junk and content
    return Figures(loss=100 * lost / content, recall=100 * removed / junk)


@needs_data
@pytest.mark.parametrize("setting", ["safe", "aggressive"])
def test_loss_stays_below_and_recall_above(
    setting: str, scorer: ModuleType, pages: list[list[dict[str, Any]]]
) -> None:
    reached = measured(scorer, pages, Cleaner(safety=setting))
    for row in floors()[setting]:
        assert reached[row].loss <= in_force(setting, row)["loss"], f"{setting}, {row}: {reached[row]}"
    for row in floors()[setting]:
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
        for before, after in zip(row, row[1:], strict=False):
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
