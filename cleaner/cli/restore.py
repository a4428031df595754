"""`cleaner restore`: undo a run."""

from __future__ import annotations

from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.console import complain
from cleaner.cli.values import output_folder
from cleaner.corpus.files import unreadable, unwritable
from cleaner.corpus.places import Place, local, place
from cleaner.corpus.restoring import restore_corpus
from cleaner.corpus.selection import EVERYTHING, Selection
from cleaner.errors import UsageError
from cleaner.report.text import counted

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
        help="Put back only what this rule or category removed; wildcards, as in `*.de-*`; repeatable.",
        metavar="ID",
        show_default=False,
    ),
]
_Rest = Annotated[
    str | None,
    typer.Option(
        "--rest",
        help="Write a ledger of what stays removed. Must be a new file.",
        metavar="FILE.jsonl",
        show_default=False,
    ),
]


_ADVICE = "name the folder that holds the corpus; what came through a pipe is the file '-' of one"


def restore(
    cleaned: Annotated[str, typer.Argument(help="The cleaned corpus.", metavar="OUT", show_default=False)],
    removals: Annotated[
        str,
        typer.Option(
            "--removals",
            help="The ledger of the run that cleaned it.",
            metavar="FILE.jsonl",
            show_default=False,
        ),
    ],
    output: Annotated[
        str,
        typer.Option("--output", "-o", help="Folder for the originals.", metavar="DIR", show_default=False),
    ],
    document: _Document = None,
    rule: _Rule = None,
    rest: _Rest = None,
    quiet: options.Quiet = False,
) -> None:
    """Put everything back: the originals, byte for byte, from a cleaned corpus and its ledger.

    With --document only these files are written, with --rule only what these rules removed is put back. A
    ledger that does not belong to the corpus, or was edited, is refused before anything is written. What
    `cleaner clean -` wrote is restored from a folder in which it is the file `-`.

    Example: cleaner restore cleaned --removals removals.jsonl -o originals
    """
    folder, out = place(cleaned), output_folder(output)
    if not _is_folder(folder):
        raise UsageError("is no folder", where=cleaned, advice=_ADVICE)
    _refuse_file(out)
    wanted = Selection(tuple(document or ()), tuple(rule or ())) if document or rule else EVERYTHING
    if rule and rest is None and out.resolve() == folder.resolve():
        raise UsageError(
            "--rule puts back a part, and the ledger does not fit what comes of it",
            advice="add --rest FILE.jsonl for a ledger of what stays removed, or name another folder",
        )
    remaining = None if rest is None else local(rest, "a ledger")
    count = restore_corpus(folder, local(removals, "a ledger"), out, wanted, remaining)
    if not quiet:
        complain(f"{counted(count, 'file')} restored to {output}")


def _refuse_file(out: Place) -> None:
    try:
        blocked = out.exists() and not out.is_dir()
    except OSError as error:
        raise unwritable(error, str(out)) from None
    if blocked:
        raise UsageError("is a file", where=str(out), advice="name a folder for the originals")


def _is_folder(folder: Place) -> bool:
    try:
        return folder.is_dir()
    except OSError as error:
        raise unreadable(error, str(folder)) from None
