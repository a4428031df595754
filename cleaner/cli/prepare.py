"""What the settings of a run ask for: its rules, its engine, its formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from cleaner.cli.config import Settings
from cleaner.cli.console import complain
from cleaner.corpus.decoding import codec_of
from cleaner.corpus.extraction import Extraction
from cleaner.corpus.formats import USUAL_LIMITS, Fields, Limits
from cleaner.corpus.registry import Choices, Formats, by_suffix
from cleaner.engine.clean import Cleaner
from cleaner.engine.watching import REPORT, Watch, as_if_safe
from cleaner.errors import SelectorError, UsageError
from cleaner.rulebook.book import RuleBook
from cleaner.rulebook.keeplist import FILE as KEEP_FILE
from cleaner.rulebook.keeplist import read_keep_list
from cleaner.rulebook.load import load_book
from cleaner.rulebook.select import select


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
        RuleError, SelectorError, UsageError: see `Cleaner`; of a setting they say where it stands.
    """
    config = settings.config
    rules = book_of(settings, quiet=quiet) if book is None else book
    keep = None if settings.isolated else read_keep_list(settings.root / KEEP_FILE)
    values = {name: getattr(config, name) for name in _OF_ENGINE}
    with _located(settings, {name: partial(_engine_with, rules, name) for name in _OF_ENGINE}):
        return Cleaner(book=rules, keep=keep, root=settings.root, prefilter=prefilter, **values)


def watch_of(settings: Settings, engine: Cleaner) -> Watch | None:
    """What watches for the selected rules of safety `report`, beside an engine of these settings; or None."""
    config = settings.config
    watched = {rule.id for rule in engine.book.rules if rule.safety == REPORT}
    if not watched:
        return None
    book = as_if_safe(engine.book)
    how = {name: getattr(config, name) for name in ("select", "extend_select", "ignore", "safety")}
    chosen = watched & select(book, **how)
    values = {name: getattr(config, name) for name in _OF_ENGINE} | {"select": chosen, "extend_select": ()}
    prefilter = engine.prefilter
    return Watch(Cleaner(book=book, keep=engine.keep, root=engine.root, prefilter=prefilter, **values))


_OF_ENGINE = (
    "select",
    "extend_select",
    "ignore",
    "per_file_ignores",
    "safety",
    "max_removed_prose",
    "time_limit",
)
"""The fields of the configuration that an engine is made with."""


def _engine_with(rules: RuleBook, name: str, value: Any) -> Cleaner:
    return Cleaner(book=rules, **{name: value})


@contextmanager
def _located(settings: Settings, tries: Mapping[str, Callable[[Any], object]]) -> Iterator[None]:
    """Have an error in the block say which setting is wrong and where that stands.

    Args:
        settings: of which something is made in the block.
        tries: what finds out, by field, whether a value is wrong by itself; only asked after an error.

    Raises:
        SelectorError, UsageError: that error.
    """
    try:
        yield
    except (SelectorError, UsageError):
        for name, attempt in tries.items():
            try:
                attempt(getattr(settings.config, name))
            except (SelectorError, UsageError) as error:
                where = settings.place_of(name)
                raise type(error)(error.message, where=where, advice=error.advice) from None
        raise


def formats_of(settings: Settings, name: str) -> Formats:
    """The format of each file extension.

    Raises:
        UsageError: there is no format of that name, or no such encoding, extraction or favor; of a setting
            it says where it stands.
    """
    config = settings.config
    fields = Fields(config.text_field, config.url_field, config.lang_field)
    tries: dict[str, Callable[[Any], object]] = {
        "extract": Extraction,
        "favor": lambda favor: Extraction(favor=favor),
        "encoding": codec_of,
    }
    with _located(settings, tries):
        return by_suffix(name, Choices(fields, Extraction(config.extract, config.favor), config.encoding))


def limits_of(record: int | None = None, file: int | None = None, expansion: int | None = None) -> Limits:
    """The limits of a run; the usual ones where nothing is said."""
    usual = USUAL_LIMITS
    return Limits(record or usual.record, usual.piece, file or usual.file, expansion or usual.expansion)
