"""Promise: putting some removals back leaves the original without the others, and those can follow later."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner import Removal, restore
from cleaner.corpus.entries import Entry
from cleaner.corpus.formats import Recorded
from cleaner.corpus.ledger import Closing
from cleaner.corpus.selection import Selection
from cleaner.engine.result import cut
from tests.strategies import hostile_texts

RULES = ("one.red", "one.blue", "two.green")


@st.composite
def _cut_texts(draw: st.DrawFn) -> tuple[str, list[Removal]]:
    """A text and removals that do not overlap."""
    text = draw(hostile_texts())
    bounds = sorted(draw(st.sets(st.integers(0, len(text)))))
    spans = list(zip(bounds[::2], bounds[1::2], strict=False))
    return text, [Removal(draw(st.sampled_from(RULES)), start, end, text[start:end]) for start, end in spans]


@given(_cut_texts(), st.sampled_from(["one.*", "*.green", "one.red", "*", "none"]))
def test_some_and_then_the_rest(drawn: tuple[str, list[Removal]], pattern: str) -> None:
    text, removals = drawn
    entry = Entry(Closing("a.txt", "text", {}, "", "", "", 1, len(text)), tuple(map(Recorded, removals)))
    back, stay = Selection(rules=(pattern,)).split(entry)
    assert len(back) + len(stay) == len(removals)
    left = [recorded.removal for recorded in stay]
    part = restore(cut(text, removals), [recorded.removal for recorded in back])
    assert part == cut(text, left)
    assert restore(part, left) == text
