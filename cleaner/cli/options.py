"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cleaner.corpus.registry import AUTO, formats
from cleaner.engine.clean import TIME_LIMIT, Cleaner
from cleaner.engine.guard import MAX_REMOVED_PROSE
from cleaner.rulebook.select import SAFETY_LEVELS

Paths = Annotated[
    list[str], typer.Argument(help="Files, folders, or - for standard input.", show_default=False)
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        help="Run these only: ALL, a category, a rule id, tag:NAME or pack:NAME; repeatable.",
        metavar="SELECTOR",
        show_default="all rules",
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option("--ignore", help="Leave these out; repeatable.", metavar="SELECTOR", show_default=False),
]
Rules = Annotated[
    list[Path] | None,
    typer.Option(
        "--rules", help="Your own rule file or folder; repeatable.", metavar="PATH", show_default=False
    ),
]
Safety = Annotated[
    str, typer.Option("--safety", help=f"Which rules run: {' or '.join(SAFETY_LEVELS)}.", metavar="LEVEL")
]
Lang = Annotated[
    str | None,
    typer.Option("--lang", help="Language of all documents, as in `en`.", metavar="TAG", show_default=False),
]
Url = Annotated[
    str | None,
    typer.Option("--url", help="Address that all documents came from.", metavar="URL", show_default=False),
]
MaxRemovedProse = Annotated[
    float,
    typer.Option(
        "--max-removed-prose",
        help="Keep a document whole that would lose more than this share of its prose, 0 to 1.",
        metavar="SHARE",
    ),
]
TimeLimit = Annotated[
    float,
    typer.Option("--time-limit", help="Seconds one rule may take on one document.", metavar="SECONDS"),
]
Diff = Annotated[bool, typer.Option("--diff", help="Print what goes as a unified diff.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No summary.")]


FormatName = Annotated[
    str,
    typer.Option(
        "--format",
        help=f"Format of all files: {', '.join([AUTO, *formats()])} (auto goes by the extension).",
        metavar="FORMAT",
    ),
]
TextField = Annotated[
    str, typer.Option("--text-field", help="JSONL: the field that holds the text.", metavar="NAME")
]
UrlField = Annotated[
    str, typer.Option("--url-field", help="JSONL: the field that holds the address.", metavar="NAME")
]
LangField = Annotated[
    str, typer.Option("--lang-field", help="JSONL: the field that holds the language.", metavar="NAME")
]


def listed(selectors: list[str] | None) -> list[str] | None:
    """Selectors of a repeatable option, each of which may itself be a list with commas; None if not given."""
    if not selectors:
        return None
    return [part.strip() for selector in selectors for part in selector.split(",") if part.strip()]


def cleaner_from(
    select: list[str] | None,
    ignore: list[str] | None,
    rules: list[Path] | None,
    safety: str = "safe",
    max_removed_prose: float = MAX_REMOVED_PROSE,
    time_limit: float = TIME_LIMIT,
) -> Cleaner:
    """The engine that the options ask for.

    Raises:
        RuleError, SelectorError, UsageError: see `Cleaner`.
    """
    return Cleaner(
        select=listed(select),
        ignore=listed(ignore) or (),
        rules=rules or (),
        safety=safety,
        max_removed_prose=max_removed_prose,
        time_limit=time_limit,
    )
