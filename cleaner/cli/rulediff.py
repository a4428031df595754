"""`cleaner rules diff`: what two versions of rules cut differently."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from cleaner.cli import options, prepare
from cleaner.cli.config import Settings
from cleaner.cli.console import complain, say
from cleaner.cli.progress import metered
from cleaner.cli.values import choice_of
from cleaner.cli.voice import Voice
from cleaner.corpus.cleaning import Wants
from cleaner.corpus.registry import AUTO
from cleaner.corpus.run import Run
from cleaner.corpus.walk import find
from cleaner.engine.clean import Cleaner
from cleaner.engine.result import Result
from cleaner.report.comparison import difference_line, differences
from cleaner.report.report import FINDINGS
from cleaner.report.text import counted
from cleaner.rulebook.load import load_book
from cleaner.text.document import Document


def _pack(name: str) -> object:
    return typer.Argument(help="A rule file or folder.", metavar=name, show_default=False)


@dataclass
class _Differences(Voice):
    """Also cleans each document with the other rules, and prints what comes out differently.

    Attributes:
        old: the engine with the other rules.
        counts: how often which sign was printed, and how many documents differ.
    """

    old: Cleaner = field(kw_only=True)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def wants(self) -> Wants:
        return Wants.ALL

    def cleaned(self, document: Document, result: Result) -> None:
        super().cleaned(document, result)
        found = differences(self.old.clean_document(document), result)
        self.counts["documents"] += bool(found)
        for difference in found:
            self.counts[difference.sign] += 1
            say(difference_line(document.path or "", document, difference))


@options.configured_beside_rules
def diff(
    old: Annotated[Path, _pack("OLD")],
    new: Annotated[Path, _pack("NEW")],
    paths: options.Paths,
    *,
    settings: Settings,
    format_: options.FormatName = AUTO,
    exclude: options.Exclude = None,
    lang: options.Lang = None,
    url: options.Url = None,
    quiet: options.Quiet = False,
) -> None:
    """Say what two versions of rules cut differently: `+` what NEW cuts besides, `-` what it leaves again.

    Each version is taken by itself, without the shipped rules. Exit code 1 when anything differs.

    Example: cleaner rules diff old-rules my-rules corpus
    """
    before, after = (_engine(folder, settings) for folder in (old, new))
    found = find(paths, prepare.formats_of(settings, format_), choice_of(exclude))
    voice = _Differences(old=before)
    with metered(found.sources, quiet=quiet) as meter:
        Run(after, voice, None, url, lang).check(found, meter)
    counts = voice.counts
    if not quiet:
        complain(
            f"{counted(voice.report.documents, 'document')}, {counts['documents']:,} cut differently: "
            f"{counts['+']:,} cuts more, {counts['-']:,} fewer"
        )
    raise typer.Exit(max(voice.report.exit_code(), FINDINGS if counts["documents"] else 0))


def _engine(folder: Path, settings: Settings) -> Cleaner:
    """The engine with the rules of one folder alone.

    Raises:
        RuleError: a defect in a rule file.
    """
    return prepare.cleaner_of(settings, book=load_book([folder], shipped=False))
