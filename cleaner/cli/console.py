"""Where words go: results to stdout, everything else to stderr."""

from __future__ import annotations

import re
import sys
from typing import TextIO

# What sets a terminal's style, and means nothing elsewhere (ECMA-48, control sequences).
_STYLE = re.compile(r"\x1b\[[;?0-9]*[A-Za-z]")


def complain(message: str) -> None:
    """Print a warning, an error or a summary to stderr."""
    _print(message, sys.stderr)


def say(message: str) -> None:
    """Print a result to stdout, as a line."""
    _print(message, sys.stdout)


def _print(message: str, stream: TextIO | None) -> None:
    if stream is not None:  # as where the process was started with the stream closed
        text = message if "\x1b" not in message or stream.isatty() else _STYLE.sub("", message)
        stream.write(f"{text}\n")
        stream.flush()


def emit(piece: str, *, color: bool | None = None) -> None:
    """Write a piece of output to stdout as it stands, in UTF-8 whatever the terminal's encoding.

    Args:
        piece: with its own line endings.
        color: whether its colours are meant; without, what looks like a colour is the corpus's own text.
    """
    stream: TextIO | None = sys.stdout
    if not piece or stream is None:
        return
    if color and sys.platform == "win32":  # whose consoles may need their colours translated
        import typer  # noqa: PLC0415 - slow to import

        typer.echo(piece, nl=False, color=True)
    else:
        stream.flush()
        stream.buffer.write(piece.encode("utf-8", "backslashreplace"))
        stream.buffer.flush()
