"""Hard-wrapped text: which lines are read as one, and that nothing but the breaks differs."""

from __future__ import annotations

import pytest
from hypothesis import given

from cleaner.text.document import Document
from cleaner.text.view import view
from tests.strategies import documents, hostile_texts

PARAGRAPH = (
    "The keeper of the lighthouse counted the ships twice a day and\n"
    "wrote their number into a book that nobody but he had read\n"
    "since the war.\n"
)


def reads(text: str) -> list[str]:
    """The views of the lines of a text as it reads."""
    document = Document(text).flowed
    return [view(document.content(line)) for line in document.lines]


def whole(text: str) -> list[str]:
    return [" ".join(text.split())]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PARAGRAPH, id="a paragraph"),
        pytest.param(PARAGRAPH.replace("\n", "\r\n"), id="crlf"),
        pytest.param(PARAGRAPH.replace("\n", "\r"), id="cr"),
        pytest.param(PARAGRAPH.replace("\n", " \n"), id="a space before each break, as in format=flowed"),
        pytest.param("    " + PARAGRAPH, id="its first line indented"),
        pytest.param(
            "The harbour was closed to all ships that had no pilot\n"
            "and the keeper of its lighthouse went home to his bed.\n"
            "Nobody saw him again until the ice was gone.\n",
            id="a sentence that ends where a full line does",
        ),
        pytest.param(
            "In the spring the harbour was opened to the ships of\n"
            "Norway, and the keeper of its lighthouse came back to\n"
            "the town.\n",
            id="a name that begins a line",
        ),
        pytest.param(
            "The harbour was closed to all of the ships; and\nships that had come from the north waited\n"
            "outside it (they had no pilot) for a day\nor two.\n",
            id="ragged",
        ),
        pytest.param(
            "The keeper of the lighthouse counted the ships and\n"
            "wrote down how many; he also wrote of the ice:\n"
            "All of it had gone, he said, by the spring of that\nyear.\n",
            id="a colon",
        ),
        pytest.param(
            "كانت السفينة الكبيرة في الميناء القديم منذ الصباح\n"
            "والريح تهب من الغرب والبحر هادئ جدا كما كان أمس\n"
            "في المساء.\n",
            id="three even lines of a script without capitals",
        ),
    ],
)  # fmt: skip
def test_a_wrapped_paragraph_is_one_line(text: str) -> None:
    assert reads(text) == [view(line) for line in whole(text)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("".join(f"> {line}\n" for line in PARAGRAPH.splitlines()), id="quoted in a mail"),
        pytest.param("".join(f">> {line}\n" for line in PARAGRAPH.splitlines()), id="quoted twice"),
    ],
)
def test_quote_marks_are_no_part_of_the_paragraph(text: str) -> None:
    assert reads(text) == whole(PARAGRAPH.lower())


def test_a_list_item_goes_on() -> None:
    text = (
        "- The keeper of the lighthouse counted all the ships\n  twice a day.\n"
        "- The harbour was opened to the big ships of\n  Norway, and the keeper of it came back to it\n"
        "  soon.\n"
    )
    assert [line[:13] for line in reads(text)] == ["the keeper of", "the harbour w"]


