"""The text of HTML pages, by trafilatura; and the bytes of a page as characters, by the rules of HTML."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.corpus.decoding import marked
from cleaner.errors import UsageError

if TYPE_CHECKING:
    from types import ModuleType

TEXT, MARKDOWN = "text", "markdown"
BALANCED, PRECISION, RECALL = "balanced", "precision", "recall"
# https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding
_PRESCANNED = 1024
_DECLARED = re.compile(rb"<meta\s[^>]*?charset\s*=\s*[\"']?\s*([a-z0-9_:.-]+)", re.IGNORECASE)
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


class UnreadableError(Exception):
    """Why a page cannot be read."""


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
    html = page_text(data, how.encoding, charset)
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


def page_text(data: bytes, encoding: str | None = None, charset: str | None = None) -> str:
    """A page as characters.

    A byte-order mark counts most; then UTF-8, if that is what it is; then what came with the page, then what
    it declares itself; and last what trafilatura makes of it.

    Args:
        data: the page.
        encoding: a codec that is certain; nothing else is tried.
        charset: what came with it says.

    Raises:
        UnreadableError: it is in no known encoding.
    """
    if encoding:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            raise UnreadableError(f"is not {encoding.upper()}: offset {error.start}") from None
    for codec in _likely(data, charset):
        try:
            return data.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
    from trafilatura.utils import detect_encoding  # noqa: PLC0415 - slow to import, and seldom needed

    for codec in detect_encoding(data):
        try:
            return data.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
    raise UnreadableError("is in no encoding that can be told")


def _likely(data: bytes, charset: str | None) -> list[str]:
    import webencodings  # noqa: PLC0415 - not for other formats

    declared = _DECLARED.search(data, 0, _PRESCANNED)
    labels = [charset or "", declared[1].decode("ascii") if declared else ""]
    told = [known.codec_info.name for label in labels if (known := webencodings.lookup(label))]
    # What shifts between alphabets by escapes is all ASCII, and so would pass for UTF-8.
    shifting = [codec for codec in told if data.isascii() and codec.startswith(("iso2022", "hz"))]
    # A page that says it is in UTF-16 has been read as ASCII so far, and is in UTF-8 (the rule's own words).
    told = [codec for codec in told if not codec.startswith("utf-16")]
    mark = marked(data)
    return [*shifting, *([mark] if mark else []), "utf-8", *told]


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
