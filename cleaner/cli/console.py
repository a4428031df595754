"""Where words go: results to stdout, everything else to stderr."""

from __future__ import annotations

import typer


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
