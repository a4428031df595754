"""Parquet: a row is a document; row group by row group, every other column and the form of the file kept.

Only the text goes to workers, as `rows` spells it. The table waits in this process for what is left of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, BinaryIO, Self

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
    too_large,
)
from cleaner.corpus.rows import END, Rows, changed_texts, ends_of, restored_row
from cleaner.corpus.tables import Layout, Packer, is_text, joined, parquet, pyarrow, with_texts
from cleaner.errors import FileError, RestoreError

if TYPE_CHECKING:
    from cleaner.corpus.formats import Rest

_ADVICE = "nothing was written for it; get a sound copy"
_ADVICE_COLUMN = "name it with --text-field; nothing was written for it"


@dataclass(frozen=True)
class Slice:
    """Some rows of a row group; see `formats.Rest`.

    Attributes:
        table: the row group.
        layout: how its file is written.
        start, stop: the rows, counted from 0 in the row group.
        data: them as `rows` spells them.
        path: how messages name the file.
    """

    table: Any
    layout: Layout
    start: int
    stop: int
    data: bytes = field(repr=False)
    path: str

    @property
    def weight(self) -> int:
        """The share of the row group's memory that these rows have, in bytes."""
        rows = self.table.num_rows
        return int(self.table.nbytes * (self.stop - self.start) / rows) if rows else 0


@dataclass(frozen=True)
class ParquetFormat:
    """A column of texts in a table; see `formats.Format`.

    Attributes:
        fields: which columns hold what.
    """

    fields: Fields = USUAL_FIELDS
    name: str = "parquet"
    suffix: str = ""
    packed: Sequence[str] = ()
    recasts: bool = True

    @property
    def settings(self) -> dict[str, str]:
        """The columns that are hashed, that of the text among them."""
        return {f"{key}-field": value for key, value in self.fields._asdict().items()}

    @property
    def written(self) -> Self:
        """Itself."""
        return self

    def pieces(self, source: Seekable, origin: Origin, limits: Limits) -> Iterator[Piece | Unread]:
        """The rows, in pieces that never reach over the end of a row group.

        Raises:
            FileError: it is broken, no Parquet, or has no text.
        """
        for piece in self._slices(source.at_will(), origin.path, limits):
            if len(piece.data) > limits.record and piece.data.count(END) == 1:
                error = too_large(origin.path, limits, piece.first)
                yield Unread(piece.data, error, piece.rest)
            else:
                yield piece

    def read(self, piece: Piece, origin: Origin) -> Reading:
        """The texts that are not null."""
        return Rows.read(piece.data, piece.first or 1, origin, self.name)

    @contextmanager
    def writing(self, sink: Sink) -> Iterator[Write]:
        """Writes a table of the same layout."""
        writer = _Writer(sink, self.fields.text)
        try:
            yield writer.write
        except BaseException:
            writer.abandon()
            raise
        writer.close()

    def restored(self, source: BinaryIO, removals: Sequence[Recorded]) -> Iterator[Piece]:
        """Put removals back into the rows they come from."""
        ordered = sorted(removals, key=lambda entry: (entry.record or 0, entry.removal.start))
        wanted = {
            record: list(group) for record, group in groupby(ordered, key=lambda entry: entry.record or 0)
        }
        try:
            for piece in self._slices(source, "", USUAL_LIMITS):
                yield _with_back(piece, wanted)
        except FileError as error:
            raise RestoreError(error.message) from None
        if wanted:
            raise RestoreError(f"has no row {min(wanted)}")

    def _slices(self, file: BinaryIO, path: str, limits: Limits) -> Iterator[Piece]:
        """All rows; a text that is too large is alone."""
        fields, number = self.fields, 1
        for table, layout in _row_groups(file, path):
            if not is_text(table, fields.text):
                raise FileError(_no_texts(table, fields.text), where=path, advice=_ADVICE_COLUMN)
            rows = Packer(table, [fields.id, fields.url, fields.lang, fields.text])
            for start, stop in _parts(rows.sizes(), limits):
                data = rows.rows(start, stop)
                yield Piece(data, number, END, Slice(table, layout, start, stop, data, path))
                number += stop - start


