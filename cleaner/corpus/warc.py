"""Web archives (WARC): documents are HTML pages, and texts that were made of them (as in WET files).

What is written is JSON lines of their texts.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, BinaryIO

from cleaner.corpus.archive import records
from cleaner.corpus.charset import UnreadableError
from cleaner.corpus.compressed import GZIP
from cleaner.corpus.extraction import (
    USUAL_EXTRACTION,
    Extracted,
    Extraction,
    extracted,
)
from cleaner.corpus.extras import imported
from cleaner.corpus.formats import (
    USUAL_FIELDS,
    USUAL_LIMITS,
    Fields,
    Limits,
    Origin,
    Piece,
    Reading,
    Recorded,
    Seekable,
    Sink,
    Unread,
    Write,
)
from cleaner.corpus.jsonl import JsonLinesFormat, Records
from cleaner.errors import DocumentError, FileError, NoTextRecordError, RecordError

_NUMBER = "record"
_MADE, _TEXT = "conversion", "text/plain"
_WANTED = re.compile(
    rb"^warc-type:[ \t]*(?:response|resource|%b)[ \t]*\r?$" % _MADE.encode(), re.IGNORECASE | re.MULTILINE
)
_HEAD = 1 << 16
_ZLIB = ("gzip", "deflate")
_LONGEST_REASON = 80  # code points
_PAGES = ("text/html", "application/xhtml+xml")
# How one begins where nobody says what it is (https://mimesniff.spec.whatwg.org, 7.1).
_TAGS = b"html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|!--|!doctype html"
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?[\t\n\f\r ]*<(?:%b)[ >]" % _TAGS, re.IGNORECASE)
_MESSAGE = "application/http"
_CHARSET = re.compile(r";[ \t]*charset[ \t]*=[ \t]*[\"']?([^\s;\"']+)", re.IGNORECASE)
# As Common Crawl does: codes of ISO 639-3, the one of most of the text first.
_LANGUAGES = "WARC-Identified-Content-Language"


@dataclass(frozen=True)
class WarcFormat:
    """A web archive; see `formats.Format`.

    Attributes:
        fields: what the fields of its output are called.
        extraction: how text is read out of pages.
    """

    fields: Fields = USUAL_FIELDS
    extraction: Extraction = USUAL_EXTRACTION
    name: str = "warc"
    suffix: str = ".jsonl"
    packed: Sequence[str] = (GZIP,)
    recasts: bool = False

    @property
    def settings(self) -> dict[str, str]:
        """None: what is written is JSON lines, and restored as such."""
        return {}

    @property
    def written(self) -> JsonLinesFormat:
        """The format of the texts; their records have the numbers they have in the archive."""
        return JsonLinesFormat(self.fields, _NUMBER)

    def pieces(self, source: Seekable, origin: Origin, limits: Limits) -> Iterator[Piece | Unread]:
        """The records that may hold a page or a text, each for itself; and what is broken, which is skipped.

        Raises:
            FileError: from `source`; or nothing in it is sound.
        """
        imported("fastwarc", "warc")  # if it is missing, this is the time to say so
        sound = False
        for number, found in enumerate(records(source, limits), 1):
            sound = sound or not found.problem
            if found.problem:
                yield Unread(b"", _broken(origin, number, found.problem, found.offset))
            elif _WANTED.search(found.data, 0, _HEAD):
                yield Piece(found.data, number, b"", offset=found.offset)
        if not sound:
            advice = "nothing was written for it; get a sound copy"
            raise FileError("holds no sound record", where=origin.path, advice=advice)

    def read(self, piece: Piece, origin: Origin) -> Reading:
        """The text of a record, if there is one."""
        number = piece.first or 1
        try:
            line = self._line(piece.data, number, f"{origin.path}:{number}")
        except DocumentError as error:
            return Records(self.written, origin, number, b"", errors=[(0, error)], form=b"")
        except (UnreadableError, OSError, ValueError, TypeError, zlib.error) as problem:
            reason = str(problem).split("\n")[0][:_LONGEST_REASON]  # some cite what they could not read
            broken = _broken(origin, number, f"cannot be read ({reason})", piece.offset)
            return Records(self.written, origin, number, b"", errors=[(0, broken)], form=b"")
        reading = self.written.read(Piece(line, number), origin)
        reading.form = line
        return reading

    def _line(self, data: bytes, number: int, where: str) -> bytes:
        """The line of a record; empty where it is no document.

        Raises:
            NoTextRecordError: there is no text on it.
            UnreadableError, OSError, ValueError, TypeError: it is broken.
        """
        import orjson  # noqa: PLC0415 - slow to import, and not needed for other formats

        record = _parsed(data, "all")
        url = (record.headers.get("WARC-Target-URI") or "").strip("<> ") or None
        is_made = (record.headers.get("WARC-Type") or "").strip().lower() == _MADE
        found = _text(record) if is_made else self._page(data, record, url)
        if found is None:
            return b""
        if not found.text or found.text.isspace():
            raise NoTextRecordError("holds no text; nothing is written for it", where=where)
        fields = self.fields
        values = {
            fields.id: (record.headers.get("WARC-Record-ID") or "").strip("<> ") or None,
            fields.url: url,
            "date": record.headers.get("WARC-Date"),
            "status": record.http_headers.status_code if record.is_http_parsed else None,
            fields.lang: found.lang,
            _NUMBER: number,
            fields.text: found.text,
        }
        return orjson.dumps(values) + b"\n"

    def _page(self, data: bytes, record: Any, url: str | None) -> Extracted | None:
        """The text of a record, if it is a page: that of an HTTP message, or else all it holds.

        Raises:
            UnreadableError, OSError, ValueError: it is broken.
        """
        told, charset = _content_of(record)
        if told and told not in _PAGES:
            return None
        page = _payload(record)
        if not told and not _PAGE.match(page):
            return None
        if record.is_http_parsed and _is_cut_off(data, record.http_headers):
            raise ValueError("its compressed body is cut off")
        return extracted(page, self.extraction, url=url, charset=charset)

    def writing(self, sink: Sink) -> AbstractContextManager[Write]:
        """Writes the lines."""
        return self.written.writing(sink)

    def restored(self, source: BinaryIO, removals: Sequence[Recorded]) -> Iterator[Piece]:
        """Put removals back into the texts."""
        return self.written.restored(source, removals)


def _content_of(record: Any) -> tuple[str, str | None]:
    """What a record says of its body: the media type in lower case, empty for nothing, and the charset."""
    if record.is_http_parsed:
        return (record.http_content_type or "").lower(), record.http_charset
    told = record.headers.get("Content-Type") or ""
    media, charset = _media_of(told), _CHARSET.search(told)
    return "" if media == _MESSAGE else media, charset[1] if charset else None


def _media_of(told: str) -> str:
    return told.partition(";")[0].strip().lower()


def _text(record: Any) -> Extracted | None:
    """The text of a record that is one.

    Raises:
        OSError, ValueError: it is broken.
    """
    if _media_of(record.headers.get("Content-Type") or "") != _TEXT:
        return None
    told = (record.headers.get(_LANGUAGES) or "").partition(",")[0].strip()
    try:
        return Extracted(_payload(record).decode("utf-8"), lang=told or None)
    except UnicodeDecodeError as error:
        raise ValueError(f"is not UTF-8: offset {error.start}") from None


def _parsed(data: bytes, decoded: str) -> Any:
    """A record, its HTTP head read where it has one; fastwarc would take any text up to a blank line for one.

    Args:
        data: its bytes.
        decoded: how much of its body is, as fastwarc calls that.

    Raises:
        OSError, ValueError: it is broken.
    """
    data = _with_returns(data)
    is_message = data.startswith(b"HTTP/", data.find(b"\r\n\r\n") + 4)
    archive = imported("fastwarc", "warc").ArchiveIterator(
        io.BytesIO(data), parse_http=is_message, auto_decode=decoded, stream_detect=False
    )
    record = next(iter(archive), None)
    if record is None:
        raise ValueError("there is no record")
    return record


def _with_returns(data: bytes) -> bytes:
    """A record whose head has line feeds alone, for fastwarc, which takes what follows for more of it."""
    feed = data.find(b"\n")
    end = data.find(b"\n\n")
    if end < 0 or data[feed - 1 : feed] == b"\r":
        return data
    return data[: end + 2].replace(b"\n", b"\r\n") + data[end + 2 :]


def _payload(record: Any) -> bytes:
    """The body of a record.

    Raises:
        OSError: it is broken.
        ValueError: it is too large, as what is compressed may be.
    """
    parts, size = [], 0
    while data := record.reader.read(1 << 20):
        parts.append(data)
        size += len(data)
        if size > USUAL_LIMITS.record:
            raise ValueError(f"its body is longer than {USUAL_LIMITS.record:,} bytes")
    return b"".join(parts)


def _is_cut_off(data: bytes, head: Any) -> bool:
    """Whether the compressed body of a record has no end, which fastwarc passes over."""
    if (head.get("Content-Encoding") or "").strip().lower() not in _ZLIB:
        return False
    left = _parsed(data, "transfer").reader.read()
    while left:
        inflate = zlib.decompressobj(wbits=47)  # gzip or zlib, as it begins
        while left and not inflate.eof:
            inflate.decompress(left, 1 << 20)
            left = inflate.unconsumed_tail
        inflate.flush()
        if not inflate.eof:
            return True
        left = inflate.unused_data
    return False


def _broken(origin: Origin, number: int, problem: str, offset: int | None) -> RecordError:
    problem = f"{problem}, at offset {offset}"
    return RecordError(problem, where=f"{origin.path}:{number}", advice="the record is skipped")
