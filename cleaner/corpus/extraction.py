"""The text of HTML pages, by trafilatura."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.corpus.charset import UnreadableError, page_text
from cleaner.errors import UsageError

if TYPE_CHECKING:
    from types import ModuleType

TEXT, MARKDOWN = "text", "markdown"
BALANCED, PRECISION, RECALL = "balanced", "precision", "recall"
_HEAD_END = re.compile(r"</head\b|<body\b", re.IGNORECASE)
_LONGEST_HEAD = 1 << 16
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*", re.ASCII)


@dataclass(frozen=True)
class Extraction:
    """How text is read out of pages.

    Attributes:
        into: `text` or `markdown`.
        favor: `precision` for less text and less junk, `recall` for the contrary, or `balanced`.
        encoding: codec of all pages; None where they tell.
    """

    into: str = TEXT
    favor: str = BALANCED
    encoding: str | None = None

    def __post_init__(self) -> None:
        """Refuse what is not there.

        Raises:
            UsageError: such text or such favor is unknown.
        """
        for value, known in ((self.into, (TEXT, MARKDOWN)), (self.favor, (BALANCED, PRECISION, RECALL))):
            if value not in known:
                raise UsageError(f"pages cannot be read as '{value}'", advice=f"use {' or '.join(known)}")


USUAL_EXTRACTION = Extraction()


class Extracted(NamedTuple):
    """What a page holds.

    Attributes:
        text: its text; empty where it holds none.
        url: what it says that its address is, or None.
        lang: what it says that its language is, or None.
    """

    text: str
    url: str | None = None
    lang: str | None = None


def extracted(
    data: bytes, how: Extraction, *, url: str | None = None, charset: str | None = None
) -> Extracted:
    """The text of a page.

    Args:
        data: the page.
        how: as it is wanted.
        url: where it was found, if that is known.
        charset: what came with it says of its encoding, as HTTP may.

    Raises:
        UnreadableError: it is no page, or in no known encoding.
    """
    html = page_text(data, how.encoding, charset, url)
    if not html or html.isspace():
        return Extracted("")
    try:
        text = _trafilatura().extract(
            html,
            url=url,
            output_format="markdown" if how.into == MARKDOWN else "txt",
            favor_precision=how.favor == PRECISION,
            favor_recall=how.favor == RECALL,
        )
    except RecursionError:
        raise UnreadableError("is nested too deeply") from None
    return Extracted(text, *_told_by(html)) if text else Extracted("")


def _told_by(html: str) -> tuple[str | None, str | None]:
    """The address and the language that a page tells of itself, in its head."""
    from lxml.etree import ParserError  # noqa: PLC0415 - as below
    from lxml.html import HTMLParser, document_fromstring  # noqa: PLC0415 - as below
    from trafilatura.metadata import extract_url  # noqa: PLC0415 - as below

    # The head alone: a tree of the whole page would cost a tenth of what trafilatura takes for its text.
    end = _HEAD_END.search(html)
    head = html[: end.start() if end else _LONGEST_HEAD].encode("utf-8", "replace")
    if not head.strip():
        return None, None
    try:
        tree = document_fromstring(head, parser=HTMLParser(encoding="utf-8"))
    except ParserError:
        return None, None
    return extract_url(tree), _language(tree)


def _language(tree: Any) -> str | None:
    """The tag on the `html` element, or on the meta element that HTML had before."""
    values = [tree.get("lang"), tree.get("xml:lang")]
    element = tree.find('.//meta[@http-equiv="content-language"]')
    values.append(element.get("content") if element is not None else None)
    for value in values:
        if value and _TAG.fullmatch(value.strip()):
            return str(value.strip().replace("_", "-"))
    return None


@functools.cache
def _trafilatura() -> ModuleType:
    import logging  # noqa: PLC0415 - as below

    import trafilatura  # noqa: PLC0415 - slow to import, and not needed for other formats

    # What cannot be read is told by us; without a handler of its own it would complain on stderr.
    for name in ("trafilatura", "htmldate", "courlan", "charset_normalizer"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    return trafilatura
