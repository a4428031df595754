"""Runs: what stands around the matches of other rules, among lines of one shape."""

from __future__ import annotations

import pytest

from cleaner import restore
from tests.helpers import Build, block, cue, cut_texts, line, rule

LONG = "The keeper of the lighthouse counted the ships twice a day, and wrote their names down."
WIDE = {"max_lines": 50, "max_chars": 5000, "max_fraction": 1.0}


def run(rule_id: str = "test.run", **keys: object) -> str:
    """A run rule around `JUNK` lines, with wide bounds."""
    return rule(rule_id, "run", **({"anchors": ["test.junk"], "body": "label"} | WIDE | keys))


def _text(*lines: str) -> str:
    return "\n\n".join((LONG, *lines, LONG)) + "\n"


@pytest.mark.parametrize(
    ("rules", "before", "after"),
    [
        pytest.param([run()], _text("a", "JUNK", "b", "c", "JUNK 2", "d"), _text("a", "d"), id="between two"),
        pytest.param([run(min_anchors=2)], _text("a", "JUNK", "b"), _text("a", "b"), id="too few"),
        pytest.param(
            [run()], _text("JUNK", f"{LONG} No label.", "JUNK"), _text(f"{LONG} No label."),
            id="another line parts two runs",
        ),
        pytest.param([run(to="line")], _text("a", "JUNK", "b", "c"), _text("a"), id="to the last line"),
        pytest.param([run(**{"from": "line"})], _text("a", "JUNK", "b"), _text("b"), id="from line"),
        pytest.param([run(to="line", spare=1)], _text("JUNK", "b", "c"), _text("c"), id="spare"),
        pytest.param([run(to="line", spare=2)], _text("JUNK", "b"), _text("b"), id="spare: never an anchor"),
        pytest.param(
            [run(max_gap=1)], _text("JUNK", "a", "JUNK", "b", "c", "JUNK"), _text("b", "c"), id="max-gap"
        ),
        pytest.param(
            [run(max_gap=1, to="line")], _text("JUNK", "b", "c"), _text("b", "c"), id="max-gap: to an end"
        ),
        pytest.param(
            [run(max_gap=2, to="line")], _text("JUNK", "b", "c"), _text(), id="max-gap: not too far to an end"
        ),
        pytest.param(
            [run(min_run=4)], _text("JUNK", "a", "JUNK"), _text("a"), id="min-run: too short"
        ),
        pytest.param([run(min_run=4)], _text("JUNK", "a", "JUNK", "b"), _text("b"), id="min-run"),
        pytest.param([run(min_lines=4)], _text("JUNK", "a", "JUNK"), _text("a"), id="min-lines"),
        pytest.param([run(max_lines=2)], _text("JUNK", "a", "JUNK"), _text("a"), id="max-lines"),
        pytest.param([run(max_chars=8)], _text("JUNK", "a", "JUNK"), _text("a"), id="max-chars"),
        pytest.param([run(max_fraction=0.04)], _text("JUNK", "a", "JUNK"), _text("a"), id="max-fraction"),
        pytest.param(
            [run(never_cross="a")], _text("JUNK", "a", "JUNK"), _text("a"), id="never-cross parts two runs"
        ),
        pytest.param(
            [run(never_cross="junk")], _text("JUNK", "a", "JUNK"), _text(), id="never-cross: not an anchor"
        ),
        pytest.param(
            [run(to="line", start="junk 1")], _text("JUNK", "a", LONG, "JUNK 1", "b"), _text("a", LONG),
            id="start: what the first line is",
        ),
        pytest.param(
            [run(except_=[{"pattern": "a", "reason": "a name"}])], _text("JUNK", "a", "JUNK"), _text("a"),
            id="except",
        ),
        pytest.param(
            [run(cues=["test.cue"]), cue("sign")], _text("JUNK", "a", "sign", "b"), _text("b"), id="a cue"
        ),
        pytest.param(
            [run(cues=["test.cue"]), cue("sign")], _text("sign", "a", "sign"), _text("sign", "a", "sign"),
            id="cues alone",
        ),
        pytest.param(
            [run(cues=["test.cue"], max_gap=1), cue("sign")], _text("sign", "a", "sign", "b", "c", "JUNK"),
            _text("sign", "a", "sign", "b", "c"),
            id="cues alone: the anchor is too far away",
        ),
        pytest.param(
            [run(cues=["test.cue"]), cue("the keeper .*")], _text("JUNK"), _text(), id="a cue that is no body"
        ),
        pytest.param(
            [run(anchors=["test.block"], min_anchors=2), block(start="open", body="more")],
            _text("open", "more", "a", "open", "more"), _text(),
            id="anchors of several lines",
        ),
        pytest.param(
            [run(anchors=["test.block"], min_anchors=2, to="line"), block(start="open", body="more")],
            _text("open", "more", "a"), _text("a"),
            id="anchors of several lines count once",
        ),
        pytest.param(
            [run(anchors=["test.block"], body="a"), block(start="open", body=".*", end="shut", max_lines=3)],
            _text("open", LONG, "shut", "a", "open", LONG, "shut"), _text(),
            id="what belongs to an anchor need not be body",
        ),
        pytest.param(
            [run(at="end", to="line")], f"{LONG}\n\nJUNK\n\na\n\nb\n", f"{LONG}\n", id="at the end"
        ),
        pytest.param([run(at="end", to="line")], _text("JUNK", "a"), _text("a"), id="not at the end"),
        pytest.param(
            [run(at="start", **{"from": "line"})], f"a\n\nJUNK\n\nb\n\n{LONG}\n", f"b\n\n{LONG}\n",
            id="at the start",
        ),
        pytest.param(
            [run(at="start", **{"from": "line"})], f"a\n\nJUNK\n\n{LONG}\n\nb\n", f"{LONG}\n\nb\n",
            id="at the start, with such a line at the end",
        ),
        pytest.param(
            [run(at="start", **{"from": "line"})], f"---\nx: 1\n---\na\n\nJUNK\n\n{LONG}\n",
            f"---\nx: 1\n---\n\n{LONG}\n",
            id="at the start, below front matter",
        ),
        pytest.param(
            [run(at="start", **{"from": "line"})], _text("a", "JUNK"), _text("a"), id="not at the start"
        ),
        pytest.param(
            [run()], _text("JUNK", "```\na\n```", "JUNK"), _text("```\na\n```"), id="code parts two runs"
        ),
        pytest.param(
            [run(body="label")], _text("JUNK", f"{LONG[:70]}\nand so on", "JUNK"),
            _text(f"{LONG[:70]}\nand so on"),
            id="a wrapped paragraph parts two runs",
        ),
    ],
)  # fmt: skip
def test_run(build: Build, rules: list[str], before: str, after: str) -> None:
    cleaner = build(line(), *rules, max_removed_prose=1)
    result = cleaner.clean(before)
    assert result.text == after
    assert restore(result.text, result.removals) == before
    assert cleaner.clean(after).removals == ()
    assert build(line(), *rules, max_removed_prose=1, prefilter=False).clean(before) == result


