"""Tables in memory, by pyarrow: texts out of a column and back into it, and how a Parquet file is laid out."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cleaner.corpus.extras import imported
from cleaner.corpus.formats import Sink


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


def texts_in(table: Any, name: str, *, null: bytes, unreadable: bytes) -> list[bytes] | None:
    """The values of a column of texts, as they are in UTF-8.

    Args:
        table: with or without such a column.
        name: of the column.
        null: what stands for a value that is none.
        unreadable: what stands for one that is not UTF-8.

    Returns:
        the values; None where there is no such column, or it holds something else.
    """
    arrow = pyarrow()
    at = table.schema.get_field_index(name)
    if at < 0 or not _is_text(table.schema.field(at).type):
        return None
    column = table.column(at)
    values: list[bytes | None] = column.cast(arrow.large_binary()).to_pylist()
    try:
        column.validate(full=True)
    except arrow.ArrowInvalid:
        values = [value if value is None or _is_utf8(value) else unreadable for value in values]
    if column.null_count == 0:
        return values  # type: ignore[return-value] # there are no nulls
    return [null if value is None else value for value in values]


def _is_text(kind: Any) -> bool:
    types = pyarrow().types
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True


def column_of(texts: Sequence[bytes], before: Any, *, null: bytes, unreadable: bytes) -> Any:
    """A column of texts; what was unreadable is as it was.

    Args:
        texts: the values.
        before: the same rows of the column they come from.
        null, unreadable: see `texts_in`.
    """
    arrow = pyarrow()
    if unreadable not in texts:
        values = [None if text == null else text.decode() for text in texts]
        return arrow.array(values, before.type)
    own = before.cast(arrow.large_binary()).to_pylist()
    kept = [
        value if text == unreadable else None if text == null else text for text, value in zip(texts, own)
    ]
    # Unchecked, as it was read: what is not UTF-8 would be refused.
    unchecked = arrow.array(kept, arrow.binary() if _is_small(before.type) else arrow.large_binary())
    return unchecked.view(arrow.string() if _is_small(before.type) else arrow.large_string()).cast(
        before.type
    )


def _is_small(kind: Any) -> bool:
    return bool(pyarrow().types.is_string(kind))


@dataclass(frozen=True)
class Layout:
    """How a Parquet file is written.

    Attributes:
        schema: its columns, and the file's own metadata.
        compression: of each column, by path.
        dictionaries: the columns whose values stand in dictionaries, by path.
        version: of the format.
    """

    schema: Any
    compression: Mapping[str, str]
    dictionaries: Sequence[str]
    version: str

    @classmethod
    def of(cls, source: Any) -> Layout:
        """That of a file, which is taken from its first row group."""
        metadata = source.metadata
        group = metadata.row_group(0) if metadata.num_row_groups else None
        columns = [group.column(index) for index in range(group.num_columns)] if group else []
        compression = {column.path_in_schema: _codec(column.compression) for column in columns}
        dictionaries = [column.path_in_schema for column in columns if column.has_dictionary_page]
        version = metadata.format_version if metadata.format_version in ("1.0", "2.4", "2.6") else "2.6"
        return cls(source.schema_arrow, compression, dictionaries, version)

    def writer(self, sink: Sink) -> Any:
        """Writes row groups of this layout."""
        return parquet().ParquetWriter(
            pyarrow().PythonFile(_Target(sink), mode="w"),
            self.schema,
            compression=dict(self.compression) or "snappy",
            use_dictionary=list(self.dictionaries) or False,
            version=self.version,
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
