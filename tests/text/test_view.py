"""The view: every sentence that DESIGN.md says about it, as a case."""

from __future__ import annotations

import pytest

from cleaner.text.view import fold, leading_marks, links_removed, view

CHARACTERS = [
    pytest.param("Leave A COMMENT", "leave a comment", id="upper case folds"),
    pytest.param("  leave \t a   comment  ", "leave a comment", id="space runs are one space, trimmed"),
    pytest.param("leave\u00a0a\u2003comment", "leave a comment", id="no-break and em space"),
    pytest.param("leave\u3000a\u2009\u00a0comment", "leave a comment", id="run of unlike spaces"),
    pytest.param("leave\u2028a\x85comment\x0chere", "leave a comment here", id="separators inside a line"),
    pytest.param("", "", id="empty"),
    pytest.param(" \u00a0\t", "", id="white space only"),
    pytest.param("Leave a com\u00adment", "leave a comment", id="soft hyphen drops"),
    pytest.param(
        "Leave\u200b a\u200c com\u200dment\u2060\u061c", "leave a comment",
        id="zero-width space, joiners",
    ),
    pytest.param("\ufeffLeave\u200e a\u200f comment", "leave a comment", id="mark and directions drop"),
    pytest.param("\u202aLeave\u202c \u2066a\u2069", "leave a", id="embeddings and isolates drop"),
    pytest.param("a\u2063b\u034fc\u180ed", "abcd", id="invisible separators drop"),
    pytest.param("\u2764\ufe0f like", "\u2764 like", id="variation selector drops"),
    pytest.param("a\u206ab\u206fc", "abc", id="deprecated format characters drop"),
    pytest.param("a\U000e0100b", "ab", id="supplementary variation selector drops"),
    pytest.param("a\U000e0062b", "ab", id="tag characters drop"),
    pytest.param("a\U0001d173b", "ab", id="musical format characters drop"),
    pytest.param("\u201cit\u2019s\u201d", "\"it's\"", id="curly quotes"),
    pytest.param("\u201ea\u201f \u201ab\u201b", "\"a\" 'b'", id="low and reversed quotes"),
    pytest.param("5\u2032 6\u2033 \u00b4x\u02bc", "5' 6\" 'x'", id="primes, acute, modifier apostrophe"),
    pytest.param("a\u2013b\u2014c\u2212d", "a-b-c-d", id="en dash, em dash, minus"),
    pytest.param("a\u2010b\u2011c\u2012d\u2015e", "a-b-c-d-e", id="hyphens, figure dash, bar"),
    pytest.param("a\ufe58b\ufe63c", "a-b-c", id="small dashes"),
    pytest.param("\ufb01ve o\ufb03ces \ufb02y", "five offices fly", id="ligatures"),
    pytest.param("wi\u017fdom", "wisdom", id="long s"),
    pytest.param("\uff2c\uff45\uff41\uff56\uff45\uff01", "leave!", id="full-width letters"),
    pytest.param("\uff02x\uff02 \uff07y\uff07 a\uff0db", "\"x\" 'y' a-b", id="full-width quotes and dash"),
    pytest.param("\u2460 \u00bd\u00b2", "1 1\u204422", id="circled digits, fractions, superscripts"),
    pytest.param("wait\u2026", "wait...", id="ellipsis is three dots"),
    pytest.param("STRASSE stra\u00dfe", "strasse strasse", id="sharp s"),
    pytest.param("ΣΟΦΟΣ σοφός", "σοφοσ σοφόσ", id="final sigma"),
    pytest.param("\u0130stanbul", "istanbul", id="Turkish dotted capital I"),
    pytest.param("I\u0307stanbul", "istanbul", id="Turkish dotted capital I, decomposed"),
    pytest.param("yaz\u0131n\u0131z", "yaziniz", id="Turkish dotless i"),
    pytest.param("cafe\u0301 CAFE\u0301", "caf\u00e9 caf\u00e9", id="decomposed accents compose"),
    pytest.param("e\u200d\u0301t\u00e9", "\u00e9t\u00e9", id="accent after a dropped joiner composes"),
    pytest.param("\u212a\u212b", "k\u00e5", id="Kelvin and Angstrom signs"),
    pytest.param("\uff8a\uff9f\uff70", "\u30d1\u30fc", id="half-width kana"),
]  # fmt: skip

