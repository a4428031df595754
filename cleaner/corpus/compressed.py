"""Compressed files: `.gz`, `.zst` and `.xz` around any format, read and written as streams.

What knows a compression is imported where a file has it: most have none.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedIOBase
from pathlib import PurePath
from types import ModuleType
from typing import BinaryIO

GZIP, ZSTD, XZ = ".gz", ".zst", ".xz"
SUFFIXES = (GZIP, ZSTD, XZ)
"""The file extensions of compressed files, in lower case."""
_GZIP_LEVEL = 6  # what gzip itself does unless told otherwise


def compression_of(name: str) -> str | None:
    """The compression that a file name tells of: one of `SUFFIXES`, or None."""
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122 - asked of every file, several times
    return suffix if suffix in SUFFIXES else None


def inner_suffix(name: str) -> str:
    """The extension of a file's format, that of its compression aside, in lower case."""
    path = PurePath(name)
    return (PurePath(path.stem) if compression_of(name) else path).suffix.lower()


def with_suffix(name: str, suffix: str) -> str:
    """A file name with one more extension, before that of its compression."""
    compression = compression_of(name)
    if compression is None:
        return name + suffix
    at = len(name) - len(compression)
    return f"{name[:at]}{suffix}{name[at:]}"


def decompressed(file: BinaryIO, compression: str) -> BufferedIOBase:
    """What a compressed file holds; several members or frames in a row are one stream.

    Reading raises what `damage` tells.
    """
    if compression == GZIP:
        import gzip  # noqa: PLC0415

        return gzip.GzipFile(fileobj=file, mode="rb")
    if compression == XZ:
        import lzma  # noqa: PLC0415

        return lzma.LZMAFile(file, format=lzma.FORMAT_XZ)
    stream: BufferedIOBase = _zstd().ZstdFile(file, mode="rb")
    return stream


@contextmanager
def compressing(file: BinaryIO, compression: str) -> Iterator[Callable[[bytes], object]]:
    """Writes what is to be compressed into a file; complete when the block ends."""
    with _compressor(file, compression) as stream:
        yield stream.write


def _compressor(file: BinaryIO, compression: str) -> BufferedIOBase:
    if compression == GZIP:
        import gzip  # noqa: PLC0415

        # Without name and time of day, which would make two equal runs differ.
        return gzip.GzipFile("", "wb", _GZIP_LEVEL, file, mtime=0)
    if compression == XZ:
        import lzma  # noqa: PLC0415

        return lzma.LZMAFile(file, "wb")
    frame: BufferedIOBase = _zstd().ZstdFile(file, mode="wb")
    return frame


def damage(compression: str) -> tuple[type[Exception], ...]:
    """The exceptions that tell of a truncated or corrupt compressed file."""
    if compression == GZIP:
        import gzip  # noqa: PLC0415
        import zlib  # noqa: PLC0415

        return (EOFError, gzip.BadGzipFile, zlib.error)
    if compression == XZ:
        import lzma  # noqa: PLC0415

        return (EOFError, lzma.LZMAError)
    return (EOFError, _zstd().ZstdError)


def _zstd() -> ModuleType:
    """The standard library's Zstandard (from Python 3.14 on), or the same by its backport."""
    if sys.version_info >= (3, 14):
        from compression import zstd  # noqa: PLC0415
    else:
        from backports import zstd  # noqa: PLC0415
    return zstd
