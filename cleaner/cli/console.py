"""Where words go: results to stdout, everything else to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import typer

_T = TypeVar("_T")


def complain(message: str) -> None:
    """Print a warning, an error or a summary to stderr."""
    typer.echo(message, err=True)


def say(message: str) -> None:
    """Print a result to stdout, as a line."""
    typer.echo(message)


def emit(piece: str, *, color: bool | None = None) -> None:
    """Write a piece of output to stdout as it stands, in UTF-8 whatever the terminal's encoding.

    Args:
        piece: with its own line endings.
        color: whether its colours are meant; without, what looks like a colour is the corpus's own text.
    """
    if piece:
        typer.echo(piece if color else piece.encode("utf-8", "backslashreplace"), nl=False, color=color)


def tracked(work: Sequence[_T], *, quiet: bool) -> Iterable[_T]:
    """The same work, with a progress bar on stderr where that is a terminal and nobody asked for quiet.

    Never under pre-commit, whose output is not looked at until it ends.
    """
    if quiet or len(work) < 2 or os.environ.get("PRE_COMMIT") or not sys.stderr.isatty():
        return work
    return _with_bar(work)


def _with_bar(work: Sequence[_T]) -> Iterator[_T]:
    from rich.console import Console  # noqa: PLC0415 - slow to import, and seldom needed
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        yield from progress.track(work, description="cleaning")
