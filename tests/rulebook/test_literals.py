"""Literals: every match of a pattern contains one of them, and they are the ones to look for."""

from __future__ import annotations

import re
from ast import literal_eval
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cleaner.report.rules import shown_literal
from cleaner.rulebook.literals import clauses, literals, rule_literals
from cleaner.rulebook.load import load_book
from cleaner.rulebook.patterns import compiled, defects
from cleaner.rulebook.rarity import EDGE, LIMIT, WEAK, rarest_word, strength
from cleaner.rulebook.required import unbundled
from cleaner.rulebook.rule import BlockRule, CueRule, Rule
from cleaner.text.letters import EDGE as LINE_EDGE
from cleaner.text.letters import all_letters, letters
from cleaner.text.shapes import SHAPES
from cleaner.text.view import fold, view
from tests.strategies import line_rule

# `^` and `$` stand for the edges of the line, `~` for any marks and spaces, as people are shown them.
CHOSEN = [
    pytest.param("leave a comment", {"^leave a comment$"}, id="plain words"),
    pytest.param(
        "share this(?: page)?", {"^share this$", "^share this page$"}, id="optional part at the end"
    ),
    pytest.param("(?:please )?donate", {"^donate$", "^please donate$"}, id="optional part at the start"),
    pytest.param("subscribe|donate now", {"^donate now$", "^subscribe$"}, id="alternatives"),
    pytest.param(
        "subscribe(?:rs?)?|newsletters",
        {"^newsletters$", "^subscribe$", "^subscriber$", "^subscribers$"},
        id="endings",
    ),
    pytest.param(
        "(?:share|shared|shares) it", {"^share it$", "^shared it$", "^shares it$"}, id="contained in another"
    ),
    pytest.param("colou?rful", {"^colorful$", "^colourful$"}, id="optional letter inside a word"),
    pytest.param("organi[sz]ed by us", {"^organised by us$", "^organized by us$"}, id="small set"),
    pytest.param("adverti[a-z]ement", {"^adverti"}, id="large set"),
    pytest.param(r"\d+ comments", {"comments$"}, id="class"),
    pytest.param(r".{0,80}donation.{0,80}", {"donation"}, id="gaps"),
    pytest.param("news[^!?]{3}letter", {"letter$"}, id="negated set"),
    pytest.param("(?:ha){3}", {"^hahaha$"}, id="counted repeat"),
    pytest.param("(?:junk )+mail", {"mail$"}, id="repeat at least once"),
    pytest.param("(?:spam )*folder", {"folder$"}, id="repeat that may be nothing"),
    pytest.param("log[ -]in", {"^log~in$"}, id="runs joined"),
    pytest.param("(?=promo)promo(?!tion)tional(?<=l)", {"^promotional$"}, id="look around adds nothing"),
    pytest.param(r"share\b now", {"^share now$"}, id="word boundary"),
    pytest.param("(?>foobar|quux)++", {"foobar", "quux"}, id="atomic and possessive"),
    pytest.param(
        "(?:x|share) on facebook",
        {"^x on facebook$", "^share on facebook$"},
        id="short alternative beside a long word",
    ),
    pytest.param("with your consent", {"^with your consent$"}, id="common words in company"),
    pytest.param("this .{1,9} recipe", {"recipe$"}, id="rare before common"),
    pytest.param("続きを読む", {"^続きを読む$"}, id="Japanese"),
    pytest.param("広告|もっと見る", {"^もっと見る$", "^広告$"}, id="two characters are enough in Japanese"),
    pytest.param("댓글 ?쓰기", {"^댓글~쓰기$"}, id="Korean"),
    pytest.param("โฆษณา", {"^โฆษณา$"}, id="Thai"),
    pytest.param("читать далее", {"^читать далее$"}, id="Russian"),
    pytest.param("this ?(?: new)? tip", {"^this~ new tip$", "^this~ tip$"}, id="no view has two spaces"),
    pytest.param('"?sponsored"?[.:]?', {"^~sponsored~~$"}, id="marks around"),
    pytest.param("ad|advertisement", {"^ad$", "^advertisement$"}, id="one alternative too short"),
    pytest.param("x(?: facebook)?", {"^x facebook$", "^x$"}, id="the rest is optional"),
    pytest.param("(?:advertisement|)s", {"^s$", "^advertisements$"}, id="empty alternative"),
    pytest.param("a b c", {"^a b c$"}, id="three letters"),
    pytest.param("字", {"^字$"}, id="one character of Japanese"),
]
NONE_AT_ALL = [
    pytest.param(r"\d+", id="class"),
    pytest.param(".+", id="anything"),
    pytest.param("[a-z]{4,9}", id="any word"),
    pytest.param("(?=facebook).+", id="only looked ahead for"),
    pytest.param("-----", id="marks only"),
    pytest.param("(?i)facebook", id="not told apart by case"),
    pytest.param("(?i:facebook)", id="not told apart by case in a group"),
]


