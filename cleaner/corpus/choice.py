"""Choice: which files of a folder are taken, and what becomes of those of no known format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from cleaner.corpus.compressed import SUFFIXES, compression_of
from cleaner.corpus.formats import (
    MEGABYTE,
    Format,
    InPlace,
    Limits,
    Origin,
    Piece,
    Readable,
    Reading,
    Recorded,
    Unread,
)
from cleaner.corpus.places import Place
from cleaner.errors import FileError, UsageError
from cleaner.rulebook.globs import check_pattern, path_matches
from cleaner.rulebook.nearest import nearest

SKIP, COPY, ERROR = "skip", "copy", "error"
ON_UNKNOWN = (SKIP, COPY, ERROR)
"""What can be done with files of no known format."""
_LOOKED_AT = 8000  # bytes at the beginning of a file, as git looks at
_MARKS = (b"\xff\xfe", b"\xfe\xff")  # with which UTF-16 and UTF-32 begin, which are text for all their zeros
_TEXTUAL = ("text", "markdown", "jsonl", "html")


@dataclass(frozen=True)
class Choice:
    """What counts in folders; a file that is named itself always does.

    Attributes:
        exclude: path patterns as in `.gitignore`, relative to the named folder, of what is not looked at.
        unknown: what is done with files of no known format; one of `ON_UNKNOWN`.
    """

    exclude: tuple[str, ...] = ()
    unknown: str = SKIP

    def __post_init__(self) -> None:
        """Check it.

        Raises:
            UsageError: there is no such pattern or way.
        """
        for pattern in self.exclude:
            check_pattern(pattern)
        if self.unknown not in ON_UNKNOWN:
            raise UsageError(
                f"there is no way '{self.unknown}' for unknown files{nearest(self.unknown, ON_UNKNOWN)}",
                advice=f"use one of: {', '.join(ON_UNKNOWN)}",
            )

    def excludes(self, name: str) -> bool:
        """Whether a file or a folder (with `/` at its end) is left out, by its path below the named one."""
        return any(path_matches(pattern, name) for pattern in self.exclude)


USUAL_CHOICE = Choice()


def is_binary(file: Place, format_: Format) -> bool:
    """Whether a file is none of a format that is text: git's way, by a zero byte at the beginning."""
    if format_.name not in _TEXTUAL or compression_of(file.name):
        return False
    try:
        with file.open("rb") as opened:
            data = opened.read(_LOOKED_AT)
    except OSError:  # the run will say so
        return False
    return b"\0" in data and not data.startswith(_MARKS)


def unknown(label: str) -> FileError:
    """The error for a file of no known format."""
    return FileError(
        "is of no known format", where=label, advice="--format names one, --exclude leaves the file out"
    )


@dataclass(frozen=True)
class OtherFormat(InPlace):
    """Whatever is passed on as it is, compressed or not; see `formats.Format`."""

    name: str = "other"
    packed: Sequence[str] = SUFFIXES

    @property
    def settings(self) -> dict[str, str]:
        """Nothing."""
        return {}

    def pieces(self, source: Readable, origin: Origin, limits: Limits) -> Iterator[Piece | Unread]:  # noqa: ARG002
        """All of it, unread."""
        while data := source.read(limits.piece):
            yield Unread(data)

    def read(self, piece: Piece, origin: Origin) -> Reading:  # noqa: ARG002
        """Never asked for.

        Raises:
            TypeError: always.
        """
        raise TypeError("what is passed on is not read")

    def restored(self, source: BinaryIO, removals: Sequence[Recorded]) -> Iterator[Piece]:  # noqa: ARG002
        """The same bytes."""
        while data := source.read(MEGABYTE):
            yield Piece(data)


OTHER = OtherFormat()
"""The format of files of no known one."""
