"""Shapes of a line, and what counts as a sentence."""

from __future__ import annotations

import pytest

from cleaner.text.shapes import SHAPES, closes_sentence, ends_sentence, holds_sentence
from cleaner.text.view import view


@pytest.mark.parametrize(
    ("shape", "line", "expected"),
    [
        pytest.param("short", "a" * 80, True, id="short: 80 characters"),
        pytest.param("short", "a" * 81, False, id="short: 81 characters"),
        pytest.param("short", "[a](" + "b" * 90 + ")", True, id="short: the view counts, not the line"),
        pytest.param("no-sentence", "Share this page", True, id="no-sentence: label"),
        pytest.param("no-sentence", "Version 2.5 of example.org", True, id="no-sentence: dots inside words"),
        pytest.param("no-sentence", "It rained.", False, id="no-sentence: full stop"),
        pytest.param("no-sentence", "Did it? Yes", False, id="no-sentence: question mark in the middle"),
        pytest.param("no-sentence", "It rained.\u201d", False, id="no-sentence: stop before a closing quote"),
        pytest.param(
            "no-sentence", "\u4e0b\u96e8\u4e86\u3002\u597d", False, id="no-sentence: ideographic stop"
        ),
        pytest.param("no-sentence", "\u0915\u0964", False, id="no-sentence: danda"),
        pytest.param("entry", "Life and Style", True, id="entry: three words"),
        pytest.param("entry", "A fox in the hen house", False, id="entry: as many words as a title"),
        pytest.param("entry", "Up to the top of it", True, id="entry: many words, few characters"),
        pytest.param("entry", "- A fox in the hen house", True, id="entry: bulleted"),
        pytest.param(
            "entry", "- Local Government and Housing Policy", True, id="entry: bulleted, five words"
        ),
        pytest.param("entry", "- The fox that slept in the hen house", False, id="entry: bulleted, a title"),
        pytest.param("entry", "4. Foxes", False, id="entry: numbered"),
        pytest.param("entry", "# Foxes", False, id="entry: the title of a text"),
        pytest.param("entry", "## Foxes", True, id="entry: a heading below the title"),
        pytest.param("entry", "Foxes.", False, id="entry: no label"),
        pytest.param("entry", "\u5929" * 8, True, id="entry: 8 ideographs"),
        pytest.param("entry", "\u5929" * 9, False, id="entry: 9 ideographs"),
        pytest.param("entry", "\uac00" * 9, False, id="entry: 9 syllables"),
        pytest.param("remark", "It rained all day. Again.", True, id="remark: brief sentences"),
        pytest.param("remark", "a" * 160, True, id="remark: long, no sentence"),
        pytest.param("remark", "It rained all day" + " again" * 5 + ".", False, id="remark: a sentence"),
        pytest.param("link", "[a b](c)", True, id="link: one"),
        pytest.param(
            "link", "- [a](b) | [c](d) \u00b7 <https://example.org>", True, id="link: several, separated"
        ),
        pytest.param("link", "> **[a](b)**", True, id="link: quoted and emphasised"),
        pytest.param("link", "https://example.org/a", True, id="link: bare address"),
        pytest.param("link", "[![a](b)](c)", True, id="link: image in a link"),
        pytest.param("link", "1. [a](b)", True, id="link: in a numbered item"),
        pytest.param("link", "[a](b)&nbsp;&middot; [c](d)", True, id="link: separated by entities"),
        pytest.param("link", "see [a](b)", False, id="link: words besides"),
        pytest.param("link", "words", False, id="link: none"),
        pytest.param("link", "| - |", False, id="link: separators only"),
        pytest.param("bullet", "- a", True, id="bullet: hyphen"),
        pytest.param("bullet", "  * a", True, id="bullet: indented star"),
        pytest.param("bullet", "> + a", True, id="bullet: quoted plus"),
        pytest.param("bullet", "\u2022 a", True, id="bullet: round"),
        pytest.param("bullet", "12. a", True, id="bullet: number and dot"),
        pytest.param("bullet", "3) a", True, id="bullet: number and bracket"),
        pytest.param("bullet", "1999. a", False, id="bullet: a year"),
        pytest.param("bullet", "-a", False, id="bullet: hyphen without space"),
        pytest.param("bullet", "\u2014 a", False, id="bullet: dash of dialogue"),
        pytest.param("bullet", "**a**", False, id="bullet: emphasis"),
        pytest.param("bullet", "> a", False, id="bullet: quote"),
        pytest.param("bullet", "# a", False, id="bullet: heading"),
        pytest.param("no-bullet", "a", True, id="no-bullet: a line"),
        pytest.param("no-bullet", "- a", False, id="no-bullet: an item"),
        pytest.param("heading", "## a", True, id="heading: number signs"),
        pytest.param("heading", "> # a", True, id="heading: quoted"),
        pytest.param("heading", "#a", False, id="heading: tag"),
        pytest.param("heading", "a # b", False, id="heading: number sign inside"),
    ],
)
def test_shape(shape: str, line: str, expected: bool) -> None:
    assert SHAPES[shape](line, view(line)) is expected


def test_every_shape_of_the_rule_format_exists() -> None:
    assert {"short", "no-sentence", "link", "bullet"} <= set(SHAPES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("It rained.", True, id="at the end"),
        pytest.param("It rained. Then", True, id="in the middle"),
        pytest.param("(It rained.)", True, id="before a bracket"),
        pytest.param("It rained.**", True, id="before emphasis"),
        pytest.param("Really?!", True, id="two marks"),
        pytest.param("wait\u2026", True, id="ellipsis"),
        pytest.param("\u0645\u0637\u0631\u061f", True, id="Arabic question mark"),
        pytest.param("v2.5", False, id="inside a number"),
        pytest.param("example.org", False, id="inside a name"),
        pytest.param("", False, id="empty"),
    ],
)
def test_ends_sentence(text: str, expected: bool) -> None:
    assert ends_sentence(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("It rained.", True, id="stop"),
        pytest.param("It rained.\u201d)  ", True, id="stop, quote, bracket, spaces"),
        pytest.param("\u4e0b\u96e8\u4e86\u3002", True, id="ideographic stop"),
        pytest.param("It rained. Then", False, id="stop in the middle"),
        pytest.param("It rained,", False, id="comma"),
        pytest.param("", False, id="empty"),
    ],
)
def test_closes_sentence(text: str, expected: bool) -> None:
    assert closes_sentence(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("It rained all day.", True, id="four words and a stop"),
        pytest.param("It rained hard.", False, id="three words"),
        pytest.param("Home About us Contact News Shop Jobs", False, id="a menu"),
        pytest.param("Share this page with friends", False, id="a label without a stop"),
        pytest.param("今天这里下了一整天的大雨。", True, id="Chinese"),
        pytest.param("分享。", False, id="short Chinese label"),
        pytest.param("\u0e1d\u0e19" * 20, True, id="Thai of 40 characters"),
        pytest.param("\u0e1d\u0e19" * 19, False, id="Thai label"),
        pytest.param("", False, id="empty"),
    ],
)
def test_holds_sentence(text: str, expected: bool) -> None:
    assert holds_sentence(text) is expected
