"""Parquet: texts are cleaned in their column; the file is otherwise the one it was."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.corpus.files import Input
from cleaner.corpus.formats import Fields, Limits, Origin, Piece, Unread
from cleaner.corpus.parquet import ParquetFormat
from cleaner.corpus.registry import Choices
from cleaner.errors import FileError, UsageError
from tests.corpora import parquet, ran, table

TEXTS = ["Rain.\njunk\nSnow.", None, "", "é😀\njunk 7\n", "beta\nSun.", "alpha\nSun."]
CLEAN = ["Rain.\nSnow.", None, "", "é😀\n", "beta\nSun.", "Sun."]


def test_texts_are_cleaned_and_come_back(tmp_path: Path) -> None:
    data = parquet({"n": range(6), "text": TEXTS}, rows=4)
    done = ran(tmp_path, {"a.parquet": data})
    assert table(done.out["a.parquet"]).to_pydict() == {"n": list(range(6)), "text": CLEAN}
    assert table(done.back["a.parquet"]).equals(table(data), check_metadata=True)
    assert [document.record for document, _ in done.ears.documents] == [1, 3, 4, 5, 6]


def test_everything_else_is_kept(tmp_path: Path) -> None:
    columns = {
        "vector": [[1.0, 2.0], [], None] * 2,
        "kind": pa.array(["a", "b"] * 3).dictionary_encode(),
        "text": pa.array(TEXTS, pa.large_string()),
        "deep": [{"x": 1, "y": [{"z": "junk"}]}] * 6,
        "when": pa.array([1, 2, None, 4, 5, 6], pa.timestamp("ms", tz="UTC")),
        "raw": [b"\xff", None] * 3,
    }
    whole = pa.table(columns).replace_schema_metadata({"made": "for a test"})
    codecs = {"text": "zstd", "kind": "gzip", "vector.list.element": "none", "raw": "snappy", "when": "lz4"}
    file = io.BytesIO()
    pq.write_table(whole, file, row_group_size=4, compression=codecs, use_dictionary=["kind"])
    done = ran(tmp_path, {"a.parquet": file.getvalue()})
    for data in (done.out["a.parquet"], done.back["a.parquet"]):
        before, after = pq.ParquetFile(file), pq.ParquetFile(io.BytesIO(data))
        assert after.schema_arrow.equals(before.schema_arrow, check_metadata=True)
        assert after.read().drop(["text"]).equals(before.read().drop(["text"]), check_metadata=True)
        assert [_layout(after, group) for group in range(2)] == [_layout(before, group) for group in range(2)]
    assert table(done.out["a.parquet"])["text"].to_pylist() == CLEAN


def _layout(file: pq.ParquetFile, index: int) -> list[object]:
    group = file.metadata.row_group(index)
    columns = [group.column(number) for number in range(group.num_columns)]
    return [
        group.num_rows,
        *((one.path_in_schema, one.compression, one.has_dictionary_page) for one in columns),
    ]


def test_where_nothing_is_cut_the_bytes_are_the_same(tmp_path: Path) -> None:
    data = parquet({"text": ["Rain.", None]}, version="1.0", write_statistics=False)
    done = ran(tmp_path, {"a.parquet": data})
    assert done.out == done.back == {"a.parquet": data}


def test_address_language_and_name_are_columns(tmp_path: Path) -> None:
    columns = {
        "content": ["beta\nSun.", "alpha\nSun.", "beta\nalpha\nSun."],
        "url": ["https://a.example/", None, "https://b.example"],
        "lang": ["fr", "de", None],
        "id": ["one", None, "three"],
    }
    done = ran(tmp_path, {"a.parquet": parquet(columns)}, Choices(Fields(text="content")))
    assert table(done.out["a.parquet"])["content"].to_pylist() == ["Sun.", "Sun.", "beta\nSun."]
    assert [document.id for document, _ in done.ears.documents] == ["one", None, "three"]
    assert table(done.back["a.parquet"]).to_pydict() == columns


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()], ids=str)
def test_every_kind_of_text_column(tmp_path: Path, kind: pa.DataType) -> None:
    data = parquet({"text": pa.array(TEXTS, kind)})
    done = ran(tmp_path, {"a.parquet": data})
    assert table(done.out["a.parquet"])["text"].type == table(data)["text"].type
    assert table(done.out["a.parquet"])["text"].to_pylist() == CLEAN
    assert table(done.back["a.parquet"])["text"].to_pylist() == TEXTS


@pytest.mark.parametrize("index", [pa.int8(), pa.int32(), pa.uint16()], ids=str)
@pytest.mark.parametrize("value", [pa.string(), pa.large_string()], ids=str)
def test_texts_in_a_dictionary(tmp_path: Path, index: pa.DataType, value: pa.DataType) -> None:
    texts = pa.array(TEXTS * 50, value).dictionary_encode().cast(pa.dictionary(index, value))
    data = parquet({"text": texts, "n": range(300)}, rows=70)
    done = ran(tmp_path, {"a.parquet": data}, limits=Limits(piece=100))
    out, back = pq.ParquetFile(io.BytesIO(done.out["a.parquet"])), table(done.back["a.parquet"])
    assert out.schema_arrow.equals(pq.ParquetFile(io.BytesIO(data)).schema_arrow, check_metadata=True)
    assert pa.types.is_dictionary(out.schema_arrow.field("text").type)
    assert out.read()["text"].to_pylist() == CLEAN * 50
    assert back["text"].to_pylist() == TEXTS * 50
    assert back["text"].type == table(data)["text"].type
    assert _layout(out, 0) == _layout(pq.ParquetFile(io.BytesIO(data)), 0)


def test_a_dictionary_without_room_for_what_is_left(tmp_path: Path) -> None:
    kind = pa.dictionary(pa.int8(), pa.string())
    texts = [f"beta\n{n}." for n in range(120)] * 2
    urls = ["https://a.example/"] * 120 + ["https://b.example/"] * 120
    data = parquet({"text": pa.array(texts).dictionary_encode().cast(kind), "url": urls})
    done = ran(tmp_path, {"a.parquet": data, "b.parquet": SOUND})
    assert list(done.out) == ["b.parquet"]
    assert "a.parquet: has more texts than a dictionary of int8 can number" in done.complaints


def test_a_text_that_is_not_utf8_is_passed_on(tmp_path: Path) -> None:
    rows = [b"Rain.\njunk\n", b"\xff\njunk\n", None, b"junk\nSnow."]
    texts = pa.array(rows, pa.binary()).view(pa.string())
    done = ran(tmp_path, {"a.parquet": parquet({"text": texts})})
    left = table(done.out["a.parquet"])["text"].chunk(0).view(pa.binary()).to_pylist()
    assert left == [b"Rain.\n", b"\xff\njunk\n", None, b"Snow."]
    assert "a.parquet:2: its text is not UTF-8" in done.complaints
    assert table(done.back["a.parquet"])["text"].chunk(0).view(pa.binary()).to_pylist() == rows


def test_a_text_that_is_too_large_is_passed_on(tmp_path: Path) -> None:
    texts = ["junk\nRain.", "junk\n" + "x" * 500, None, "junk\nSnow."]
    done = ran(tmp_path, {"a.parquet": parquet({"text": texts})}, limits=Limits(record=300))
    assert table(done.out["a.parquet"])["text"].to_pylist() == ["Rain.", texts[1], None, "Snow."]
    assert "a.parquet:2: is longer than 300 bytes" in done.complaints
    assert table(done.back["a.parquet"])["text"].to_pylist() == texts


@pytest.mark.parametrize("columns", [{}, {"text": []}, {"text": pa.array([], pa.string()), "n": []}], ids=len)
def test_a_table_without_rows(tmp_path: Path, columns: dict[str, object]) -> None:
    data = parquet(columns) if columns else parquet({"text": pa.array([], pa.string())}, write_batch_size=1)
    done = ran(tmp_path, {"a.parquet": data})
    assert done.out in ({"a.parquet": data}, {})
    assert done.back == done.out


def test_without_such_a_column_the_others_are_named(tmp_path: Path) -> None:
    data = parquet({"body": ["junk"], "n": [1]})
    done = ran(tmp_path, {"a.parquet": data, "b.parquet": parquet({"text": [1]})})
    assert done.out == {}
    assert (
        "a.parquet: has no column 'text' of texts (columns: body, n); name it with --text-f"
        in done.complaints
    )
    assert "b.parquet: has texts in no column 'text', which is of type int64; name" in done.complaints


def _empty_between(made: pa.Table) -> bytes:
    file = io.BytesIO()
    with pq.ParquetWriter(file, made.schema) as writer:
        for part in (made, made.slice(0, 0), made, made.slice(0, 0)):
            writer.write_table(part)
    return file.getvalue()


def test_row_groups_without_rows_stay(tmp_path: Path) -> None:
    data = _empty_between(pa.table({"text": ["Rain.\njunk\n", "Snow."], "n": [1, 2]}))
    done = ran(tmp_path, {"a.parquet": data})
    for found in (done.out["a.parquet"], done.back["a.parquet"]):
        known = pq.ParquetFile(io.BytesIO(found)).metadata
        assert [known.row_group(at).num_rows for at in range(known.num_row_groups)] == [2, 0, 2, 0]
    assert table(done.out["a.parquet"])["text"].to_pylist() == ["Rain.\n", "Snow."] * 2


@pytest.mark.parametrize(
    ("by", "left"),
    [
        pytest.param([0, 2], [0, 2], id="by others"),
        pytest.param([0, 1, 2], [0], id="by what is cut too"),
        pytest.param([1], [], id="by what is cut"),
        pytest.param([], [], id="by nothing"),
    ],
)
@pytest.mark.parametrize("indexed", [True, False])
def test_how_rows_are_sorted_and_found(tmp_path: Path, by: list[int], left: list[int], indexed: bool) -> None:
    sorting = [pq.SortingColumn(at, descending=at == 2) for at in by] or None
    made = pa.table({"n": [1, 2], "text": ["Rain.\njunk\n", "Snow."], "m": [2, 1]})
    data = parquet(made, sorting_columns=sorting, write_page_index=indexed)
    done = ran(tmp_path, {"a.parquet": data})
    group = pq.ParquetFile(io.BytesIO(done.out["a.parquet"])).metadata.row_group(0)
    assert [(one.column_index, one.descending) for one in group.sorting_columns] == [
        (at, at == 2) for at in left
    ]
    assert [group.column(at).has_column_index for at in range(3)] == [indexed] * 3


def test_a_column_that_is_there_twice(tmp_path: Path) -> None:
    texts = pa.array(["Rain.\njunk\n"])
    twice = parquet(pa.Table.from_arrays([texts, texts], names=["text", "text"]))
    others = pa.Table.from_arrays([texts, texts, texts, texts], names=["url", "text", "url", "id"])
    done = ran(
        tmp_path, {"a.parquet": twice, "b.parquet": parquet(others, sorting_columns=[pq.SortingColumn(3)])}
    )
    assert "a.parquet: has 2 columns 'text'; name it with --text-field; nothing was" in done.complaints
    assert list(done.out) == ["b.parquet"]
    left = table(done.out["b.parquet"])
    assert left.column_names == others.column_names
    assert [column.to_pylist() for column in left.columns] == [
        ["Rain.\njunk\n"],
        ["Rain.\n"],
        ["Rain.\njunk\n"],
        ["Rain.\njunk\n"],
    ]


SOUND = parquet({"text": [f"Rain {n}.\njunk\n" for n in range(2000)]}, rows=500, compression="none")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(SOUND[:-20], id="no footer"),
        pytest.param(SOUND[: len(SOUND) // 2], id="half"),
        pytest.param(SOUND[:4] + b"\xff" * 40 + SOUND[44:], id="a broken page"),
        pytest.param(
            SOUND[:-30000] + b"\xff" * 400 + SOUND[-29600:], id="a broken page in the last row group"
        ),
        pytest.param(
            parquet({"text": ["Rain.\n"], "a\x7fname": ["x"]}).replace(b"a\x7fname", b"a\x80name"),
            id="the name of a column",
        ),
        pytest.param(b"", id="empty"),
        pytest.param(b"PAR1", id="a beginning"),
        pytest.param(b"junk\n" * 100, id="something else"),
    ],
)
def test_a_broken_file_gives_no_output(tmp_path: Path, data: bytes) -> None:
    done = ran(tmp_path, {"a.parquet": data, "b.parquet": SOUND})
    assert list(done.out) == ["b.parquet"]
    assert "a.parquet: is broken, or no Parquet (" in done.complaints
    assert [type(error) for error in done.ears.errors] == [FileError]


def test_inside_another_compression_or_a_pipe_it_cannot_be_read(tmp_path: Path) -> None:
    import gzip

    done = ran(tmp_path, {"a.parquet.gz": gzip.compress(SOUND)})
    assert done.out == {}
    assert "a.parquet.gz: can only be read from its beginning" in done.complaints


def test_workers_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.corpus.workers._WORTHWHILE", 0)
    one, two = (
        ran(tmp_path / f"{n}", {"a.parquet": SOUND}, workers=n, limits=Limits(piece=900 * n)) for n in (1, 2)
    )
    assert table(one.out["a.parquet"]).equals(table(two.out["a.parquet"]))
    assert table(one.back["a.parquet"]).equals(table(SOUND))
    assert one.ledger == two.ledger


def test_without_the_library_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install 'boilerplate-cleaner\[parquet\]'"):
        ran(tmp_path, {"a.parquet": SOUND})


_LINES = st.lists(st.sampled_from(["junk", "Rain.", "é", "", "junk 7", "\x00", "\u2028"]), max_size=5)
_ROWS = st.lists(st.none() | st.builds("\n".join, _LINES), max_size=12)


@given(rows=_ROWS, group=st.integers(1, 5), piece=st.integers(1, 80))
def test_whatever_the_rows_they_come_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[str | None], group: int, piece: int
) -> None:
    data = parquet({"text": pa.array(rows, pa.string()), "n": range(len(rows))}, rows=group)
    done = ran(tmp_path_factory.mktemp("run"), {"a.parquet": data}, limits=Limits(piece=piece))
    expected = {document.record: result.text for document, result in done.ears.documents}
    left = table(done.out["a.parquet"])["text"].to_pylist()
    assert left == [None if text is None else expected[n] for n, text in enumerate(rows, 1)]
    assert table(done.back["a.parquet"]).equals(table(data), check_metadata=True)


@given(rows=_ROWS, group=st.integers(1, 5), piece=st.integers(1, 80))
def test_pieces_hold_all_rows_in_order(rows: list[str | None], group: int, piece: int) -> None:
    file = io.BytesIO(parquet({"text": pa.array(rows, pa.string())}, rows=group))
    format_, found = ParquetFormat(), []
    for part in format_.pieces(Input(file, "a"), Origin("a"), Limits(piece=piece)):
        assert isinstance(part, Piece | Unread)
        if isinstance(part, Piece):
            reading = format_.read(part, Origin("a"))
            found += [(document.record, document.text) for document in reading.documents]
            halves = [format_.read(half, Origin("a")).documents for half in part.halves()]
            assert [document for half in halves for document in half] == list(reading.documents)
    assert found == [(n, text) for n, text in enumerate(rows, 1) if text is not None]
