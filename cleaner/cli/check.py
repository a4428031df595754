"""`cleaner check`: say what would go."""

from __future__ import annotations

from typing import Annotated

import typer

from cleaner.cli import checking, options, prepare
from cleaner.cli.config import Settings
from cleaner.cli.repeats import MAX_REPEATS
from cleaner.cli.values import choice_of
from cleaner.corpus.registry import AUTO
from cleaner.report.outputs.registry import OUTPUT_FORMATS, TEXT


@options.configured
def check(
    paths: options.Paths,
    *,
    settings: Settings,
    diff: options.Diff = False,
    output_format: Annotated[
        str,
        typer.Option(
            "--output-format", help=f"Form of the findings: {', '.join(OUTPUT_FORMATS)}.", metavar="FORM"
        ),
    ] = TEXT,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Print what each rule would remove in all.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Unused cases of the keep list count as findings.")
    ] = False,
    format_: options.FormatName = AUTO,
    exclude: options.Exclude = None,
    lang: options.Lang = None,
    url: options.Url = None,
    workers: options.Workers = None,
    max_repeats: options.MaxRepeats = MAX_REPEATS,
    max_record_bytes: options.MaxRecordBytes = None,
    max_file_bytes: options.MaxFileBytes = None,
    max_expansion: options.MaxExpansion = None,
    no_prefilter: options.NoPrefilter = False,
    quiet: options.Quiet = False,
) -> None:
    """Say what would go, as `path:line:col: rule  text`; change nothing. Exit code 1 when anything would.

    Example: cleaner check corpus
    """
    raise typer.Exit(
        checking.check(
            paths,
            settings,
            diff=diff,
            output_format=output_format,
            statistics=statistics,
            strict=strict,
            format_=format_,
            choice=choice_of(exclude),
            lang=lang,
            url=url,
            quiet=quiet,
            workers=workers,
            max_repeats=max_repeats,
            limits=prepare.limits_of(max_record_bytes, max_file_bytes, max_expansion),
            prefilter=not no_prefilter,
        )
    )
