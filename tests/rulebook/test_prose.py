"""Clean prose full of near misses: safe rules remove nothing of it, wherever in a document it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.text.document import Document

FOLDER = Path(__file__).parents[1] / "data" / "prose"
FILES = sorted(FOLDER.glob("*.txt"))
BEFORE = (
    "The ferry left the harbour shortly after seven, half an hour behind its timetable, with the morning's "
    "post on board. A light wind blew from the west and the sea was calm.\n\n"
)
AFTER = (
    "By noon the clouds had lifted and the lighthouse came into sight, white against the dark rock. The "
    "captain slowed the engines and steered wide of the sandbank.\n"
)


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    # The guard would keep a document whole that loses its only paragraph, and hide the loss.
    return Cleaner(max_removed_prose=1)


def language(file: Path) -> str:
    return file.stem.partition("-")[0]


def paragraphs(file: Path) -> list[str]:
    return re.split(r"\n\n+", file.read_text(encoding="utf-8").strip())


def lost(cleaner: Cleaner, documents: list[Document]) -> list[tuple[str, str]]:
    """The rule and the text of every cut, and what the guard hid."""
    return [
        cut
        for result in cleaner.clean_documents(documents)
        for cut in [
            *((removal.rule, removal.text) for removal in result.removals),
            *((rule, "the guard stepped in") for rule in result.verdict.rules),
        ]
    ]


def test_there_is_enough_prose() -> None:
    assert {language(file) for file in FILES} == {"de", "en", "es", "fr", "pl", "ru", "zh"}
    assert sum(len(paragraphs(file)) for file in FILES) >= 400


@pytest.mark.parametrize("known", [pytest.param(True, id="known"), pytest.param(False, id="unknown")])
@pytest.mark.parametrize("file", [pytest.param(file, id=file.stem) for file in FILES])
class TestNothingGoes:
    """Of a file as one document, and of each of its paragraphs amid other prose or at the edge of it."""

    def test_as_one_document(self, cleaner: Cleaner, file: Path, known: bool) -> None:
        text = file.read_text(encoding="utf-8")
        assert lost(cleaner, [Document(text, lang=language(file) if known else None)]) == []

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            pytest.param(BEFORE, AFTER, id="between"),
            pytest.param("", AFTER, id="first"),
            pytest.param(BEFORE + AFTER + "\n", "", id="last"),
        ],
    )
    def test_paragraph_by_paragraph(
        self, cleaner: Cleaner, file: Path, known: bool, before: str, after: str
    ) -> None:
        lang = language(file) if known else None
        documents = [Document(f"{before}{paragraph}\n\n{after}", lang=lang) for paragraph in paragraphs(file)]
        assert lost(cleaner, documents) == []


def test_the_check_can_fail(cleaner: Cleaner) -> None:
    junk = Document(f"{BEFORE}Leave a Comment\n\n{AFTER}")
    assert lost(cleaner, [junk]) == [("comments.leave-a-comment", "Leave a Comment\n\n")]
