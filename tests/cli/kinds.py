"""Kinds of files with the same texts in them, and what they must be when they are cleaned or restored.

What is expected is made here, by the libraries that know a format, and never by `cleaner`.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import trafilatura

from tests.corpora import members, page, parquet, record, table, text_record
from tests.corpus.test_compressed import PACK, UNPACK

_JUNK = "Leave a Comment"
_WORDS = [
    "river",
    "mill",
    "weaver",
    "loom",
    "barrel",
    "lamp",
    "roof",
    "miller",
    "cat",
    "road",
    "village",
    "market",
    "bridge",
    "stone",
    "autumn",
]
Texts = Sequence[str]


def texts(seed: int, count: int, *, junk: bool) -> list[str]:
    """Texts of two paragraphs; two of three have a line of junk in their middle, if that is wanted."""
    dice = Random(seed)  # noqa: S311
    made = []
    for number in range(count):
        parts = [f"{' '.join(dice.choices(_WORDS, k=60)).capitalize()} {number}." for _ in range(2)]
        if junk and number % 3:
            parts.insert(1, _JUNK)
        made.append("\n\n".join(parts))
    return made


@dataclass(frozen=True)
class Kind:
    """A kind of file.

    Attributes:
        name: its extension, without the dot before it.
        pack: makes a file of texts.
        told: what an output with these texts must be.
        form: what is compared of an output.
        added: what its outputs have after the first extension.
        texts: about how many make a file of which some fill a second or two.
    """

    name: str
    pack: Callable[[Texts], bytes]
    told: Callable[[Texts], Any]
    form: Callable[[bytes], Any] = bytes
    added: str = ""
    texts: int = 400

    def output(self, name: str) -> str:
        """The name of the output of a file."""
        first, *others = self.name.split(".")
        return name.removesuffix(self.name) + ".".join([first + self.added, *others])


def _plain(found: Texts) -> bytes:
    return "\n\n".join([*found, ""]).encode()


def _wide(found: Texts) -> bytes:
    return _plain(found).decode().encode("utf-16")


def _markdown(found: Texts) -> bytes:
    return "\n\n".join(["# Mill", *found, ""]).replace(_JUNK, f"### **{_JUNK}**").encode()


def _lines(found: Texts) -> bytes:
    return b"".join(
        json.dumps({"n": number, "text": text}).encode() + b"\n" for number, text in enumerate(found)
    )


def _page(found: Texts) -> bytes:
    return page(*(part for text in found for part in text.split("\n\n"))).encode()


def _extracted(found: Texts) -> bytes:
    return str(trafilatura.extract(_page(found).decode())).encode()


_A_PAGE = 20  # texts
_URI, _NAME = "https://a.example/{}", "urn:uuid:{}"


def _pages(found: Texts) -> list[Texts]:
    return [found[start : start + _A_PAGE] for start in range(0, len(found), _A_PAGE)]


def _records(found: Texts) -> list[bytes]:
    return [
        record(_page(part), uri=_URI.format(number), name=f"<{_NAME.format(number)}>")
        for number, part in enumerate(_pages(found), 1)
    ]


def _told_of_records(found: Texts) -> bytes:
    told = {"date": "2024-05-01T10:00:00Z", "status": 200}
    return b"".join(
        _told_of_one(number, told, _extracted(part).decode()) for number, part in enumerate(_pages(found), 1)
    )


def _told_of_one(number: int, told: dict[str, Any], text: str) -> bytes:
    place = {"id": _NAME.format(number), "url": _URI.format(number)}
    return orjson.dumps({**place, **told, "lang": None, "record": number, "text": text}) + b"\n"


def _text_records(found: Texts) -> list[bytes]:
    """As in WET files: a record that tells of the file, and one for each text."""
    about = text_record(b"Software-Info: made up\r\n", kind="warcinfo")
    return [
        about,
        *(
            text_record(text.encode(), uri=_URI.format(number), name=f"<{_NAME.format(number)}>")
            for number, text in enumerate(found, 2)
        ),
    ]


def _told_of_texts(found: Texts) -> bytes:
    told = {"date": None, "status": None}
    return b"".join(_told_of_one(number, told, text) for number, text in enumerate(found, 2))


def _table(found: Texts) -> bytes:
    """Also nulls, a list, another column of text, and metadata; a few row groups."""
    columns: dict[str, Any] = {
        "n": list(range(len(found))),
        "text": [None if number % 7 == 6 else text for number, text in enumerate(found)],
        "tags": [[_JUNK] * (number % 3) for number in range(len(found))],
        "url": [f"https://a.example/{number}" for number in range(len(found))],
    }
    made = pa.table(columns).replace_schema_metadata({"origin": "made up"})
    return parquet(made, rows=max(len(found) // 4, 1), compression="zstd")


def _values(data: bytes) -> tuple[Any, ...]:
    """A table with its schema, metadata, row groups and compression."""
    found = table(data)
    return found.to_pylist(), found.schema.metadata, str(found.schema), *_groups(data)


def _groups(data: bytes) -> list[tuple[Any, ...]]:
    known = pq.ParquetFile(io.BytesIO(data)).metadata
    each = [known.row_group(index) for index in range(known.num_row_groups)]
    return [
        (group.num_rows, [group.column(at).compression for at in range(group.num_columns)]) for group in each
    ]


def _packed(kind: Kind, compression: str) -> Kind:
    """A kind of file, compressed."""
    suffix = f".{compression}"
    return Kind(
        f"{kind.name}{suffix}",
        lambda found: PACK[suffix](kind.pack(found)),
        kind.told,
        UNPACK[suffix],
        kind.added,
    )


_TEXT = Kind("txt", _plain, _plain)
_MARKDOWN = Kind("md", _markdown, _markdown)
_JSONL = Kind("jsonl", _lines, _lines)
KINDS = [
    _TEXT,
    _MARKDOWN,
    Kind("utf16.txt", _wide, _wide),
    Kind("html", _page, _extracted, added=".txt", texts=100),
    Kind("warc", lambda found: b"".join(_records(found)), _told_of_records, added=".jsonl"),
    Kind(
        "warc.gz",
        lambda found: members(*_records(found)),
        _told_of_records,
        UNPACK[".gz"],
        added=".jsonl",
    ),
    Kind("wet", lambda found: b"".join(_text_records(found)), _told_of_texts, added=".jsonl"),
    Kind(
        "wet.gz",
        lambda found: members(*_text_records(found)),
        _told_of_texts,
        UNPACK[".gz"],
        added=".jsonl",
    ),
    Kind("parquet", _table, lambda found: _values(_table(found)), _values),
    _JSONL,
    *(_packed(_JSONL, compression) for compression in ("gz", "zst", "xz")),
    *(_packed(_TEXT, compression) for compression in ("gz", "zst")),
    _packed(_MARKDOWN, "xz"),
]