@pytest.mark.parametrize(("pattern", "wanted"), CHOSEN)
def test_chosen(pattern: str, wanted: set[str]) -> None:
    assert _shown(literals(pattern)) == wanted


def _shown(found: frozenset[str] | None) -> set[str]:
    return {str(literal_eval(shown_literal(literal))) for literal in found or ()}


@pytest.mark.parametrize("pattern", NONE_AT_ALL)
def test_none_at_all(pattern: str) -> None:
    assert literals(pattern) is None


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("(?:a|b|c|d|e|f){30}" * 20, id="powers"),
        pytest.param("".join(f"(?:{one}?)" for one in "abcdefghijklmnopqrstuvwxyz") * 9, id="all optional"),
        pytest.param("|".join(f"word{number}" for number in range(1000)), id="a thousand alternatives"),
        pytest.param(" ".join(["(?:one|two|three|four)"] * 40), id="cross products"),
        pytest.param("(?:" * 40 + "junk" + "|x)" * 40, id="deep"),
        pytest.param("(?:x{9}){9}" * 9 + "y" * 5000, id="long"),
    ],
)
def test_work_is_bounded(pattern: str) -> None:
    found = literals(pattern)
    assert found is None or len(found) <= LIMIT


def test_a_cross_product_falls_back_to_a_part_of_itself() -> None:
    verbs = "|".join(f"{letter}verb" for letter in "abcdefghijklmnopqrstuvwxyz")
    nouns = "|".join(f"{letter}noun" for letter in "abcdefghijklmnopqrstuvwxyz")
    found = _shown(literals(f"(?:{verbs}) (?:the )?(?:{nouns}) (?:page|site)"))
    assert found == {f"^{letter}verb" for letter in "abcdefghijklmnopqrstuvwxyz"}


def test_only_weak_texts_run_on_into_what_follows() -> None:
    pattern = ".{0,9}(?:sharing|tweeting|this) (?:onto|to|recipe) .{1,30}"
    assert _shown(literals(pattern)) == {"sharing", "tweeting", "this onto", "this to", "this recipe"}


@pytest.mark.parametrize(
    ("rarer", "commoner"),
    [
        pytest.param("donation", "donate", id="longer"),
        pytest.param("gift", "with", id="not a common word"),
        pytest.param("with your gift", "gift", id="company"),
        pytest.param("gift", "of the", id="two common words"),
        pytest.param("広告", "ad", id="characters that are words"),
    ],
)
def test_strength(rarer: str, commoner: str) -> None:
    assert strength(rarer) > strength(commoner)


@pytest.mark.parametrize("text", ["this", "your", "with", "from the", "like this", "more"])
def test_weak(text: str) -> None:
    assert strength(text) < WEAK


def test_rarest_word() -> None:
    assert rarest_word("for your donation") == "donation"


def _block(**keys: Any) -> BlockRule:
    wide = {"max_lines": 9, "max_chars": 900, "max_fraction": 0.5}
    return BlockRule(id="test.block", kind="block", description="Written by hand.", **(wide | keys))


RULES = [
    pytest.param(line_rule("test.a", "junk mail"), ("pattern", {"^junk mail$"}), id="line"),
    pytest.param(
        CueRule(id="test.a", kind="cue", description="A cue.", pattern="junk mail"),
        ("pattern", {"^junk mail$"}),
        id="cue",
    ),
    pytest.param(_block(start="junk mail", end="the end"), ("start", {"^junk mail$"}), id="start"),
    pytest.param(_block(start="short", end="junk mail"), ("end", {"^junk mail$"}), id="start is a shape"),
    pytest.param(_block(start=r"\d+", end="junk mail"), ("end", {"^junk mail$"}), id="start has none"),
    pytest.param(_block(start="short", body="junk mail"), None, id="a body need not be there"),
    pytest.param(
        _block(start=("short", ".{0,9}junk", "junk mail.*")), ("start", {"^junk mail"}), id="best of several"
    ),
    pytest.param(line_rule("test.a", r"\d+"), None, id="none"),
]


@pytest.mark.parametrize(("rule", "wanted"), RULES)
def test_literals_of_a_rule(rule: Rule, wanted: tuple[str, set[str]] | None) -> None:
    found = rule_literals(rule)
    assert (found and (found.key, _shown(found.literals))) == wanted


def _conditions(rule: Rule) -> list[tuple[str, str]]:
    """All patterns of a rule, also those whose literals nobody asks for: people wrote them."""
    given = [getattr(rule, key, None) or () for key in ("pattern", "start", "body", "end", "prev", "next")]
    parts = [part for value in given for part in ((value,) if isinstance(value, str) else value)]
    parts += [exception.pattern for exception in rule.except_]
    return [(f"{rule.id}-{number}", part) for number, part in enumerate(parts) if part not in SHAPES]


BOOK = load_book()
SHIPPED = [pytest.param(part, id=name) for rule in BOOK.rules for name, part in _conditions(rule)]
# Texts are drawn for all of them in the thorough profile only: it takes a quarter of a second each.
DRAWN = SHIPPED if settings().max_examples >= 1000 else SHIPPED[::40]


