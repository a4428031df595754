"""What two results of one text cut differently."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner.report.comparison import difference_line, differences
from cleaner.text.document import Document
from tests.report.made_up import result_of

TEXT = Document("one\ntwo\nthree\nfour\n", path="a.txt")


def told(*, old: list[tuple[int, int]], new: list[tuple[int, int]]) -> list[tuple[str, str]]:
    found = differences(result_of(TEXT, *old), result_of(TEXT, *new))
    return [(difference.sign, difference.removal.text) for difference in found]


def test_nothing_differs() -> None:
    assert told(old=[(0, 4)], new=[(0, 4)]) == []


def test_more_and_less() -> None:
    assert told(old=[(0, 4)], new=[(4, 8)]) == [("-", "one\n"), ("+", "two\n")]


def test_only_the_parts_that_differ() -> None:
    assert told(old=[(4, 8)], new=[(0, 14)]) == [("+", "one\n"), ("+", "three\n")]
    assert told(old=[(0, 14)], new=[(4, 8)]) == [("-", "one\n"), ("-", "three\n")]


def test_blank_lines_are_no_difference() -> None:
    text = Document("junk\n\nprose\n")
    assert differences(result_of(text, (0, 5)), result_of(text, (0, 6))) == []


def test_a_line_of_output() -> None:
    (difference,) = differences(result_of(TEXT), result_of(TEXT, (4, 8)))
    assert difference_line("a.txt", TEXT, difference) == "+ a.txt:2:1: a.one  two"


SPANS = st.lists(st.integers(0, 30), max_size=8, unique=True).map(
    lambda cuts: [(a, b) for a, b in zip(*[iter(sorted(cuts))] * 2, strict=False)]
)


@given(old=SPANS, new=SPANS)
def test_every_character_of_one_side_alone_is_told_once(
    old: list[tuple[int, int]], new: list[tuple[int, int]]
) -> None:
    text = Document("abcdefghijklmnopqrstuvwxyzabcde")
    found = differences(result_of(text, *old), result_of(text, *new))
    before = {at for span in old for at in range(*span)}
    after = {at for span in new for at in range(*span)}
    for sign, wanted in ("+", after - before), ("-", before - after):
        parts = [d.removal for d in found if d.sign == sign]
        assert sorted(at for part in parts for at in range(part.start, part.end)) == sorted(wanted)
        assert all(text.text[part.start : part.end] == part.text for part in parts)
