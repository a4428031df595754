"""HTML pages: their text is cleaned and written, under a name of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.corpus.extraction import Extraction
from cleaner.corpus.formats import Limits
from cleaner.corpus.registry import Choices
from cleaner.errors import FileError, NoTextError, UsageError
from tests.corpora import PARAGRAPH, joined, page, ran


def test_the_text_is_cleaned_written_and_restored(tmp_path: Path) -> None:
    done = ran(tmp_path, {"a.html": page("junk", "Snow fell.").encode()})
    assert done.out == {"a.html.txt": joined(["Snow fell."]).encode()}
    assert done.back == {"a.html.txt": joined(["junk", "Snow fell."]).encode()}
    assert done.ears.errors == []


def test_a_page_in_which_nothing_is_found_is_its_text(tmp_path: Path) -> None:
    done = ran(tmp_path, {"a.HTM": page("Snow fell.").encode()})
    assert done.out == done.back == {"a.HTM.txt": joined(["Snow fell."]).encode()}


def test_markdown(tmp_path: Path) -> None:
    html = page("junk", "Snow <b>fell</b> here.").encode()
    done = ran(tmp_path, {"a.html": html}, Choices(extraction=Extraction("markdown")))
    (text,) = done.out.values()
    assert list(done.out) == ["a.html.md"]
    assert "Snow **fell** here." in text.decode()
    assert [document.format for document, _ in done.ears.documents] == ["markdown"]


@pytest.mark.parametrize("favor", ["precision", "recall"])
def test_precision_and_recall_are_passed_through(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, favor: str
) -> None:
    import trafilatura

    seen = []
    real = trafilatura.extract
    monkeypatch.setattr(trafilatura, "extract", lambda html, **how: seen.append(how) or real(html, **how))
    ran(tmp_path, {"a.html": page().encode()}, Choices(extraction=Extraction(favor=favor)))
    assert [how["favor_precision"] for how in seen] == [favor == "precision"]
    assert [how["favor_recall"] for how in seen] == [favor == "recall"]


def test_what_pages_cannot_be_read_as() -> None:
    with pytest.raises(UsageError, match="use text or markdown"):
        Extraction("xml")
    with pytest.raises(UsageError, match="use balanced or precision or recall"):
        Extraction(favor="speed")


def test_address_and_language_of_the_page_open_rules(tmp_path: Path) -> None:
    canonical = '<link rel="canonical" href="https://www.a.example/river">'
    rows = ("beta", "alpha", "Snow fell.")
    files = {
        "both.html": page(*rows, head=canonical, lang="de-CH"),
        "none.html": page(*rows),
        "other.html": page(*rows, head=canonical.replace("a.example", "b.example"), lang="fr"),
        "meta.html": page(*rows, head='<meta http-equiv="content-language" content="de">'),
    }
    done = ran(tmp_path, {name: html.encode() for name, html in files.items()})
    left = {name.split(".")[0]: text.decode().splitlines()[1:] for name, text in done.out.items()}
    assert left == {
        "both": ["Snow fell."],
        "none": ["beta", "Snow fell."],
        "other": ["beta", "alpha", "Snow fell."],
        "meta": ["beta", "Snow fell."],
    }


@pytest.mark.parametrize(
    "html", ["", " \n", "<html></html>", "<html><body><script>x()</script></body></html>", "\x00"]
)
def test_a_page_without_text_is_reported_and_not_written(tmp_path: Path, html: str) -> None:
    done = ran(tmp_path, {"a.html": html.encode(), "b.html": page().encode()})
    assert list(done.out) == ["b.html.txt"]
    (note,) = done.ears.errors
    assert isinstance(note, NoTextError)
    assert "a.html: holds no text" in str(note)
    assert b"a.html" not in done.ledger


def test_a_page_that_is_too_large_is_named(tmp_path: Path) -> None:
    done = ran(tmp_path, {"a.html": page().encode()}, limits=Limits(record=100))
    assert done.out == {}
    assert "a.html: is longer than 100 bytes; nothing is written for it" in done.complaints


def test_deep_nesting_ends_nothing(tmp_path: Path) -> None:
    deep = "<div>" * 100_000 + "junk" + "</div>" * 100_000
    table = "<table><tr><td>" * 5_000
    files = {"a.html": page(deep).encode(), "b.html": page(table).encode(), "c.html": page("junk").encode()}
    done = ran(tmp_path, files)
    assert done.out["c.html.txt"] == f"{PARAGRAPH}\n".encode()
    assert all(PARAGRAPH in text.decode() for text in done.out.values())


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(b"<html><body><p" * 2000, id="tags without end"),
        pytest.param(b"<!DOCTYPE html><!--" + b"x" * 9999, id="an open comment"),
        pytest.param(b"\xff\xfe<\x00p\x00>\x00\x00\xd8", id="half a pair"),
        pytest.param(b"\x1f\x8b\x08" + bytes(200), id="like a gzip file"),
        pytest.param(b"%PDF-1.7 \x00\x01\x02", id="no page"),
        pytest.param(b"<html xmlns='x'><body>&#xD800;&#0;&bogus;" + PARAGRAPH.encode(), id="bad entities"),
    ],
)
def test_malformed_pages_end_nothing(tmp_path: Path, html: bytes) -> None:
    done = ran(tmp_path, {"a.html": html, "b.html": page("junk").encode()})
    assert done.out["b.html.txt"] == f"{PARAGRAPH}\n".encode()
    assert set(done.out) == set(done.back)


def test_two_pages_of_one_output(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"would both be written to a\.html\.txt"):
        ran(tmp_path, {"a.html": b"", "a.html.txt": b""})


# Encodings


def test_a_page_in_another_encoding_than_named_is_not_written(tmp_path: Path) -> None:
    done = ran(tmp_path, {"a.html": page("\xe9").encode("latin-1")}, Choices(encoding="ascii"))
    assert done.out == {}
    assert [type(error) for error in done.ears.errors] == [FileError]


def test_a_page_that_tells_no_encoding(tmp_path: Path) -> None:
    html = page("Fr\xfch am Morgen war die Stra\xdfe frei, sagte B\xfcrgermeister K\xf6rner.")
    done = ran(tmp_path, {"a.html": html.encode("cp1252")})
    assert (
        "Früh am Morgen war die Straße frei, sagte Bürgermeister Körner." in done.out["a.html.txt"].decode()
    )
    assert done.ears.errors == []


def test_a_page_with_a_broken_character_is_not_garbled(tmp_path: Path) -> None:
    html = page("Früh und spät lag Nebel über dem Fluss, und niemand kam.").encode()
    done = ran(tmp_path, {"a.html": html.replace("und spät".encode(), b"und sp\xe4t")})
    assert "Früh und sp\ufffdt lag Nebel über dem Fluss" in done.out["a.html.txt"].decode()
    assert done.ears.errors == []