MARKDOWN = [
    pytest.param("### **Leave a&nbsp;Comment**", "leave a comment", id="heading, emphasis and entity"),
    pytest.param("# Leave a comment", "leave a comment", id="heading"),
    pytest.param("###### Leave a comment", "leave a comment", id="heading of level six"),
    pytest.param("####### x", "####### x", id="seven signs are no heading"),
    pytest.param("#tag", "#tag", id="number sign without space is no heading"),
    pytest.param("##", "", id="empty heading"),
    pytest.param("## Leave a comment ##", "leave a comment", id="closed heading"),
    pytest.param("## About C#", "about c#", id="heading that ends in a number sign"),
    pytest.param("Leave a comment #", "leave a comment #", id="number sign that closes no heading"),
    pytest.param("- Leave a comment", "leave a comment", id="hyphen bullet"),
    pytest.param("* Leave a comment", "leave a comment", id="star bullet"),
    pytest.param("+ Leave a comment", "leave a comment", id="plus bullet"),
    pytest.param("\u2022 Leave a comment", "leave a comment", id="round bullet"),
    pytest.param("\u2022Leave a comment", "leave a comment", id="round bullet without space"),
    pytest.param("\u25aa\ufe0e Leave", "leave", id="square bullet with variation selector"),
    pytest.param("-leave", "-leave", id="hyphen without space is no bullet"),
    pytest.param("+1", "+1", id="signed number is no bullet"),
    pytest.param("> Leave a comment", "leave a comment", id="quote"),
    pytest.param(">Leave a comment", "leave a comment", id="quote without space"),
    pytest.param("> > - ## Leave a comment", "leave a comment", id="nested quote, bullet and heading"),
    pytest.param(">>* - leave", "leave", id="quotes and bullets in any nesting"),
    pytest.param("   - * > # leave", "leave", id="indented nesting"),
    pytest.param("a > b - c # d", "a > b - c # d", id="marks inside a line stay"),
    pytest.param("\u2014 Leave me alone!", "- leave me alone!", id="em dash of dialogue stays"),
    pytest.param("\u2013 Leave me alone!", "- leave me alone!", id="en dash of dialogue stays"),
    pytest.param("*Leave* **a** ***comment***", "leave a comment", id="stars"),
    pytest.param("_Leave_ __a__ ___comment___", "leave a comment", id="underscores"),
    pytest.param("~~Leave~~ a comment", "leave a comment", id="struck out"),
    pytest.param("un**be**lievable", "unbelievable", id="stars inside a word"),
    pytest.param("**Share** this: _now_.", "share this: now.", id="emphasis before punctuation"),
    pytest.param("snake_case_name", "snake_case_name", id="snake case stays"),
    pytest.param("a _b_c_ d", "a b_c d", id="emphasised snake case loses its edges only"),
    pytest.param("2 * 3 * 4", "2 * 3 * 4", id="stars between spaces stay"),
    pytest.param("name: ____", "name: ____", id="blank to fill in stays"),
    pytest.param("---", "---", id="rule of hyphens stays"),
    pytest.param("[Leave a comment](https://example.org/a#b)", "leave a comment", id="link target"),
    pytest.param('[Leave](https://example.org "a title")', "leave", id="link target with title"),
    pytest.param("[Leave](https://example.org/a_(b))", "leave", id="link target with brackets"),
    pytest.param("[Leave]()", "leave", id="empty link target"),
    pytest.param("[Leave][ref] and [stay][]", "leave and stay", id="reference links"),
    pytest.param("[a](b)[c](d)", "ac", id="links side by side"),
    pytest.param("**[Leave](b)** - [_stay_](d)", "leave - stay", id="links and emphasis"),
    pytest.param("- [Leave a comment](b)", "leave a comment", id="link in a bullet"),
    pytest.param("![A cat](cat.png)", "a cat", id="image"),
    pytest.param("![](cat.png)", "", id="image without words"),
    pytest.param("[![A cat](cat.png)](https://example.org)", "a cat", id="image in a link"),
    pytest.param("[1] See (b)", "[1] see (b)", id="brackets that are no link"),
    pytest.param("arr[0](x", "arr[0](x", id="unclosed target"),
    pytest.param("[a \\[b\\] c](d)", "a [b] c", id="escaped brackets in link text"),
    pytest.param("<https://example.org/a>", "https://example.org/a", id="autolink"),
    pytest.param("See <mailto:a@example.org>", "see mailto:a@example.org", id="autolink to mail"),
    pytest.param("a < b > c", "a < b > c", id="comparison is no autolink"),
    pytest.param(r"Give \$5 \+ more\!", "give $5 + more!", id="escapes"),
    pytest.param(r"\*not emphasis\*", "*not emphasis*", id="escaped stars"),
    pytest.param(r"snake\_case", "snake_case", id="escaped underscore"),
    pytest.param(r"\# no heading", "# no heading", id="escaped number sign"),
    pytest.param(r"\- no bullet", "- no bullet", id="escaped hyphen"),
    pytest.param(r"\[no](link)", "[no](link)", id="escaped bracket"),
    pytest.param(r"C:\temp", r"c:\temp", id="backslash before a letter stays"),
    pytest.param("Tom &amp; Jerry", "tom & jerry", id="named entity"),
    pytest.param("it&#8217;s &#x201C;on&#x201D;", 'it\'s "on"', id="numbered entities"),
    pytest.param("Leave&#8203; a com&shy;ment", "leave a comment", id="entities of what drops"),
    pytest.param("a &mdash; b&hellip;", "a - b...", id="entities of what folds"),
    pytest.param("&gt; leave &lt;b&gt;", "leave <b>", id="entity of a quote mark"),
    pytest.param("AT&T", "at&t", id="ampersand that is no entity"),
]


