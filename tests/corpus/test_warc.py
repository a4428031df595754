"""Web archives: pages become JSON lines; what is broken is skipped and told, and nothing after it is lost."""

from __future__ import annotations

import gzip
import io
import json
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.corpus import archive
from cleaner.corpus import members as gzip_members
from cleaner.corpus.archive import records
from cleaner.corpus.formats import Fields, Limits
from cleaner.corpus.registry import Choices
from cleaner.corpus.warc import _is_cut_off, _parsed
from cleaner.errors import NoTextError, NoTextRecordError, UsageError
from tests.corpora import joined, members, page, ran, record, text_record

INFO = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n"
PAGES = [record(page("junk", f"Day {n}.").encode(), name=f"<urn:uuid:{n}>") for n in range(5)]


def _rows(data: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in data.splitlines()]


def _days(data: bytes) -> list[str]:
    return [str(row["text"])[-2] for row in _rows(data)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("a.warc", b"".join([INFO, *PAGES]), id="plain"),
        pytest.param("a.warc.gz", members(INFO, *PAGES), id="member by member"),
        pytest.param("a.warc.gz", gzip.compress(b"".join([INFO, *PAGES])), id="as a whole"),
    ],
)
def test_pages_become_records_and_come_back(tmp_path: Path, name: str, data: bytes) -> None:
    done = ran(tmp_path, {name: data})
    output = name.replace(".warc", ".warc.jsonl")
    assert list(done.out) == [output]
    read = gzip.decompress if name.endswith(".gz") else bytes
    out, back = _rows(read(done.out[output])), _rows(read(done.back[output]))
    assert out[0] == {
        "id": "urn:uuid:0",
        "url": "https://a.example/x",
        "date": "2024-05-01T10:00:00Z",
        "status": 200,
        "lang": None,
        "record": 2,
        "text": joined(["Day 0."]),
    }
    assert [row["record"] for row in out] == [2, 3, 4, 5, 6]
    assert [row["text"] for row in back] == [joined(["junk", f"Day {n}."]) for n in range(5)]
    assert done.ears.errors == []


def test_only_pages_are_read(tmp_path: Path) -> None:
    rest = [
        record(b"\x89PNG", content="image/png"),
        record(page().encode(), kind="request"),
        record(page().encode(), kind="revisit"),
        record(b'{"a": 1}', content="application/json"),
    ]
    done = ran(
        tmp_path, {"a.warc": b"".join([*rest, record(page().encode(), content="Text/HTML; charset=x")])}
    )
    assert [row["record"] for row in _rows(done.out["a.warc.jsonl"])] == [5]
    assert done.ears.errors == []


@pytest.mark.parametrize("kind", ["response", "resource"])
@pytest.mark.parametrize(
    ("content", "is_page"),
    [
        pytest.param("text/html", True, id="a page"),
        pytest.param("Application/XHTML+xml ; charset=windows-1251", True, id="a page of XHTML"),
        pytest.param("application/http; msgtype=response", True, id="a message without a head"),
        pytest.param("", True, id="nobody knows what"),
        pytest.param("text/plain", False, id="a text that nobody made of a page"),
        pytest.param("image/svg+xml", False, id="a picture"),
    ],
)
def test_pages_without_an_http_message(tmp_path: Path, kind: str, content: str, is_page: bool) -> None:
    """As wget and others write them; a blank line within the page is no end of a head."""
    html = page("junk", "Snow fell.").replace("<body>", "\r\n\r\n<body>").encode()
    bare = text_record(html, kind=kind).replace(b"text/plain; charset=utf-8", content.encode())
    done = ran(tmp_path, {"a.warc": PAGES[0] + bare + PAGES[1]})
    rows = _rows(done.out["a.warc.jsonl"])
    assert [row["record"] for row in rows] == ([1, 2, 3] if is_page else [1, 3])
    if is_page:
        assert (rows[1]["text"], rows[1]["status"]) == (joined(["Snow fell."]), None)
    assert done.ears.errors == []


