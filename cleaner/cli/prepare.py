"""What the settings of a run ask for: its rules, its engine, its formats."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cleaner.cli.config import Settings
from cleaner.cli.console import complain
from cleaner.corpus.extraction import Extraction
from cleaner.corpus.formats import USUAL_LIMITS, Fields, Limits
from cleaner.corpus.registry import Choices, Formats, by_suffix
from cleaner.engine.clean import Cleaner
from cleaner.rulebook.book import RuleBook
from cleaner.rulebook.keeplist import FILE as KEEP_FILE
from cleaner.rulebook.keeplist import read_keep_list
from cleaner.rulebook.load import load_book


def book_of(settings: Settings, more: Sequence[Path] = (), *, quiet: bool = False) -> RuleBook:
    """All rules of a run; says which shipped ones are replaced, unless it is to be quiet.

    Raises:
        RuleError: a defect in a rule file.
    """
    book = load_book([*settings.config.rules, *map(str, more)])
    for rule_id in () if quiet else book.replaced:
        complain(f"note: {book.files.get(rule_id, 'your rule')} replaces the shipped rule {rule_id}")
    return book


def cleaner_of(
    settings: Settings, *, book: RuleBook | None = None, quiet: bool = False, prefilter: bool = True
) -> Cleaner:
    """The engine that the settings ask for, with the rules of a book or else those of `book_of`.

    Raises:
        RuleError, SelectorError, UsageError: see `Cleaner`.
    """
    config = settings.config
    return Cleaner(
        book=book_of(settings, quiet=quiet) if book is None else book,
        select=config.select,
        extend_select=config.extend_select,
        ignore=config.ignore,
        per_file_ignores=config.per_file_ignores,
        safety=config.safety,
        max_removed_prose=config.max_removed_prose,
        time_limit=config.time_limit,
        keep=None if settings.isolated else read_keep_list(settings.root / KEEP_FILE),
        root=settings.root,
        prefilter=prefilter,
    )


def formats_of(settings: Settings, name: str) -> Formats:
    """The format of each file extension.

    Raises:
        UsageError: there is no format of that name, or no such encoding, extraction or favor.
    """
    config = settings.config
    fields = Fields(config.text_field, config.url_field, config.lang_field)
    return by_suffix(name, Choices(fields, Extraction(config.extract, config.favor), config.encoding))


def limits_of(record: int | None = None, file: int | None = None, expansion: int | None = None) -> Limits:
    """The limits of a run; the usual ones where nothing is said."""
    usual = USUAL_LIMITS
    return Limits(record or usual.record, usual.piece, file or usual.file, expansion or usual.expansion)