def _parts(sizes: Sequence[int], limits: Limits) -> Iterator[tuple[int, int]]:
    """Cut a row group into runs of rows of about the size of a piece; what is too large is alone.

    Args:
        sizes: of the texts, in bytes.
        limits: of pieces and records.

    Yields:
        the first row of each run, and the one after its last; of no rows one empty run.
    """
    start = held = 0
    for row, size in enumerate(sizes):
        large = max(held, size) > limits.record
        if row > start and (large or held + size > limits.piece):
            yield start, row
            start, held = row, 0
        held += size
    yield start, len(sizes)


class _Writer:
    """Writes what is left of slices as the row groups that they come from."""

    def __init__(self, sink: Sink, field: str) -> None:
        self._sink = sink
        self._field = field
        self._writer: Any = None
        self._held: list[Any] = []

    def write(self, left: bytes, rest: Rest | None) -> None:
        """Write what is left of a slice."""
        if not isinstance(rest, Slice):
            raise TypeError("a piece of a table without its slice")
        table = rest.table
        at = table.schema.get_field_index(self._field)
        if self._writer is None:
            self._writer = rest.layout.writer(self._sink, self._field)
        before = table.column(at).slice(rest.start, rest.stop - rest.start)
        after = with_texts(before, {} if left == rest.data else changed_texts(rest.data, left))
        self._held += after.chunks
        if rest.stop == table.num_rows:
            column = joined(self._held, table.schema.field(at).type, rest.path)
            self._held = []
            if rest.layout.groups:
                whole = table.set_column(at, table.schema.field(at), column)
                self._writer.write_table(whole, row_group_size=table.num_rows or 1)

    def close(self) -> None:
        """Complete the file."""
        if self._writer:
            self._writer.close()

    def abandon(self) -> None:
        """Let go of a file that will never be complete."""
        if self._writer:
            with suppress(Exception):  # its end cannot be written either
                self._writer.close()


def _no_texts(table: Any, name: str) -> str:
    """What is wrong with a table that has no column of texts by a name."""
    if (count := table.column_names.count(name)) > 1:
        return f"has {count} columns '{name}'"
    if count:
        return f"has texts in no column '{name}', which is of type {table.schema.field(name).type}"
    known = ", ".join(table.column_names[:8]) or "none"
    return f"has no column '{name}' of texts (columns: {known})"


def _row_groups(file: BinaryIO, path: str) -> Iterator[tuple[Any, Layout]]:
    """The row groups of a file as tables; of a file that has none, its schema as an empty table.

    Raises:
        FileError: it is broken, or no Parquet.
    """
    arrow = pyarrow()
    try:
        source = parquet().ParquetFile(file, page_checksum_verification=True)
        layout = Layout.of(source)
        if source.num_row_groups == 0:
            yield source.schema_arrow.empty_table(), layout
        for index in range(source.num_row_groups):
            yield source.read_row_group(index), layout
    except (arrow.ArrowException, OSError, UnicodeDecodeError) as error:  # the last for names of columns
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise FileError(f"is broken, or no Parquet ({reason})", where=path, advice=_ADVICE) from None


def _with_back(piece: Piece, wanted: dict[int, list[Recorded]]) -> Piece:
    """A piece with the removals of its rows put back; they are taken out of those that are wanted."""
    parts, at = [], 0
    for number, (start, end) in enumerate(ends_of(piece.data), piece.first or 1) if wanted else ():
        if number in wanted:
            try:
                row = restored_row(piece.data[start:end], wanted.pop(number))
            except UnicodeError:
                raise RestoreError(f"row {number} is not UTF-8") from None
            parts += [piece.data[at:start], row]
            at = end
    return piece._replace(data=b"".join([*parts, piece.data[at:]])) if parts else piece
