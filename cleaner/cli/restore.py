"""`cleaner restore`: undo a run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.console import complain
from cleaner.corpus.restoring import restore_corpus
from cleaner.corpus.selection import EVERYTHING, Selection
from cleaner.errors import UsageError

_Document = Annotated[
    list[str] | None,
    typer.Option(
        "--document",
        help="Only this file, record (FILE:LINE) or id, as the ledger names it; wildcards; repeatable.",
        metavar="NAME",
        show_default=False,
    ),
]
_Rule = Annotated[
    list[str] | None,
    typer.Option(
        "--rule",
        help="Put back only what this rule removed, as in `donation.*`; repeatable.",
        metavar="ID",
        show_default=False,
    ),
]
_Rest = Annotated[
    Path | None,
    typer.Option(
        "--rest",
        help="Write a ledger of what stays removed. Must be a new file.",
        metavar="FILE.jsonl",
        show_default=False,
    ),
]


def restore(
    folder: Annotated[Path, typer.Argument(help="The cleaned corpus.", metavar="OUT", show_default=False)],
    removals: Annotated[
        Path,
        typer.Option(
            "--removals",
            help="The ledger of the run that cleaned it.",
            metavar="FILE.jsonl",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help="Folder for the originals.", metavar="DIR", show_default=False),
    ],
    document: _Document = None,
    rule: _Rule = None,
    rest: _Rest = None,
) -> None:
    """Put everything back: the originals, byte for byte, from a cleaned corpus and its ledger.

    With --document only these files are written, with --rule only what these rules removed is put back. A
    ledger that does not belong to the corpus, or was edited, is refused before anything is written.

    Example: cleaner restore cleaned --removals removals.jsonl -o originals
    """
    if not folder.is_dir():
        raise UsageError("is no folder", where=str(folder), advice="name the folder that holds the corpus")
    wanted = Selection(tuple(document or ()), tuple(rule or ())) if document or rule else EVERYTHING
    if rule and rest is None and output.resolve() == folder.resolve():
        raise UsageError(
            "--rule puts back a part, and the ledger does not fit what comes of it",
            advice="add --rest FILE.jsonl for a ledger of what stays removed, or name another folder",
        )
    count = restore_corpus(folder, removals, output, wanted, rest)
    complain(f"{count:,} document{'' if count == 1 else 's'} restored to {output}")
