"""Promise: prose that looks like junk stays, whatever junk is planted around it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.rulebook.rule import LineRule
from tests.properties.promises import assert_promises, lines_of
from tests.strategies import PROSE

# Every sentence says, as prose, what some rule or other is about.
NEAR_MISSES = (
    "She left a comment on the minister's desk, and nobody read it before the vote on Thursday.",
    "Leave a reply at the inn, the letter said; the coachman would carry it to the coast by Friday.",
    "Share this article of faith with your children, the old abbot wrote, and they will do so too.",
    "He subscribed to three newsletters about bees, and cancelled all of them when the hive died in March.",
    "Donate your coat, the sign over the church door read, and hundreds did so on the first night alone.",
    "To read more of Tolstoy was the one thing she regretted not having done in those two long winters.",
    "Click beetles, which click to right themselves, continue reading the slope of the leaf with their legs.",
    "Related articles of association were filed in Leeds in 1931, and they are kept in the county archive.",
    "The advertisement in the window promised a sponsored trip around the world to whoever solved it.",
    "Follow us, the scouts had signalled from the ridge, and the column turned north into the rain.",
    "Copyright was a new idea in 1710, and all rights reserved to the author lapsed after fourteen years.",
    "The original url of the archive has been lost; the project now lives on a server in Tallinn.",
    "Posted by night to the eastern gate, the guard wrote down the time of every cart that passed.",
    "Cookies cool on the rack for an hour; we use butter, and we accept no excuse for margarine.",
    "The app was downloaded a million times, though few people used it twice, said the ministry's report.",
    "Sign up sheets hung in the hall, and by noon every line of them had been filled in pencil.",
    "Table of contents, index and appendix were printed last, on thinner paper, by a firm in Ghent.",
    "Skip to the end of the quay, jump to the deck, and the boatman will ask for nothing more.",
)
_STAYING = st.lists(st.sampled_from(NEAR_MISSES), min_size=3, max_size=8, unique=True)


def _planted_junk(shipped: Cleaner) -> st.SearchStrategy[str]:
    """Lines that some shipped rule removes."""
    listed = [rule for rule in shipped.book.rules if isinstance(rule, LineRule)]
    return st.sampled_from([line for rule in listed for line in rule.removes])


@pytest.mark.parametrize("line", NEAR_MISSES, ids=lambda line: "-".join(line.split()[:3]))
@pytest.mark.parametrize("form", ["{}", "- {}", "> {}\n> {}", "{}\r", "**{}**"])
def test_a_near_miss_stays_between_plain_paragraphs(shipped: Cleaner, line: str, form: str) -> None:
    text = "\n\n".join((*PROSE, form.format(line, line), *PROSE))
    assert shipped.clean(text).text == text


@given(st.data(), _STAYING, st.sampled_from(("\n", "\r\n")), st.booleans())
def test_near_misses_stay_whatever_is_planted_around_them(
    shipped: Cleaner, data: st.DataObject, staying: list[str], ending: str, tight: bool
) -> None:
    """Not one is cut, changed or moved; junk in paragraphs of its own goes."""
    lines: list[str] = []
    for line in staying:
        junk = data.draw(st.lists(_planted_junk(shipped), max_size=2))
        lines += [*junk, line] if tight else [part for one in (*junk, line) for part in (one, "")]
    text = ending.join(lines)
    result = shipped.clean(text)
    assert_promises(text, result)
    left = [line.rstrip("\r\n") for line in lines_of(result.text)]
    assert [line for line in left if line in NEAR_MISSES] == staying


@settings(max_examples=10)
@given(st.permutations(NEAR_MISSES), st.sampled_from(("\n", "\n\n", "\r\n\r\n", " ")))
def test_a_text_of_near_misses_alone_is_untouched(shipped: Cleaner, lines: list[str], gap: str) -> None:
    text = gap.join(lines)
    assert shipped.clean(text).text == text
