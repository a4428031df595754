"""Values of options: how they are written, and what is made of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import typer

from cleaner.corpus.choice import SKIP, Choice
from cleaner.corpus.places import Place, place
from cleaner.engine.scope import host_of
from cleaner.errors import UsageError
from cleaner.text.languages import is_tag

_SIZE = re.compile(r"(?P<number>[0-9]{1,15})\s*(?P<unit>[kKmMgG]?)[bB]?", re.ASCII)
_SHIFTS = {"": 0, "K": 10, "M": 20, "G": 30}


def language(text: str) -> str:
    """A language tag."""
    if not is_tag(text.replace("_", "-")):
        raise typer.BadParameter(f"'{text}' is no language tag; write it like en, pt-BR or deu")
    return text


def address(text: str) -> str:
    """An address that leads to a site."""
    if re.search(r"\s", host_of(text) or " "):
        raise typer.BadParameter(f"'{text}' is no address; write it like https://example.org/page")
    return text


def size(text: str) -> int:
    """A size as people write it: a number of bytes, or one with K, M or G behind it."""
    match = _SIZE.fullmatch(text.strip())
    number = int(match["number"]) << _SHIFTS[match["unit"].upper()] if match else 0
    if number == 0:
        raise typer.BadParameter(f"'{text}' is no size; use a number of bytes, or one as in 64M")
    return number


def listed(option: str, selectors: Sequence[str] | None) -> tuple[str, ...] | None:
    """Selectors of a repeatable option, each of which may be a list with commas; None if not given.

    Raises:
        UsageError: the option was used and names nothing, as with an empty variable in a script.
    """
    if not selectors:
        return None
    parts = tuple(part.strip() for selector in selectors for part in selector.split(",") if part.strip())
    if not parts:
        advice = "name a rule, a category, tag:NAME, pack:NAME or ALL"
        raise UsageError("a selector is empty", where=option, advice=advice)
    return parts


def choice_of(exclude: Sequence[str] | None, on_unknown: str = SKIP) -> Choice:
    """Which files of folders count, by what `--exclude` and `--on-unknown` say."""
    return Choice(tuple(exclude or ()), on_unknown)


def output_folder(name: str) -> Place:
    """The folder that `--output` names.

    Raises:
        UsageError: it is no name of one.
    """
    if name == "-":
        advice = "'cleaner clean - < FILE' writes one document there; a folder of this very name is ./-"
        raise UsageError("--output is a folder, never standard output", advice=advice)
    return place(name)
