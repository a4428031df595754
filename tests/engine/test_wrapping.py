"""Hard-wrapped text: rules judge whole paragraphs, never a line that is only part of one."""

from __future__ import annotations

import pytest

from cleaner import restore
from tests.helpers import Build, block, line, rule

RULE = line("(?:subscribe|sign up) (?:to|for) our newsletter(?: and [^.]+)?[.]?")
PROSE = "The keeper of the lighthouse counted the ships twice a day."


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "The mayor opened the bridge on Monday morning, thanked\n"
            "all those who had built it, and asked her guests to\n"
            "sign up for our newsletter at a table by the entrance\n"
            "before the band began to play.",
            id="a full line inside",
        ),
        pytest.param(
            "At a table by the entrance every guest was invited to\nsign up for our newsletter",
            id="the last line, going on in lower case",
        ),
        pytest.param(
            "Sign up for our newsletter, said the note on the door, and\nread it every week.",
            id="the first line, going on in lower case",
        ),
        pytest.param(
            "The mayor opened the new bridge on Monday and thanked\r\n"
            "Anna and all of the builders before she asked them to\r\n"
            "Sign up for our newsletter.",
            id="an even block with capitals, CRLF",
        ),
    ],
)
def test_part_of_a_paragraph_stays(build: Build, text: str) -> None:
    text = f"{PROSE}\n\n{text}\n\n{PROSE}\n"
    assert build(RULE).clean(text).text == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(f"{PROSE}\n\nSign up for our newsletter\n\n{PROSE}", f"{PROSE}\n\n{PROSE}", id="alone"),
        pytest.param(
            f"{PROSE}\nSign up for our newsletter\n{PROSE}", f"{PROSE}\n{PROSE}", id="between finished lines"
        ),
        pytest.param(
            f"Sign up for our newsletter\nships were counted twice a day, {PROSE}",
            f"ships were counted twice a day, {PROSE}",
            id="a short line is a heading, whatever follows",
        ),
        pytest.param(
            "Our rooms were full of people from the whole of the coast:\nsign up for our newsletter\n\nB",
            "Our rooms were full of people from the whole of the coast:\n\nB",
            id="after a colon",
        ),
        pytest.param(
            "Home | About us and all of our harbours and ships\nSign up for our newsletter\nShop\n\nB",
            "Home | About us and all of our harbours and ships\nShop\n\nB",
            id="ragged lines of a menu",
        ),
    ],
)
def test_a_line_of_its_own_goes(build: Build, before: str, after: str) -> None:
    assert build(RULE).clean(before).text == after


@pytest.mark.parametrize(
    "mark",
    [
        pytest.param("- ", id="bullets"),
        pytest.param("\u2022 ", id="round bullets"),
        pytest.param("## ", id="headings"),
        pytest.param("1. ", id="numbers"),
    ],
)
def test_items_of_a_list_are_no_paragraph_however_even(build: Build, mark: str) -> None:
    items = [
        "Follow our harbour on Facebook (opens a new page)",
        "Follow our harbour on Mastodon (opens a new page)",
    ]
    text = f"{PROSE}\n\n" + "".join(f"{mark}{item}\n" for item in items * 2)
    rule = line(r"(?:\d\. )?follow our harbour on \w+ \(opens a new page\)")
    assert build(rule).clean(text).text == f"{PROSE}\n"


def test_wrapped_lines_may_be_the_body_of_a_block(build: Build) -> None:
    text = (
        f"{PROSE}\n\nstart here\n"
        "This site keeps a small jar of biscuits for each of you\n"
        "and asks you to take one whenever you come by for a\n"
        "visit.\nend here\n"
    )
    rule = block(body=".*", end="end here")
    assert build(rule, max_removed_prose=1).clean(text).text == f"{PROSE}\n"


def test_a_block_does_not_start_inside_a_paragraph(build: Build) -> None:
    text = (
        "The mayor opened the bridge on Monday morning, thanked\n"
        "start here is what the sign on the door said to them.\n"
        "before the band began to play.\n"
    )
    rule = block(start="start here.*", body=".*")
    assert build(rule, max_removed_prose=1).clean(text).text == text


