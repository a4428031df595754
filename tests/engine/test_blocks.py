"""What block, tail and head rules hit."""

from __future__ import annotations

import pytest

from tests.helpers import Build, block

LONG = "word " * 20 + "word"
FRONT = "---\nt: 1\n---\n"


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        pytest.param(
            block(body="item"), "A\nstart here\nitem\nitem\nB", "A\nB",
            id="stops where body stops matching",
        ),
        pytest.param(block(body="item"), "A\nstart here\n\nitem\n\nB", "A\n\nB", id="runs past blank lines"),
        pytest.param(block(body="item"), "A\nstart here\nB", "A\nB", id="the start alone"),
        pytest.param(block(body="item"), "A\nitem\nB", None, id="no start"),
        pytest.param(block(body="item", min_lines=2), "A\nstart here\nB", None, id="min-lines: too few"),
        pytest.param(
            block(body="item", min_lines=2), "A\nstart here\nitem\nB", "A\nB",
            id="min-lines: enough",
        ),
        pytest.param(
            block(body="item", max_lines=3), "A\nstart here\nitem\nitem\nB", "A\nB",
            id="max-lines: at the limit",
        ),
        pytest.param(
            block(body="item", max_lines=2), "A\nstart here\nitem\nitem\nB", None,
            id="max-lines: above the limit",
        ),
        pytest.param(
            block(body="item", max_chars=14), "A\nstart here\nitem\nB", "A\nB",
            id="max-chars: at the limit",
        ),
        pytest.param(
            block(body="item", max_chars=13), "A\nstart here\nitem\nB", None,
            id="max-chars: above the limit",
        ),
        pytest.param(
            block(body="item", max_fraction=0.5), "A234567890\nstart here\n", "A234567890\n",
            id="max-fraction: at the limit",
        ),
        pytest.param(
            block(body="item", max_fraction=0.5), "A23456789\nstart here\n", None,
            id="max-fraction: above the limit",
        ),
        pytest.param(
            block(end="the end"), "A\nstart here\nx\n\ny\nthe end\nB", "A\nB",
            id="end: it goes too",
        ),
        pytest.param(
            block(end="the end"), "A\nstart here\nx\ny\nB", None,
            id="end: missing, everything stays",
        ),
        pytest.param(
            block(end="the end", body="item"), "A\nstart here\nitem\nthe end\nB", "A\nB",
            id="end and body: both met",
        ),
        pytest.param(
            block(end="the end", body="item"), "A\nstart here\nx\nthe end\nB", None,
            id="end and body: a stranger between",
        ),
        pytest.param(
            block(end="the end", max_lines=3), "A\nstart here\nx\nthe end\nB", "A\nB",
            id="end: the last line allowed",
        ),
        pytest.param(
            block(end="the end", max_lines=2), "A\nstart here\nx\nthe end\nB", None,
            id="end: one line too far",
        ),
        pytest.param(
            block(end="the end"), "A\nstart here\nthe end\nx\nthe end", "A\nx\nthe end",
            id="end: the first one closes",
        ),
        pytest.param(block(body="short"), f"A\nstart here\nx\n{LONG}\nB", f"A\n{LONG}\nB", id="body: short"),
        pytest.param(
            block(body="no-sentence"), "A\nstart here\nx\nIt rained.\nB", "A\nIt rained.\nB",
            id="body: no-sentence",
        ),
        pytest.param(block(body="link"), "A\nstart here\n[x](y)\nx\nB", "A\nx\nB", id="body: link"),
        pytest.param(block(body="bullet"), "A\nstart here\n- x\n2. y\nz\nB", "A\nz\nB", id="body: bullet"),
        pytest.param(
            block(body=["bullet", "link"]), "A\nstart here\n- [x](y)\n- z\nB", "A\n- z\nB",
            id="body: two shapes at once",
        ),
        pytest.param(
            block(body=["bullet", "i.*"]), "A\nstart here\n- item\n- x\nB", "A\n- x\nB",
            id="body: shape and pattern",
        ),
        pytest.param(
            block(start=["heading", "start.*"], body="item"), "# start\nA\nstart\nB", "A\nstart\nB",
            id="start: shape and pattern",
        ),
        pytest.param(
            block(body=".*", never_cross="heading"), "A\nstart here\nx\n# B\ny", "A\n# B\ny",
            id="never-cross: a block without end stops before it",
        ),
        pytest.param(
            block(end="the end", never_cross="heading"), "A\nstart here\n# B\nthe end\ny", None,
            id="never-cross: between start and end, everything stays",
        ),
        pytest.param(
            block(start=["heading", "start.*"], body=".*", never_cross="heading"),
            "A\n# Start\nx\n# B\ny", "A\n# B\ny",
            id="never-cross: the start itself may be one",
        ),
        pytest.param(
            block(body="item"), "A\nstart here\n```\nitem\n```\nB", "A\n```\nitem\n```\nB",
            id="stops before code",
        ),
        pytest.param(
            block(end="the end"), "A\nstart here\n```\nx\n```\nthe end\nB", None,
            id="never swallows code",
        ),
        pytest.param(
            block(body="item", except_=[{"pattern": "item", "reason": "a name"}]),
            "A\nstart here\nitem\nB", None,
            id="except: one line inside keeps the block",
        ),
        pytest.param(
            block(body="item"), "A\nstart here\nitem\nstart here\nitem\nB", "A\nB",
            id="two in a row",
        ),
    ],
)  # fmt: skip
def test_block(build: Build, rule: str, before: str, after: str | None) -> None:
    result = build(rule).clean(before)
    assert result.text == (before if after is None else after)
    assert result.verdict.accepted


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        pytest.param(
            block("tail", body="item"), "A\n\nstart here\nitem\n\nitem\n", "A\n",
            id="reaches the end",
        ),
        pytest.param(
            block("tail", body="item"), "A\n\nstart here\nitem\n\n\n", "A\n\n\n",
            id="blank lines after it",
        ),
        pytest.param(block("tail", body="item"), "A\nstart here\nitem\nB", None, id="does not reach the end"),
        pytest.param(
            block("tail", body="item"), "A\nstart here\nitem\n```\nx\n```\n", None,
            id="code after it",
        ),
        pytest.param(block("tail", body="item"), "A\nstart here", "A\n", id="the last line alone"),
        pytest.param(
            block("tail", body=".*", max_lines=2), "A\nstart here\nx\ny", None,
            id="longer than max-lines",
        ),
        pytest.param(
            block("tail", end="the end"), "A\nstart here\nx\nthe end\n", "A\n",
            id="end: on the last line",
        ),
        pytest.param(
            block("tail", end="the end"), "A\nstart here\nthe end\nx\nthe end\n", "A\n",
            id="end: only the last one closes",
        ),
        pytest.param(
            block("tail", end="the end"), "A\nstart here\nthe end\nB", None,
            id="end: not on the last line",
        ),
        pytest.param(
            block("tail", body=".*", never_cross="heading"), "A\nstart here\n# B\nx", None,
            id="never-cross on the way",
        ),
        pytest.param(
            block("head", body="item"), "start here\nitem\n\nitem\nB", "B",
            id="begins the document",
        ),
        pytest.param(
            block("head", body="item"), "\ufeff\n\nstart here\nitem\nB", "\ufeff\n\nB",
            id="mark and blanks before it",
        ),
        pytest.param(
            block("head", body="item"), "A\nstart here\nitem\nB", None,
            id="does not begin the document",
        ),
        pytest.param(
            block("head", body="item"), f"{FRONT}start here\nitem\nB", f"{FRONT}B",
            id="begins after front matter",
        ),
        pytest.param(
            block("head", body="item"), f"{FRONT}\nstart here\nitem\nB", f"{FRONT}\nB",
            id="a blank after front matter",
        ),
        pytest.param(block("head", body="item"), "```\nx\n```\nstart here\nB", None, id="code before it"),
        pytest.param(block("head", end="the end"), "start here\nx\nthe end\nB", "B", id="end: found"),
        pytest.param(block("head", end="the end"), "start here\nx\nB", None, id="end: missing"),
    ],
)  # fmt: skip
def test_tail_and_head(build: Build, rule: str, before: str, after: str | None) -> None:
    result = build(rule).clean(before)
    assert result.text == (before if after is None else after)
    assert result.verdict.accepted