def test_the_charset_of_a_page_without_an_http_message(tmp_path: Path) -> None:
    html = page("Café").encode("utf-8").replace("é".encode(), b"\xb9")
    bare = text_record(html, kind="resource")
    bare = bare.replace(b"text/plain; charset=utf-8", b'text/html; charset="windows-1250"')
    done = ran(tmp_path, {"a.warc": bare})
    assert _rows(done.out["a.warc.jsonl"])[0]["text"] == joined(["Cafą"])


def test_texts_that_others_made_of_pages(tmp_path: Path) -> None:
    archive = members(
        INFO,
        text_record(b"Day 1.\r\njunk\nalpha\n", head="WARC-Identified-Content-Language: deu,eng\n"),
        text_record(b"Day 2.\nalpha\n", head="WARC-Identified-Content-Language: eng\n"),
        text_record(b"Day 3.\n\xff"),
        text_record(b" \n"),
        text_record(b"a: b\n", kind="metadata"),
        text_record("Tag 4.\r\n\u00e4".encode()),
    )
    done = ran(tmp_path, {"a.warc.wet.gz": archive})
    rows = _rows(gzip.decompress(done.out["a.warc.wet.jsonl.gz"]))
    assert [row["text"] for row in rows] == ["Day 1.\r\n", "Day 2.\nalpha\n", "Tag 4.\r\n\u00e4"]
    assert [(row["record"], row["lang"], row["status"]) for row in rows] == [
        (2, "deu", None),
        (3, "eng", None),
        (7, None, None),
    ]
    assert [row["text"] for row in _rows(gzip.decompress(done.back["a.warc.wet.jsonl.gz"]))] == [
        "Day 1.\r\njunk\nalpha\n",
        "Day 2.\nalpha\n",
        "Tag 4.\r\n\u00e4",
    ]
    broken, empty = done.ears.errors
    assert "is not UTF-8: offset 7" in str(broken)
    assert isinstance(empty, NoTextError)


def test_the_body_is_decoded_as_http_says(tmp_path: Path) -> None:
    html = page("Caf\xe9").encode("latin-1")
    packed = gzip.compress(html)
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(packed), packed)
    head = "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"
    done = ran(tmp_path, {"a.warc": record(chunked, head=head, content="text/html; charset=iso-8859-1")})
    assert _rows(done.out["a.warc.jsonl"])[0]["text"] == joined(["Caf\xe9"])


def test_the_target_is_the_address_and_the_page_tells_its_language(tmp_path: Path) -> None:
    html = page(
        "alpha", "beta", "Snow fell.", lang="de", head='<link rel="canonical" href="https://b.example/">'
    )
    done = ran(tmp_path, {"a.warc": record(html.encode(), uri="<https://www.a.example/x>")})
    (row,) = _rows(done.out["a.warc.jsonl"])
    assert (row["text"], row["url"], row["lang"]) == (joined(["Snow fell."]), "https://www.a.example/x", "de")


