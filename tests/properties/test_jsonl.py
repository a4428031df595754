"""JSONL: a record changes in the cut bytes of its text token alone, an untouched or a bad line in nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, Document, Removal, Result
from cleaner.corpus.cleaning import Wants
from cleaner.corpus.jsonl import JsonLinesFormat
from cleaner.corpus.ledger import Head, Ledger
from cleaner.corpus.restoring import restore_corpus
from cleaner.corpus.run import Run
from cleaner.corpus.tally import Tally
from cleaner.corpus.walk import Job, Source
from cleaner.errors import DocumentError
from cleaner.rulebook.kinds import InlineRule
from tests.strategies import book_of, documents, line_rule

OWN = Cleaner(
    book=book_of(
        line_rule("test.junk", r"junk(?: \d+)?"),
        line_rule("test.share", r"share: .{0,30}"),
        line_rule("test.german", "alpha", langs=("de",)),
        line_rule("test.site", "beta", sites=("a.example",)),
        InlineRule(
            id="test.inline", kind="inline", description="Of a test.", pattern="\U0001f600 junk!", at="end"
        ),
    )
)
_JUNK = ("junk", "JUNK 7", 'Share: "a/b" \\ é😀\t', "Share: \ud83d \udc00.", "alpha", "\u2028beta")
_EDGED = 'The \u00e9clair "came" late/early today.\u00a0\U0001f600 Junk!'
_KEPT = ("The éclair was late.", "", "", 'He said "no/yes" \\n.', "😀\ud83d.", "\udc00\ud83d\x00\x1f")
_SHIPPED = ("Leave a Comment", "### 12 Comments", "Share this:", "\U0001f600", "View all 14 comments", "junk")
_ENDINGS = ("\n", "\n", "\r\n", "\r", "")

_SHORT = {char: json.dumps(char)[1:-1] for char in '"\\\b\f\n\r\t'} | {"/": "\\/"}
_RAW, _BRIEF, _LOWER, _UPPER = range(4)
_STYLES = st.lists(st.sampled_from((_RAW, _RAW, _BRIEF, _LOWER, _UPPER)), min_size=1, max_size=5)
_SPACES = st.lists(st.sampled_from(("", "", " ", "\t", "  ", "\r")), min_size=1, max_size=4)


def texts_of(*lines: str) -> st.SearchStrategy[str]:
    rows = st.builds(str.__add__, st.sampled_from(lines), st.sampled_from(_ENDINGS))
    return st.lists(rows, max_size=8).map("".join)


def _unit(char: str, style: int) -> str:
    """One code point as JSON spells it: as it is, by its short escape, or in hexadecimal of either case."""
    free = char not in '"\\' and char >= " " and not "\ud800" <= char <= "\udfff"
    if style == _RAW and free:
        return char
    if style in (_RAW, _BRIEF) and (free or char in _SHORT):
        return _SHORT.get(char, char)
    digits = char.encode("utf-16-be", "surrogatepass").hex()
    digits = digits.upper() if style == _UPPER else digits
    return "".join(f"\\u{digits[at : at + 4]}" for at in range(0, len(digits), 4))


def _units(text: str, styles: Sequence[int]) -> tuple[str, ...]:
    return tuple(_unit(char, styles[at % len(styles)]) for at, char in enumerate(text))


@dataclass(frozen=True)
class Row:
    """A line of a file; without a text it is blank, its text is null, or it is bad.

    Attributes:
        text: the value of the text.
        units: how each of its code points is spelt.
        before, after: the bytes around them, quotes and line ending included.
        bad: whether it is to be reported.
    """

    text: str | None = None
    units: tuple[str, ...] = ()
    before: bytes = b""
    after: bytes = b""
    bad: bool = False

    def raw(self, removals: Sequence[Removal] = ()) -> bytes:
        """The line without some spans of its text."""
        cut = {at for removal in removals for at in range(removal.start, removal.end)}
        kept = "".join(unit for at, unit in enumerate(self.units) if at not in cut)
        return self.before + kept.encode() + self.after


_NUMBERS = ("0", "-0.0", "1e400", "1.50E-7", "9" * 5000, "123456789012345678901234567890")
_LEAVES = st.sampled_from((*_NUMBERS, "true", "false", "null", '""', '"junk\\n"', '"caf\\u00E9\\/"'))


def _containers(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    parts = st.lists(inner, max_size=3)
    arrays = parts.map(lambda values: f"[{' ,'.join(values)} ]")
    return arrays | parts.map(lambda values: "{" + ", ".join(f'"text" :{value}' for value in values) + "}")


_VALUES = st.recursive(_LEAVES, _containers, max_leaves=5)
_LANGS = st.sampled_from(('"de"', '"en"', "null", '"d\\u0065"', '["de"]'))
_URLS = st.sampled_from(('"https://www.a.example/x"', '"https:\\/\\/b.example"', "null"))
_TEXT_NAMES = ('"text"', '"te\\u0078t"', '"\\u0074ext"')
_NAMES = st.sampled_from(('"id"', '"meta"', '"Text"', '"text "', '"caf\u00e9"', '""', '"a\\"b"'))


@st.composite
def records(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> Row:
    """A record: its text at any place, repeated in other members, after others of its own name."""
    text, styles, spaces = draw(texts), draw(_STYLES), draw(_SPACES)
    units = _units(text, styles)
    token = f'"{"".join(units)}"'
    others = st.tuples(_NAMES, st.just(token) | _VALUES | _VALUES)
    others |= st.tuples(st.just('"lang"'), _LANGS) | st.tuples(st.just('"url"'), _URLS)
    # Of equal names the last one counts, so that only other names may follow.
    twins = st.tuples(st.sampled_from(_TEXT_NAMES), st.sampled_from((token, "null", '"junk"', "7")))
    earlier = draw(st.lists(others | others | twins, max_size=4))
    later = draw(st.lists(others, max_size=3))
    gap = cycle(spaces).__next__
    members = [f"{gap()}{name}{gap()}:{gap()}{value}{gap()}" for name, value in (*earlier, *later)]
    name = draw(st.sampled_from(_TEXT_NAMES))
    head = "".join(f"{member}," for member in members[: len(earlier)])
    before = f'{gap()}{{{head}{name}{gap()}:{gap()}"'
    after = f'"{gap()}' + "".join(f",{member}" for member in members[len(earlier) :]) + "}" + gap()
    return Row(text, units, before.encode(), after.encode())


_BAD = (
    *rb"""{
["text"]
{"text": "junk\n"
{"text": "junk",}
{"text": "junk"} junk
{"text": "\x"}
{"text": "\ud8"}
{"body": "junk\n"}
{"text": null
{"text": null, "id": "\x"}
{"text": null} {"text": "junk\n"}
{"text": ["junk"]}
{"text": {"text": "junk"}}
{"text": "junk", "text": true}
{}""".split(b"\n"),
    *(b'{"text": "junk\t"}', b'{"text": "caf\xe9"}', b'{"text": "\xed\xa0\xbd"}', b"[" * 10**5),
)
_BAD_ROWS = st.sampled_from(tuple(Row(before=line, bad=True) for line in _BAD))
# No record, or one whose text says that there is none.
_BLANK = (
    *(b"", b" ", b"\t", b"\r", b" \r"),
    *rb"""{"text": null}
{"lang": "de","te\u0078t" :null , "n": 1e999}
{"text": "junk\n", "text": null}""".split(b"\n"),
)
_BLANK_ROWS = st.sampled_from(tuple(Row(before=line) for line in _BLANK))


@st.composite
def files(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> list[Row]:
    """The lines of a file, endings included; perhaps a byte-order mark, perhaps no final line ending."""
    row = records(texts)
    rows = draw(st.lists(row | row | row | _BAD_ROWS | _BLANK_ROWS, max_size=6))
    ends = [draw(st.sampled_from((b"\n", b"\n", b"\r\n"))) for _ in rows]
    unfinished, marked = draw(st.tuples(st.booleans(), st.booleans()))
    if rows and unfinished:
        ends[-1] = b""
    marks = [b"\xef\xbb\xbf" if marked and rows and rows[0].units else b"", *[b""] * len(rows)]
    return [
        Row(row.text, row.units, mark + row.before, row.after + end, row.bad)
        for row, mark, end in zip(rows, marks, ends, strict=False)
    ]


@dataclass
class Ears:
    """Keeps what a run says."""

    documents: list[tuple[Document, Result]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    wants: Wants = Wants.ALL
    tally: Tally = field(default_factory=Tally)

    def counted(self, tally: Tally) -> None:
        self.tally.merge(tally)

    def cleaned(self, document: Document, result: Result) -> None:
        self.documents.append((document, result))

    def ended(self) -> None: ...

    def failed(self, error: DocumentError) -> None:
        self.errors.append(error.where)


def _string(record: dict[str, Any], key: str) -> str | None:
    return record[key] if isinstance(record.get(key), str) else None


def _decoded(line: bytes) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(line.decode("utf-8-sig"), parse_int=str)
    return record


def _expected(engine: Cleaner, row: Row) -> Result:
    record = _decoded(row.raw())
    assert record["text"] == row.text, "the generator spells another text than it says"
    url, lang = _string(record, "url"), _string(record, "lang")
    return engine.clean_document(Document(record["text"], url=url, lang=lang, format="jsonl"))


def assert_kept(engine: Cleaner, rows: Sequence[Row]) -> int:
    """Clean a file with a ledger and restore it; assert every promise. Returns how many records changed."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        source, out, ledger_file = place / "r.jsonl", place / "out" / "r.jsonl", place / "ledger"
        original = b"".join(row.raw() for row in rows)
        source.write_bytes(original)
        ears = Ears()
        with Ledger(ledger_file, Head("0", "none")) as ledger:
            Run(engine, ears, ledger).clean([Job(Source(source, "r.jsonl", JsonLinesFormat()), out)])
        written = out.read_bytes()
        assert restore_corpus(out.parent, ledger_file, place / "back") == 1
        assert (place / "back" / "r.jsonl").read_bytes() == original
    results = [_expected(engine, row) if row.text is not None else None for row in rows]
    wanted = [row.raw(result.removals if result else ()) for row, result in zip(rows, results, strict=True)]
    assert written == b"".join(wanted)
    assert ears.errors == [f"{source}:{number}" for number, row in enumerate(rows, 1) if row.bad]
    records = [number for number, row in enumerate(rows, 1) if row.text is not None]
    assert [document.record for document, _ in ears.documents] == records
    for row, line, result in zip(rows, wanted, results, strict=True):
        if result:
            assert _decoded(line) == _decoded(row.raw()) | {"text": result.text}
    return sum(bool(result and result.changed) for result in results)


@given(rows=files(texts_of(*_JUNK, _EDGED, *_KEPT)))
def test_promises(rows: list[Row]) -> None:
    assert_kept(OWN, rows)


@given(rows=files(documents()))
def test_promises_on_documents_of_many_kinds(rows: list[Row]) -> None:
    assert_kept(OWN, rows)


@given(rows=files(texts_of(*_SHIPPED, *_KEPT)))
def test_promises_with_the_shipped_rules(shipped: Cleaner, rows: list[Row]) -> None:
    assert_kept(shipped, rows)


_OTHERS = ("5", "-0", "1.5", "1e3", "9" * 5000, "NaN", "Infinity", "true", "[]", "{}")


@given(value=st.sampled_from(_OTHERS), name=st.sampled_from(_TEXT_NAMES))
def test_a_text_that_is_no_string_is_bad(value: str, name: str) -> None:
    numbers = Cleaner(book=book_of(line_rule("test.digits", r"[-\d.e]+")))
    line = Row(before=f"{{{name}: {value}}}\n".encode(), bad=True)
    assert assert_kept(numbers, [line]) == 0


def test_the_generator_makes_what_it_is_for() -> None:
    """Cuts are frequent, and of each way of spelling a text some."""
    text = "Rain\U0001f600 fell.\n\njunk\n\nShare: \ud83d/\n"
    for style in (_RAW, _BRIEF, _LOWER, _UPPER):
        row = Row(text, _units(text, (style,)), _BEFORE, _AFTER)
        assert len(_expected(OWN, row).removals) == 2
        assert assert_kept(OWN, [row]) == 1
    assert _units("\U0001f600/\n", (_UPPER,)) == ("\\uD83D\\uDE00", "\\u002F", "\\u000A")
    assert _units("\U0001f600/\n", (_BRIEF,)) == ("\U0001f600", "\\/", "\\n")


_BEFORE, _AFTER = b'{"text": "', b'"}'


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(Row("Rain.", tuple("Rain."), _BEFORE, _AFTER, bad=True), id="a good line"),
        pytest.param(Row(before=b"[]"), id="a bad line that nobody expects"),
        pytest.param(Row("Rain.\njunk", ("Rain.\\njunk",), _BEFORE, _AFTER), id="cut elsewhere"),
    ],
)
def test_the_assertion_can_fail(wrong: Row) -> None:
    with pytest.raises(AssertionError):
        assert_kept(OWN, [wrong])
