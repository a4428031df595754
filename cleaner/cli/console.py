"""Where words go: results to stdout, everything else to stderr."""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from cleaner.errors import OutputError


def complain(message: str) -> None:
    """Print a warning, an error or a summary to stderr."""
    _print(message, sys.stderr)


def say(message: str) -> None:
    """Print a result to stdout, as one line or more."""
    _print(message, sys.stdout)


def _print(message: str, stream: TextIO) -> None:
    if not message.isprintable():  # a path or a rule may hold what steers a terminal
        from cleaner.report.text import shown_lines  # noqa: PLC0415 - seldom needed before anything is done

        message = shown_lines(message)
    stream.write(f"{message}\n")
    stream.flush()


class _Stream(io.TextIOWrapper):
    """stdout or stderr for all who write to it, as the parser does with its help and its complaints."""

    def write(self, text: str, /) -> int:
        with _heard(self):
            super().write(text)
        return len(text)

    def flush(self) -> None:
        with _heard(self):
            super().flush()


@contextmanager
def _heard(stream: TextIO) -> Iterator[None]:
    """Writes to a stream; without stderr nobody can be told, and the run goes on.

    What cannot be written is forgotten, or the interpreter would try again at its end, and complain.

    Raises:
        OutputError: stdout cannot be written.
        BrokenPipeError: whoever read the stream has enough.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        _forget(stream)
        if stream is not sys.stderr:
            advice = "what was to be printed is not complete; free some room, or print it elsewhere"
            problem = f"cannot be written ({error.strerror})"
            raise OutputError(problem, where="standard output", advice=advice) from None


def _forget(stream: TextIO) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def flush_streams() -> None:
    """Write what is still to be written to stdout and stderr; what nobody reads any more is forgotten."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, OutputError):
            _forget(stream)


def open_streams() -> None:
    """Make the streams fit for what a run says.

    What the process was started without is opened, or the next file that is opened would take its place;
    what is read from stdin then, or written to stdout, fails like that of any closed file. A lone surrogate
    or an odd file name stops no run.
    """
    for name, mode, way in (
        ("stdin", "r", os.O_WRONLY),
        ("stdout", "w", os.O_RDONLY),
        ("stderr", "w", os.O_RDWR),
    ):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.open(os.devnull, way), mode, closefd=False))  # noqa: SIM115
    for name in ("stdout", "stderr"):
        if type(stream := getattr(sys, name)) is io.TextIOWrapper:
            setattr(sys, name, _taking_over(stream))


def _taking_over(stream: io.TextIOWrapper) -> _Stream:
    is_ascii = codecs.lookup(stream.encoding).name == "ascii"  # nobody asked for that
    encoding, buffered = "utf-8" if is_ascii else stream.encoding, stream.line_buffering
    return _Stream(stream.detach(), encoding, "backslashreplace", line_buffering=buffered)


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
