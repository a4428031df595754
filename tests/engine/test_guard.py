"""The guard: a document that would lose too much, or everything, stays whole and is flagged."""

from __future__ import annotations

import pytest

from cleaner import Removal, Verdict
from cleaner.engine.guard import MAX_REMOVED_PROSE, judge
from cleaner.text.document import Document
from tests.helpers import Build, line

# Both of 40 characters, each a sentence.
KEEP = "The keeper went home to his three boats."
LOSE = "Please give us all of your silver coins."
RULES = [line(), line(r"please give us .*", "test.beg")]


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        pytest.param(f"{KEEP}\n\n{LOSE}\n", True, id="exactly half of the prose"),
        pytest.param(f"{KEEP}\n\n{LOSE} Now.\n", False, id="a little more than half"),
        pytest.param(f"{KEEP}\n\n{LOSE}\n\n{LOSE}\n", False, id="two thirds"),
        pytest.param(f"{LOSE}\n\nHome\nShop\n", False, id="all prose, labels left"),
        pytest.param(f"{KEEP}\n\n" + "JUNK\n" * 40, True, id="many labels are no prose"),
        pytest.param("Home\n\n" + "JUNK\n" * 40, True, id="menus only, one label left"),
        pytest.param("JUNK\n\nJUNK 2\n", False, id="all text"),
        pytest.param("\ufeffJUNK", False, id="byte-order mark left only"),
        pytest.param(" \n\nJUNK\n\n\u3000\n", False, id="blank lines left only"),
        pytest.param("---\ntitle: Harbour\n---\nJUNK\n", False, id="front matter left only"),
        pytest.param("+++\ntitle = 'x'\n+++\n\nJUNK\n\n", False, id="TOML front matter and blanks left only"),
        pytest.param("---\ntitle: Harbour\n---\nHome\nJUNK\n", True, id="front matter and a label left"),
        pytest.param("```\nx\n```\nJUNK\n", True, id="code left"),
    ],
)
def test_default(build: Build, text: str, accepted: bool) -> None:
    result = build(*RULES).clean(text)
    assert result.verdict.accepted is accepted
    assert (result.text == text) is not accepted
    assert bool(result.removals) is accepted


@pytest.mark.parametrize(
    ("limit", "text", "accepted"),
    [
        pytest.param(0, f"{KEEP}\n\n{LOSE}\n", False, id="0: no prose may go"),
        pytest.param(0, f"{KEEP}\n\nJUNK\n", True, id="0: labels may go"),
        pytest.param(1, f"{LOSE}\n\nHome\n", True, id="1: all prose may go"),
        pytest.param(1, f"{LOSE}\n", False, id="1: but not all text"),
        pytest.param(0.34, f"{KEEP}\n\n{KEEP}\n\n{LOSE}\n", True, id="a third is below 0.34"),
        pytest.param(0.33, f"{KEEP}\n\n{KEEP}\n\n{LOSE}\n", False, id="a third is above 0.33"),
    ],
)
def test_max_removed_prose(build: Build, limit: float, text: str, accepted: bool) -> None:
    assert build(*RULES, max_removed_prose=limit).clean(text).verdict.accepted is accepted


def test_refusal_names_reason_and_rules(build: Build) -> None:
    result = build(*RULES).clean(f"JUNK\n\n{LOSE}\n\nHome\n")
    assert result.verdict == Verdict(
        "refuse",
        ("100% of its prose would go, more than 50% (max-removed-prose)",),
        ("test.beg", "test.junk"),
    )


def test_refusal_gives_every_reason(build: Build) -> None:
    verdict = build(*RULES).clean(LOSE).verdict
    assert verdict.status == "refuse"
    assert [reason.split()[0] for reason in verdict.reasons] == ["nothing", "100%"]
    assert verdict.rules == ("test.beg",)


def test_default_is_half() -> None:
    assert MAX_REMOVED_PROSE == 0.5


def test_judge_is_pure_and_counts_parts_of_lines() -> None:
    document = Document(f"{KEEP} {LOSE}\n")
    small = [Removal("a.b", 41, 60, document.text[41:60])]
    large = [Removal("a.b", 20, 81, document.text[20:81])]
    assert judge(document, small, 0.5).accepted
    assert not judge(document, large, 0.5).accepted
    assert judge(document, [], 0) == Verdict()


def test_blank_lines_of_a_removal_are_no_prose() -> None:
    text = f"{KEEP}\n{LOSE}" + "\n" * 200 + "Home\n"
    start = text.index(LOSE)
    removal = Removal("a.b", start, start + len(LOSE) + 199, text[start : start + len(LOSE) + 199])
    assert judge(Document(text), [removal], 0.5).accepted


def test_what_nobody_can_see_is_nothing_left() -> None:
    text = "\nJUNK\n\ufeff\u200b"  # a byte-order mark and a space of no width
    assert judge(Document(text), [Removal("test.junk", 1, 6, "JUNK\n")], 0.5).status == "refuse"
