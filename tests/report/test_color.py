"""Colour: when, and that it changes nothing else."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given

from cleaner.report.color import wants_color
from cleaner.report.findings import Finding
from cleaner.report.text import text_line
from tests.report.made_up import FINDINGS, finding


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("terminal", [pytest.param(True, id="terminal"), pytest.param(False, id="pipe")])
@pytest.mark.parametrize(
    ("environ", "wanted"),
    [
        pytest.param({}, None, id="unset"),
        pytest.param({"TERM": "xterm"}, None, id="a capable terminal"),
        pytest.param({"TERM": "dumb"}, False, id="dumb"),
        pytest.param({"NO_COLOR": "1"}, False, id="no"),
        pytest.param({"NO_COLOR": "0"}, False, id="no, whatever the value"),
        pytest.param({"NO_COLOR": ""}, None, id="no, but empty"),
        pytest.param({"FORCE_COLOR": "1"}, True, id="force"),
        pytest.param({"FORCE_COLOR": ""}, None, id="force, but empty"),
        pytest.param({"FORCE_COLOR": "1", "TERM": "dumb"}, True, id="force beats dumb"),
        pytest.param({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, id="no beats force"),
    ],
)
def test_when(environ: dict[str, str], wanted: bool | None, terminal: bool) -> None:
    stream = _Terminal() if terminal else io.StringIO()
    assert wants_color(stream, environ) is (terminal if wanted is None else wanted)


def test_path_is_bold_and_rule_red() -> None:
    assert text_line(finding(), color=True) == "\x1b[1ma.txt\x1b[0m:3:1: \x1b[31ma.one\x1b[0m  Junk"


@given(FINDINGS)
def test_only_our_own_colours_reach_the_terminal(found: Finding) -> None:
    colored = text_line(found, color=True)
    assert re.sub(r"\x1b\[[0-9]+m", "", colored) == text_line(found)
    assert colored.count("\x1b") == 4
