"""Encodings of texts: UTF-8 unless a mark or an option says otherwise; what cannot be cut is passed on."""

from __future__ import annotations

import bz2
import codecs
import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cleaner.corpus.decoding import byte_spans, codec_of, marked
from cleaner.corpus.registry import Choices
from cleaner.engine.result import Removal
from cleaner.errors import UsageError
from tests.corpora import ran

WIDE = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-8"]


@pytest.mark.parametrize(
    ("pack", "kind"), [(gzip.compress, "gzip"), (bz2.compress, "bzip2"), (lzma.compress, "xz")]
)
def test_what_is_compressed_under_another_name(
    tmp_path: Path, pack: Callable[[bytes], bytes], kind: str
) -> None:
    data = pack(b"Rain.\njunk\n")
    done = ran(tmp_path, {"a.txt": data})
    assert f"a.txt: looks like {kind}; decompress it, or give its name the usual" in done.complaints
    assert done.out == {"a.txt": data}


@pytest.mark.parametrize("codec", WIDE)
def test_a_mark_tells_the_encoding(tmp_path: Path, codec: str) -> None:
    dirty, clean = "\ufeffRain é😀.\r\njunk\r\nSnow.", "\ufeffRain é😀.\r\nSnow."
    done = ran(tmp_path, {"a.txt": dirty.encode(codec)})
    assert done.out == {"a.txt": clean.encode(codec)}
    assert done.back == {"a.txt": dirty.encode(codec)}


def test_without_a_mark_nothing_is_guessed(tmp_path: Path) -> None:
    data = "Rain.\njunk\né".encode("utf-16-le")
    done = ran(tmp_path, {"a.txt": data, "b.md": b"Rain\n\xe9\njunk\n"})
    assert done.out == done.back == {"a.txt": data, "b.md": b"Rain\n\xe9\njunk\n"}
    assert "b.md: is not UTF-8: byte 0xe9 at offset 5, line 2" in done.complaints


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(
            codecs.BOM_UTF16_LE + "a\nb".encode("utf-16-le") + b"x", "offset 8, line 2", id="half a unit"
        ),
        pytest.param(codecs.BOM_UTF16_BE + b"\x00a\xd8\x00\x00b", "offset 4, line 1", id="half a pair"),
        pytest.param(codecs.BOM_UTF8 + b"junk\n\xed\xa0\x80", "offset 8, line 2", id="a surrogate in UTF-8"),
    ],
)
def test_broken_texts_are_copied_and_named(tmp_path: Path, data: bytes, problem: str) -> None:
    done = ran(tmp_path, {"a.txt": data})
    assert done.out == done.back == {"a.txt": data}
    assert problem in done.complaints


@pytest.mark.parametrize("name", ["cp1252", "Latin-1", "gb18030", "big5", "shift_jis", "koi8-r", "utf-16-be"])
def test_an_encoding_that_is_named(tmp_path: Path, name: str) -> None:
    dirty, clean = "Rain.\njunk\nSnow.\n", "Rain.\nSnow.\n"
    done = ran(tmp_path, {"a.txt": dirty.encode(name)}, Choices(encoding=name))
    assert done.out == {"a.txt": clean.encode(name)}
    assert done.back == {"a.txt": dirty.encode(name)}


@pytest.mark.parametrize("name", ["utf-16", "UTF-32"])
def test_an_encoding_with_a_mark_is_told_by_it(tmp_path: Path, name: str) -> None:
    dirty, clean = "\ufeffRain.\njunk\nSnow.\n", "\ufeffRain.\nSnow.\n"
    for codec in ("utf-8", "utf-16-be"):
        done = ran(tmp_path / codec, {"a.txt": dirty.encode(codec)}, Choices(encoding=name))
        assert done.out == {"a.txt": clean.encode(codec)}


def test_where_bytes_depend_on_those_before_nothing_is_cut(tmp_path: Path) -> None:
    # The middle line stands between two escapes that are in the lines around it.
    data = b"Rain.\n\x1b$B1+\n\x1b(Bjunk\nSnow.\n"
    assert "junk" in data.decode("iso2022_jp")
    done = ran(tmp_path, {"a.txt": data}, Choices(encoding="iso-2022-jp"))
    assert done.back == {"a.txt": data}
    assert done.out == {"a.txt": data}
    assert "cannot be cut in ISO2022_JP" in done.complaints


@pytest.mark.parametrize("name", ["utf-9", "rot13", "zlib", ""])
def test_what_is_no_encoding(name: str) -> None:
    with pytest.raises(UsageError, match="there is no encoding"):
        codec_of(name)


def test_marks() -> None:
    assert [marked("\ufeffa".encode(codec)) for codec in WIDE] == WIDE
    assert marked(b"a") is None


_LINES = st.lists(st.sampled_from(["junk", "Rain.", "é", "雨", "", "junk 7", "\u200b", "ﾊ", "~"]), max_size=8)


@given(
    lines=_LINES,
    name=st.sampled_from(["utf-16", "shift_jis", "iso-2022-jp", "hz", "utf-7", "gb18030", "cp1252"]),
)
def test_whatever_the_encoding_it_comes_back(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], name: str
) -> None:
    data = "\n".join(lines).encode(name, "replace")
    done = ran(tmp_path_factory.mktemp("run"), {"a.txt": data}, Choices(encoding=name))
    assert done.back == {"a.txt": data}
    for document, result in done.ears.documents:
        codec = document.text.encode(name) == data
        assert not codec or done.out["a.txt"].decode(name) in (result.text, document.text)


@given(st.text(max_size=30), st.data())
def test_spans_are_the_same_from_either_end(text: str, data: st.DataObject) -> None:
    places = sorted(data.draw(st.sets(st.integers(0, len(text)))))
    pairs = list(zip(places[::2], places[1::2], strict=False))
    removals = [Removal("a.b", start, end, text[start:end]) for start, end in pairs]
    whole = text.encode()
    assume(removals)
    spans = byte_spans(text, removals, len(whole))
    assert [(len(whole[:start].decode()), len(whole[:end].decode())) for start, end in spans] == pairs