@pytest.mark.parametrize(
    ("text", "views"),
    [
        pytest.param(
            "They had put all they had into that one e-\nmail, as one does.", "one e-mail,", id="a compound"
        ),
        pytest.param("He put the boat on the beach to the left -\nand left.", "left - and", id="a dash"),
        pytest.param("The firm was known as the one of Ships-\nAnchor.", "ships-", id="a name"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line(text: str, views: str) -> None:
    assert views in reads(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{PARAGRAPH}\n{PARAGRAPH}", id="paragraphs with a blank line between"),
        pytest.param(
            "The council opened the new bridge across the river\n\nand the mayor spoke", id="a blank line"
        ),
    ],
)
def test_blank_lines_part_paragraphs(text: str) -> None:
    assert len([line for line in reads(text) if line]) == 2


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "The council opened the new bridge across the river\n"
            "Minister resigns after a row over fish\n"
            "Why the winters of our childhood were colder than ours\n",
            id="titles",
        ),
        pytest.param(
            "The council opened the new bridge across the river\n"
            "The mayor said on Monday that she was glad. It took ten years.\n",
            id="a title and its story",
        ),
        pytest.param(
            "The ferry left the harbour with the morning's post.\nIt was late and nobody minded at all.\n",
            id="two sentences",
        ),
        pytest.param(
            "Half a league, half a league,\nhalf a league onward,\nall in the valley of Death\n",
            id="verse of short lines",
        ),
        pytest.param(
            "O wild wind of the west, you breath of autumn\n"
            "You, from whose unseen presence leaves are driven\n"
            "Like ghosts that flee from an enchanter\n"
            "Yellow, and black, and pale, and hectic red\n",
            id="verse of long lines",
        ),
        pytest.param(
            "Anna Carpenter\n12 Harbour Road, Flat 3\nPort Ellery\nthe Western Isles\n", id="an address"
        ),
        pytest.param(
            "With kind regards from all of us at the lighthouse,\n-- \nAnna Carpenter\nkeeper\n",
            id="a signature",
        ),
        pytest.param(
            "| ship                     | tons            | year |\n"
            "| a brig of the old kind   | two hundred     | 1871 |\n"
            "| a barque of the new kind | three hundred   | 1890 |\n",
            id="a table",
        ),
        pytest.param(
            "- the ships that came into the harbour on a Monday\n"
            "- the ships that left the harbour on that Monday\n"
            "- the ships that stayed in the harbour on Monday\n",
            id="a list",
        ),
        pytest.param(
            "1. the ships that came into the harbour on a Monday\n"
            "2. the ships that left the harbour on that Monday\n",
            id="a numbered list",
        ),
        pytest.param(
            "## The council opened the new bridge on Monday\n"
            "## the mayor spoke of the river and of its fish\n",
            id="headings",
        ),
        pytest.param(
            "The council opened the new bridge across the river\n=================================\n",
            id="an underlined heading",
        ),
        pytest.param(
            "```\nthe_ships_that_came_into_the_harbour(on, a, monday\nfor ship in ships)\n```\n", id="code"
        ),
        pytest.param(
            "---\ntitle: the ships that came into the harbour on a\nname: monday\n---\n", id="front matter"
        ),
        pytest.param(
            "> The keeper of the lighthouse counted the ships and\nwrote back that he did not know.\n",
            id="an answer below a quote",
        ),
        pytest.param(
            "These are the ships that came into the harbour today:\nthe brig, the barque and the ferry\n",
            id="after a colon",
        ),
        pytest.param(f"{'-' * 50}\nand the rest of it was lost.\n", id="a rule of hyphens"),
        pytest.param(f"{' ' * 50}\nand the rest of it was lost.\n", id="a blank line of many spaces"),
        pytest.param(
            "Home | News | Ships | Weather | Tides | Contact us |\nabout the harbour\n", id="a menu"
        ),
    ],
)
def test_lines_that_are_no_paragraph_stay_apart(text: str) -> None:
    assert Document(text).flowed.text == text


def test_a_paragraph_beside_what_is_protected() -> None:
    assert reads(f"```\n{PARAGRAPH}```\n\n{PARAGRAPH}")[-2:] == ["", *whole(PARAGRAPH.lower())]


@pytest.mark.parametrize(("width", "lines"), [(39, 2), (40, 1)])
def test_a_line_has_to_be_wide_enough(width: int, lines: int) -> None:
    assert len(reads(f"{'the ships of the north '.ljust(width, 'x')}\nand of the west.\n")) == lines


@pytest.mark.parametrize(("word", "lines"), [("Norwegians", 4), ("Norwegians,", 1)])
def test_a_line_is_full_where_the_next_word_has_no_room(word: str, lines: int) -> None:
    """Of the widest of a block, which has ten characters more than the line before the word."""
    text = (
        "The Keeper of the Lighthouse Counted the Big Ships of All\n"
        "The Seas That He Knew, and of Those of All His\n"
        f"{word} Uncles, Who Had None of Their Own There, Yet\n"
        "Or Ever.\n"
    )
    assert len(reads(text)) == lines


@given(documents() | hostile_texts(surrogates=True))
def test_nothing_but_breaks_differs(text: str) -> None:
    """Each line as it reads is lines as they are written, with blanks for what stands between them."""
    document = Document(text)
    flowed = document.flowed
    assert len(flowed.text) == len(text)
    differing = {char for char, other in zip(text, flowed.text, strict=True) if char != other}
    assert differing <= set("\r\n\t >")
    assert {line.start for line in flowed.lines} <= {line.start for line in document.lines}
    assert {line.stop for line in flowed.lines} <= {line.stop for line in document.lines}
    assert flowed.protected == document.protected
    for start, end in document.protected:
        assert flowed.text[start:end] == text[start:end]


@given(documents(bom=False))
def test_the_ending_of_lines_makes_no_difference(text: str) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for ending in ("\r\n", "\r"):
        assert reads(text.replace("\n", ending)) == reads(text)
