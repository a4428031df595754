"""Where words go: results to stdout, everything else to stderr."""

from __future__ import annotations

import typer


def complain(message: str) -> None:
    """Print a warning, an error or a summary to stderr."""
    typer.echo(message, err=True)


def say(message: str, *, newline: bool = True) -> None:
    """Print a result to stdout."""
    typer.echo(message, nl=newline)
