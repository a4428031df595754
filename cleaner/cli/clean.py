"""`cleaner clean`: clean a corpus."""

from __future__ import annotations

from typing import Annotated

import typer

from cleaner.cli import cleaning, options, prepare
from cleaner.cli.config import Settings
from cleaner.cli.repeats import MAX_REPEATS, Repeats
from cleaner.cli.values import choice_of, output_folder
from cleaner.corpus.choice import ON_UNKNOWN, SKIP
from cleaner.corpus.patience import MAX_TIMEOUTS, Patience
from cleaner.corpus.places import local
from cleaner.corpus.registry import AUTO
from cleaner.errors import UsageError

_Output = Annotated[
    str | None,
    typer.Option("--output", "-o", help="Folder for the cleaned files.", metavar="OUT", show_default=False),
]
_InPlace = Annotated[
    bool, typer.Option("--in-place", help="Replace the files; needs --removals or --no-removals.")
]
_Removals = Annotated[
    str | None,
    typer.Option(
        "--removals",
        help="Write the ledger here: every removal, enough to restore. Must be a new file.",
        metavar="FILE.jsonl",
        show_default=False,
    ),
]
_NoRemovals = Annotated[
    bool, typer.Option("--no-removals", help="With --in-place: keep no ledger, there is no way back.")
]
_FailOnChange = Annotated[
    bool,
    typer.Option("--fail-on-change", help="Name each changed document; exit code 1 if any is (for hooks)."),
]
_Resume = Annotated[
    bool,
    typer.Option(
        "--resume", help="Go on with the run of the ledger, if it was stopped; what is done stays done."
    ),
]
_Summary = Annotated[
    str, typer.Option("--summary", help="Form of the summary: text, or json for scripts.", metavar="FORM")
]
_Strict = Annotated[bool, typer.Option("--strict", help="Stop at the first error.")]
_MaxErrors = Annotated[
    int | None,
    typer.Option("--max-errors", help="Stop at so many errors.", metavar="N", min=1, show_default=False),
]
_MaxTimeouts = Annotated[
    int,
    typer.Option(
        "--max-timeouts",
        help="Stop when rules ran out of time on so many documents, and name the rule; 0 for never.",
        metavar="N",
        min=0,
    ),
]
_OnUnknown = Annotated[
    str,
    typer.Option(
        "--on-unknown", help=f"Files of no known format in folders: {', '.join(ON_UNKNOWN)}.", metavar="WAY"
    ),
]


@options.configured
def clean(
    paths: options.Paths,
    *,
    settings: Settings,
    output: _Output = None,
    in_place: _InPlace = False,
    removals: _Removals = None,
    no_removals: _NoRemovals = False,
    resume: _Resume = False,
    fail_on_change: _FailOnChange = False,
    diff: options.Diff = False,
    summary: _Summary = "text",
    format_: options.FormatName = AUTO,
    exclude: options.Exclude = None,
    on_unknown: _OnUnknown = SKIP,
    lang: options.Lang = None,
    url: options.Url = None,
    workers: options.Workers = None,
    strict: _Strict = False,
    max_errors: _MaxErrors = None,
    max_timeouts: _MaxTimeouts = MAX_TIMEOUTS,
    max_repeats: options.MaxRepeats = MAX_REPEATS,
    max_record_bytes: options.MaxRecordBytes = None,
    max_file_bytes: options.MaxFileBytes = None,
    max_expansion: options.MaxExpansion = None,
    no_prefilter: options.NoPrefilter = False,
    quiet: options.Quiet = False,
) -> None:
    """Clean files, folders or standard input.

    A file lands at OUT/name, a folder's files at their path below OUT; files in which nothing is found
    are copied as they are. `-` reads standard input and writes the cleaned text to standard output.
    With --diff and no destination, the diff is printed and nothing is written. Files and folders may also be
    in a store, as in s3://bucket/corpus (extra `remote`); the ledger is a file of this machine.

    Example: cleaner clean corpus -o cleaned --removals removals.jsonl
    """
    order = cleaning.Order(
        paths=paths,
        output=None if output is None else output_folder(output),
        in_place=in_place,
        removals=None if removals is None else local(removals, "a ledger"),
        no_removals=no_removals,
        resume=resume,
        fail_on_change=fail_on_change,
        diff=diff,
        summary=summary,
        format=format_,
        choice=choice_of(exclude, on_unknown),
        lang=lang,
        url=url,
        workers=workers,
        patience=_patience(strict, max_errors, max_timeouts),
        repeats=Repeats.up_to(max_repeats, recorded=removals is not None),
        limits=prepare.limits_of(max_record_bytes, max_file_bytes, max_expansion),
        prefilter=not no_prefilter,
        quiet=quiet,
    )
    raise typer.Exit(cleaning.clean(order, settings))


def _patience(strict: bool, max_errors: int | None, max_timeouts: int) -> Patience:
    if strict and max_errors not in (None, 1):
        raise UsageError("--strict stops at the first error", advice="leave it out, or --max-errors")
    return Patience(1 if strict else max_errors, max_timeouts or None)
