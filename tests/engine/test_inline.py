"""Inline rules: whole sentences at an edge of a paragraph, and nothing else of its line."""

from __future__ import annotations

import pytest

from cleaner import restore
from tests.helpers import Build, cut_texts, line, rule

PROSE = "The keeper counted the ships twice a day. He wrote their names down"


CHINESE = "\u4ed6\u628a\u8239\u7684\u540d\u5b57\u90fd\u5199\u4e0b\u6765\u4e86\u7136\u540e\u8d70\u4e86\u3002"


def inline(at: str = "end", rule_id: str = "test.inline", **keys: object) -> str:
    return rule(rule_id, "inline", **({"pattern": r"sign up (?:here|now)[.!]|\(junk\)", "at": at} | keys))


@pytest.mark.parametrize(
    ("at", "before", "after"),
    [
        pytest.param("end", f"{PROSE}. Sign up here.", f"{PROSE}.", id="at the end"),
        pytest.param("end", f"{PROSE}. Sign up here.  \n\nB\n", f"{PROSE}.  \n\nB\n", id="spaces stay"),
        pytest.param("end", f"{PROSE}. (Junk)\r\nB", f"{PROSE}.\r\nB", id="in brackets"),
        pytest.param("end", f"{PROSE}. **[Sign up here](x).**", f"{PROSE}.", id="in Markdown"),
        pytest.param("end", f"{PROSE}. *Sign up here.*", f"{PROSE}.", id="in single marks"),
        pytest.param("end", f"- {PROSE}! Sign&nbsp;up here.", f"- {PROSE}!", id="of a list item"),
        pytest.param("end", f"{PROSE}.\u00a0Sign up here.", f"{PROSE}.", id="a no-break space joins"),
        pytest.param("end", f"{CHINESE}(junk)", CHINESE, id="without a space"),
        pytest.param("end", f"{PROSE}. (Junk) Sign up here.", None, id="not after a sentence"),
        pytest.param("end", f"{PROSE}. Sign up now! Sign up here.", f"{PROSE}.", id="one after the other"),
        pytest.param("end", f"{PROSE}.  Sign up here.", None, id="two spaces"),
        pytest.param("end", f"{PROSE}.\tSign up here.", None, id="a tab"),
        pytest.param("end", f"{PROSE}; sign up here.", None, id="part of a sentence"),
        pytest.param("end", f"{PROSE}. Sign up here. Then he slept.", None, id="in the middle"),
        pytest.param("end", "No. Sign up here.", None, id="the rest is no paragraph"),
        pytest.param("end", f"**{PROSE}. Sign up here.**", None, id="emphasis around both"),
        pytest.param("end", f"[{PROSE}. Sign up here.](x)", None, id="a link around both"),
        pytest.param("end", f"“{PROSE}. Sign up here.”", None, id="quotes around both"),
        pytest.param("end", f"({PROSE}. Sign up here.)", None, id="brackets around both"),
        pytest.param("end", f"```\n{PROSE}. Sign up here.\n```", None, id="in code"),
        pytest.param("end", f"Sign up here. {PROSE}.", None, id="at the wrong edge"),
        pytest.param("start", f"Sign up here. {PROSE}.", f"{PROSE}.", id="at the start"),
        pytest.param("start", f"A\n> - Sign up here. {PROSE}.\nB", f"A\n> - {PROSE}.\nB", id="marks stay"),
        pytest.param("start", f"  Sign up here. {PROSE}.", f"  {PROSE}.", id="an indent stays"),
        pytest.param("start", f"(Junk) {PROSE}.", None, id="no sentence before the space"),
        pytest.param("start", f"{PROSE}. Sign up here.", None, id="at the other edge"),
    ],
)  # fmt: skip
def test_inline(build: Build, at: str, before: str, after: str | None) -> None:
    cleaner = build(inline(at), max_removed_prose=1)
    result = cleaner.clean(before)
    assert result.text == (before if after is None else after)
    assert restore(result.text, result.removals) == before
    assert cleaner.clean(result.text).removals == ()
    assert build(inline(at), max_removed_prose=1, prefilter=False).clean(before) == result


def test_as_many_sentences_as_can_be(build: Build) -> None:
    cleaner = build(inline(pattern=r"(?:written by anna\. )?sign up here\."))
    result = cleaner.clean(f"{PROSE}. Written by Anna. Sign up here.")
    assert cut_texts(result) == [("test.inline", " Written by Anna. Sign up here.")]


def test_what_is_left_of_a_line_is_looked_at_again(build: Build) -> None:
    rest = line(r"this goes with all of its words\.")
    text = "A\n\nThis goes with all of its words. Sign up here.\n\nB"
    result = build(inline(), rest, max_removed_prose=1).clean(text)
    assert result.text == "A\n\nB"
    assert restore(result.text, result.removals) == text


def test_what_is_left_of_a_line_is_looked_at_again_beside_a_line_that_went(build: Build) -> None:
    rest = line(r"this goes with all of its words\.", max_chars=40)
    text = "A\n\nThis goes with all of its words. Sign up here.\n\nJUNK\n\nB"
    result = build(inline(), rest, line(rule_id="test.other"), max_removed_prose=1).clean(text)
    assert result.text == "A\n\nB"


def test_the_whole_line_wins(build: Build) -> None:
    both = line(r"the keeper .*", "test.line")
    text = f"A\n\n{PROSE}. Sign up here.\n\nB"
    result = build(inline(), both, max_removed_prose=1).clean(text)
    assert cut_texts(result) == [("test.line", f"{PROSE}. Sign up here.\n\n")]


def test_an_exception_spares_the_line(build: Build) -> None:
    spared = inline(except_=[{"pattern": "the keeper .*", "reason": "a story"}])
    text = f"{PROSE}. Sign up here."
    assert build(spared).clean(text).text == text


def test_longer_sentences_are_not_tried(build: Build) -> None:
    text = f"{PROSE}. Sign up here."
    assert build(inline(max_chars=12)).clean(text).text == text
    assert build(inline(max_chars=13)).clean(text).text == f"{PROSE}."


def test_an_inline_match_anchors_no_run(build: Build) -> None:
    run = rule(
        "test.run", "run", anchors=["test"], body="label", max_lines=9, max_chars=999, max_fraction=1.0
    )
    text = f"JUNK\n\n{PROSE}. Sign up here.\n\na\n\nJUNK"
    assert build(inline(), line(), run).clean(text).text == f"{PROSE}.\n\na\n"