def holds(pattern: str, text: str) -> bool:
    """Whether a match holds what a clause asks for, there is none to hold, or the text is no view."""
    found = clauses(pattern)
    if not found or view(text) != text:
        return True
    row = letters(text)
    edged, length = LINE_EDGE + row + LINE_EDGE, len(row.decode("utf-8", "surrogatepass"))
    return any(
        length <= clause.longest
        and all(any(needle in edged for needle in all_letters(texts)) for texts in clause.sets)
        for clause in found
    )


@settings(max_examples=max(5, settings().max_examples // 20), suppress_health_check=list(HealthCheck))
@given(data=st.data())
@pytest.mark.parametrize("pattern", DRAWN)
def test_every_match_of_a_shipped_pattern_holds_a_literal(pattern: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(re.compile(pattern), fullmatch=True))
    assert holds(pattern, text)


def _clauses(rule: Rule) -> list[tuple[int, list[list[bytes]]]]:
    """What a shipped rule is looked for by: the longest line of each clause, and the needles of its sets."""
    needles = BOOK.required[rule.id]
    found = needles.clauses() if needles else []
    return [(longest, list(map(unbundled, bundles))) for longest, bundles in found]


def test_every_proof_of_a_shipped_rule_holds_its_needles() -> None:
    shown = [
        (rule, line)
        for rule in BOOK.rules
        for line in (*getattr(rule, "removes", ()), *getattr(rule, "matches", ()))
        if getattr(rule, "pattern", None) and _clauses(rule)
    ]
    assert len(shown) > 1000

    def holds_all(rule: Rule, line: str) -> bool:
        found = letters(view(line))
        row = EDGE.encode() + found + EDGE.encode()
        return any(
            len(found.decode()) <= longest and all(any(map(row.__contains__, some)) for some in sets)
            for longest, sets in _clauses(rule)
        )

    assert [(rule.id, line) for rule, line in shown if not holds_all(rule, line)] == []


@pytest.mark.parametrize("pattern", DRAWN)
def test_no_literal_of_a_shipped_pattern_is_within_another(pattern: str) -> None:
    for texts in (texts for clause in clauses(pattern) for texts in clause.sets):
        assert not [text for text in texts if any(other in text for other in texts - {text})]


def test_needles_of_shipped_rules_are_sound_in_form() -> None:
    for rule in BOOK.rules:
        for needles in (some for _, sets in _clauses(rule) for some in sets):
            for needle in needles:
                text = needle.decode().strip(EDGE)
                assert letters(fold(text)) == text.encode(), rule.id
                assert len(needle) >= 2, rule.id


# Small alphabets and short words, so that parts of patterns run into each other and into gaps.
_WORDS = ("a", "b", " ", "abcd", "bead", "cab ", "this", "ab", "あ", "い", "é", "abba", " bead", "dabble")
_SETS = (r"\w", r"\d", ".", "[ab]", "[a-c]", "[^a]", "[ -]", "[a-z0-9]", r"\s", r"[\w-]")
_ODD = ("(?=a)", "(?!d)", "(?<=b)", "(?<!c)", "(?>ab|a)", "(?:)", "(?:a|)", "x{0}", r"\b")
_ATOMS = st.sampled_from((*_WORDS * 6, *_SETS * 2, *_ODD))
_COUNTS = st.sampled_from(["?", "*", "+", "{2}", "{1,2}", "{0,3}", "{2,}", "??", "*?", "+?", "{,2}", "{3,4}"])


def _composed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    sequences = st.lists(inner, min_size=1, max_size=4).map("".join)
    branches = st.lists(sequences, min_size=1, max_size=4).map(lambda parts: f"(?:{'|'.join(parts)})")
    repeated = st.builds(lambda part, count: f"(?:{part}){count}", inner, _COUNTS)
    return sequences | branches | repeated


PATTERNS = st.recursive(_ATOMS, _composed, max_leaves=14)
"""Patterns of all constructs, a third of which have literals."""


@settings(suppress_health_check=list(HealthCheck), max_examples=settings().max_examples * 4)
@given(data=st.data(), pattern=PATTERNS)
def test_every_match_of_a_generated_pattern_holds_a_literal(pattern: str, data: st.DataObject) -> None:
    try:
        parsed = re.compile(pattern)
    except re.error:
        assume(False)
    for _ in range(3 if literals(pattern) else 0):
        text = data.draw(st.from_regex(parsed, fullmatch=True))
        assert holds(pattern, text), (literals(pattern), text)


@given(words=st.lists(st.text("abc é-あ", min_size=1, max_size=6), min_size=1, max_size=5))
def test_a_list_of_words_is_its_own_literals(words: list[str]) -> None:
    pattern = "|".join(map(re.escape, words))
    assume(not defects(pattern))
    found = literals(pattern)
    for word in words:
        assert compiled(pattern).fullmatch(word)
        assert found is None or holds(pattern, word)
