"""`cleaner rules`: look at rules and try their proofs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import options
from cleaner.cli.console import complain, say
from cleaner.engine.proving import EngineProver
from cleaner.report.rules import described, listed
from cleaner.rulebook.load import load_book
from cleaner.rulebook.proof import failures, proofs
from cleaner.rulebook.select import select as select_rules

app = typer.Typer(no_args_is_help=True, help="List, show and test rules.")


@app.command("list")
def list_rules(
    select: options.Select = None,
    ignore: options.Ignore = None,
    rules: options.Rules = None,
    safety: options.Safety = "safe",
) -> None:
    """List all rules: a mark for those that run, id, kind, safety, description.

    Example: cleaner rules list --select donation
    """
    book = load_book(rules or ())
    running = select_rules(
        book, select=options.listed(select), ignore=options.listed(ignore) or (), safety=safety
    )
    for line in listed(book, running):
        say(line)
    complain(f"{len(running)} of {len(book)} rules run")


@app.command("show")
def show(
    rule_id: Annotated[str, typer.Argument(help="A rule id or alias.", metavar="ID", show_default=False)],
    rules: options.Rules = None,
) -> None:
    """Show one rule with its proofs.

    Example: cleaner rules show comments.leave-a-comment
    """
    book = load_book(rules or ())
    say(described(book, book.get(rule_id)))


@app.command("test")
def try_proofs(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(help="Your own rule files or folders.", metavar="PATH", show_default=False),
    ] = None,
    rules: options.Rules = None,
) -> None:
    """Try the proof that every rule carries, on the real engine with all rules loaded.

    Exit code 1 when a proof fails or is missing.

    Example: cleaner rules test my-rules
    """
    book = load_book([*(folders or ()), *(rules or ())])
    failed = 0
    for failure in failures(book, EngineProver()):
        say(f"{failure.rule}: {failure.proof}: {failure.problem}")
        failed += 1
    total = sum(proofs(rule) for rule in book.rules)
    complain(f"{len(book)} rules, {total} proofs, {failed} failed")
    raise typer.Exit(1 if failed else 0)
