"""The bytes of a page as characters, by the rules of HTML; where nobody tells, as Firefox guesses."""

from __future__ import annotations

import re

from cleaner.corpus.decoding import marked
from cleaner.engine.scope import host_of

# https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding
_PRESCANNED = 1024
_DECLARED = re.compile(rb"<meta\s[^>]*?charset\s*=\s*[\"']?\s*([a-z0-9_:.-]+)", re.IGNORECASE)
_REPLACED = "\ufffd"


class UnreadableError(Exception):
    """Why a page cannot be read."""


def page_text(
    data: bytes, encoding: str | None = None, charset: str | None = None, url: str | None = None
) -> str:
    """A page as characters.

    A byte-order mark counts most; then UTF-8, if that is what it is; then what came with the page, then what
    it declares itself; then UTF-8 with some bytes broken, which become U+FFFD as in browsers; and last what
    its bytes look like to a detector (chardetng, which Firefox uses).

    Args:
        data: the page.
        encoding: a codec that is certain; nothing else is tried.
        charset: what came with it says.
        url: where it was found; its country helps the detector.

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
    text = data.decode("utf-8", "replace")
    if _is_mostly_sound(text, data):
        return text
    try:
        return data.decode(_guessed(data, url))
    except (UnicodeDecodeError, LookupError):
        raise UnreadableError("is in no encoding that can be told; name its --encoding") from None


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


def _is_mostly_sound(text: str, data: bytes) -> bool:
    """Whether a page is UTF-8 but for some bytes; as anything else it would be garbled throughout.

    Args:
        text: what it is in UTF-8, with U+FFFD for what is broken.
        data: the page.
    """
    broken = text.count(_REPLACED) - data.count(_REPLACED.encode())
    sound = len(text) - len(text.encode("ascii", "ignore")) - broken
    return sound > broken


def _guessed(data: bytes, url: str | None) -> str:
    """The codec that a page is most likely in; this detector knows pages of a few words too."""
    import webencodings  # noqa: PLC0415 - as above
    from chardetng_py import EncodingDetector  # noqa: PLC0415 - seldom needed

    detector = EncodingDetector()
    detector.feed(data, last=True)
    label = detector.guess(tld=_country(url), allow_utf8=False)
    known = webencodings.lookup(label)
    return known.codec_info.name if known else label


def _country(url: str | None) -> bytes | None:
    """The top-level domain of an address as the detector wants it: in lower case, and ASCII."""
    host = host_of(url) or ""
    try:
        return host.rpartition(".")[2].encode("idna") or None
    except UnicodeError:
        return None
