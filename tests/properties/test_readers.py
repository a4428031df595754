"""Readers: whatever bytes a file holds, a run ends well, says what it could not read, and can be undone."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.corpus.formats import Limits
from cleaner.corpus.registry import SUFFIXES, Choices
from tests.corpora import PARAGRAPH, Ran, members, page, parquet, ran, record, table, text_record
from tests.corpus.test_compressed import PACK

LIMITS = Limits(record=20_000, piece=500)
NAMES = sorted(SUFFIXES.keys() - {".html", ".jsonl"})  # those are others' twins


@cache
def _sound(suffix: str) -> bytes:
    """A file of some kind."""
    html = page("junk", "Snow fell.").encode()
    return {
        ".txt": f"\ufeff{PARAGRAPH}\r\n\r\njunk\r\nSnow \xe9.\r\n".encode("utf-16-le"),
        ".md": f"# Rain\n\n{PARAGRAPH}\n\njunk\n\n```\njunk\n```\n".encode(),
        ".ndjson": b'{"text": "junk\\nSnow \\u00e9.", "url": null}\n{"text": "Rain.\\njunk"}\n\n',
        ".jsonl": b'{"text": "junk\\nSnow \\u00e9.", "url": null}\n{"text": "Rain.\\njunk"}\n\n',
        ".htm": html,
        ".html": html,
        ".parquet": parquet({"text": ["Rain.\njunk", None, "\xe9"] * 9, "n": range(27)}, rows=10),
        ".warc": members(*[record(html, name=f"<{n}>") for n in range(3)]),
        ".wet": members(*[text_record(f"junk\nRain {n}.\n".encode()) for n in range(3)]),
    }[suffix]


@st.composite
def _spoilt(draw: st.DrawFn, sound: bytes) -> bytes:
    """A file that was cut off, written over, or put together wrongly."""
    data = sound
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(data)))
        noise = draw(st.one_of(st.binary(max_size=12), st.sampled_from(_TRAPS)))
        kind = draw(st.sampled_from(["cut", "over", "into", "out", "twice"]))
        match kind:
            case "cut":
                data = data[:at]
            case "over":
                data = data[:at] + noise + data[at + len(noise) :]
            case "into":
                data = data[:at] + noise + data[at:]
            case "out":
                data = data[:at] + data[at + draw(st.integers(0, 400)) :]
            case "twice":
                data = data + data[:at]
    return data


_TRAPS = (
    b"\x00", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\n", b"{", b'"', b"\\ud800",
    b"<!--", b"</html>", b"<p>", b"&#xd800;", b"PAR1", b"\x1f\x8b\x08", b"WARC/1.0\r\n", b"\r\n\r\n",
    b"Content-Length: 99999999999999\r\n", b"Content-Length: -1\r\n", b"Transfer-Encoding: chunked\r\n",
    b"Content-Encoding: gzip\r\n", b"charset=utf-7", b"charset=hz", b"<meta charset=iso-2022-jp>",
)  # fmt: skip


def _ends_well(done: Ran, name: str) -> None:
    """The output has a ledger entry that brings back its form; where there is none, it was named."""
    assert set(done.out) == set(done.back)
    assert done.out or done.ears.errors
    assert all(name in error.where for error in done.ears.errors)
    assert done.ears.tally.documents == (len(done.ears.documents) if done.out else 0)


@pytest.mark.parametrize("suffix", NAMES)
@given(data=st.data())
def test_spoilt_files(tmp_path_factory: pytest.TempPathFactory, suffix: str, data: st.DataObject) -> None:
    spoilt = data.draw(_spoilt(_sound(suffix)))
    done = ran(tmp_path_factory.mktemp("run"), {f"a{suffix}": spoilt}, limits=LIMITS)
    _ends_well(done, f"a{suffix}")
    if suffix in (".txt", ".md", ".jsonl", ".ndjson"):
        assert done.back == {f"a{suffix}": spoilt}
    if suffix == ".parquet" and done.out:
        assert table(done.back["a.parquet"]).equals(table(spoilt))


@pytest.mark.parametrize("suffix", NAMES)
@given(noise=st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(_TRAPS), max_size=20).map(b"".join)))
def test_noise(tmp_path_factory: pytest.TempPathFactory, suffix: str, noise: bytes) -> None:
    done = ran(tmp_path_factory.mktemp("run"), {f"a{suffix}": noise}, limits=LIMITS)
    _ends_well(done, f"a{suffix}")


@pytest.mark.parametrize("outer", [".gz", ".xz", ".zst"])
@pytest.mark.parametrize("suffix", [".txt", ".jsonl", ".html", ".warc"])
@given(data=st.data())
def test_spoilt_compressed_files(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, outer: str, data: st.DataObject
) -> None:
    spoilt = data.draw(_spoilt(PACK[outer](_sound(suffix))))
    name = f"a{suffix}{outer}"
    _ends_well(ran(tmp_path_factory.mktemp("run"), {name: spoilt}, limits=LIMITS), name)


@given(
    data=st.data(),
    encoding=st.sampled_from(["utf-16", "gb18030", "shift_jis", "iso-2022-jp", "utf-7", "cp1252"]),
)
def test_texts_in_any_encoding(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, encoding: str
) -> None:
    spoilt = data.draw(_spoilt(f"\ufeff{PARAGRAPH}\njunk\n".encode(encoding, "ignore")))
    files = {"a.txt": spoilt, "a.html": spoilt}
    done = ran(tmp_path_factory.mktemp("run"), files, Choices(encoding=encoding), limits=LIMITS)
    assert done.back["a.txt"] == spoilt