@pytest.mark.parametrize(("line", "expected"), CHARACTERS)
def test_characters(line: str, expected: str) -> None:
    assert view(line) == expected


@pytest.mark.parametrize(("text", "expected"), CHARACTERS)
def test_fold_alone_gives_the_same(text: str, expected: str) -> None:
    assert fold(text) == expected


@pytest.mark.parametrize(("line", "expected"), MARKDOWN)
def test_markdown_and_entities(line: str, expected: str) -> None:
    assert view(line) == expected


@pytest.mark.parametrize(("text", "_expected"), CHARACTERS)
def test_fold_is_settled(text: str, _expected: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(
            "Plain words, with: marks! (50% off) a/b = $5 + 3? 'a' \"b\" c-d {e|f}^@", id="all of them"
        ),
        pytest.param("Tabs\tand   spaces ", id="white space"),
        pytest.param("i I", id="dotted i"),
    ],
)
def test_short_path_of_plain_lines_is_the_long_one(line: str) -> None:
    assert view(line) == fold(line)


@pytest.mark.parametrize(
    ("line", "marks"),
    [
        pytest.param("> - # a", "> - #", id="quote, bullet, heading"),
        pytest.param("  * a", "  *", id="indented bullet"),
        pytest.param("a - b", "", id="text first"),
        pytest.param("\u2014 a", "", id="dash of dialogue"),
        pytest.param("", "", id="empty"),
    ],
)
def test_leading_marks(line: str, marks: str) -> None:
    assert leading_marks(line) == marks


@pytest.mark.parametrize(
    ("line", "words", "count"),
    [
        pytest.param("[a](b) or [c][d]", ["or"], 2, id="links"),
        pytest.param("[![a](b)](c)", [], 1, id="image in a link is one"),
        pytest.param("see https://example.org/x and www.example.org", ["see", "and"], 2, id="bare addresses"),
        pytest.param("<https://example.org>", [], 1, id="autolink"),
        pytest.param("none at all", ["none", "at", "all"], 0, id="none"),
    ],
)
def test_links_removed(line: str, words: list[str], count: int) -> None:
    rest, found = links_removed(line)
    assert (rest.split(), found) == (words, count)
