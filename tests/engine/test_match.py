"""What line rules and cues hit: pattern, bounds, zone, neighbours, exceptions, company."""

from __future__ import annotations

import pytest

from tests.helpers import Build, block, cue, line, rule

NEXT_TO_SIGN = {"rule": "test.cue", "within-lines": 1}
FRONT = "---\nt: 1\n---\n"


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        pytest.param(line(), "A\nJUNK\nB", "A\nB", id="whole line"),
        pytest.param(line(), "A\n### **Junk&nbsp;7**\nB", "A\nB", id="the view is matched, the line goes"),
        pytest.param(line(), "A\njunk food\nB", None, id="more after the pattern"),
        pytest.param(line(), "A\nthe junk\nB", None, id="more before the pattern"),
        pytest.param(line(max_chars=6), "A\njunk 7\nB", "A\nB", id="max-chars: at the limit"),
        pytest.param(line(max_chars=5), "A\njunk 7\nB", None, id="max-chars: above the limit"),
        pytest.param(line(max_chars=4), "A\n### **JUNK**\nB", "A\nB", id="max-chars: counts the view"),
        pytest.param(
            line(zone={"first-lines": 2}), "A\n\nJUNK\n\nB", "A\n\nB",
            id="first-lines: blanks don't count",
        ),
        pytest.param(line(zone={"first-lines": 2}), "A\nB\nJUNK\nC", None, id="first-lines: too late"),
        pytest.param(
            line(zone={"first-lines": 1}), f"{FRONT}JUNK\nA", f"{FRONT}A",
            id="first-lines: after front matter",
        ),
        pytest.param(
            line(zone={"last-lines": 2}), "A\nJUNK\n\nB\n\n", "A\n\nB\n\n",
            id="last-lines: blanks don't count",
        ),
        pytest.param(line(zone={"last-lines": 2}), "A\nJUNK\nB\nC", None, id="last-lines: too early"),
        pytest.param(
            line(zone={"last-fraction": 0.5}), "AAAA\nJUNK\n", "AAAA\n",
            id="last-fraction: begins at the half",
        ),
        pytest.param(
            line(zone={"last-fraction": 0.49}), "AAAA\nJUNK\n", None,
            id="last-fraction: begins too early",
        ),
        pytest.param(line(zone={"last-fraction": 1.0}), "JUNK\nA", "A", id="last-fraction: everything"),
        pytest.param(
            line(zone={"first-lines": 1, "last-lines": 1}), "JUNK\nA\njunk\nB\nJUNK", "A\njunk\nB\n",
            id="zone: inside any of those given",
        ),
        pytest.param(line(prev="a"), "A\n\n\nJUNK\nB", "A\n\n\nB", id="prev: past blank lines"),
        pytest.param(line(prev="b"), "A\nJUNK\nB", None, id="prev: another line"),
        pytest.param(line(prev=".*"), "JUNK\nB", None, id="prev: there must be one"),
        pytest.param(line(prev="heading"), "# A\nJUNK\nB", "# A\nB", id="prev: a shape"),
        pytest.param(line(prev=["short", "a.*"]), "Abc\nJUNK\nB", "Abc\nB", id="prev: several, all met"),
        pytest.param(line(prev=["heading", "a.*"]), "Abc\nJUNK\nB", None, id="prev: several, one not met"),
        pytest.param(line(next="b"), "A\nJUNK\n\nB", "A\n\nB", id="next: past blank lines"),
        pytest.param(line(next="a"), "A\nJUNK\nB", None, id="next: another line"),
        pytest.param(line(next=".*"), "A\nJUNK", None, id="next: there must be one"),
        pytest.param(
            line(prev="x"), "A\n```\nx\n```\nJUNK\nB", None,
            id="prev: code is no neighbour to go by",
        ),
        pytest.param(line(prev=".*"), f"{FRONT}JUNK\nB", None, id="prev: front matter is none either"),
        pytest.param(
            line(except_=[{"pattern": "junk 7", "reason": "a name"}]), "A\njunk 7\njunk 8\nB", "A\njunk 7\nB",
            id="except: keeps what it matches",
        ),
        pytest.param(
            line(except_=[{"pattern": "junk", "reason": "a name"}]), "A\njunk 7\nB", "A\nB",
            id="except: must match the whole line",
        ),
    ],
)  # fmt: skip
def test_line(build: Build, rule: str, before: str, after: str | None) -> None:
    result = build(rule).clean(before)
    assert result.text == (before if after is None else after)
    assert result.verdict.accepted


