"""The output formats: what they look like, and that hostile findings cannot break them."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.errors import UsageError
from cleaner.report.findings import Finding
from cleaner.report.outputs.registry import OUTPUT_FORMATS, writer
from cleaner.report.outputs.sarif import FINGERPRINT
from cleaner.report.outputs.structured import to_json
from cleaner.report.text import text_line
from tests.report.made_up import FINDINGS, HOSTILE, RULES, finding

SARIF = jsonschema.Draft202012Validator(
    json.loads(Path(__file__).with_name("sarif.schema.json").read_text(encoding="utf-8"))
)
MANY = st.lists(FINDINGS, max_size=4)


def _written(name: str, *findings: Finding, color: bool = False) -> str:
    output = writer(name, RULES, color=color)
    return "".join([output.begin(), *map(output.finding, findings), output.end()])


def _joined(text: str) -> str:
    """Two escaped halves of a surrogate pair read back as the character they make."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def _sarif(*findings: Finding) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(_written("sarif", *findings))
    SARIF.validate(log)
    (run,) = log["runs"]
    return run


def _result(**keys: object) -> dict[str, Any]:
    (result,) = _sarif(finding(**keys))["results"]
    return result


# What all formats share


@pytest.mark.parametrize(
    ("name", "near"),
    [("jsom", "json"), ("sarf", "sarif"), ("Text", "text"), ("git-hub", "github")],
)
def test_an_unknown_format_names_the_nearest(name: str, near: str) -> None:
    with pytest.raises(UsageError, match=f"no output format '{name}'; did you mean '{near}'"):
        writer(name, RULES)


def test_an_unknown_format_like_no_other_names_them_all() -> None:
    with pytest.raises(UsageError, match=r"use one of: text, json, jsonl, github, sarif$"):
        writer("\n", RULES)


@pytest.mark.parametrize("name", OUTPUT_FORMATS)
@given(found=MANY)
def test_every_output_is_utf8(name: str, found: list[Finding]) -> None:
    assert _written(name, *found).encode().decode() == _written(name, *found)


@pytest.mark.parametrize("name", OUTPUT_FORMATS)
def test_no_format_but_text_is_coloured(name: str) -> None:
    assert ("\x1b" in _written(name, finding(), color=True)) is (name == "text")


@pytest.mark.parametrize("name", OUTPUT_FORMATS)
def test_writers_share_nothing(name: str) -> None:
    assert _written(name, finding()) == _written(name, finding())


# Text


def test_text() -> None:
    found = [finding(), finding(path="b.txt", text="Junk\nmore\n")]
    assert _written("text", *found) == "a.txt:3:1: a.one  Junk\nb.txt:3:1: a.one  Junk (+1 more line)\n"
    assert _written("text") == ""


# JSON


def test_json() -> None:
    found = [finding(), finding(path="caf\u00e9.txt", record=3, id="x")]
    assert _written("json", *found).count("\n") == 4
    assert json.loads(_written("json", *found)) == [dataclasses.asdict(f) for f in found]
    assert "caf\u00e9" in _written("json", *found)


def test_json_of_nothing() -> None:
    assert _written("json") == "[]\n"
    assert _written("jsonl") == ""


def test_keys() -> None:
    assert list(json.loads(_written("jsonl", finding()))) == [
        "path", "line", "column", "end_line", "end_column",
        "rule", "description", "safety", "text", "record", "id", "format",
    ]  # fmt: skip


@given(MANY)
def test_json_and_jsonl_read_back(found: list[Finding]) -> None:
    rows = [
        {
            key: _joined(value) if isinstance(value, str) else value
            for key, value in dataclasses.asdict(f).items()
        }
        for f in found
    ]
    assert json.loads(_written("json", *found)) == rows
    lines = _written("jsonl", *found).splitlines()  # even readers that split at U+2028 and the like
    assert [json.loads(line) for line in lines] == rows


