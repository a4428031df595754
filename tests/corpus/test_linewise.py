"""Cutting a file into pieces of whole lines."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.corpus.formats import Limits, Piece, Unread
from cleaner.corpus.linewise import line_pieces
from cleaner.errors import FileError

_DATA = st.lists(st.sampled_from((b"\n", b"a", b"bb", b"\r\n", b"c" * 9)), max_size=30).map(b"".join)
_LIMITS = st.builds(Limits, record=st.integers(1, 24), piece=st.integers(1, 40))


def _seen(data: bytes, limits: Limits) -> tuple[dict[int, bytes], dict[int, str]]:
    """The lines that are read by number, and the errors by the number they name."""
    read, errors = {}, {}
    for piece in line_pieces(io.BytesIO(data), "x", limits):
        if isinstance(piece, Unread):
            if piece.error:
                errors[int(piece.error.where.removeprefix("x:"))] = piece.error.message
            continue
        assert piece.first is not None
        assert piece.data
        read.update(enumerate(piece.data.splitlines(keepends=True), piece.first))
    return read, errors


@given(_DATA, _LIMITS)
def test_nothing_is_lost_and_lines_keep_their_numbers(data: bytes, limits: Limits) -> None:
    assert b"".join(piece.data for piece in line_pieces(io.BytesIO(data), "x", limits)) == data
    lines = dict(enumerate(io.BytesIO(data), 1))
    fitting = {number: line for number, line in lines.items() if len(line.rstrip(b"\n")) <= limits.record}
    read, errors = _seen(data, limits)
    # bytes.splitlines() also ends lines at a lone CR, of which there are none here
    assert read == fitting
    assert sorted(errors) == sorted(lines.keys() - fitting.keys())
    assert set(errors.values()) <= {f"is longer than {limits.record} bytes"}


@given(_DATA, _LIMITS)
def test_pieces_are_no_larger_than_need_be(data: bytes, limits: Limits) -> None:
    for piece in line_pieces(io.BytesIO(data), "x", limits):
        assert len(piece.data) <= limits.piece + limits.record + 1


@given(_DATA)
def test_halves(data: bytes) -> None:
    piece = Piece(data, 7)
    halves = piece.halves()
    assert b"".join(half.data for half in halves) == data
    if len(halves) == 1:
        assert data.count(b"\n", 0, -1) == 0
    else:
        head, tail = halves
        assert head.data.endswith(b"\n")
        assert tail.data
        assert tail.first == 7 + head.data.count(b"\n")


def test_a_file_that_is_one_document_has_no_halves() -> None:
    assert Piece(b"a\nb\n").halves() == (Piece(b"a\nb\n"),)


class _Failing(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        if not data:
            raise FileError("is broken", where="x")
        return data


@pytest.mark.parametrize("piece", [1, 3, 4, 100])
def test_complete_lines_before_a_failure_are_read(piece: int) -> None:
    pieces = line_pieces(_Failing(b"a\nb\nc"), "x", Limits(piece=piece))
    found: list[bytes] = []
    with pytest.raises(FileError):
        found.extend(part.data for part in pieces)
    assert b"".join(found) == b"a\nb\n"