@pytest.mark.parametrize(
    ("rules", "before", "after"),
    [
        pytest.param([cue("sign")], "A\nsign\nB", None, id="a cue alone never deletes"),
        pytest.param([line(requires=NEXT_TO_SIGN), cue("sign")], "A\nJUNK\nB", None, id="no company"),
        pytest.param(
            [line(requires=NEXT_TO_SIGN), cue("sign")], "sign\nJUNK\nB", "sign\nB",
            id="company before",
        ),
        pytest.param(
            [line(requires=NEXT_TO_SIGN), cue("sign")], "A\nJUNK\nsign", "A\nsign",
            id="company after",
        ),
        pytest.param(
            [line(requires=NEXT_TO_SIGN), cue("sign")], "sign\n\n\nJUNK\n\nB", "sign\n\n\nB",
            id="blank lines are no distance",
        ),
        pytest.param(
            [line(requires=NEXT_TO_SIGN), cue("sign")], "sign\nA\nJUNK\nB", None,
            id="one line too far before",
        ),
        pytest.param(
            [line(requires=NEXT_TO_SIGN), cue("sign")], "A\nJUNK\nB\nsign", None,
            id="one line too far after",
        ),
        pytest.param(
            [line(requires={"rule": "test.cue", "within-lines": 2}), cue("sign")], "sign\nA\nJUNK\nB",
            "sign\nA\nB",
            id="two lines away, two allowed",
        ),
        pytest.param(
            [line(requires={"rule": ["test.cue", "test.other"], "within-lines": 1}), cue("sign"),
             cue("other", "test.other")],
            "other\nJUNK\nB", "other\nB",
            id="any one of several will do",
        ),
        pytest.param(
            [line(requires=NEXT_TO_SIGN), cue("junk")], "A\nJUNK\nB", "A\nB", id="company on the very line",
        ),
        pytest.param(
            [line(requires=NEXT_TO_SIGN), cue("sign", zone={"last-lines": 1})], "sign\nJUNK\nB", None,
            id="the company's own zone counts",
        ),
        pytest.param(
            [line(requires=NEXT_TO_SIGN), cue("sign", sites=["example.org"])], "sign\nJUNK\nB", None,
            id="company out of scope is none",
        ),
        pytest.param(
            [line(requires=NEXT_TO_SIGN), cue("sign", requires={"rule": "test.far", "within-lines": 1}),
             cue("far", "test.far")],
            "JUNK\nsign\nfar\nB", "sign\nfar\nB",
            id="a chain of company",
        ),
        pytest.param(
            [line(requires=NEXT_TO_SIGN), cue("sign", requires={"rule": "test.far", "within-lines": 1}),
             cue("far", "test.far")],
            "JUNK\nsign\nB\nfar", None,
            id="a broken chain of company",
        ),
        pytest.param(
            [line(requires={"rule": "test.block", "within-lines": 1}), block(body="item", max_lines=3)],
            "A\nstart here\nitem\nJUNK\nB", "A\nB",
            id="a whole block is company",
        ),
        pytest.param(
            [line(requires=NEXT_TO_SIGN), cue("sign")], "```\nsign\n```\nJUNK\nB", None,
            id="code is no company",
        ),
    ],
)  # fmt: skip
def test_company(build: Build, rules: list[str], before: str, after: str | None) -> None:
    assert build(*rules).clean(before).text == (before if after is None else after)


def run(**keys: object) -> str:
    """A run rule with wide bounds around JUNK."""
    wide = {
        "anchors": ["test.junk"],
        "body": "label",
        "max_lines": 20,
        "max_chars": 2000,
        "max_fraction": 1.0,
    }
    return rule("test.run", "run", **(wide | keys))


RULED_OUT = line(unless=["test.cue"])


