"""The counts of a run, a rule a line or as JSON."""

from __future__ import annotations

import json

from cleaner.report.report import Report
from cleaner.report.table import table

_HEAD = ("cuts", "documents", "characters", "rule")


def statistics(report: Report) -> str:
    """What each rule did: its cuts, the documents it cut in, the code points it cut.

    Args:
        report: the counts of the run.

    Returns:
        A table, the rule with the most cuts first, then by id; without a final line ending.
    """
    counts = [
        (f"{cuts:,}", f"{report.rule_documents[rule]:,}", f"{report.rule_characters[rule]:,}", rule)
        for rule, cuts in report.ranked()
    ]
    if not counts:
        return "no rule fired"
    return table(_HEAD, counts)


def summary_json(report: Report, verb: str = "removed") -> str:
    """The summary of a run as one JSON object on one line, without a line ending.

    Args:
        report: the counts of the run.
        verb: what happened to the characters that `removed` counts: `removed` or `would be removed`.
    """
    return json.dumps(
        {
            "verb": verb,
            "documents": report.documents,
            "changed": report.changed,
            "characters": report.characters,
            "removed": report.removed,
            "refused": report.refused,
            "failed": report.failed,
            "empty": report.empty,
            "left_out": report.left_out,
            "rules": {
                rule: {
                    "cuts": cuts,
                    "documents": report.rule_documents[rule],
                    "characters": report.rule_characters[rule],
                }
                for rule, cuts in report.ranked()
            },
        }
    )
