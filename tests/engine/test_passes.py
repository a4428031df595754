"""Passes: each sees the text that the previous one left, until nothing fires."""

from __future__ import annotations

import pytest

from cleaner import restore
from cleaner.engine.passes import MAX_PASSES
from tests.helpers import Build, block, cue, cut_texts, line

LAST = {"last-lines": 1}


@pytest.mark.parametrize(
    ("rules", "before", "after"),
    [
        pytest.param(
            [line(zone=LAST)], "A\n\nJUNK 1\n\nB\n\nJUNK 2\n\nJUNK 3\n", "A\n\nJUNK 1\n\nB\n",
            id="zone: a cut makes another line the last",
        ),
        pytest.param(
            [line(zone={"first-lines": 1})], "JUNK 1\n\nJUNK 2\n\nA\n\nJUNK 3", "A\n\nJUNK 3",
            id="zone: a cut makes another line the first",
        ),
        pytest.param(
            [line(), line("tail end", "test.prev", prev="a")], "A\n\nJUNK\n\ntail end\n\nB", "A\n\nB",
            id="prev: neighbours are those of the remaining text",
        ),
        pytest.param(
            [line(), line("lead", "test.next", next="b")], "A\n\nlead\n\nJUNK\n\nB", "A\n\nB",
            id="next: neighbours are those of the remaining text",
        ),
        pytest.param(
            [line(), line("after junk", "test.prev", prev="junk")], "A\n\nJUNK\n\nafter junk\n\nB", "A\n\nB",
            id="prev: a rule sees what another cuts in the same pass",
        ),
        pytest.param(
            [line(), line("weak", "test.weak", requires={"rule": "test.junk", "within-lines": 1})],
            "A\n\nJUNK\nweak\nweak\n\nB", "A\n\nweak\n\nB",
            id="requires: company that was cut is gone in the next pass",
        ),
        pytest.param(
            [line(), line("weak", "test.b", requires={"rule": "test.cue", "within-lines": 1}), cue("sign")],
            "A\n\nsign\nJUNK\nweak\n\nB", "A\n\nsign\n\nB",
            id="requires: a cut brings company within reach",
        ),
        pytest.param(
            [line(), line("last", "test.last", zone={"last-fraction": 0.5})],
            "Start\n\nlast\n\nJUNK 10000000000000\n", "Start\n",
            id="last-fraction: a share of the remaining text",
        ),
        pytest.param(
            [line(), block("head", body="item")], "JUNK\n\nstart here\nitem\n\nB", "B",
            id="head: a cut makes a block the first",
        ),
    ],
)  # fmt: skip
def test_a_cut_exposes_another(build: Build, rules: list[str], before: str, after: str) -> None:
    cleaner = build(*rules)
    result = cleaner.clean(before)
    assert result.text == after
    assert restore(result.text, result.removals) == before
    assert cleaner.clean(after).text == after
    assert cleaner.clean(after).removals == ()


def test_max_fraction_is_a_share_of_the_remaining_text(build: Build) -> None:
    # The block is 19 of 39 characters at first; it opens only when the junk in it is gone: 19 of 29.
    text = "aaaaaaaaaa\n\nstart here\njunk 11111\nend of it\n"
    bounds = {"body": "never", "end": "end of it"}
    narrow = build(line(), block(**bounds, max_fraction=0.5)).clean(text)
    assert narrow.text == "aaaaaaaaaa\n\nstart here\nend of it\n"
    wide = build(line(), block(**bounds, max_fraction=0.7)).clean(text)
    assert wide.text == "aaaaaaaaaa\n"


def test_a_hit_around_an_earlier_cut_becomes_several_removals(build: Build) -> None:
    cleaner = build(line(), block(body="inner", end="end here"))
    text = "A\n\nstart here\ninner\nJUNK\ninner\nend here\n\nB"
    result = cleaner.clean(text)
    assert result.text == "A\n\nB"
    assert cut_texts(result) == [
        ("test.block", "start here\ninner\n"),
        ("test.junk", "JUNK\n"),
        ("test.block", "inner\nend here\n\n"),
    ]
    assert [text[removal.start : removal.end] for removal in result.removals] == [
        removal.text for removal in result.removals
    ]
    assert restore(result.text, result.removals) == text


def test_blank_lines_around_an_earlier_cut_go_once(build: Build) -> None:
    cleaner = build(line(zone=LAST))
    text = "A\n\nJUNK 1\n\nJUNK 2\n"
    result = cleaner.clean(text)
    assert result.text == "A\n"
    assert [(removal.start, removal.end) for removal in result.removals] == [(2, 10), (10, 18)]
    assert restore(result.text, result.removals) == text


def _pile(height: int) -> str:
    return "The harbour was quiet.\n" + "".join(f"JUNK {number}\n" for number in range(height))


def test_many_passes_settle(build: Build) -> None:
    result = build(line(zone=LAST)).clean(_pile(MAX_PASSES - 1))
    assert result.text == "The harbour was quiet.\n"
    assert len(result.removals) == MAX_PASSES - 1
    assert result.verdict.accepted


def test_unsettled_after_all_passes_is_refused(build: Build) -> None:
    text = _pile(MAX_PASSES + 1)
    result = build(line(zone=LAST)).clean(text)
    assert (result.text, result.removals) == (text, ())
    assert result.verdict.status == "refuse"
    assert result.verdict.rules == ("test.junk",)
    assert result.verdict.reasons == (f"rules still found something after {MAX_PASSES} passes",)
    assert MAX_PASSES == 100


def test_guard_judges_all_passes_together(build: Build) -> None:
    # Each pass alone would take less than half of the prose; both take more.
    text = "Nothing happened here on Monday.\n\nIt rained all of today.\n\nIt snowed all of today.\n"
    cleaner = build(line(r"it (?:rained|snowed) all of today\.", zone=LAST))
    result = cleaner.clean(text)
    assert (result.text, result.removals) == (text, ())
    assert result.verdict.status == "refuse"


def test_a_second_byte_order_mark_that_comes_to_stand_first_is_text(build: Build) -> None:
    cleaner = build(line(), line("b", "test.b"))
    text = "JUNK\n\ufeffb\n\nC\n"
    result = cleaner.clean(text)
    assert result.text == "C\n"
    assert restore(result.text, result.removals) == text