@pytest.mark.skipif(sys.platform == "win32", reason="file names are bytes on POSIX only")
def test_the_path_read_back_opens_the_file(tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode(b"caf\xe9\n.txt")
    try:
        file.write_text("x")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert Path(json.loads(_written("jsonl", finding(path=str(file))))["path"]).read_text() == "x"


@given(st.text(alphabet=st.characters(), max_size=20) | HOSTILE)
def test_to_json_shows_no_controls(text: str) -> None:
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", to_json([text]))


# GitHub: the runner's own way of reading a command


def _read_command(line: str) -> tuple[dict[str, str], str]:
    command, _, message = line.removeprefix("::").partition("::")
    name, _, keys = command.partition(" ")
    assert name == "warning"
    pairs = (pair.partition("=") for pair in keys.split(","))
    return {key: _unescaped(value, "%3A", "%2C") for key, _, value in pairs}, _unescaped(message)


def _unescaped(text: str, *more: str) -> str:
    for escape in ("%0D", "%0A", *more, "%25"):
        text = text.replace(escape, unquote_to_bytes(escape).decode())
    return text


def test_github() -> None:
    assert _written("github", finding()) == (
        "::warning file=a.txt,line=3,col=1,endLine=3,endColumn=5,title=a.one"
        "::a.txt:3:1: a.one  Junk%0AMade up for a test.\n"
    )


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        pytest.param({"end_line": 5}, "line=3,endLine=5,title", id="columns of several lines are refused"),
        pytest.param(
            {"record": 3, "column": 99}, "line=3,title", id="columns of a record are none of the file"
        ),
        pytest.param({"format": "html"}, "file=a.txt,title", id="no line of a page"),
        pytest.param({"format": "parquet", "record": 3}, "file=a.txt,title", id="no line of a table"),
        pytest.param({"path": "a:b,c%d\n.txt"}, "file=a%3Ab%2Cc%25d%0A.txt,line", id="escapes in values"),
        pytest.param({"path": "caf\udce9"}, "file=caf\\udce9,line", id="a name that is not UTF-8"),
        pytest.param({"text": "50%\n"}, "a.one  50%25%0AMade", id="escapes in the message"),
        pytest.param({"text": "::error::x,y"}, "a.one  ::error::x,y%0A", id="a command in the message"),
    ],
)
def test_github_escapes(keys: dict[str, object], shown: str) -> None:
    assert shown in _written("github", finding(**keys))


@given(FINDINGS)
def test_github_reads_one_command_and_gets_it_right(found: Finding) -> None:
    written = _written("github", found)
    assert re.split(r"[\r\n]", written) == [written[:-1], ""]
    keys, message = _read_command(written[:-1])
    assert keys["file"] == found.path.encode("utf-8", "backslashreplace").decode()
    assert (keys["line"], keys["title"]) == (str(found.line), found.rule)
    assert message.split("\n")[0] == text_line(found)
    assert message.count("\n") <= 1


# SARIF


def test_sarif() -> None:
    run = _sarif(finding(rule="b.two"))
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("cleaner", cleaner.__version__)
    assert [rule["id"] for rule in driver["rules"]] == ["a.one", "b.two"]
    assert driver["rules"][1]["properties"] == {"tags": ["b", "web"], "safety": "aggressive"}
    (result,) = run["results"]
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("b.two", 1, "warning")
    assert result["message"] == {"text": "Junk: Made up for a test."}
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "a.txt", "uriBaseId": "%SRCROOT%"},
        "region": {
            "startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 5, "snippet": {"text": "Junk"},
        },
    }  # fmt: skip


def test_the_sarif_schema_is_one() -> None:
    SARIF.check_schema(SARIF.schema)


def test_sarif_of_nothing() -> None:
    assert _sarif()["results"] == []


def test_sarif_of_no_rules() -> None:
    output = writer("sarif", {})
    log = json.loads(output.begin() + output.finding(finding()) + output.end())
    SARIF.validate(log)
    assert log["runs"][0]["tool"]["driver"]["rules"] == []


@given(MANY)
def test_sarif_is_valid_whatever_is_found(found: list[Finding]) -> None:
    run = _sarif(*found)
    assert [result["ruleId"] for result in run["results"]] == [f.rule for f in found]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


@given(HOSTILE, HOSTILE)
def test_sarif_messages_hold_neither_placeholder_nor_link(text: str, description: str) -> None:
    message = _result(text=text, description=description)["message"]["text"]
    assert re.fullmatch(r"(?:[^{}]|\{\{|\}\})+", message, re.DOTALL)
    assert "](" not in message


