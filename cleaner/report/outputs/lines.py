"""Formats of a line a finding that are read as they are: by people, and by GitHub's runner."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.report.findings import Finding
from cleaner.report.text import shown, text_line


@dataclass(frozen=True)
class TextWriter:
    """`path:line:col: rule  text`, for people.

    Attributes:
        color: whether to mark path and rule for a terminal.
    """

    color: bool = False

    def begin(self) -> str:
        """Nothing."""
        return ""

    def finding(self, finding: Finding) -> str:
        """One line."""
        return text_line(finding, color=self.color) + "\n"

    def end(self) -> str:
        """Nothing."""
        return ""


@dataclass(frozen=True)
class GitHubWriter:
    """Workflow commands, which GitHub Actions shows as warnings (or notices) at the lines of a change.

    Format and escapes: docs.github.com, "Workflow commands for GitHub Actions".
    """

    def begin(self) -> str:
        """Nothing."""
        return ""

    def finding(self, finding: Finding) -> str:
        """One command. The log shows its message alone, which therefore repeats the place."""
        keys = ",".join(f"{key}={_escaped_value(str(value))}" for key, value in _keys(finding).items())
        message = "\n".join(filter(None, [text_line(finding), shown(finding.description)]))
        level = "notice" if finding.only_reported else "warning"
        return f"::{level} {keys}::{_escaped(message)}\n"

    def end(self) -> str:
        """Nothing."""
        return ""


def _keys(finding: Finding) -> dict[str, str | int]:
    keys: dict[str, str | int] = {"file": finding.path}
    if finding.in_lines:
        keys["line"] = finding.line
    if finding.in_lines and finding.record is None:
        # The runner drops columns of a warning of several lines; those of a record are none of the file.
        if finding.line == finding.end_line:
            keys["col"] = finding.column
        keys["endLine"] = finding.end_line
        if finding.line == finding.end_line:
            keys["endColumn"] = finding.end_column
    return keys | {"title": finding.rule}


def _escaped(text: str) -> str:
    readable = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return readable.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_value(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
