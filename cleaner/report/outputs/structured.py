"""Findings as JSON: one array, or an object a line."""

from __future__ import annotations

import dataclasses
import json
import re
from dataclasses import dataclass, field

from cleaner.report.findings import Finding

# JSON lets them stand, but: lone surrogates have no UTF-8, and some readers of lines end one at the others.
_ESCAPED = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def to_json(value: object) -> str:
    """A value as JSON on one line that can be encoded as UTF-8; what is readable stays so."""
    text = json.dumps(value, ensure_ascii=False)
    # None of them can stand outside of a JSON string, so an escape is right wherever one is found.
    return _ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _object(finding: Finding) -> str:
    return to_json(dataclasses.asdict(finding))


@dataclass
class JsonWriter:
    """One array of objects, whose keys are the attributes of `Finding`; `[]` where nothing is found."""

    _first: bool = field(default=True, init=False)

    def begin(self) -> str:
        """The opening bracket."""
        return "["

    def finding(self, finding: Finding) -> str:
        """One object on a line of its own."""
        before = "\n" if self._first else ",\n"
        self._first = False
        return before + _object(finding)

    def end(self) -> str:
        """The closing bracket."""
        return "]\n" if self._first else "\n]\n"


@dataclass(frozen=True)
class JsonLinesWriter:
    """One object a line, whose keys are the attributes of `Finding`; nothing where nothing is found."""

    def begin(self) -> str:
        """Nothing."""
        return ""

    def finding(self, finding: Finding) -> str:
        """One line."""
        return _object(finding) + "\n"

    def end(self) -> str:
        """Nothing."""
        return ""