def test_what_goes_is_told_by_the_run(build: Build) -> None:
    result = build(line(), run()).clean(_text("JUNK", "a", "JUNK"))
    assert cut_texts(result) == [("test.run", "JUNK\n\na\n\nJUNK\n\n")]


@pytest.mark.parametrize(
    ("selector", "goes"),
    [
        pytest.param("test", True, id="a category"),
        pytest.param("ALL", True, id="all"),
        pytest.param("tag:label", True, id="a tag"),
        pytest.param("pack:rules", True, id="a pack"),
        pytest.param("test.weak", True, id="an id"),
        pytest.param("old.weak", True, id="an alias"),
        pytest.param("tag:sure", False, id="another"),
    ],
)
def test_anchors_are_named_as_everywhere(build: Build, selector: str, goes: bool) -> None:
    weak = line("weak", "test.weak", tags=["label"], aliases=["old.weak"])
    rules = [weak, line("sure", "test.sure", tags=["sure"]), run(anchors=[selector])]
    result = build(*rules).clean(_text("weak", "a", "weak"))
    assert result.text == _text(*[] if goes else ["a"])


@pytest.mark.parametrize(
    "weak",
    [
        pytest.param(line("weak", "test.weak", safety="aggressive"), id="less safe"),
        pytest.param(line("weak", "test.weak", status="preview"), id="not stable"),
        pytest.param(cue("weak", "test.weak"), id="a cue"),
        pytest.param(run("test.weak", anchors=["test.junk"]), id="a run"),
    ],
)
def test_a_wide_selector_takes_no_weak_anchor(build: Build, weak: str) -> None:
    text = _text("weak", "a", "weak")
    assert build(weak, line(), run(anchors=["test"])).clean(text).text == text


def test_the_same_named_by_its_id_anchors(build: Build) -> None:
    rules = [line("weak", "test.weak", safety="aggressive"), run(anchors=["test.weak"])]
    assert build(*rules).clean(_text("weak", "a", "weak")).text == _text()


def test_what_is_ignored_anchors_nothing(build: Build) -> None:
    text = _text("JUNK", "a", "JUNK")
    rules = (line(), line("other", "test.other"), run(anchors=["test"]))
    assert build(*rules).clean(text).text == _text()
    assert build(*rules, ignore=["test.junk"]).clean(text).text == text


def test_anchors_witness_where_only_the_run_is_selected(build: Build) -> None:
    cleaner = build(line(), run(), select=["test.run"])
    assert cleaner.clean(_text("JUNK", "a", "JUNK")).text == _text()
    assert cleaner.clean(_text("JUNK", LONG)).text == _text(LONG) != _text("JUNK", LONG)


def test_a_language_that_is_not_the_documents_anchors_nothing(build: Build) -> None:
    cleaner = build(line(langs=["de"]), run())
    text = _text("JUNK", "a", "JUNK")
    assert cleaner.clean(text, lang="en").text == text
    assert cleaner.clean(text).text == cleaner.clean(text, lang="de").text == _text()


@pytest.mark.parametrize("prefilter", [True, False])
def test_a_cue_that_no_word_leads_to_anchors(build: Build, prefilter: bool) -> None:
    rules = cue("[a-z]{4,5}", "test.word"), run(anchors=["test.word"], body="short")
    cleaner = build(*rules, max_removed_prose=1, prefilter=prefilter)
    assert cut_texts(cleaner.clean("word\n\nalpha: beta\n")) == [("test.run", "word\n\n")]