def test_sarif_of_a_record_names_its_line_alone() -> None:
    result = _result(record=3, column=1500, end_column=1504, id="x")
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 3}
    assert result["properties"] == {"record": 3, "column": 1500, "endColumn": 1504, "id": "x", "text": "Junk"}


def test_sarif_of_a_page_names_no_line_of_it() -> None:
    """What was read out of it has other lines."""
    result = _result(format="html", line=7, end_line=8)
    place = result["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "a.txt", "uriBaseId": "%SRCROOT%"}}
    assert result["properties"] == {"column": 1, "endColumn": 5, "line": 7, "endLine": 8, "text": "Junk"}


@pytest.mark.parametrize("format_", ["warc", "parquet"])
def test_sarif_of_a_record_without_lines_names_none(format_: str) -> None:
    result = _result(format=format_, record=3)
    assert "region" not in result["locations"][0]["physicalLocation"]
    assert result["properties"] == {"record": 3, "column": 1, "endColumn": 5, "text": "Junk"}


@pytest.mark.parametrize(
    ("path", "location"),
    [
        pytest.param("b/a c.txt", {"uri": "b/a%20c.txt", "uriBaseId": "%SRCROOT%"}, id="space"),
        pytest.param("./a#?.txt", {"uri": "a%23%3F.txt", "uriBaseId": "%SRCROOT%"}, id="marks of URIs"),
        pytest.param("a:b%.txt", {"uri": "a%3Ab%25.txt", "uriBaseId": "%SRCROOT%"}, id="no scheme"),
        pytest.param("caf\u00e9", {"uri": "caf%C3%A9", "uriBaseId": "%SRCROOT%"}, id="not ASCII"),
        pytest.param("caf\udce9", {"uri": "caf%E9", "uriBaseId": "%SRCROOT%"}, id="not UTF-8"),
        pytest.param("/x/a b.txt", {"uri": "file:///x/a%20b.txt"}, id="absolute"),
        pytest.param("s3://b/a c#.txt", {"uri": "s3://b/a%20c%23.txt"}, id="in a store"),
        pytest.param("-", {"uri": "-", "description": {"text": "Standard input."}}, id="standard input"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="paths as POSIX has them")
def test_sarif_addresses(path: str, location: dict[str, object]) -> None:
    assert _result(path=path)["locations"][0]["physicalLocation"]["artifactLocation"] == location


def test_sarif_address_of_a_path_that_climbs_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    location = _result(path="../a.txt")["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": (tmp_path.resolve() / "a.txt").as_uri()}


@given(st.binary(min_size=1, max_size=20))
@pytest.mark.skipif(sys.platform != "linux", reason="file names are any bytes on Linux only")
def test_sarif_addresses_lead_back_to_the_file(name: bytes) -> None:
    path = os.fsdecode(name.replace(b"\0", b"_"))
    if path == "-" or ".." in Path(path).parts:
        return
    location = _result(path=path)["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"].isascii()
    parts = urlsplit(location["uri"])
    assert (parts.scheme == "file") is Path(path).is_absolute() is ("uriBaseId" not in location)
    assert Path(os.fsdecode(unquote_to_bytes(parts.path))) == Path(path)


def test_sarif_fingerprints_stay_when_a_finding_moves() -> None:
    def fingerprint(**keys: object) -> str:
        return str(_result(**keys)["partialFingerprints"][FINGERPRINT])

    assert fingerprint() == fingerprint(line=9, path="b.txt", text="\nJunk\n\n")
    assert len({fingerprint(), fingerprint(rule="b.two"), fingerprint(text="Other")}) == 3


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(lambda log: log.update(version="2.0"), id="version"),
        pytest.param(lambda log: log["runs"][0]["results"][0].pop("message"), id="message"),
        pytest.param(lambda log: log["runs"][0]["results"][0].update(level="bad"), id="level"),
        pytest.param(lambda log: log["runs"][0].update(colour=1), id="unknown key"),
        pytest.param(lambda log: log["runs"][0]["tool"]["driver"].pop("name"), id="name"),
    ],
)
def test_the_schema_can_fail(broken: Any) -> None:
    log = json.loads(_written("sarif", finding()))
    broken(log)
    with pytest.raises(jsonschema.ValidationError):
        SARIF.validate(log)
