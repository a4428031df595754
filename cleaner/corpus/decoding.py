"""Bytes to text: UTF-8 to the letter, or what a byte-order mark or an option says. Nothing is guessed."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence

from cleaner.engine.result import Removal
from cleaner.errors import DocumentError, UsageError

UTF_8 = "utf-8"
# The longer marks first: that of UTF-32 begins with that of UTF-16. The codecs leave the mark in the text.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, UTF_8),
)
_MARKED = {"utf-8-sig": UTF_8, "utf-16": None, "utf-32": None}


def codec_of(name: str | None) -> str | None:
    """The codec that an option names; None where the files tell, as without the option.

    Raises:
        UsageError: there is no such encoding.
    """
    if name is None:
        return None
    try:
        "a".encode(name)
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        advice = "use a name that Python knows, as in cp1252 or gb18030"
        raise UsageError(f"there is no encoding '{name}'", advice=advice) from None
    return _MARKED.get(codec, codec)


# How compressed files begin that somebody may take for texts.
_PACKED = (
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"BZh", "bzip2"),
    (b"PK\x03\x04", "zip"),
)


def marked(data: bytes) -> str | None:
    """The codec that a byte-order mark at the beginning tells of, or None."""
    return next((codec for mark, codec in _MARKS if data.startswith(mark)), None)


def is_exact(codec: str) -> bool:
    """Whether each text has one spelling in bytes, whatever stands around it."""
    return codec.startswith("utf-") and codec != "utf-7"


def utf8_size(text: str) -> int:
    """How many bytes a text has in UTF-8."""
    return len(text.encode())


def byte_spans(
    text: str, removals: Sequence[Removal], size: int, measure: Callable[[str], int] = utf8_size
) -> list[tuple[int, int]]:
    """Where removals fall in the bytes of their text, as half-open spans; they are in order.

    Args:
        text: all of it.
        removals: at least one.
        size: of the whole text, in bytes.
        measure: how many bytes a part of the text has.
    """
    spans = []
    if removals[-1].end <= len(text) - removals[0].start:  # else they are nearer to the end
        position = place = 0
        for removal in removals:
            start = place + measure(text[position : removal.start])
            position, place = removal.end, start + measure(removal.text)
            spans.append((start, place))
        return spans
    position, place = len(text), size
    for removal in reversed(removals):
        end = place - measure(text[removal.end : position])
        position, place = removal.start, end - measure(removal.text)
        spans.append((place, end))
    return spans[::-1]


def packed_as(data: bytes) -> str | None:
    """What compressed form bytes that are no text begin like, or None."""
    return next((name for magic, name in _PACKED if data.startswith(magic)), None)


def undecodable(error: UnicodeDecodeError, data: bytes, codec: str, path: str) -> DocumentError:
    """The error for a file that is not in its encoding."""
    if packed := packed_as(data):
        problem, advice = f"looks like {packed}", "decompress it, or give its name the usual extension"
    else:
        line = data[: error.start].decode(codec, "replace").count("\n") + 1
        problem = (
            f"is not {codec.upper()}: byte 0x{data[error.start]:02x} at offset {error.start}, line {line}"
        )
        advice = "convert it to UTF-8, or name its --encoding"
    return DocumentError(problem, where=path, advice=f"{advice}; it is passed on as it is")
