"""Findings and summaries as text for people and terminals."""

from __future__ import annotations

import re
from itertools import islice

from cleaner.engine.result import Verdict
from cleaner.report.color import BOLD, RED, painted
from cleaner.report.findings import Finding
from cleaner.report.report import Report
from cleaner.text.lines import is_blank, split_lines

_TOP_RULES = 10
_SHOWN = 100
# What would steer a terminal, end the line, turn its direction or have no UTF-8: controls (tabs aside), line
# and paragraph separators, bidirectional embeddings and isolates, lone surrogates.
_UNSHOWN = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_UNSHOWN_IN_LINES = re.compile(rf"(?!\r?\n){_UNSHOWN.pattern}")


def text_line(finding: Finding, *, color: bool = False) -> str:
    """A finding as `path:line:col: rule  text`, always one line, without its ending.

    Args:
        finding: what is, or would be, cut.
        color: whether to mark path and rule for a terminal.
    """
    path, rule = shown(finding.path), finding.rule
    if color:
        path, rule = painted(path, BOLD), painted(rule, RED)
    stays = " (stays)" if finding.only_reported else ""
    return f"{path}:{finding.line}:{finding.column}: {rule}{stays}  {excerpt(finding.text)}"


def excerpt(text: str) -> str:
    """The first line of a text that is not blank, shortened, and how many more there are."""
    contents = (text[line.start : line.end] for line in split_lines(text))
    lines = [content.strip() for content in contents if not is_blank(content)]
    if not lines:
        return ""
    first = lines[0] if len(lines[0]) <= _SHOWN else f"{lines[0][: _SHOWN - 1]}\u2026"
    more = len(lines) - 1
    return shown(first) + (f" (+{more} more line{'s' if more > 1 else ''})" if more else "")


def shown(text: str) -> str:
    """A text that is safe on a terminal: one line, no control characters, all of it UTF-8."""
    return _UNSHOWN.sub(_escaped, text)


def shown_lines(text: str) -> str:
    """The same of a text of several lines, which it stays."""
    return _UNSHOWN_IN_LINES.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return match.group().encode("unicode_escape").decode("ascii")


def refusal(verdict: Verdict) -> str:
    """What is to be said of a document that was kept whole."""
    rules = ", ".join(islice(verdict.rules, 3)) + (", \u2026" if len(verdict.rules) > 3 else "")
    return f"kept whole: {'; '.join(verdict.reasons)} ({rules})"


def summary(report: Report, *, verb: str = "removed") -> str:
    """One screen about a run.

    Args:
        report: its counts.
        verb: what happened to the characters.
    """
    share = report.removed / report.characters if report.characters else 0.0
    head = (
        f"{counted(report.documents, 'document')}, {report.changed:,} changed; "
        f"{report.removed:,} of {counted(report.characters, 'character')} {verb} ({share:.1%})"
    )
    most = report.ranked()[:_TOP_RULES]
    width = max((len(rule) for rule, _ in most), default=0)
    top = [f"  {rule:<{width}}  {count:,}" for rule, count in most]
    rest = len(report.rules) - len(top)
    if rest > 0:
        top.append(f"  and {counted(rest, 'more rule')}")
    tail = f"{report.refused:,} kept whole by the guard, {report.failed:,} failed"
    if report.reported:
        tail += f", {counted(report.reported, 'finding')} only reported"
    if report.empty:
        tail += f", {counted(report.empty, 'page')} without text"
    if report.left_out:
        tail += f", {counted(report.left_out, 'other file')} left out"
    return "\n".join([head, *top, tail])


def counted(number: int, noun: str) -> str:
    """A number of things, as in `1 rule`, `2 rules`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
