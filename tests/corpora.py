"""Corpora that tests make: pages, archives and tables, cleaned by two rules of their own and put back."""

from __future__ import annotations

import gzip
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cleaner import Cleaner, Document, Result
from cleaner.corpus.cleaning import Wants
from cleaner.corpus.formats import USUAL_LIMITS, Limits
from cleaner.corpus.ledger import Head, Ledger
from cleaner.corpus.registry import AUTO, USUAL_CHOICES, Choices, by_suffix
from cleaner.corpus.restoring import restore_corpus
from cleaner.corpus.run import Run
from cleaner.corpus.tally import Tally
from cleaner.corpus.walk import find, jobs_into
from cleaner.errors import DocumentError
from tests.strategies import book_of, line_rule

OWN = Cleaner(
    book=book_of(
        line_rule("test.junk", r"junk(?: \d+)?"),
        line_rule("test.site", "beta", sites=("a.example",)),
        line_rule("test.german", "alpha", langs=("de",)),
    )
)
"""Cuts `junk`, `junk 7`; `beta` of a.example; `alpha` of German texts."""
PARAGRAPH = (
    "The river rose in the night, and by the morning the lower road was under water, so that nobody could "
    "reach the mill. The miller waited on the roof with two of his cats and a lamp, and counted the barrels."
)


def page(*paragraphs: str, head: str = "", lang: str = "") -> str:
    """An HTML page: a long paragraph, and these."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in (PARAGRAPH, *paragraphs))
    attribute = f' lang="{lang}"' if lang else ""
    return (
        f"<html{attribute}><head>{head}<title>R</title></head><body><article>{body}</article></body></html>"
    )


def record(
    body: bytes,
    *,
    kind: str = "response",
    content: str = "text/html",
    head: str = "",
    uri: str = "https://a.example/x",
    name: str = "<urn:uuid:1>",
) -> bytes:
    """A WARC record of an HTTP message."""
    message = f"HTTP/1.1 200 OK\r\nContent-Type: {content}\r\n{head}\r\n".encode() + body
    fields = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: {name}",
        "WARC-Date: 2024-05-01T10:00:00Z",
        f"WARC-Target-URI: {uri}",
        f"Content-Type: application/http; msgtype={kind}",
        f"Content-Length: {len(message)}",
    ]
    return "\r\n".join([*fields, "", ""]).encode() + message + b"\r\n\r\n"


def text_record(
    text: bytes,
    *,
    kind: str = "conversion",
    head: str = "",
    uri: str = "https://a.example/x",
    name: str = "<urn:uuid:7>",
) -> bytes:
    """A WARC record of a text that others made of a page."""
    fields = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: {name}",
        f"WARC-Target-URI: {uri}",
        "Content-Type: text/plain; charset=utf-8",
        f"Content-Length: {len(text)}",
    ]
    return f"{chr(10).join(fields)}\n{head}\n".replace("\n", "\r\n").encode() + text + b"\r\n\r\n"


def members(*records: bytes) -> bytes:
    """Records as web archives are compressed: each for itself."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


def parquet(columns: Mapping[str, Any] | pa.Table, rows: int = 1000, **options: Any) -> bytes:
    """A Parquet file of these columns, with so many rows in a row group."""
    file = io.BytesIO()
    made = columns if isinstance(columns, pa.Table) else pa.table(dict(columns))
    pq.write_table(made, file, row_group_size=rows, **options)
    return file.getvalue()


def table(data: bytes) -> pa.Table:
    """What a Parquet file holds."""
    return pq.ParquetFile(io.BytesIO(data)).read()


@dataclass
class Ears:
    """Keeps what a run says."""

    wants: Wants = Wants.ALL
    documents: list[tuple[Document, Result]] = field(default_factory=list)
    errors: list[DocumentError] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)

    def counted(self, tally: Tally) -> None:
        self.tally.merge(tally)

    def cleaned(self, document: Document, result: Result) -> None:
        self.documents.append((document, result))

    def ended(self) -> None: ...

    def failed(self, error: DocumentError) -> None:
        self.errors.append(error)


@dataclass(frozen=True)
class Ran:
    """What a run left behind.

    Attributes:
        out: the outputs by name.
        back: what restoring made of them.
        ears: what was said.
        ledger: what was recorded.
    """

    out: dict[str, bytes]
    back: dict[str, bytes]
    ears: Ears
    ledger: bytes

    @property
    def texts(self) -> list[str]:
        """What the documents were before."""
        return [document.text for document, _ in self.ears.documents]

    @property
    def complaints(self) -> str:
        """All errors, a line each."""
        return "\n".join(map(str, self.ears.errors))


def ran(
    folder: Path,
    files: Mapping[str, bytes],
    choices: Choices = USUAL_CHOICES,
    *,
    workers: int = 1,
    limits: Limits = USUAL_LIMITS,
    name: str = AUTO,
) -> Ran:
    """Clean files and restore them.

    Args:
        folder: an empty one.
        files: by name.
        choices, workers, limits: of the run.
        name: of the format of all files.
    """
    (folder / "in").mkdir(parents=True)
    for file, data in files.items():
        (folder / "in" / file).write_bytes(data)
    sources = find([str(folder / "in")], by_suffix(name, choices)).sources
    ears = Ears()
    with Ledger(folder / "ledger", Head("0", "none")) as ledger:
        run = Run(OWN, ears, ledger, workers=workers, limits=limits)
        run.clean(jobs_into(sources, folder / "out"))
    restore_corpus(folder / "out", folder / "ledger", folder / "back")
    return Ran(_held(folder / "out"), _held(folder / "back"), ears, (folder / "ledger").read_bytes())


def _held(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.glob("*"))}


def joined(lines: Sequence[str]) -> str:
    """Lines as trafilatura joins paragraphs."""
    return "\n".join([PARAGRAPH, *lines])
