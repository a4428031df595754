"""Where words go: results to stdout, everything else to stderr."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from cleaner.errors import OutputError

# What sets a terminal's style, and means nothing elsewhere (ECMA-48, control sequences).
_STYLE = re.compile(r"\x1b\[[;?0-9]*[A-Za-z]")


def complain(message: str) -> None:
    """Print a warning, an error or a summary to stderr."""
    _print(message, sys.stderr)


def say(message: str) -> None:
    """Print a result to stdout, as a line."""
    _print(message, sys.stdout)


def _print(message: str, stream: TextIO) -> None:
    with _heard(stream):
        text = message if "\x1b" not in message or stream.isatty() else _STYLE.sub("", message)
        stream.write(f"{text}\n")
        stream.flush()


@contextmanager
def _heard(stream: TextIO) -> Iterator[None]:
    """Writes to a stream; without stderr nobody can be told, and the run goes on.

    Raises:
        OutputError: stdout cannot be written.
        BrokenPipeError: whoever read the stream has enough.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        flush_streams()
        if stream is not sys.stderr:
            advice = "what was to be printed is not complete; free some room, or print it elsewhere"
            problem = f"cannot be written ({error.strerror})"
            raise OutputError(problem, where="standard output", advice=advice) from None


def flush_streams() -> None:
    """Write what is still to be written to stdout and stderr.

    What cannot be written is forgotten, or the interpreter would try again at its end, and complain.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def open_streams() -> None:
    """Open what the process was started without, or the next file that is opened would take its place.

    What is read from stdin then, or written to stdout, fails like that of any closed file.
    """
    for name, mode, way in (
        ("stdin", "r", os.O_WRONLY),
        ("stdout", "w", os.O_RDONLY),
        ("stderr", "w", os.O_RDWR),
    ):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.open(os.devnull, way), mode, closefd=False))  # noqa: SIM115


def emit(piece: str, *, color: bool | None = None) -> None:
    """Write a piece of output to stdout as it stands, in UTF-8 whatever the terminal's encoding.

    Args:
        piece: with its own line endings.
        color: whether its colours are meant; without, what looks like a colour is the corpus's own text.
    """
    if not piece:
        return
    if color and sys.platform == "win32":  # whose consoles may need their colours translated
        import typer  # noqa: PLC0415 - slow to import

        typer.echo(piece, nl=False, color=True)
    else:
        with _heard(sys.stdout):
            sys.stdout.flush()
            sys.stdout.buffer.write(piece.encode("utf-8", "backslashreplace"))
            sys.stdout.buffer.flush()
