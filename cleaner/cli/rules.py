"""`cleaner rules`: look at rules, try their proofs, lint them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import options, prepare
from cleaner.cli.config import Settings
from cleaner.cli.console import complain, emit, say
from cleaner.cli.rulediff import diff
from cleaner.cli.rulestats import stats
from cleaner.engine.proving import EngineProver
from cleaner.errors import UsageError
from cleaner.report.rules import described, listed
from cleaner.report.text import counted
from cleaner.rulebook.book import RuleBook
from cleaner.rulebook.lint import ids_below, lint
from cleaner.rulebook.load import shipped_folder
from cleaner.rulebook.proof import failures, proofs
from cleaner.rulebook.schema import text as schema_text
from cleaner.rulebook.select import named
from cleaner.rulebook.selectors import ALL

app = typer.Typer(no_args_is_help=True, help="List, show, test, lint, count and compare rules.")
app.command("stats")(stats)
app.command("diff")(diff)


Folders = Annotated[
    list[Path] | None,
    typer.Argument(help="Your own rule files or folders.", metavar="PATH", show_default=False),
]


@app.command("list")
@options.configured_rules
def list_rules(*, settings: Settings) -> None:
    """List rules, or those of --select: a mark, id, kind, safety, description.

    Rules marked `*` run; what those marked `?` find is listed by `cleaner check`, and never cut.

    Example: cleaner rules list --select donation
    """
    engine = prepare.cleaner_of(settings)
    watch, config = prepare.watch_of(settings, engine), settings.config
    watching = watch.cleaner.cutting if watch else frozenset[str]()
    shown = [ALL] if config.select is None else [*config.select, *config.extend_select]
    for line in listed(engine.book, named(engine.book, shown), engine.cutting, watching):
        say(line)
    only = f", {len(watching)} only report" if watching else ""
    complain(f"{len(engine.cutting)} of {len(engine.book)} rules run{only}")


@app.command("show")
@options.configured_rules
def show(
    rule_id: Annotated[str, typer.Argument(help="A rule id or alias.", metavar="ID", show_default=False)],
    *,
    settings: Settings,
) -> None:
    """Show one rule with its proofs and the words that any match must contain.

    Example: cleaner rules show comments.leave-a-comment
    """
    book = prepare.book_of(settings)
    say(described(book, book.get(rule_id)))


@app.command("test")
@options.configured_rules
def try_proofs(
    folders: Folders = None,
    *,
    settings: Settings,
    with_lint: Annotated[
        bool, typer.Option("--lint", help="Also lint, as `cleaner rules lint` does (for hooks).")
    ] = False,
) -> None:
    """Try the proofs that rules carry, on the real engine with all rules loaded.

    With paths, or rules in the configuration, only theirs are tried, else those of the shipped rules.
    Exit code 1 when a proof fails or is missing.

    Example: cleaner rules test my-rules
    """
    book = _book(folders, settings)
    failed = 0
    ids = _in_question(book, folders, settings)
    for failure in failures(book, EngineProver(), ids):
        say(f"{failure.rule}: {failure.proof}: {failure.problem}")
        failed += 1
    total = sum(proofs(rule) for rule in book.rules if rule.id in ids)
    complain(f"{counted(len(ids), 'rule')}, {counted(total, 'proof')}, {failed} failed")
    findings = _report_lint(book, folders, settings) if with_lint else 0
    raise typer.Exit(1 if failed or findings else 0)


@app.command("lint")
@options.configured_rules
def lint_rules(folders: Folders = None, *, settings: Settings) -> None:
    """Say what is unwise in rules: bounds, patterns no word leads to, keeps that prove nothing, and more.

    With paths, or rules in the configuration, only those are reported on; the shipped ones are loaded
    too, to be compared with. A rule waives a check with `waive = [{ check = "NAME", reason = "..." }]`.
    Exit code 1 with findings.

    Example: cleaner rules lint my-rules
    """
    found = _report_lint(_book(folders, settings), folders, settings)
    raise typer.Exit(1 if found else 0)


def _book(folders: Sequence[Path] | None, settings: Settings) -> RuleBook:
    return prepare.book_of(settings, [path for path in folders or () if not _is_shipped(path)])


def _report_lint(book: RuleBook, folders: Sequence[Path] | None, settings: Settings) -> int:
    ids = _in_question(book, folders, settings)
    findings = lint(book, ids)
    for finding in findings:
        say(f"{finding.rule}: {finding.check}: {finding.problem}")
    complain(f"{counted(len(ids), 'rule')}, {counted(len(findings), 'finding')}")
    return len(findings)


def _in_question(book: RuleBook, folders: Sequence[Path] | None, settings: Settings) -> frozenset[str]:
    """The ids of the rules that a command is about.

    Raises:
        UsageError: one of the paths holds no rule, so that there is nothing to look at.
    """
    given = [*(folders or ()), *map(Path, settings.config.rules)] or [shipped_folder()]
    for path in given:
        if not ids_below(book, [path]):
            raise UsageError("holds no rule", where=str(path), advice="add a [[rule]], or name another path")
    return ids_below(book, given)


def _is_shipped(path: Path) -> bool:
    return path.exists() and path.resolve().is_relative_to(shipped_folder().resolve())


@app.command("schema")
def print_schema() -> None:
    """Print the JSON Schema of rule files, for editors.

    Example: cleaner rules schema > schema.json
    """
    emit(schema_text())
