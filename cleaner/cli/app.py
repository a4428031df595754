"""The `cleaner` command: puts the subcommands together and turns errors into messages and exit codes."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import cleaner
from cleaner.cli import check, clean, explain, keep, restore, rules
from cleaner.cli.console import complain
from cleaner.errors import CleanerError

_INTERRUPTED, _PIPE_CLOSED = 130, 141  # 128 + the signal's number, as shells report them


class _Commands(TyperGroup):
    """Turns our errors into one message on stderr; a traceback is for bugs only."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except CleanerError as error:
            complain(f"error: {error}")
            raise typer.Exit(error.exit_code) from None
        except KeyboardInterrupt:
            complain("interrupted; every output there is complete")
            raise typer.Exit(_INTERRUPTED) from None
        except BrokenPipeError:
            # Whoever read our output has enough; keep the interpreter from flushing into the closed pipe.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(_PIPE_CLOSED) from None


app = typer.Typer(
    cls=_Commands,
    name="cleaner",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Strip recurring boilerplate from text corpora: delete only, explain every cut, undo it.",
    epilog="Exit codes: 0 done, 1 findings, 2 wrong usage or rules, 3 some input could not be cleaned.",
)
app.command("clean")(clean.clean)
app.command("check")(check.check)
app.command("explain")(explain.explain)
app.command("restore")(restore.restore)
app.add_typer(rules.app, name="rules")
app.add_typer(keep.app, name="keep")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"cleaner {cleaner.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    pass


def main() -> None:
    """Entry point of the `cleaner` command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a lone surrogate or an odd file name must not stop a run
            stream.reconfigure(errors="backslashreplace")
    app()
