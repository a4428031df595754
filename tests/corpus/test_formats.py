"""Formats and the raw files below them."""

from __future__ import annotations

import io

import pytest

from cleaner.corpus.files import Input, Output
from cleaner.corpus.formats import Limits, Origin, Piece, Recorded, Unread
from cleaner.corpus.jsonl import JsonLinesFormat, Records
from cleaner.corpus.plain import TextFormat
from cleaner.corpus.registry import SUFFIXES, formats
from cleaner.engine.result import Removal, Result
from cleaner.errors import FileError, OutputError, RestoreError
from cleaner.text.document import Document

TEXT = TextFormat("text")


def test_suffixes_lead_to_formats() -> None:
    assert set(SUFFIXES.values()) <= formats().keys()
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in SUFFIXES)


def test_a_document_knows_its_origin() -> None:
    reading = TEXT.read(Piece(b"\xef\xbb\xbfa\r\n"), Origin("a.txt", "https://a.example", "en"))
    expected = Document("\ufeffa\r\n", path="a.txt", url="https://a.example", lang="en", format="text")
    assert list(reading.documents) == [expected]
    assert list(reading.errors) == []


def test_what_is_not_utf8_is_named() -> None:
    reading = TEXT.read(Piece(b"a\n\xff"), Origin("a.txt"))
    assert list(reading.documents) == []
    ((index, error),) = reading.errors
    assert index == 0
    assert "a.txt: is not UTF-8: byte 0xff at offset 2, line 2" in str(error)


def test_cuts_of_a_text_are_told_in_bytes() -> None:
    text = "\ufeffcaf\u00e9\n\U0001f600\nno\n"
    reading = TEXT.read(Piece(text.encode()), Origin("a.txt"))
    removals = (Removal("a.b", 4, 6, "\u00e9\n"), Removal("a.b", 7, 8, "\n"))
    cuts = reading.cuts(0, Result("", removals))
    assert [text.encode()[start:end].decode() for start, end in cuts.spans] == ["\u00e9\n", "\n"]
    assert cuts.spans[0][0] == len("\ufeffcaf".encode())
    assert [entry.removal for entry in cuts.recorded] == list(removals)


@pytest.mark.parametrize("size", [0, 1, 9, 10, 11, 35])
def test_a_text_that_is_too_large_is_passed_on(size: int) -> None:
    data = bytes(range(65, 65 + size))
    pieces = list(TEXT.pieces(io.BytesIO(data), Origin("a.txt"), Limits(record=10, piece=4)))
    assert b"".join(piece.data for piece in pieces) == data
    if size <= 10:
        assert pieces == [Piece(data)]
    else:
        assert all(isinstance(piece, Unread) for piece in pieces)
        errors = [piece.error for piece in pieces if isinstance(piece, Unread) and piece.error]
        assert [str(error) for error in errors] == [
            "a.txt: is longer than 10 bytes; it is passed on as it is; a larger --max-record-bytes cleans it"
        ]


def test_restoring_into_what_is_not_utf8() -> None:
    with pytest.raises(RestoreError, match="is not UTF-8"):
        list(TEXT.restored(io.BytesIO(b"\xff"), [Recorded(Removal("a.b", 0, 1, "x"))]))


class _Broken(io.RawIOBase):
    """A file on a disk that fails."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number

    def read(self, _size: int = -1) -> bytes:
        raise OSError(self._number, "it failed")

    def write(self, _data: object) -> int:
        raise OSError(self._number, "it failed")


def test_a_failing_disk_is_the_files_own_failure() -> None:
    with pytest.raises(FileError, match=r"a.txt: cannot be read \(it failed\)"):
        Input(_Broken(5), "a.txt").read(1)  # type: ignore[arg-type]
    with pytest.raises(FileError, match=r"a.txt: cannot be written \(it failed\)"):
        Output(_Broken(5).write, "a.txt").write(b"a")


def test_a_full_disk_ends_the_run() -> None:
    with pytest.raises(OutputError, match="free some room"):
        Output(_Broken(28).write, "a.txt").write(b"a")


class _Dribble(io.RawIOBase):
    """A file that gives a byte at a time, and fails in the end."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._left = data

    def read(self, _size: int = -1) -> bytes:
        if not self._left:
            raise OSError(5, "it failed")
        head, self._left = self._left[:1], self._left[1:]
        return head


def test_what_comes_before_a_failure_is_read_first() -> None:
    file = Input(_Dribble(b"abcde"), "a.txt")  # type: ignore[arg-type]
    assert [file.read(3), file.read(3)] == [b"abc", b"de"]
    for _ in range(2):
        with pytest.raises(FileError, match="it failed"):
            file.read(3)
    assert file.position == 5


def test_blank_lines_cost_next_to_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(Records, "read_slowly", lambda _self, number: asked.append(number))
    data = b'\n \r\n\t\n{"text": "Rain."}\n\r\nx\n\n'
    records = JsonLinesFormat().read(Piece(data, 5), Origin("a"))
    assert [document.record for document in records.documents] == [8]
    assert asked == [10]
