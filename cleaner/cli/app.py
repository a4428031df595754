"""The `cleaner` command: its subcommands, and errors as messages and exit codes."""

from __future__ import annotations

import importlib
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import cleaner
from cleaner.cli.ending import ENDINGS, exit_code_of
from cleaner.errors import CleanerError

COMMANDS = ("clean", "check", "explain", "restore", "rules", "keep")
"""The subcommands, in the order of the help; each is a module of this folder."""


class _Commands(TyperGroup):
    """Loads a subcommand when it is asked for, and turns our errors into one message on stderr."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands: dict[str, Any] = dict.fromkeys(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name in self.commands and self.commands[cmd_name] is None:
            self.commands[cmd_name] = _loaded(cmd_name)
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except ENDINGS as ending:
            raise typer.Exit(exit_code_of(ending)) from None

    def main(self, *arguments: Any, **attributes: Any) -> Any:
        try:
            return super().main(*arguments, **attributes)
        except CleanerError as ending:  # its own help or version, which nobody invokes
            sys.exit(exit_code_of(ending))


def _loaded(name: str) -> Any:
    """A subcommand: the `app` of its module, or else the function of its name."""
    module = importlib.import_module(f"cleaner.cli.{name}")
    part = typer.Typer(rich_markup_mode="markdown")
    if hasattr(module, "app"):
        part.add_typer(module.app, name=name)
    else:
        part.command(name)(getattr(module, name))
    return typer.main.get_group(part).commands[name]


app = typer.Typer(
    cls=_Commands,
    name="cleaner",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    help="Strip recurring boilerplate from text corpora: delete only, explain every cut, undo it.",
    epilog="Exit codes: 0 done, 1 findings, 2 wrong usage or rules, 3 some input could not be cleaned.",
)


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
