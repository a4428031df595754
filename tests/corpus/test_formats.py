"""Formats and the raw files below them."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest

from cleaner.corpus.files import HashedInput, HashedOutput
from cleaner.corpus.formats import Origin, Recorded
from cleaner.corpus.plain import TextFormat
from cleaner.corpus.registry import SUFFIXES, formats
from cleaner.engine.result import Removal, Result
from cleaner.errors import DocumentError, FileError, OutputError, RestoreError
from cleaner.text.document import Document

TEXT = TextFormat("text")


class _Tray:
    """A desk that keeps what it is given and cuts nothing."""

    def __init__(self) -> None:
        self.seen: list[Document] = []
        self.errors: list[DocumentError] = []

    def clean(self, document: Document) -> Result:
        self.seen.append(document)
        return Result(document.text)

    def settle(self, document: Document, result: Result, recorded: Sequence[Recorded]) -> None:
        pass

    def fail(self, error: DocumentError) -> None:
        self.errors.append(error)


def test_suffixes_lead_to_formats() -> None:
    assert set(SUFFIXES.values()) <= formats().keys()
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in SUFFIXES)


def test_a_document_knows_its_origin() -> None:
    tray, sink = _Tray(), io.BytesIO()
    TEXT.clean(io.BytesIO(b"\xef\xbb\xbfa\r\n"), sink, Origin("a.txt", "https://a.example", "en"), tray)
    expected = Document("\ufeffa\r\n", path="a.txt", url="https://a.example", lang="en", format="text")
    assert tray.seen == [expected]
    assert sink.getvalue() == b"\xef\xbb\xbfa\r\n"


def test_what_is_not_utf8_is_named_and_passed_on() -> None:
    tray, sink = _Tray(), io.BytesIO()
    TEXT.clean(io.BytesIO(b"a\n\xff"), sink, Origin("a.txt"), tray)
    (error,) = tray.errors
    assert "a.txt: is not UTF-8: byte 0xff at offset 2, line 2" in str(error)
    assert sink.getvalue() == b"a\n\xff"


def test_restoring_into_what_is_not_utf8() -> None:
    with pytest.raises(RestoreError, match="is not UTF-8"):
        TEXT.restore(io.BytesIO(b"\xff"), io.BytesIO(), [Recorded(Removal("a.b", 0, 1, "x"))])


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
        io.BufferedReader(HashedInput(_Broken(5), "a.txt")).read()  # type: ignore[arg-type]
    with pytest.raises(FileError, match=r"a.txt: cannot be written \(it failed\)"):
        HashedOutput(_Broken(5), "a.txt").write(b"a")  # type: ignore[arg-type]


def test_a_full_disk_ends_the_run() -> None:
    with pytest.raises(OutputError, match="free some room"):
        HashedOutput(_Broken(28), "a.txt").write(b"a")  # type: ignore[arg-type]
