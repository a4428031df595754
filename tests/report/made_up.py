"""Rules, cuts and findings made up for the report tests."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from cleaner.engine.result import Removal, Result, cut
from cleaner.report.findings import Finding
from cleaner.rulebook.rule import LineRule, Rule
from cleaner.text.document import Document


def _rule(rule_id: str, description: str, **keys: object) -> LineRule:
    return LineRule(id=rule_id, kind="line", description=description, pattern="junk", **keys)  # type: ignore[arg-type]


RULES: Mapping[str, Rule] = {
    rule.id: rule
    for rule in (
        _rule("b.two", "A button {0} [here](x).", safety="aggressive", tags=("b", "web")),
        _rule("a.one", "Made up for a test."),
    )
}


def result_of(document: Document, *spans: tuple[int, int], rule: str = "a.one") -> Result:
    """The result of cutting these spans."""
    removals = tuple(Removal(rule, start, end, document.text[start:end]) for start, end in spans)
    return Result(cut(document.text, removals), removals)


def finding(**keys: object) -> Finding:
    """A finding that needs nothing but what a test is about."""
    usual = {
        "path": "a.txt", "line": 3, "column": 1, "end_line": 3, "end_column": 5, "rule": "a.one",
        "description": "Made up for a test.", "safety": "safe", "text": "Junk\n",
    }  # fmt: skip
    return Finding(**(usual | keys))  # type: ignore[arg-type]


_HOSTILE = (
    "\n",
    "\r",
    "\r\n",
    "::",
    "%",
    ",",
    "%0A",
    "::error::x",
    "\x1b[2J",
    "\x9b",
    "\u2028",
    "\x85",
    "\0",
)
_MORE = (
    "\ud800",
    "\udcff",
    "\U0001f600",
    '"',
    "\\",
    "{0}",
    "[a](b)",
    "](",
    "\u202e",
    "\ufeff",
    "]}",
    "Junk",
    " ",
)
HOSTILE = st.lists(st.sampled_from([*_HOSTILE, *_MORE]), max_size=8).map("".join) | st.text(max_size=20)
"""What formats may trip over: line ends, escapes, controls, brackets, lone surrogates."""
# As an operating system gives them: no NUL, and surrogates only for bytes that are not UTF-8.
PATHS = st.binary(min_size=1, max_size=12).map(
    lambda name: name.replace(b"\0", b"").decode("utf-8", "surrogateescape") or "x"
)
NUMBERS = st.integers(1, 9999)
FINDINGS = st.builds(
    finding,
    path=PATHS,
    text=HOSTILE,
    line=NUMBERS,
    column=NUMBERS,
    end_line=NUMBERS,
    end_column=NUMBERS,
    description=HOSTILE,
    rule=st.sampled_from(sorted(RULES)),
    record=st.none() | NUMBERS,
    id=st.none() | HOSTILE,
)
