"""Tables in memory, by pyarrow: texts out of a column and back into it, and the layout of Parquet files."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from cleaner.corpus.extras import imported
from cleaner.corpus.formats import Sink
from cleaner.corpus.rows import BETWEEN, END, NULL, UNREADABLE
from cleaner.errors import FileError


def pyarrow() -> Any:
    """The library.

    Raises:
        UsageError: it is not installed.
    """
    return imported("pyarrow", "parquet")


def parquet() -> Any:
    """Its part that knows Parquet."""
    pyarrow()
    return importlib.import_module("pyarrow.parquet")


def is_text(table: Any, name: str) -> bool:
    """Whether a table has a column of texts of that name."""
    types, at = pyarrow().types, table.schema.get_field_index(name)
    if at < 0:
        return False
    kind = _plain(table.schema.field(at).type)
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _plain(kind: Any) -> Any:
    """The type of a column's values, whether they stand in a dictionary or not."""
    return kind.value_type if pyarrow().types.is_dictionary(kind) else kind


class Packer:
    """The rows of a table as `rows` spells them."""

    def __init__(self, table: Any, names: Sequence[str]) -> None:
        """Get ready to pack columns of texts, in this order; one that a table lacks counts as all null."""
        large = pyarrow().large_binary()
        self._columns = [_column(table, name) for name in names]
        self._marks = [pyarrow().scalar(mark, large) for mark in (END, BETWEEN)]
        self._compute = importlib.import_module("pyarrow.compute")

    def sizes(self) -> list[int]:
        """How many bytes each value of the last column has; a null has none."""
        sizes: list[int] = self._compute.binary_length(self._columns[-1]).fill_null(0).to_pylist()
        return sizes

    def rows(self, start: int, stop: int) -> bytes:
        """Some rows, from one to before another."""
        arrow = pyarrow()
        whole = arrow.ChunkedArray
        columns = [
            column.slice(start, stop - start) if isinstance(column, whole) else column
            for column in self._columns
        ]
        # Joined by what knows how: value by value it would take as long as to read and write the file.
        joined = self._compute.binary_join_element_wise(
            *columns, *self._marks, null_handling="replace", null_replacement=NULL
        )
        return b"".join(map(_bytes_of, joined.chunks))


def _bytes_of(rows: Any) -> bytes:
    """All values of an array one after another."""
    _, offsets, data = rows.buffers()
    if data is None:
        return b""
    places = memoryview(offsets).cast("q")
    start, end = places[rows.offset], places[rows.offset + len(rows)]
    found: bytes = data[start:end].to_pybytes()
    return found


def _column(table: Any, name: str) -> Any:
    """A column as bytes in UTF-8; a scalar where there is none."""
    arrow = pyarrow()
    if not is_text(table, name):
        return arrow.scalar(NULL, arrow.large_binary())
    column = table.column(name)
    values = column.cast(arrow.large_binary())
    try:
        column.validate(full=True)
    except arrow.ArrowInvalid:
        checked = [UNREADABLE if value and not _is_utf8(value) else value for value in values.to_pylist()]
        return arrow.chunked_array([arrow.array(checked, arrow.large_binary())])
    return values


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True


def with_texts(column: Any, texts: Mapping[int, bytes]) -> Any:
    """A column with other texts, in UTF-8, in rows of some index; of one with a dictionary, the values."""
    kind = _plain(column.type)
    if not texts:
        return column.cast(kind)
    arrow, compute = pyarrow(), importlib.import_module("pyarrow.compute")
    # Not every kind of text column can be replaced in.
    plain = column.cast(arrow.large_string() if arrow.types.is_string_view(kind) else kind)
    mask = arrow.array([row in texts for row in range(len(column))], arrow.bool_())
    values = arrow.array([texts[row] for row in sorted(texts)], arrow.large_binary())
    return compute.replace_with_mask(plain, mask, values.cast(plain.type)).cast(kind)


def joined(chunks: Sequence[Any], kind: Any, path: str) -> Any:
    """A column of a type out of what `with_texts` gave, for the file that messages call so.

    Raises:
        FileError: there are more different texts than its dictionary can number.
    """
    arrow = pyarrow()
    column = arrow.chunked_array(chunks, _plain(kind))
    if column.type == kind:
        return column
    try:
        return arrow.chunked_array([column.combine_chunks().cast(kind)], kind)
    except arrow.ArrowInvalid:
        problem = f"has more texts than a dictionary of {kind.index_type} can number when it is cleaned"
        raise FileError(
            problem, where=path, advice="write it with a larger type, or as plain texts"
        ) from None


@dataclass(frozen=True)
class Layout:
    """How a Parquet file is written.

    Attributes:
        schema: its columns, and the file's own metadata.
        compression: of each column, by path.
        dictionaries: the columns whose values stand in dictionaries, by path.
        version: of the format.
        sorting: how the rows are sorted, as pyarrow tells, and the path of each column that counts.
        indexed: whether its pages can be found by their values.
        groups: how many row groups it has.
    """

    schema: Any
    compression: Mapping[str, str]
    dictionaries: Sequence[str]
    version: str
    sorting: Sequence[tuple[Any, str]]
    indexed: bool
    groups: int

    @classmethod
    def of(cls, source: Any) -> Layout:
        """That of a file, which is taken from its first row group."""
        metadata = source.metadata
        group = metadata.row_group(0) if metadata.num_row_groups else None
        columns = [group.column(index) for index in range(group.num_columns)] if group else []
        compression = {column.path_in_schema: _codec(column.compression) for column in columns}
        dictionaries = [column.path_in_schema for column in columns if column.has_dictionary_page]
        version = metadata.format_version if metadata.format_version in ("1.0", "2.4", "2.6") else "2.6"
        by = (one for one in group.sorting_columns if one.column_index < len(columns)) if group else ()
        sorting = [(one, columns[one.column_index].path_in_schema) for one in by]
        indexed = any(column.has_column_index for column in columns)
        groups = metadata.num_row_groups
        return cls(source.schema_arrow, compression, dictionaries, version, sorting, indexed, groups)

    def writer(self, sink: Sink, cut: str) -> Any:
        """Writes row groups of this layout; by the column that is cut the rows may be sorted no longer."""
        kept = takewhile(lambda sorted_by: sorted_by[1] != cut, self.sorting)
        return parquet().ParquetWriter(
            pyarrow().PythonFile(_Target(sink), mode="w"),
            self.schema,
            compression=dict(self.compression) or "snappy",
            use_dictionary=list(self.dictionaries) or False,
            version=self.version,
            sorting_columns=[one for one, _ in kept] or None,
            write_page_index=self.indexed,
        )


def _codec(name: str) -> str:
    return {"UNCOMPRESSED": "none"}.get(name, name.lower())


class _Target:
    """A sink as a file that pyarrow can write."""

    closed = False

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._size = 0

    def write(self, data: Any) -> int:
        held = bytes(data)
        self._sink.write(held)
        self._size += len(held)
        return len(held)

    def tell(self) -> int:
        return self._size

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """The sink belongs to others."""

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False
