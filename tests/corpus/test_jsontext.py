"""JSON objects as text: where values stand, and cutting inside a string."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.corpus.jsontext import DEEPEST, cut_token, members, raw_offsets, restored_parts, spelling
from cleaner.engine.result import Removal
from cleaner.engine.result import cut as cut_text


def _removal(text: str, start: int, end: int) -> Removal:
    return Removal("test.junk", start, end, text[start:end])


# members


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("{}", {}, id="empty"),
        pytest.param(" \t\r\n{ \n} \r", {}, id="white space everywhere"),
        pytest.param('{"a":"b"}', {"a": ("b", '"b"')}, id="tight"),
        pytest.param('{ "a" :\t"b" , "c": null }', {"a": ("b", '"b"'), "c": (None, "null")}, id="wide"),
        pytest.param('{"a":"x","b":"x"}', {"a": ("x", '"x"'), "b": ("x", '"x"')}, id="equal values"),
        pytest.param('{"a":1,"a":"z"}', {"a": ("z", '"z"')}, id="duplicate: the last one counts"),
        pytest.param('{"\\u0061":"\\u00E9"}', {"a": ("\u00e9", '"\\u00E9"')}, id="escapes in name and value"),
        pytest.param('{"":[{"a":"}"},"]"]}', {"": ([{"a": "}"}, "]"], '[{"a":"}"},"]"]')}, id="nested"),
        pytest.param('{"a":true,"b":false}', {"a": (True, "true"), "b": (False, "false")}, id="words"),
        pytest.param('{"a":"\\ud83d\\ude00"}', {"a": ("\U0001f600", '"\\ud83d\\ude00"')}, id="pair"),
        pytest.param('{"a":"\\ud83d"}', {"a": ("\ud83d", '"\\ud83d"')}, id="lone surrogate"),
        pytest.param('{"\u00e9":"\U0001f600"}', {"\u00e9": ("\U0001f600", '"\U0001f600"')}, id="not ASCII"),
    ],
)  # fmt: skip
def test_members(text: str, expected: dict[str, tuple[Any, str]]) -> None:
    found = members(text)
    assert {name: (value, text[start:end]) for name, (value, start, end) in found.items()} == expected


def test_numbers_of_any_length_stay_in_place() -> None:
    digits = "7" * 10_000
    found = members(f'{{"a":{digits},"b":-1.5e+400, "c":"x"}}')
    assert found["a"].end - found["a"].start == len(digits)
    assert found["c"].value == "x"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "is no object at column 1", id="nothing"),
        pytest.param("[]", "is no object at column 1", id="array"),
        pytest.param('"a"', "is no object at column 1", id="string"),
        pytest.param("  7", "is no object at column 3", id="number"),
        pytest.param("{", "has no name in quotes at column 2", id="cut off after the brace"),
        pytest.param("{a:1}", "has no name in quotes at column 2", id="bare name"),
        pytest.param("{'a':1}", "has no name in quotes at column 2", id="single quotes"),
        pytest.param('{"a"}', "has no colon at column 5", id="no colon"),
        pytest.param('{"a" 1}', "has no colon at column 6", id="no colon after a space"),
        pytest.param('{"a":}', "has no value at column 6", id="no value"),
        pytest.param('{"a": nul}', "has no value at column 7", id="wrong word"),
        pytest.param('{"a":1', "has no comma at column 7", id="cut off after a value"),
        pytest.param('{"a":1 "b":2}', "has no comma at column 8", id="no comma"),
        pytest.param('{"a":1,}', "has no name in quotes at column 8", id="trailing comma"),
        pytest.param('{"a":1}}', "has more after the object at column 8", id="brace too many"),
        pytest.param('{"a":1} {"b":2}', "has more after the object at column 8", id="two objects"),
        pytest.param("{} x", "has more after the object at column 3", id="more after an empty object"),
        pytest.param('{"a":"b', "Unterminated string starting at: line 1 column 6", id="cut off in a string"),
        pytest.param('{"a', "Unterminated string", id="cut off in a name"),
        pytest.param('{"a":"\t"}', "Invalid control character", id="raw tab in a string"),
        pytest.param('{"a":"\\x"}', "escape", id="unknown escape"),
        pytest.param('{"a":"\\u12"}', "Invalid \\uXXXX escape", id="short escape"),
        pytest.param('{"a":[1,]}', "has no value at column 9", id="trailing comma in an array"),
    ],
)
def test_what_is_no_object_is_told_by_column(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        members(text)
    assert message in str(caught.value)


_MARKS = (":", ",", "{", "}", "[", "]", " ", "\t", "\n", '"', "\\", "\u00a0", "\ufeff", "\x0b", '"b":')
_ATOMS = [
    r'"a"',
    r'"\ud83d"',
    r'"\uDE00\n"',
    r"1",
    r"-0.5e3",
    r"01",
    r"-",
    r"true",
    r"nul",
    r"null",
    r'{"a":1}',
    r"[]",
]
_PIECES = st.sampled_from((*_MARKS, *_ATOMS))
_BITS = st.lists(_PIECES, max_size=10).map("".join)
_OBJECTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.floats(-1e9, 1e300),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


def _as_strings(text: str) -> dict[str, Any] | None:
    """What the standard library makes of it, numbers left as text; None where it is no object."""
    try:
        value = json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _members(text: str) -> dict[str, Any] | None:
    try:
        found = members(text)
    except ValueError:
        return None
    for value, start, end in found.values():
        assert json.loads(text[start:end], parse_int=str, parse_float=str) == value
    return {name: value for name, (value, _, _) in found.items()}


@pytest.mark.parametrize("deep", [1, DEEPEST - 1, DEEPEST, 100_000])
@pytest.mark.parametrize(
    ("opening", "closing"), [("[", "]"), ('{"a":', "}"), ('["]]}}\\"",', "]"), ("[", "")], ids=repr
)
def test_how_deep_an_object_may_be(deep: int, opening: str, closing: str) -> None:
    text = f'{{"a":{opening * deep}1{closing * deep}}}'
    if not closing or deep >= DEEPEST:
        with pytest.raises(ValueError, match="is nested more than 700 deep" if deep >= DEEPEST else "."):
            members(text)
    else:
        assert list(members(text)) == ["a"]
    wide = ",".join(["[" * 300 + "]" * 300] * 3)
    assert len(members(f'{{"a":[{wide}]}}')["a"].value) == 3
    brackets = json.dumps("[{" * deep + '\\"')
    assert members(f'{{"b":{brackets},"c":[1]}}')["c"].value == ["1"]


@given(st.one_of(_BITS, st.text(max_size=20), _BITS.map(lambda bits: f'{{"a":{bits}}}')))
@example('{"a":1}\u00a0')
@example("\ufeff{}")
@example('{"a":1,\x0b"b":2}')
def test_objects_are_what_the_standard_library_takes(text: str) -> None:
    assert _members(text) == _as_strings(text)


@given(
    st.dictionaries(st.text(max_size=3), _OBJECTS, max_size=4),
    st.sampled_from(((",", ":"), (" , ", " :\t"))),
    st.booleans(),
    st.sampled_from((None, 1)),
)
def test_what_the_standard_library_writes(
    record: dict[str, Any], separators: tuple[str, str], ascii_only: bool, indent: int | None
) -> None:
    text = json.dumps(record, separators=separators, ensure_ascii=ascii_only, indent=indent)
    expected = _as_strings(text)
    assert expected is not None
    assert _members(text) == expected


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_words_beyond_json_that_the_standard_library_takes(word: str) -> None:
    (found,) = members(f'{{"a": {word}}}').values()
    assert isinstance(found.value, float)
    assert found[1:] == (6, 6 + len(word))


# raw_offsets


@pytest.mark.parametrize(
    ("token", "offsets", "expected"),
    [
        pytest.param('""', [0], [1], id="empty"),
        pytest.param('"abc"', [0, 1, 3], [1, 2, 4], id="no escapes"),
        pytest.param('"a\\nb"', [0, 1, 2, 3], [1, 2, 4, 5], id="short escape"),
        pytest.param('"\\\\n"', [0, 1, 2], [1, 3, 4], id="escaped backslash before n"),
        pytest.param('"\\\\u0041"', [1, 2], [3, 4], id="escaped backslash before u"),
        pytest.param('"\\/\\""', [0, 1, 2], [1, 3, 5], id="slash and quote"),
        pytest.param('"\\u00e9\\u00E9x"', [1, 2, 3], [7, 13, 14], id="hexadecimal"),
        pytest.param('"\\ud83d\\uDE00x"', [0, 1, 2], [1, 13, 14], id="a pair is one"),
        pytest.param('"\\uD83Dx"', [1, 2], [7, 8], id="half a pair"),
        pytest.param('"\\ud83d\\ud83d\\ude00"', [1, 2], [7, 19], id="a half before a pair"),
        pytest.param('"\\ude00\\ud83d"', [1, 2], [7, 13], id="halves the wrong way round"),
        pytest.param('"\\ud83d\\\\ude00"', [1, 2, 3], [7, 9, 10], id="half and a backslash"),
        pytest.param('"\U0001f600\\n"', [1, 2], [2, 4], id="raw outside the basic plane"),
        pytest.param('"a\\nb"', [2, 2, 2], [4, 4, 4], id="the same offset again"),
        pytest.param('"a\\nb"', [], [], id="none"),
    ],
)
def test_raw_offsets(token: str, offsets: Sequence[int], expected: Sequence[int]) -> None:
    assert raw_offsets(token, offsets) == expected


_CHARS = [
    r"a",
    r"\n",
    r"\\",
    r"\/",
    r"\"",
    r"\u00e9",
    r"\uD83D",
    r"\ude00",
    r"\ud83D\uDe00",
    r"😀",
    r"u",
    r"d83d",
]
_TOKENS = st.lists(st.sampled_from(_CHARS), max_size=12).map(lambda chars: f'"{"".join(chars)}"')


@given(_TOKENS)
def test_every_offset_splits_the_token_where_it_splits_the_value(token: str) -> None:
    value = json.loads(token)
    for offset, raw in enumerate(raw_offsets(token, range(len(value) + 1))):
        assert json.loads(f'{token[:raw]}"') == value[:offset]
        assert json.loads(f'"{token[raw:]}') == value[offset:]


# cut_token, restored_parts, spelling


@pytest.mark.parametrize(
    ("token", "spans", "left", "spelt"),
    [
        pytest.param('"abc"', [], '"abc"', [], id="nothing"),
        pytest.param('"abc"', [(0, 3)], '""', ["abc"], id="everything"),
        pytest.param('"a\\nJ\\nb"', [(2, 4)], '"a\\nb"', ["J\\n"], id="a line"),
        pytest.param('"A\\u000aa\\nB"', [(0, 2), (4, 5)], '"a\\n"', ["A\\u000a", "B"], id="two"),
        pytest.param('"\\u00E9\\u00e9"', [(0, 1)], '"\\u00e9"', ["\\u00E9"], id="the case of digits stays"),
        pytest.param('"x\\ud83d\\ude00\\/"', [(1, 2)], '"x\\/"', ["\\ud83d\\ude00"], id="a pair goes whole"),
        pytest.param('"abc"', [(0, 1), (1, 2)], '"c"', ["a", "b"], id="side by side"),
    ],
)
def test_cut_and_restore(
    token: str, spans: Sequence[tuple[int, int]], left: str, spelt: Sequence[str]
) -> None:
    removals = [_removal(json.loads(token), *span) for span in spans]
    assert cut_token(token, removals) == (left, spelt)
    assert "".join(restored_parts(left, list(zip(removals, spelt, strict=True)))) == token


@given(_TOKENS, st.lists(st.integers(0, 12), max_size=6))
def test_cutting_a_token_is_cutting_its_value(token: str, bounds: Sequence[int]) -> None:
    value = json.loads(token)
    ends = sorted(min(bound, len(value)) for bound in bounds[: len(bounds) // 2 * 2])
    spans = zip(ends[::2], ends[1::2], strict=True)
    removals = [_removal(value, start, end) for start, end in spans if start < end]
    left, spelt = cut_token(token, removals)
    wanted = cut_text(value, removals)
    # Halves of a pair that come to stand side by side read as one character; the format refuses such a cut.
    if "\ud83d\ude00" not in wanted:
        assert json.loads(left) == wanted
        assert "".join(restored_parts(left, list(zip(removals, spelt, strict=True)))) == token
    assert [json.loads(f'"{raw}"') for raw in spelt] == [removal.text for removal in removals]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("caf\u00e9 \U0001f600/\x7f\u2028", "caf\u00e9 \U0001f600/\x7f\u2028", id="as it is"),
        pytest.param('"\\\n\r\t\b\f', '\\"\\\\\\n\\r\\t\\b\\f', id="short escapes"),
        pytest.param("\x00\x1f", "\\u0000\\u001f", id="other controls"),
    ],
)
def test_spelling(text: str, expected: str) -> None:
    assert spelling(text) == expected
    assert json.loads(f'"{expected}"') == text
