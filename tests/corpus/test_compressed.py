"""Compressed files: the same compression out, nothing cut without need, damage told."""

from __future__ import annotations

import gzip
import hashlib
import io
import lzma
import sys
from collections.abc import Callable

import pytest

from cleaner.corpus.compressed import compressing, compression_of, decompressed, inner_suffix
from cleaner.corpus.files import Input
from cleaner.corpus.formats import Limits
from cleaner.errors import FileError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

RECORDS = b"".join(b"Record %d of some.\n" % number for number in range(90))
PACK: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".zst": zstd.compress,
    ".xz": lzma.compress,
}
UNPACK: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.decompress,
    ".zst": zstd.decompress,
    ".xz": lzma.decompress,
}
EACH = pytest.mark.parametrize("suffix", [".gz", ".zst", ".xz"])


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
        ("a.jsonl.xz", ".xz", ".jsonl"),
    ],
)
def test_names(name: str, compression: str | None, suffix: str) -> None:
    assert (compression_of(name), inner_suffix(name)) == (compression, suffix)


@EACH
def test_several_members_are_one_stream(suffix: str) -> None:
    data = b"".join(PACK[suffix](part) for part in (b"one ", b"", b"two"))
    assert decompressed(io.BytesIO(data), suffix).read() == b"one two"


@EACH
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


@EACH
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


# Bombs


BOMBS = Limits(file=10**6, expansion=50, unsuspicious=10_000)


NOISE = b"".join(hashlib.sha256(b"%d" % number).digest() for number in range(32_000))


def _read(data: bytes, compression: str | None) -> bytes:
    file = Input(io.BytesIO(data), "a", compression=compression, limits=BOMBS)
    return b"".join(iter(lambda: file.read(4096), b""))


@EACH
def test_what_expands_too_much_is_a_bomb(suffix: str) -> None:
    with pytest.raises(FileError, match=r"a: expands to more than 50 times its size.*--max-expansion"):
        _read(PACK[suffix](bytes(10**6)), suffix)


@EACH
@pytest.mark.parametrize("data", [bytes(10_000), NOISE[:50_000] * 2], ids=["small", "dense"])
def test_what_is_small_or_dense_is_none(suffix: str, data: bytes) -> None:
    assert _read(PACK[suffix](data), suffix) == data


@pytest.mark.parametrize("compression", [None, ".gz"])
def test_a_file_that_holds_too_much_is_refused(compression: str | None) -> None:
    with pytest.raises(FileError, match=r"a: holds more than 1,000,000 bytes.*--max-file-bytes"):
        _read(gzip.compress(NOISE) if compression else NOISE, compression)
