"""The bytes of a page as characters: what tells of its encoding, and what is guessed where nothing does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.corpus.charset import UnreadableError, page_text


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        pytest.param("é".encode(), None, "é", id="UTF-8"),
        pytest.param("\ufeffé".encode(), "latin-1", "\ufeffé", id="a mark counts most"),
        pytest.param("\ufeffé".encode("utf-16-le"), None, "\ufeffé", id="UTF-16 by its mark"),
        pytest.param(b'<meta charset="iso-8859-1">\x93\xe9', None, "“é", id="Latin-1 is Windows-1252"),
        pytest.param(b"<meta charset=utf-8>\xe9", "windows-1250", "é", id="what came with it"),
        pytest.param("<meta charset='shift_jis'>雨".encode("cp932"), None, "雨", id="Shift JIS"),
        pytest.param(
            "<meta http-equiv='content-type' content='text/html; charset=gb2312'>雨髙".encode("gb18030"),
            None, "雨髙", id="GB 2312 is GBK",
        ),
        pytest.param("<meta charset=iso-2022-jp>雨".encode("iso-2022-jp"), None, "雨", id="all ASCII bytes"),
        pytest.param("<meta charset='utf-16'>é".encode(), None, "é", id="it says UTF-16 and cannot be"),
        pytest.param("<meta charset=latin-1>é".encode(), None, "é", id="it is UTF-8 whatever it says"),
    ],
)  # fmt: skip
def test_encodings(data: bytes, charset: str | None, text: str) -> None:
    assert page_text(data, charset=charset).endswith(text)


def test_an_encoding_that_is_named_is_certain() -> None:
    assert page_text("é".encode("cp1252"), "cp1252", "utf-8") == "é"
    with pytest.raises(UnreadableError, match="is not UTF-8: offset 0"):
        page_text(b"\xe9", "utf-8")


# Made up; those of one or two words are what detectors that know no pages take for Central European.
_SENTENCES = {
    "cp1252": [
        "Der Bürgermeister sagte, die Brücke werde übermorgen gesperrt.",
        "Über uns",
        "Le café est fermé jusqu’à l’été prochain.",
        "Déjà vu",
        "Prix : 5 € par élève",
        "El año pasado mañana será otro día.",
        "España",
        "Não há informações disponíveis sobre a eleição.",
        "São Paulo",
        "Det är en lång väg från Göteborg till Malmö.",
        "Räksmörgås",
        "Rødgrød med fløde er en dansk ret på øen.",
        "Hyvää päivää, mitä kuuluu tänään?",
        "È già tardi",
        "Það er gott veður á Íslandi í dag og þar.",
        "The cafe’s owner said “no” – twice.",
    ],
    "cp1250": ["Burmistrz powiedział, że most będzie zamknięty jutro.", "Příští týden bude most uzavřen."],
    "iso8859-2": ["Źródło: wójt gminy, który o żółwiach nie mówi."],
    "cp1251": ["Мэр сказал, что мост будет закрыт послезавтра."],
    "koi8-r": ["Мэр сказал, что мост будет закрыт послезавтра."],
    "cp1253": ["Ο δήμαρχος είπε ότι η γέφυρα θα κλείσει αύριο."],
    "cp1254": ["Belediye başkanı köprünün yarın kapatılacağını söyledi."],
    "cp932": ["市長は、橋が明後日閉鎖されると述べた。"],
    "euc-jp": ["市長は、橋が明後日閉鎖されると述べた。"],
    "gb18030": ["市长说大桥后天关闭。"],
    "cp949": ["시장은 다리가 모레 폐쇄된다고 말했다."],
}


@pytest.mark.parametrize(
    ("codec", "sentence"),
    [
        pytest.param(codec, sentence, id=f"{codec}, {sentence[:12]}")
        for codec, sentences in _SENTENCES.items()
        for sentence in sentences
    ],
)
def test_a_page_that_says_nothing_of_its_encoding(codec: str, sentence: str) -> None:
    html = f"<!DOCTYPE html><html><head><title>x</title></head><body><p>{sentence}</p></body></html>"
    assert page_text(html.encode(codec)) == html


@pytest.mark.parametrize(
    ("url", "character"),
    [
        pytest.param(None, "Ł", id="nowhere"),
        pytest.param("https://www.shop.example.co.uk/a", "£", id="a country that pays with it"),
        pytest.param("http://пример.рф/", "Ј", id="a country of another alphabet"),
        pytest.param("http://[::1]/", "Ł", id="a number"),
        pytest.param("http://a..b.", "Ł", id="no country"),
    ],
)
def test_where_it_was_found_helps(url: str | None, character: str) -> None:
    assert page_text(b"It\x92s \xa35 a head", url=url) == f"It’s {character}5 a head"


@pytest.mark.parametrize("declared", ["", "<meta charset=utf-8>"])
def test_broken_utf_8_is_not_taken_for_something_else(declared: str) -> None:
    html = f"{declared}Der Bürgermeister sprach über die Brücke, so \ufffd, und \U0001f600."
    assert page_text(html.encode() + b"\xc3") == f"{html}\ufffd"
    assert page_text(html.encode().replace(b"ck", b"\xfc")) == html.replace("ck", "\ufffd")


def test_a_page_that_says_it_is_utf_8_and_is_not() -> None:
    html = "<meta charset=utf-8>Der Bürgermeister sprach über die Brücke."
    assert page_text(html.encode("cp1252")) == html


@given(
    st.text(), st.text(st.characters(min_codepoint=0x80, exclude_categories=["Cs"]), min_size=2), st.text()
)
def test_around_a_broken_byte_every_character_stays(before: str, letters: str, after: str) -> None:
    assert (
        page_text(f"{letters}{before}".encode() + b"\xff" + after.encode())
        == f"{letters}{before}\ufffd{after}"
    )


@given(st.binary(), st.sampled_from([None, "utf-8", "windows-1252", "gb2312", "x-nothing"]), st.text())
def test_any_bytes_are_read_or_refused(data: bytes, charset: str | None, url: str) -> None:
    try:
        text = page_text(data, charset=charset, url=url)
    except UnreadableError:
        return
    assert text or not data
