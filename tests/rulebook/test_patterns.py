"""What a pattern may be: the dialect that `re` and `regex` share, over characters a view can hold."""

from __future__ import annotations

import re

import pytest

from cleaner.rulebook.patterns import MATCHES_EMPTY, compiled, defects

ANCHOR, GROUP, BACK, FLAGS = "has an anchor", "has a capture group", "refers back", "sets flags"
BRACE, SPACES, INVALID = "has '{' where no repeat count can stand", "has two spaces", "is no valid pattern"

SOUND = [
    pytest.param("leave a comment", id="plain words"),
    pytest.param(r"(?:leave|post) (?:a|your) comment[.:!]?", id="groups and sets"),
    pytest.param(r"\d{1,3} comments?", id="counts"),
    pytest.param(r"x{2}y{3,}z{,4}", id="every form of count"),
    pytest.param(r"share\b.*", id="word boundary"),
    pytest.param(r"(?=a)\w+(?<!s)", id="look around"),
    pytest.param(r"(?>ab|a)c++", id="atomic and possessive, read alike by both"),
    pytest.param(r"\$5 \(off\) \{now\}", id="escapes"),
    pytest.param("[{}]x", id="braces in a set"),
    pytest.param("[a-zà-ö]+", id="ranges of lower case"),
    pytest.param(r"\s\S\w\W\d\D", id="classes"),
    pytest.param("écrit σχολιο комментарий コメント", id="many scripts"),
    pytest.param("' \" - ...", id="straight quotes, hyphen, dots"),
    pytest.param("é|è", id="accented alternatives"),
]

DEFECTIVE = [
    pytest.param("Leave", ["'L'", "write 'l'"], id="upper case"),
    pytest.param("É", ["write 'é'"], id="upper case with accent"),
    pytest.param("[^A]b", ["write 'a'"], id="upper case in a negated set"),
    pytest.param("[A-Z]b", ["write 'a'", "write 'z'"], id="upper-case range"),
    pytest.param(r"\u00df", ["write 'ss'"], id="escaped sharp s"),
    pytest.param("ß", ["write 'ss'"], id="sharp s"),
    pytest.param("σοφος", ["write 'σ'"], id="final sigma"),
    pytest.param("…", ["write '...'"], id="ellipsis"),
    pytest.param("ı", ["write 'i'"], id="Turkish dotless i"),
    pytest.param("ſ", ["write 's'"], id="long s"),
    pytest.param("ﬂ", ["write 'fl'"], id="ligature"),
    pytest.param("’", ['write "\'"'], id="curly apostrophe"),
    pytest.param("“", ["write '\"'"], id="curly quote"),
    pytest.param("–", ["write '-'"], id="en dash"),
    pytest.param("a\u00a0b", ["U+00A0", "single space"], id="no-break space"),
    pytest.param(r"a\nb", ["U+000A", "single space"], id="newline"),
    pytest.param("a\u200bb", ["U+200B", "leave it out"], id="zero-width space"),
    pytest.param("a  b", [SPACES], id="two spaces"),
    pytest.param("e\u0301", ["write 'é'"], id="accent on its own"),
    pytest.param("i\u0307", ["write 'i'"], id="dot on its own"),
    pytest.param("^a", [ANCHOR], id="anchor at the start"),
    pytest.param("a$", [ANCHOR], id="anchor at the end"),
    pytest.param(r"\Aa\Z", [ANCHOR], id="absolute anchors"),
    pytest.param("(?:^|x)a", [ANCHOR], id="anchor in a group"),
    pytest.param("(a)", [GROUP], id="capture group"),
    pytest.param("(?:x(a))", [GROUP], id="capture group in a group"),
    pytest.param("(?P<n>a)", [GROUP], id="named group"),
    pytest.param(r"(a)\1", [GROUP, BACK], id="reference back"),
    pytest.param("(?P<n>a)(?P=n)", [GROUP, BACK], id="named reference back"),
    pytest.param("(a)?(?(1)b|c)", [GROUP, BACK], id="condition on a group"),
    pytest.param("(?i)a", [FLAGS], id="flag for all"),
    pytest.param("(?x)a b", [FLAGS], id="verbose"),
    pytest.param("(?i:a)b", [FLAGS], id="flag for a group"),
    pytest.param("(?s:a)b", [FLAGS], id="dot-all for a group"),
    pytest.param("(?:foo){e}", [BRACE], id="fuzzy"),
    pytest.param("(?:foo){e<=1}", [BRACE], id="fuzzy with a limit"),
    pytest.param("(?:foo){i,d}", [BRACE], id="fuzzy with two kinds"),
    pytest.param("a{1", [BRACE], id="unclosed brace"),
    pytest.param("{a", [BRACE], id="brace at the start"),
    pytest.param("[[:alpha:]]", [INVALID], id="POSIX class"),
    pytest.param("[a--b]", [INVALID], id="set difference"),
    pytest.param("[a||b]", [INVALID], id="set union"),
    pytest.param("[a&&b]", [INVALID], id="set intersection"),
    pytest.param(r"\p{L}", [INVALID], id="property class"),
    pytest.param(r"a\Kb", [INVALID], id="keep"),
    pytest.param("(?|a|b)", [INVALID], id="branch reset"),
    pytest.param("(?R)a", [INVALID], id="recursion"),
    pytest.param("(", [INVALID], id="unbalanced"),
    pytest.param("*a", [INVALID], id="nothing to repeat"),
    pytest.param("a{2,1}", [INVALID], id="counts the wrong way round"),
    pytest.param("a{99999999999}", [INVALID], id="count out of bounds"),
    pytest.param("", [MATCHES_EMPTY], id="empty"),
    pytest.param("a*", [MATCHES_EMPTY], id="all optional"),
    pytest.param("(?:a|)", [MATCHES_EMPTY], id="empty alternative"),
    pytest.param("(?=a)", [MATCHES_EMPTY], id="only looks ahead"),
]


@pytest.mark.parametrize("pattern", SOUND)
def test_sound(pattern: str) -> None:
    assert defects(pattern) == ()
    assert re.compile(pattern)


@pytest.mark.parametrize(("pattern", "problems"), DEFECTIVE)
def test_defective(pattern: str, problems: list[str]) -> None:
    found = " / ".join(defects(pattern))
    for problem in problems:
        assert problem in found


@pytest.mark.parametrize(("pattern", "problems"), DEFECTIVE)
def test_each_defect_is_named_once(pattern: str, problems: list[str]) -> None:
    found = defects(pattern)
    assert len(found) == len(set(found))


def test_all_defects_are_found_together() -> None:
    assert len(defects("^(Ab)…$")) == 4


def test_compiled_once() -> None:
    assert compiled("leave a comment") is compiled("leave a comment")


def test_dot_matches_whatever_a_view_holds() -> None:
    assert compiled("a.b").fullmatch("a\u2028b")
