"""Promise: junk that is broken over several lines goes whole, and prose that is stays as it is."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from cleaner import Cleaner, Document
from cleaner.rulebook.rule import LineRule
from cleaner.text.view import view
from tests.properties.promises import assert_promises
from tests.properties.test_near_misses import NEAR_MISSES
from tests.strategies import PROSE
from tests.wraps import WIDTHS, ragged, ways, wrapped, written

_FOLDER = Path(__file__).parents[1] / "data" / "prose"
_FILES = [file for file in sorted(_FOLDER.glob("*.txt")) if file.stem != "zh"]
_ENDINGS = st.sampled_from(("\n", "\n", "\r\n", "\r"))
_MARKS = st.sampled_from(("", "", "> ", ">> ", "  "))


@functools.cache
def _prose(file: Path) -> list[str]:
    paragraphs = re.split(r"\n\n+", file.read_text(encoding="utf-8").strip())
    return [paragraph for paragraph in paragraphs if "\n" not in paragraph and len(paragraph) > 90]


_ENGLISH = [paragraph for file in _FILES if file.stem.startswith("en") for paragraph in _prose(file)]
_PARAGRAPHS = st.one_of(
    st.sampled_from(_ENGLISH),
    st.lists(st.sampled_from(NEAR_MISSES), min_size=2, max_size=4, unique=True).map(" ".join),
)


@functools.cache
def _appeals(shipped: Cleaner) -> list[str]:
    """What some shipped rule removes, long enough to be broken."""
    listed = [rule for rule in shipped.book.rules if isinstance(rule, LineRule) and not rule.contextual]
    junk = [
        line
        for rule in listed
        if rule.id in shipped.cutting and rule.formats is None
        for line in rule.removes
    ]
    return [line for line in junk if len(line) > 80]


def _reads(text: str) -> list[str]:
    document = Document(text).flowed
    lines = map(document.content, document.lines)
    return [view(line) for line in lines if view(line)]


def _whole(text: str, paragraphs: Sequence[str]) -> bool:
    """Whether each paragraph is read as one line, as it is unless it breaks between sentences alone."""
    return _reads(text) == [view(paragraph) for paragraph in paragraphs]


@pytest.mark.parametrize("width", [50, 57, 65, 72, 80])
@pytest.mark.parametrize("file", [pytest.param(file, id=file.stem) for file in _FILES if _prose(file)])
def test_wrapped_prose_stays(file: Path, width: int) -> None:
    cleaner = _unguarded()
    for break_up in (lambda text: wrapped(text, width), lambda text: ragged(text, [width, width - 5])):
        for paragraph in _prose(file):
            text = written([wrapped(PROSE[0], width), break_up(paragraph), wrapped(PROSE[1], width)])
            assert cleaner.clean(text).text == text
        text = written([break_up(paragraph) for paragraph in _prose(file)])
        assert cleaner.clean(text).text == text


@functools.cache
def _unguarded() -> Cleaner:
    return Cleaner(max_removed_prose=1)


@given(st.lists(_PARAGRAPHS, min_size=1, max_size=5), ways(), _ENDINGS, _MARKS)
def test_near_misses_stay_however_they_are_wrapped(
    shipped: Cleaner, prose: list[str], widths: Sequence[int], ending: str, mark: str
) -> None:
    text = written([ragged(paragraph, widths) for paragraph in prose], ending, mark)
    assert shipped.clean(text).text == text


@given(st.data(), st.lists(_PARAGRAPHS, min_size=4, max_size=6), ways(), _ENDINGS, _MARKS)
def test_a_wrapped_paragraph_of_junk_goes_whole(
    shipped: Cleaner,
    data: st.DataObject,
    prose: list[str],
    widths: Sequence[int],
    ending: str,
    mark: str,
) -> None:
    junk = data.draw(st.sampled_from(_appeals(shipped)))
    at = data.draw(st.integers(0, len(prose)))
    blocks = [ragged(paragraph, widths) for paragraph in prose]
    text = written([*blocks[:at], ragged(junk, widths), *blocks[at:]], ending, mark)
    assume(_whole(text, [*prose[:at], junk, *prose[at:]]))
    result = shipped.clean(text)
    assert_promises(text, result)
    assert _filled(result.text) == _filled(written(blocks, ending, mark))
    assert shipped.clean(result.text).text == result.text
    assert _without_scan().clean(text) == result


def _filled(text: str) -> list[str]:
    """The lines that say something, in quotes or not."""
    return [line for line in text.splitlines() if line.strip("> ")]


@functools.cache
def _without_scan() -> Cleaner:
    return Cleaner(prefilter=False)


@given(st.data(), st.lists(_PARAGRAPHS, min_size=3, max_size=6), WIDTHS)
def test_wrapping_and_cleaning_can_change_places(
    shipped: Cleaner, data: st.DataObject, prose: list[str], width: int
) -> None:
    junk = data.draw(st.lists(st.sampled_from(_appeals(shipped)), max_size=2))
    paragraphs = data.draw(st.permutations([*prose, *junk]))

    def broken(parts: Sequence[str]) -> str:
        return written([wrapped(part, width) for part in parts])

    text = broken(paragraphs)
    assume(_whole(text, paragraphs))
    first = shipped.clean("\n\n".join(paragraphs))
    event(first.verdict.status)
    assert shipped.clean(text).text == broken(first.text.strip().split("\n\n"))


def test_most_junk_is_seen_whole_whatever_the_width(shipped: Cleaner) -> None:
    """That the tests above leave some out must not mean that they try little."""
    prose = _ENGLISH[:3]
    seen = [
        view(junk) in _reads(written([wrapped(part, width) for part in (*prose, junk)]))
        for junk in _appeals(shipped)
        for width in range(50, 81, 3)
    ]
    assert len(seen) > 500
    assert sum(seen) > 0.95 * len(seen)
