"""Everything wrong that a user can write: the exit code, and a message that says what and where."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from cleaner.rulebook.keeplist import Keep, digest_of
from tests.cli.conftest import JUNK, PROSE, Run

RULE = "schema = 1\n[[rule]]\nid = 'own.rule'\nkind = 'line'\ndescription = 'Made up.'\n"
CONFIG, KEEP = "cleaner.toml", ".cleaner-keep"
TABS = "is no case; write rule id, hash, path pattern and reason with tabs between"
HASH = "0123456789abcdef"
KEPT = Keep("comments.leave-a-comment", digest_of("leave a comment"), "!", "x").line()

Files = Mapping[str, str | bytes]


def _case(
    arguments: str, message: str, files: Files | None = None, *, code: int = 2, name: str = ""
) -> object:
    return pytest.param(arguments.split(), files or {}, code, message, id=name or arguments)


def _config(content: str, message: str) -> object:
    """A defect of the configuration: the message begins with the file."""
    return _case("check a.txt", f"error: {{here}}/{CONFIG}: {message}", {CONFIG: content}, name=content)


def _record(content: bytes, message: str) -> object:
    """A bad line of a JSONL file: the message begins with file and line, and says what becomes of it."""
    whole = f"error: b.jsonl:2: {message}; the line is passed on as it is"
    return _case(
        "check b.jsonl", whole, {"b.jsonl": b'{"text": "x"}\n' + content}, code=3, name=repr(content)
    )


WRONG = "wrong configuration:\n  key "
SELECTORS = [
    _case("check a.txt --select coments", "selector 'coments' names no rule; did you mean 'comments'?"),
    _case("check a.txt --extend-select tag:x", "selector 'tag:x' names no rule"),
    _case("check a.txt --ignore comments.leave-comment", "did you mean 'comments.leave-a-comment'?"),
    _case("check a.txt --select=", "a selector is empty; name a rule, a category"),
    _case("check a.txt --ignore=,", "a selector is empty"),
    _case("check a.txt --select all", "selector 'all' names no rule"),
    _case("check a.txt --select *", "use ALL, a category, a rule id, tag:NAME or pack:NAME"),
    _case("rules list --select coments", "did you mean 'comments'?"),
    _case("keep add a.txt --reason x --select coments", "did you mean 'comments'?"),
    _case("explain a.txt --select coments", "did you mean 'comments'?"),
    _case("check a.txt --safety bold", "there is no safety setting 'bold'; use one of: safe, aggressive"),
    _case("rules show comments.leave-comment", "did you mean 'comments.leave-a-comment'?"),
]
KEYS = [
    _config("slect = ['ads']", f"{WRONG}slect: is unknown here; did you mean 'select'?"),
    _config(
        "max_removed_prose = 0.5",
        f"{WRONG}max_removed_prose: is unknown here; did you mean 'max-removed-prose'?",
    ),
    _config("extends = 'x.toml'", f"{WRONG}extends: is unknown here; did you mean 'extend'?"),
    _config("[tool.cleaner]\nignore = []", f"{WRONG}tool: is unknown here"),
    _config("select = 'ads'", f"{WRONG}select: input should be a valid array, not 'ads'"),
    _config("select = [1]", f"{WRONG}select.0: input should be a valid string, not 1"),
    _config("safety = true", f"{WRONG}safety: input should be a valid string, not True"),
    _config("max-removed-prose = '1'", f"{WRONG}max-removed-prose: input should be a valid number, not '1'"),
    _config("text-field = 2020-01-01", f"{WRONG}text-field: input should be a valid string"),
    _config("time-limit = [2]", f"{WRONG}time-limit: input should be a valid number, not [2]"),
    _config("extend = 5", f"{WRONG}extend: input should be a valid string, not 5"),
    _config("extend = 'cleaner.toml'", "extends itself"),
    _config("ignore = ", "is no valid TOML: Invalid value"),
    _config(
        "[per-file-ignores]\n'*.md' = 'ads'", f"{WRONG}per-file-ignores.*.md: input should be a valid array"
    ),
    _case(
        "check a.txt",
        "key b: is unknown here\n  key c: is unknown here",
        {CONFIG: "b = 1\nc = 2"},
        name="two",
    ),
    _case("check a.txt", "from 0 to 1, not 7", {CONFIG: "max-removed-prose = 7"}, name="a share above one"),
    _case("check a.txt", "from 0 to 1, not nan", {CONFIG: "max-removed-prose = nan"}, name="no share"),
    _case("check a.txt", "did you mean 'ads'?", {CONFIG: "select = ['adds']"}, name="selector in the file"),
    _case("check a.txt", "did you mean 'safe'?", {CONFIG: "safety = 'save'"}, name="safety in the file"),
    _case(
        "check a.txt",
        "error: {here}/pyproject.toml: ",
        {"pyproject.toml": "[tool]\ncleaner = 5"},
        name="no table",
    ),
    _case(
        "check a.txt",
        "key slect: is unknown",
        {"pyproject.toml": "[tool.cleaner]\nslect = []"},
        name="pyproject",
    ),
    _case(
        "check a.txt",
        "extends itself through others; break the circle of 'extend'",
        {CONFIG: "extend = 'b.toml'", "b.toml": "extend = 'cleaner.toml'"},
        name="a circle",
    ),
    _case(
        "check a.txt",
        "none.toml: cannot be read (No such file",
        {CONFIG: "extend = 'none.toml'"},
        name="extend",
    ),
    _case("check a.txt", "cannot be read (Is a directory)", {CONFIG: "extend = '.'"}, name="extend a folder"),
    _case("check a.txt", "none: does not exist", {CONFIG: "rules = ['none']"}, name="rules"),
]
PATTERNS = [
    _case("check a.txt", "'!'", {CONFIG: "[per-file-ignores]\n'!' = ['ads']"}, name="ignores for a lone !"),
    _case("check a.txt", "'a\\'", {CONFIG: "[per-file-ignores]\n'a\\' = ['ads']"}, name="ignores for a\\"),
    _case(
        "check a.txt",
        "did you mean 'ads'?",
        {CONFIG: "[per-file-ignores]\n'*' = ['adds']"},
        name="ignored rule",
    ),
    _case("keep add a.txt --reason x --pattern !", "'!'"),
    _case("check a.txt", "'!'", {KEEP: KEPT}, name="kept for a lone !"),
    _case(
        "check a.txt --rules own.toml",
        "own.rule: key pattern: ",
        {"own.toml": RULE + "pattern = '('"},
        name="rule",
    ),
    _case(
        "check a.txt --rules own.toml",
        "key patern: is unknown here; did you mean 'pattern'?",
        {"own.toml": RULE + "patern = 'x'"},
        name="key of a rule",
    ),
    _case(
        "check a.txt --rules own.toml",
        "own.toml: is no valid TOML",
        {"own.toml": "[["},
        name="a broken rule file",
    ),
    _case(
        "check a.txt --rules .",
        "  cleaner.toml: key schema: must be 1, not None",
        {CONFIG: "ignore = []"},
        name="no rule file",
    ),
]
KEEPS = [
    _case(
        "check a.txt", f"{{here}}/.cleaner-keep:2: {TABS}", {KEEP: f"# x\nads.x {HASH} * y\n"}, name="spaces"
    ),
    _case(
        "check a.txt",
        ".cleaner-keep:1: '' is no path pattern",
        {KEEP: f"ads.x\t{HASH}\t\ty\n"},
        name="no pattern",
    ),
    _case("check a.txt", f".cleaner-keep:1: {TABS}", {KEEP: f"ads.x\t{HASH[1:]}\t*\ty\n"}, name="short hash"),
    _case(
        "check a.txt",
        f".cleaner-keep:1: {TABS}",
        {KEEP: f"<<<<<<< HEAD\nads.x\t{HASH}\t*\ty\n"},
        name="conflict",
    ),
    _case("clean a.txt -o out", "2 defects", {KEEP: "x\ny\n"}, name="all lines are told"),
    _case(
        "check a.txt",
        ".cleaner-keep: is not UTF-8 (invalid start byte); save it as UTF-8",
        {KEEP: b"\xff"},
        name="keep list in Latin-1",
    ),
    _case("keep add a.txt", "Missing option '--reason'"),
    _case("keep add a.txt --reason=", "reason", name="no reason"),
    _case("keep add none --reason x", "none: does not exist; check the path"),
    _case("keep", "Commands"),
]
PATHS = [
    _case("check none", "error: none: does not exist; check the path"),
    _case("explain none", "none: does not exist"),
    _case("check b", "no document found in b (1 other file)", {"b/a.csv": "x"}),
    _case("check a.txt --config none.toml", "error: none.toml: cannot be read (No such file or directory)"),
    _case("check a.txt --config .", "cannot be read (Is a directory)"),
    _case("check a.txt --rules none", "none: does not exist; name a rule file or a folder of them"),
    _case("check b.txt", "b.txt: is not UTF-8: byte 0xff at offset 2, line 2", {"b.txt": b"a\n\xff"}, code=3),
    _case("check --format jsnl a.txt", "there is no format 'jsnl'; use one of: auto, text, markdown, jsonl"),
    _case("check --output-format jsn a.txt", "there is no output format 'jsn'; did you mean 'json'?"),
    _case("clean a.txt -o out --summary jsn", "there is no form 'jsn' of the summary; use text or json"),
    _case("check a.txt --time-limit x", "Invalid value for"),
    _case("check a.txt --slect ads", "No such option: --slect"),
]
RECORDS = [
    _record(b"[1]", "is no JSON object: is no object at column 1"),
    _record(b'{"text": "x"', "is no JSON object: has no comma at column 13"),
    _record(b'{"text": "x",}', "is no JSON object: has no name in quotes at column 14"),
    _record(b"{text: 1}", "is no JSON object: has no name in quotes at column 2"),
    _record(b'{"text": "x"} {}', "is no JSON object: has more after the object at column 14"),
    _record(b'{"text": "x\xe9"}', "is not UTF-8: byte 0xe9 at offset 11 of the line"),
    _record(b"{}", "has no field 'text' (fields: none); name it with --text-field"),
    _record(b'{"a": 1, "b": 2}', "has no field 'text' (fields: a, b); name it with --text-field"),
    _record(b'{"text": []}', "field 'text' is no string"),
    _record(b'{"text": 7}', "field 'text' is no string"),
    _record(b'{"text": ["x"]}', "field 'text' is no string"),
]


def _contents(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize(
    ("arguments", "files", "code", "message"),
    [*SELECTORS, *KEYS, *PATTERNS, *KEEPS, *PATHS, *RECORDS],
)
def test_what_the_user_is_told(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    files: Files,
    code: int,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(f"{PROSE}\n{JUNK}")
    for name, content in files.items():
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
    before = _contents(tmp_path)
    ran = run(*arguments)
    said = ran.err if code == 3 or ran.err else ran.out.decode()
    assert message.replace("{here}", str(tmp_path)) in said
    assert ran.code == code
    assert "Traceback" not in ran.err
    assert _contents(tmp_path) == before


def test_a_keep_list_that_cannot_be_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(f"{PROSE}\n{JUNK}")
    Path(KEEP).symlink_to("no/folder")
    ran = run("keep", "add", "a.txt", "--reason", "x")
    assert ran.code in (2, 3)
    assert f"{KEEP}: cannot be written" in ran.err


def test_the_table_covers_what_it_should() -> None:
    assert min(map(len, (SELECTORS, KEYS, PATTERNS, KEEPS, PATHS, RECORDS))) >= 8
