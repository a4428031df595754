"""Findings as SARIF 2.1.0, the format of code scanning. Section numbers are those of the OASIS standard."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote_from_bytes

import cleaner
from cleaner.corpus.remote import is_address
from cleaner.engine.watching import REPORT
from cleaner.report.findings import Finding
from cleaner.report.outputs.structured import to_json
from cleaner.report.text import excerpt, shown
from cleaner.rulebook.rule import Rule, Safety

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "ruleAndText/v1"
"""Key of the fingerprint: a hash of rule id and text cut, so that a finding keeps it when it moves."""
_ROOT = "%SRCROOT%"
_STDIN = "-"


@dataclass
class SarifWriter:
    """One run: the tool with all its rules, then the results, a line each.

    Attributes:
        rules: by id, all that may cut.
    """

    rules: Mapping[str, Rule]
    _index: dict[str, int] = field(init=False)
    _first: bool = field(default=True, init=False)

    def __post_init__(self) -> None:
        self._index = {rule: index for index, rule in enumerate(sorted(self.rules))}

    def begin(self) -> str:
        """Everything up to the results."""
        driver = {
            "name": "cleaner",
            "version": cleaner.__version__,
            "rules": [_rule(self.rules[rule]) for rule in self._index],
        }
        run = {
            "tool": {"driver": driver},
            "columnKind": "unicodeCodePoints",
            "newlineSequences": ["\r\n", "\n", "\r"],
            "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that cleaner ran in."}}},
        }
        # The objects are left open; `end` closes them.
        return (
            f'{{"version": "2.1.0", "$schema": {to_json(SCHEMA)}, "runs": [\n'
            f'{to_json(run).removesuffix("}")}, "results": ['
        )

    def finding(self, finding: Finding) -> str:
        """One result on a line of its own."""
        before = "\n" if self._first else ",\n"
        self._first = False
        result: dict[str, object] = {"ruleId": finding.rule}
        if finding.rule in self._index:
            result["ruleIndex"] = self._index[finding.rule]
        result |= {
            "level": _level(finding.safety),
            "message": {"text": _message(finding)},
            "locations": [
                {
                    "physicalLocation": {"artifactLocation": _artifact(finding.path)}
                    | ({"region": _region(finding)} if finding.in_lines else {})
                }
            ],
            "partialFingerprints": {FINGERPRINT: _fingerprint(finding)},
        }
        if finding.record is not None or not finding.in_lines:
            result["properties"] = _inside(finding)
        return before + to_json(result)

    def end(self) -> str:
        """The closing brackets."""
        return "]}\n]}\n" if self._first else "\n]}\n]}\n"


def _level(safety: Safety) -> str:
    return "note" if safety == REPORT else "warning"


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "shortDescription": {"text": _plain(rule.description or rule.id)},
        "defaultConfiguration": {"level": _level(rule.safety)},
        "properties": {"tags": list(dict.fromkeys([rule.category, *rule.tags])), "safety": rule.safety},
    }


def _message(finding: Finding) -> str:
    parts = [excerpt(finding.text), shown(finding.description)]
    return _plain(": ".join(filter(None, parts)) or finding.rule)


def _plain(text: str) -> str:
    """A text without meaning as a message: braces are placeholders (3.11.5), `[a](b)` is a link (3.11.6)."""
    return text.replace("](", "] (").replace("{", "{{").replace("}", "}}")


def _artifact(label: str) -> dict[str, object]:
    if label == _STDIN:
        return {"uri": _STDIN, "description": {"text": "Standard input."}}
    if is_address(label):
        scheme, mark, rest = label.partition("://")
        return {"uri": f"{scheme}{mark}{quote_from_bytes(os.fsencode(rest))}"}
    path = Path(label)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    if ".." in path.parts:  # has no place below the root
        return {"uri": path.resolve().as_uri()}
    return {"uri": quote_from_bytes(os.fsencode(path.as_posix())), "uriBaseId": _ROOT}


def _region(finding: Finding) -> dict[str, object]:
    if finding.record is not None:  # the whole line: columns inside the text value are none of the file
        return {"startLine": finding.line}
    return {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
        "snippet": {"text": finding.text.strip()},
    }


def _inside(finding: Finding) -> dict[str, object]:
    """What a region cannot say: where in the text of a record, or of a page, a cut is, and what it cuts."""
    place: dict[str, object] = {"column": finding.column, "endColumn": finding.end_column}
    if finding.record is None:
        place |= {"line": finding.line, "endLine": finding.end_line}
    else:
        place |= {"record": finding.record}
    return place | ({} if finding.id is None else {"id": finding.id}) | {"text": finding.text.strip()}


def _fingerprint(finding: Finding) -> str:
    content = f"{finding.rule}\0{finding.text.strip()}"
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