@pytest.mark.parametrize(
    ("rules", "before", "after"),
    [
        pytest.param([RULED_OUT, cue("sign")], "A\nJUNK\nB", "A\nB", id="nothing rules it out"),
        pytest.param([RULED_OUT, cue("sign")], "sign\nA\nB\nC\nJUNK", None, id="anywhere before"),
        pytest.param([RULED_OUT, cue("sign")], "JUNK\nA\nB\nC\nsign", None, id="anywhere after"),
        pytest.param([RULED_OUT, cue("junk")], "A\nJUNK\nB", None, id="the very line"),
        pytest.param(
            [line(unless=["test.cue", "test.other"]), cue("sign"), cue("other", "test.other")],
            "A\nJUNK\nother", None,
            id="any one of several will do",
        ),
        pytest.param(
            [RULED_OUT, cue("sign", zone={"first-lines": 1})], "A\nJUNK\nsign", "A\nsign",
            id="a match that its own conditions stop is none",
        ),
        pytest.param(
            [RULED_OUT, cue("sign", sites=["example.org"])], "sign\nJUNK\nB", "sign\nB", id="out of scope",
        ),
        pytest.param(
            [RULED_OUT, cue("sign")], "```\nsign\n```\nJUNK\nB", "```\nsign\n```\nB",
            id="code does not count",
        ),
        pytest.param(
            [line(requires=NEXT_TO_SIGN, unless=["test.far"]), cue("sign"), cue("far", "test.far")],
            "sign\nJUNK\nB\nfar", None,
            id="beside company that it has",
        ),
        pytest.param(
            [line(unless=["test.block"]), block(body="item", max_lines=3)],
            "A\nstart here\nitem\nB\nJUNK\n", "A\nB\n",
            id="gone with the pass that cuts what ruled it out",
        ),
        pytest.param(
            [block(body="item", unless=["test.cue"]), cue("sign")], "A\nstart here\nitem\nB\nsign", None,
            id="a block",
        ),
        pytest.param(
            [rule("test.inline", "inline", pattern=r"junk\.", at="end", unless=["test.cue"]), cue("sign")],
            "A b. Junk.\nsign", None,
            id="a sentence",
        ),
        pytest.param(
            [run(unless=["test.cue"]), line(), cue("sign")],
            "A long line.\nJUNK\ny\nJUNK\nA long sign.\nsign", "A long line.\ny\nA long sign.\nsign",
            id="a run",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("prefilter", [True, False])
def test_unless(build: Build, rules: list[str], before: str, after: str | None, prefilter: bool) -> None:
    assert build(*rules, prefilter=prefilter).clean(before).text == (before if after is None else after)


def test_company_that_is_switched_off_still_witnesses(build: Build) -> None:
    rules = [line(requires={"rule": "test.sign", "within-lines": 1}), line("sign", "test.sign")]
    assert build(*rules).clean("A\nsign\nJUNK\nB").text == "A\nB"
    assert build(*rules, ignore=["test.sign"]).clean("A\nsign\nJUNK\nB").text == "A\nsign\nB"
    assert build(*rules, select=["test.junk"]).clean("A\nsign\nJUNK\nB").text == "A\nsign\nB"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\njunk\n---\nA", id="YAML front matter"),
        pytest.param("+++\njunk\n+++\nA", id="TOML front matter"),
        pytest.param("A\n```\nJUNK\n```\nB", id="backtick fence"),
        pytest.param("A\n~~~\nJUNK\n~~~\nB", id="tilde fence"),
        pytest.param("- A\n  ```\n  JUNK\n  ```\n", id="fence in a list"),
        pytest.param("> ```\n> JUNK\n> ```\nA", id="fence in a quote"),
    ],
)
@pytest.mark.parametrize(
    "rule",
    [
        pytest.param(line("(?:> |- )?(?:junk|```|~~~|---|\\+\\+\\+)"), id="line"),
        pytest.param(block(start="(?:junk|```|~~~|---|\\+\\+\\+).*", body=".*"), id="block"),
        pytest.param(block("head", start=".*k.*", body=".*k.*"), id="head"),
        pytest.param(block("tail", start="junk.*", body=".*"), id="tail"),
    ],
)
def test_protected_from_every_rule(build: Build, text: str, rule: str) -> None:
    result = build(rule).clean(text)
    assert (result.text, result.removals, result.verdict.accepted) == (text, (), True)


def test_an_unclosed_fence_protects_nothing(build: Build) -> None:
    assert build(line()).clean("A\n```\nJUNK\nB").text == "A\n```\nB"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("JUNK\n====\nA", "A", id="at the start"),
        pytest.param("A\n\nJUNK\n----\n\nB", "A\n\nB", id="between paragraphs"),
        pytest.param("A\n\n**JUNK**\n   ---  \nB", "A\n\nB", id="indented underline"),
        pytest.param("A\n\nJUNK\n\n----\n\nB", "A\n\n----\n\nB", id="a blank line parts them"),
        pytest.param("A\n\nJUNK\n***\nB", "A\n\n***\nB", id="stars are no underline"),
        pytest.param("A\n----\nJUNK\nB", "A\n----\nB", id="another heading keeps its underline"),
        pytest.param(f"{FRONT}JUNK\n----\nA", f"{FRONT}A", id="right after front matter"),
        pytest.param("```\nx\n```\nJUNK\n----\nA", "```\nx\n```\nA", id="right after a code fence"),
        pytest.param("# A\nJUNK\n----\nB", "# A\nB", id="right after a heading"),
        pytest.param("A\n\n# JUNK\n----\nB", "A\n\n----\nB", id="a rule below an ATX heading stays"),
        pytest.param("A\n\n- JUNK\n----\nB", "A\n\n----\nB", id="a rule below a list stays"),
        pytest.param("A\n\n> JUNK\n----\nB", "A\n\n----\nB", id="a rule below a quote stays"),
    ],
)
def test_a_setext_underline_goes_with_its_heading(build: Build, before: str, after: str) -> None:
    assert build(line()).clean(before).text == after


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("indent", range(4))
@pytest.mark.parametrize("marks", ["==", "--"])
def test_an_underline_of_any_form_is_seen(build: Build, ending: str, indent: int, marks: str) -> None:
    text = ending.join(["A", "", "JUNK", " " * indent + marks, "B"])
    assert build(line()).clean(text).text == ending.join(["A", "", "B"])


@pytest.mark.parametrize("prefilter", [True, False])
def test_marks_behind_a_byte_order_mark(build: Build, prefilter: bool) -> None:
    cleaner = build(line(), prefilter=prefilter)
    assert cleaner.clean("\ufeff## JUNK\n\nThe rain went on.\n").text == "\ufeffThe rain went on.\n"
