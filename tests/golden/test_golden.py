"""Documents and what must come out of them.

A difference rewrites the expected file and still fails, so that a change of rules is reviewed as a diff.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import Cleaner, restore
from cleaner.corpus.registry import SUFFIXES
from cleaner.text.document import Document

HERE = Path(__file__).parent
DOCUMENTS = sorted((HERE / "documents").iterdir())
SEEDS = HERE.parents[2] / "shared" / "seeds"


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner()


def _document(file: Path) -> Document:
    return Document(file.read_bytes().decode(), path=file.name, format=SUFFIXES[file.suffix])


def test_there_are_documents() -> None:
    assert len(DOCUMENTS) >= 8
    assert {file.name for file in (HERE / "expected").iterdir()} == {file.name for file in DOCUMENTS}


@pytest.mark.parametrize("file", [pytest.param(file, id=file.name) for file in DOCUMENTS])
def test_document(file: Path, cleaner: Cleaner) -> None:
    document = _document(file)
    result = cleaner.clean_document(document)
    assert restore(result.text, result.removals) == document.text
    expected = HERE / "expected" / file.name
    if not expected.exists() or expected.read_bytes() != result.text.encode():
        expected.write_bytes(result.text.encode())
        pytest.fail(f"{expected} was rewritten; review the difference and commit it if it is meant")


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real documents of ../shared/seeds are not there")
def test_seeds(cleaner: Cleaner) -> None:
    files = sorted(SEEDS.glob("*.txt"))
    assert len(files) == 5
    for file in files:
        result = cleaner.clean_document(_document(file))
        assert result.text.encode() == (SEEDS / "expected" / file.name).read_bytes(), file.name
        assert restore(result.text, result.removals).encode() == file.read_bytes()
