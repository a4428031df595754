"""`cleaner restore`: undo a run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli.console import complain
from cleaner.corpus.restoring import restore_corpus
from cleaner.errors import UsageError


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
) -> None:
    """Put everything back: the originals, byte for byte, from a cleaned corpus and its ledger.

    A ledger that does not belong to the corpus, or was edited, is refused before anything is written.

    Example: cleaner restore cleaned --removals removals.jsonl -o originals
    """
    if not folder.is_dir():
        raise UsageError("is no folder", where=str(folder), advice="name the folder that holds the corpus")
    count = restore_corpus(folder, removals, output)
    complain(f"{count:,} document{'' if count == 1 else 's'} restored to {output}")
