"""Compressed files: the same compression out, nothing cut without need, damage told."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Callable

import pytest

from cleaner.corpus.compressed import compressing, compression_of, decompressed, inner_suffix
from cleaner.corpus.files import Input
from cleaner.errors import FileError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

RECORDS = b"".join(b"Record %d of some.\n" % number for number in range(90))
PACK: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.compress, ".zst": zstd.compress}
UNPACK: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.decompress, ".zst": zstd.decompress}
BOTH = pytest.mark.parametrize("suffix", [".gz", ".zst"])


@pytest.mark.parametrize(
    ("name", "compression", "suffix"),
    [
        ("a.jsonl.gz", ".gz", ".jsonl"),
        ("A.TXT.GZ", ".gz", ".txt"),
        ("a.b.md.zst", ".zst", ".md"),
        ("a.txt", None, ".txt"),
        ("a.gz", ".gz", ""),
        ("a.txt.gz.zst", ".zst", ".gz"),
        ("a.gz.txt", None, ".txt"),
    ],
)
def test_names(name: str, compression: str | None, suffix: str) -> None:
    assert (compression_of(name), inner_suffix(name)) == (compression, suffix)


@BOTH
def test_several_members_are_one_stream(suffix: str) -> None:
    data = b"".join(PACK[suffix](part) for part in (b"one ", b"", b"two"))
    assert decompressed(io.BytesIO(data), suffix).read() == b"one two"


@BOTH
def test_writing_depends_on_the_bytes_alone(suffix: str) -> None:
    written = []
    for step in (7, 100, len(RECORDS)):
        file = io.BytesIO()
        with compressing(file, suffix) as write:
            for at in range(0, len(RECORDS), step):
                write(RECORDS[at : at + step])
        written.append(file.getvalue())
    assert UNPACK[suffix](written[0]) == RECORDS
    assert len(set(written)) == 1


@BOTH
def test_what_is_read_before_a_damage_does_not_depend_on_how_much_is_asked_for(suffix: str) -> None:
    damaged = PACK[suffix](RECORDS) + PACK[suffix](RECORDS)[:-5]
    found = set()
    for size in (1, 100, 10**6):
        file = Input(io.BytesIO(damaged), "r", compression=suffix)
        parts: list[bytes] = []
        with pytest.raises(FileError, match=r"r: is broken \(.*\); nothing was written for it"):
            parts.extend(iter(lambda: file.read(size), b""))  # noqa: B023
        found.add(b"".join(parts))
    (data,) = found
    assert data.startswith(RECORDS)