APPEAL = (
    "This harbour has no owner, and nobody but its readers\n"
    "pays for the light. Please give what you can; it will\n"
    "burn all night."
)
APPEAL_RULE = line("this harbour has no owner.{1,200}please give what you can; it will burn all night[.]")
WRAPPED = (
    "The keeper of the lighthouse counted the ships twice a\n"
    "day and wrote their number into a book that nobody has\n"
    "read."
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(f"{WRAPPED}\n\n{APPEAL}\n\n{PROSE}\n", f"{WRAPPED}\n\n{PROSE}\n", id="a paragraph"),
        pytest.param(f"{WRAPPED}\n{APPEAL}\n{PROSE}\n", f"{WRAPPED}\n{PROSE}\n", id="without blank lines"),
        pytest.param(f"{APPEAL}\n\n{PROSE}", PROSE, id="at the start"),
        pytest.param(f"{PROSE}\n\n{APPEAL}", f"{PROSE}\n", id="at the end, without an ending"),
        pytest.param(
            f"{PROSE}\n\n    {APPEAL}\n\n{PROSE}\n", f"{PROSE}\n\n{PROSE}\n", id="its first line indented"
        ),
        pytest.param(
            f"{PROSE}\n\n- {APPEAL}\n- {PROSE}\n".replace("\np", "\n  p").replace("\nb", "\n  b"),
            f"{PROSE}\n\n- {PROSE}\n",
            id="a list item",
        ),
        pytest.param(
            f"> {PROSE}\n> {APPEAL}\n> {PROSE}\n".replace("\np", "\n> p").replace("\nb", "\n> b"),
            f"> {PROSE}\n> {PROSE}\n",
            id="quoted",
        ),
        pytest.param(f"{PROSE}\n\n{APPEAL} Or not.\n", f"{PROSE}\n\n{APPEAL} Or not.\n", id="and more"),
        pytest.param(f"```\n{APPEAL}\n```\n{PROSE}\n", f"```\n{APPEAL}\n```\n{PROSE}\n", id="code"),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_a_paragraph_of_junk_goes_with_all_its_lines(
    build: Build, before: str, after: str, ending: str
) -> None:
    before, after = before.replace("\n", ending), after.replace("\n", ending)
    cleaner = build(APPEAL_RULE, max_removed_prose=1)
    result = cleaner.clean(before)
    assert result.text == after
    assert restore(result.text, result.removals) == before
    assert cleaner.clean(after).text == after
    assert build(APPEAL_RULE, max_removed_prose=1, prefilter=False).clean(before) == result


def test_a_bound_counts_the_whole_paragraph(build: Build) -> None:
    text = f"{PROSE}\n\n{APPEAL}\n\n{PROSE}\n"
    bounded = APPEAL_RULE.replace("pattern", "max-chars = {}\npattern").replace("{1,200}", "*")
    assert build(bounded.format(len(APPEAL)), max_removed_prose=1).clean(text).text == f"{PROSE}\n\n{PROSE}\n"
    assert build(bounded.format(len(APPEAL) - 1), max_removed_prose=1).clean(text).text == text


@pytest.mark.parametrize("prefilter", [True, False])
def test_a_cut_may_join_what_stood_around_it(build: Build, prefilter: bool) -> None:
    """The second line is an appeal by itself, until the label between the first and it has gone."""
    text = f"{PROSE}\n\nThe mayor opened the bridge on Monday and said\nJUNK\nplease give what you can.\n"
    rules = (line(), line("please give what you can[.]", "test.give", prev="the mayor .*"))
    cleaner = build(*rules, prefilter=prefilter)
    result = cleaner.clean(text)
    assert result.text == text.replace("JUNK\n", "")
    assert cleaner.clean(result.text).text == result.text


def test_sentences_at_the_edge_of_a_wrapped_paragraph_stay(build: Build) -> None:
    """What is left of the paragraph could be read as other lines than before."""
    text = f"{PROSE}\n\n{WRAPPED} Sign up here.\n\n{PROSE}\n"
    cleaner = build(rule("test.inline", "inline", pattern="sign up here[.]", at="end"))
    assert cleaner.clean(text).text == text
    unwrapped = text.replace(WRAPPED, WRAPPED.replace("\n", " "))
    assert cleaner.clean(unwrapped).text == unwrapped.replace(" Sign up here.", "")