@pytest.mark.parametrize(
    ("body", "is_page"),
    [
        pytest.param(page("Snow fell."), True, id="a page"),
        pytest.param(f"\ufeff\n <!DOCTYPE html>{page('Snow fell.')}", True, id="after a mark and blanks"),
        pytest.param(f"<!-- made up -->{page('Snow fell.')}", True, id="after a comment"),
        pytest.param(f"He wrote: {page('Snow fell.')}", False, id="a text about one"),
        pytest.param(f"<hr/>{page('Snow fell.')}", False, id="what no rule of HTML names"),
        pytest.param("{}", False, id="data"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_a_page_of_which_nobody_says_that_it_is_one(tmp_path: Path, body: str, is_page: bool) -> None:
    data = record(body.encode(), content="")
    for one in (data, data.replace(b"Content-Type: \r\n", b"Content-Tipe: \r\n")):
        assert len(one) == len(data)
        done = ran(tmp_path / str(one is data), {"a.warc": PAGES[0] + one + PAGES[1]})
        assert [row["record"] for row in _rows(done.out["a.warc.jsonl"])] == (
            [1, 2, 3] if is_page else [1, 3]
        )
        assert done.ears.errors == []


def test_heads_that_end_their_lines_with_a_line_feed_alone(tmp_path: Path) -> None:
    html = page("Snow fell.").encode()
    head, found, rest = record(html, uri="https://b.example/").partition(b"HTTP/1.1")
    feeds = head.replace(b"\r\n", b"\n") + found + rest
    text = text_record("\u00e4 b\r\n".encode()).replace(b"\r\n", b"\n", 7)
    done = ran(tmp_path, {"a.warc": feeds + PAGES[0] + text})
    rows = _rows(done.out["a.warc.jsonl"])
    assert [(row["record"], row["url"], row["text"]) for row in rows[::2]] == [
        (1, "https://b.example/", joined(["Snow fell."])),
        (3, "https://a.example/x", "\u00e4 b\r\n"),
    ]
    assert done.ears.errors == []


def test_ids_and_addresses_lead_nowhere(tmp_path: Path) -> None:
    wicked = record(page().encode(), name="../../../../x", uri="file:///../../y")
    done = ran(tmp_path / "run", {"a.warc": wicked})
    assert list(done.out) == ["a.warc.jsonl"]
    assert _rows(done.out["a.warc.jsonl"])[0]["id"] == "../../../../x"
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_fields_have_the_names_that_are_wanted(tmp_path: Path) -> None:
    fields = Fields("content", "address", "language", "name")
    done = ran(tmp_path, {"a.warc": PAGES[0]}, Choices(fields))
    (row,) = _rows(done.out["a.warc.jsonl"])
    assert list(row) == ["name", "address", "date", "status", "language", "record", "content"]
    assert _rows(done.back["a.warc.jsonl"])[0]["content"] == joined(["junk", "Day 0."])


def test_pages_without_text_are_reported(tmp_path: Path) -> None:
    done = ran(tmp_path, {"a.warc": PAGES[0] + record(b"<html></html>") + PAGES[1]})
    assert [row["record"] for row in _rows(done.out["a.warc.jsonl"])] == [1, 3]
    assert [(type(error), error.where[-8:]) for error in done.ears.errors] == [
        (NoTextRecordError, "a.warc:2")
    ]


# What is broken


def _spoilt(data: bytes, at: int, size: int = 6) -> bytes:
    return data[:at] + b"\xff" * size + data[at + size :]


MEMBERS = [members(one) for one in PAGES]
_LONG = PAGES[1].replace(b"Content-Length: ", b"Content-Length: 99999999999")


@pytest.mark.parametrize(
    ("name", "data", "days", "offset", "problem"),
    [
        pytest.param(
            "a.warc", b"".join([PAGES[0], PAGES[1], PAGES[2][:-90]]), "01", len(PAGES[0] + PAGES[1]),
            "is cut off", id="cut off at the end",
        ),
        pytest.param(
            "a.warc", b"".join([PAGES[0], PAGES[1][:-90], *PAGES[2:]]), "0234", len(PAGES[0]),
            "is not as long as it says", id="cut off in the middle",
        ),
        pytest.param(
            "a.warc", b"".join([PAGES[0], _LONG, *PAGES[2:]]), "0234", len(PAGES[0]), "is longer than",
            id="an absurd length",
        ),
        pytest.param(
            "a.warc", b"".join([PAGES[0], PAGES[1].replace(b"Content-Length", b"X"), *PAGES[2:]]), "0234",
            len(PAGES[0]), "does not tell its length", id="no length",
        ),
        pytest.param(
            "a.warc", b"".join([PAGES[0], b"garbage\n" * 30, *PAGES[1:]]), "01234", len(PAGES[0]),
            "begins like no record", id="garbage between",
        ),
        pytest.param(
            "a.warc.gz", b"".join([*MEMBERS[:2], MEMBERS[2][:-90]]), "01", len(b"".join(MEMBERS[:2])),
            "is cut off", id="a member cut off at the end",
        ),
        pytest.param(
            "a.warc.gz", b"".join([MEMBERS[0], _spoilt(MEMBERS[1], 60), *MEMBERS[2:]]), "0234",
            len(MEMBERS[0]), "is corrupt", id="a corrupt member",
        ),
        pytest.param(
            "a.warc.gz", b"".join([MEMBERS[0], _spoilt(MEMBERS[1], len(MEMBERS[1]) - 8, 2), *MEMBERS[2:]]),
            "0234", len(MEMBERS[0]), "incorrect data check", id="a wrong checksum",
        ),
        pytest.param(
            "a.warc.gz", b"".join([MEMBERS[0], MEMBERS[1][:-90], *MEMBERS[2:]]), "0234", len(MEMBERS[0]),
            "is corrupt", id="a member cut off in the middle",
        ),
        pytest.param(
            "a.warc.gz", b"".join([MEMBERS[0], members(PAGES[1][:-90]), *MEMBERS[2:]]), "0234",
            len(MEMBERS[0]), "is cut off", id="a record cut off in a sound member",
        ),
        pytest.param(
            "a.warc.gz", b"".join([MEMBERS[0], b"\x1f\x8b\x08 and garbage" * 9, *MEMBERS[1:]]), "01234",
            len(MEMBERS[0]), "is corrupt", id="what looks like a member",
        ),
        pytest.param(
            "a.warc.gz", gzip.compress(b"".join(PAGES), 0)[:-500], "0123", 0, "is cut off",
            id="cut off as a whole",
        ),
    ],
)  # fmt: skip
def test_a_broken_record_is_skipped_and_told(
    tmp_path: Path, name: str, data: bytes, days: str, offset: int, problem: str
) -> None:
    done = ran(tmp_path, {name: data})
    broken = [str(error) for error in done.ears.errors]
    assert len(broken) == 1
    assert problem in broken[0]
    assert f"at offset {offset}; the record is skipped" in broken[0]
    (written,) = done.out.values()
    found = _days(gzip.decompress(written) if name.endswith("gz") else written)
    assert "".join(found)[: len(days)] == days


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x1f\x8b\x08" + b"x" * 99, id="like a gzip file"),
        pytest.param(b"garbage", id="garbage"),
        pytest.param(b"WARC/1.0\r\n", id="a first line"),
        pytest.param(gzip.compress(b"x"), id="a gzip file"),
    ],
)
def test_what_is_no_archive_is_not_written(tmp_path: Path, data: bytes) -> None:
    done = ran(tmp_path, {"a.warc": data, "b.warc": PAGES[0]})
    assert list(done.out) == ["b.warc.jsonl"]
    assert "a.warc: holds no sound record" in done.complaints


def test_a_bomb_in_a_member_and_in_a_body(tmp_path: Path) -> None:
    limits = Limits(expansion=100, unsuspicious=10_000)
    bomb = gzip.compress(record(b"<p>" + b"x" * 10**6))
    found = list(records(io.BytesIO(members(PAGES[0]) + bomb + members(PAGES[1])), limits))
    assert [one.data for one in found] == [PAGES[0].rstrip(), b"", PAGES[1].rstrip()]
    assert "expands to more than 100 times" in found[1].problem
    body = gzip.compress(b"x" * (65 << 20))
    done = ran(tmp_path, {"a.warc": record(body, head="Content-Encoding: gzip\r\n") + PAGES[1]})
    assert "its body is longer than" in done.complaints
    assert _days(done.out["a.warc.jsonl"]) == ["1"]


@pytest.mark.parametrize("chunked", [False, True], ids=["as it is", "in chunks"])
@pytest.mark.parametrize(("head", "pack"), [("GZIP", gzip.compress), ("deflate", zlib.compress)])
def test_a_compressed_body_that_is_cut_off_in_a_sound_record(
    tmp_path: Path, head: str, pack: Callable[[bytes], bytes], chunked: bool
) -> None:
    html = page("Snow fell.", "x" * 3_000_000).encode()
    whole = pack(html) if head == "deflate" else pack(html[:500]) + pack(html[500:])
    bodies = [whole, whole[:-1], whole[:-9], whole[: len(whole) // 2]]
    headers = f"Content-Encoding: {head}\r\n" + "Transfer-Encoding: chunked\r\n" * chunked
    spelt = [b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body) if chunked else body for body in bodies]
    rows = [record(body, head=headers) for body in spelt]
    done = ran(tmp_path, {"a.warc": b"".join(rows) + PAGES[1]})
    offsets = [sum(map(len, rows[:n])) for n in (1, 2, 3)]
    assert [str(error) for error in done.ears.errors] == [
        f"{tmp_path}/in/a.warc:{n}: cannot be read (its compressed body is cut off), at offset {offset}; "
        "the record is skipped"
        for n, offset in enumerate(offsets, 2)
    ]
    assert [row["record"] for row in _rows(done.out["a.warc.jsonl"])] == [1, 5]


@given(
    parts=st.lists(st.binary(max_size=200_000), min_size=1, max_size=3),
    times=st.integers(1, 50),
    cut=st.integers(0, 60),
)
def test_a_whole_body_is_never_taken_for_a_cut_one(parts: list[bytes], times: int, cut: int) -> None:
    packed = [gzip.compress(part * times) for part in parts]
    wholes = [b"".join(packed[:end]) for end in range(len(packed) + 1)]
    for left in (wholes[-1], wholes[-1][: len(wholes[-1]) - cut]):
        data = record(left, head="Content-Encoding: gzip\r\n")
        head = _parsed(data, "none").http_headers
        assert _is_cut_off(data, head) is (left not in wholes)


def test_a_body_that_cannot_be_decoded_is_skipped(tmp_path: Path) -> None:
    done = ran(tmp_path, {"a.warc": record(b"no gzip", head="Content-Encoding: gzip\r\n") + PAGES[1]})
    assert "a.warc:1: cannot be read (" in done.complaints
    assert _days(done.out["a.warc.jsonl"]) == ["1"]


def test_without_the_library_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fastwarc", None)
    with pytest.raises(UsageError, match=r"pip install 'boilerplate-cleaner\[warc\]'"):
        ran(tmp_path, {"a.warc": PAGES[0]})


_PARTS = st.lists(
    st.sampled_from([INFO, PAGES[0], PAGES[1], PAGES[2][:-50], b"junk\r\n", b"WARC/1.0\r\n\r\n", b"\r\n"]),
    max_size=7,
)


@given(parts=_PARTS, block=st.integers(1, 700), packed=st.sampled_from(["plain", "members", "whole"]))
def test_however_it_is_read_the_same_records_are_found(parts: list[bytes], block: int, packed: str) -> None:
    whole = b"".join(parts)
    data = {"plain": whole, "members": members(*parts), "whole": members(whole)}[packed]
    expected = list(records(io.BytesIO(data), Limits()))
    with pytest.MonkeyPatch.context() as patch:
        for module in (archive, gzip_members):
            patch.setattr(module, "BLOCK", block)
        assert list(records(io.BytesIO(data), Limits())) == expected
    sound = [part for part in parts if part in (INFO, PAGES[0], PAGES[1])]
    if packed == "members":  # whose ends tell where a record ends that is cut off
        assert [found.data for found in expected if found.data] == [part.rstrip() for part in sound]
    assert all(found.data in whole for found in expected)


@given(
    base=st.sampled_from([b"".join(PAGES), members(*PAGES), members(b"".join(PAGES))]),
    at=st.integers(0, 3000),
    noise=st.binary(min_size=1, max_size=12),
)
def test_noise_makes_nothing_up_and_ends_nothing(base: bytes, at: int, noise: bytes) -> None:
    at %= len(base)
    found = list(records(io.BytesIO(base[:at] + noise + base[at + len(noise) :]), Limits()))
    sound = [one for one in found if not one.problem]
    assert len(sound) <= len(PAGES)
    if base == members(*PAGES):  # where each has a checksum
        whole = [one.data for one in sound]
        assert whole == [part.rstrip() for part in PAGES if part.rstrip() in whole]
        assert len(whole) >= len(PAGES) - 2
