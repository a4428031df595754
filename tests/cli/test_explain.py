"""`cleaner explain`: the words for cuts and for lines that stay, for a file, a line, a record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import JUNK, PROSE, Run
from tests.helpers import block, line, rule, write_rules

RULES = (
    line("leave a comment", "test.leave"),
    line("bold words", "test.bold", safety="aggressive"),
    line("new words", "test.new", status="preview"),
    line("last words", "test.last", zone={"last-lines": 1}),
    line("ab morgen", "test.german", langs=["de"]),
    line("weak", "test.weak", requires={"rule": "test.sign", "within-lines": 1}),
    rule("test.sign", "cue", pattern="sign"),
    line("please support .{0,60} small gift", "test.gift"),
    line("please follow .{0,60} on shore", "test.follow", safety="aggressive"),
    block(start="our partners", end="end of list", rule_id="test.list"),
)
SPAN = f"characters {len(PROSE)} to {len(PROSE) + 1 + len(JUNK)}, pass 1"
CUT = f":3:1: test.leave  cut ({SPAN}): Leave a Comment"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with one dirty text, whose configuration has a few small rules."""
    monkeypatch.chdir(tmp_path)
    write_rules(tmp_path / "own.toml", *RULES)
    Path("cleaner.toml").write_text("rules = ['own.toml']\nselect = ['test']\n")
    Path("a.txt").write_text(f"{PROSE}\n{JUNK}")
    return tmp_path


def _said(run: Run, *arguments: str | Path, code: int = 0) -> list[str]:
    ran = run("explain", *arguments)
    assert (ran.code, ran.err) == (code, "")
    return ran.out.decode().splitlines()


# Cuts


def test_a_cut(run: Run) -> None:
    assert _said(run, "a.txt") == ["a.txt" + CUT, "    view: leave a comment"]


@pytest.mark.parametrize(("partners", "more"), [(4, "and 1 more line"), (5, "and 2 more lines")])
def test_a_long_block_is_shortened(run: Run, partners: int, more: str) -> None:
    rows = "".join(f"Partner {number}\n" for number in range(partners))
    Path("a.txt").write_text(f"{PROSE}\nOur partners\n{rows}End of list\n\n{PROSE}")
    head, *views = _said(run, "a.txt")
    assert head.endswith(f"Our partners (+{partners + 1} more lines)")
    shown = ["our partners", "partner 0", "partner 1", "partner 2", "partner 3"]
    assert views == [*(f"    view: {view}" for view in shown), f"    {more}"]


@pytest.mark.parametrize("number", [3, 4, 5])
def test_every_line_of_a_block_is_explained_by_it(run: Run, number: int) -> None:
    Path("a.txt").write_text(f"{PROSE}\nOur partners\nA\nEnd of list\n\n{PROSE}")
    assert "a.txt:3:1: test.list  cut (" in _said(run, f"a.txt:{number}")[0]


def test_a_blank_line_that_goes_along_is_explained(run: Run) -> None:
    """The cut takes line 2, as its span says; so the line was no stranger to every rule."""
    assert _said(run, "a.txt:2")[0] == "a.txt" + CUT


@pytest.mark.parametrize("number", [3, 4])
def test_every_line_of_a_wrapped_paragraph_is_explained_as_a_whole(run: Run, number: int) -> None:
    appeal = "Please support the lighthouse, which has no other\nlight, with a small gift\n"
    Path("b.txt").write_text(f"{PROSE}\n{appeal}")
    first, view = _said(run, f"b.txt:{number}")
    assert first.startswith("b.txt:3:1: test.gift  cut (")
    assert first.endswith("Please support the lighthouse, which has no other (+1 more line)")
    assert view == "    view: please support the lighthouse, which has no other light, with a small gift"


@pytest.mark.parametrize("number", [3, 4])
def test_a_wrapped_paragraph_that_stays_is_explained_as_a_whole(run: Run, number: int) -> None:
    Path("b.txt").write_text(f"{PROSE}\nPlease follow the ships that leave the harbour at\nnight on shore\n")
    first, _, *_ = _said(run, "--all", f"b.txt:{number}")
    assert first.startswith("b.txt:3:1: test.follow  stays: ")


def test_what_the_guard_kept(run: Run) -> None:
    Path("a.txt").write_text(JUNK)
    assert run("explain", "a.txt").out.decode().splitlines() == [
        f"a.txt:1:1: test.leave  would be cut (characters 0 to {len(JUNK)}, pass 1): Leave a Comment",
        "    view: leave a comment",
        "a.txt: kept whole: nothing would be left of the text",
    ]


# Lines that stay


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        pytest.param(
            "Bold words", [], "test.bold  stays: the rule is not selected (its safety is ag", id="bold"
        ),
        pytest.param("New words", [], "test.new  stays: the rule is a preview; select its id", id="preview"),
        pytest.param("Last words", [], "test.last  stays: it stands outside the zone", id="zone"),
        pytest.param(
            "Ab morgen",
            ["--lang", "en"],
            "test.german  stays: the rule does not count for this lang",
            id="lang",
        ),
        pytest.param(
            "Weak", [], "test.weak  stays: it needs a match of test.sign within 1 line", id="company"
        ),
        pytest.param("Our partners", [], "test.list  stays: no end was found in 1 line", id="no end"),
        pytest.param(
            "Leave a Comment",
            ["--ignore", "test"],
            "test.leave  stays: the rule is not selected",
            id="ignored",
        ),
    ],
)
def test_what_stopped_a_rule(run: Run, text: str, options: list[str], said: str) -> None:
    Path("a.txt").write_text(f"{PROSE}\n{text}\n\n{PROSE}")
    rows = _said(run, *options, "--all", "a.txt:3")
    miss = [row for row in rows if row.startswith("a.txt:3:1: test.")]
    assert len(miss) == 1
    assert miss[0].startswith(f"a.txt:3:1: {said}")
    assert rows[rows.index(miss[0]) + 1] == f"    view: {text.lower()}"


def test_the_keep_list_and_its_reason(run: Run) -> None:
    run("keep", "add", "a.txt", "--reason", "the title of a play")
    assert "a.txt:3:1: test.leave  stays: the keep list keeps it: the title of a play" in _said(
        run, "--all", "a.txt:3"
    )


def test_per_file_ignores(run: Run) -> None:
    config = Path("cleaner.toml")
    config.write_text(f"{config.read_text()}\n[per-file-ignores]\n'*.txt' = ['test.leave']\n")
    said = "a.txt:3:1: test.leave  stays: the rule is ignored for this file (per-file-ignores)"
    assert said in _said(run, "--all", "a.txt:3")


def test_rules_that_are_not_in_force_are_told_on_request(run: Run) -> None:
    Path("a.txt").write_text(f"{PROSE}\nBold words\n\nLast words\n\nNew words\n\n{PROSE}")
    rest = "of rules that are not selected, or not for such documents, left out; --all shows them\n"
    near = [row.split("  ")[0] for row in _said(run, "--all", "a.txt") if "stays" in row]
    assert near == ["a.txt:3:1: test.bold", "a.txt:5:1: test.last", "a.txt:7:1: test.new"]
    ran = run("explain", "a.txt")
    assert [row.split("  ")[0] for row in ran.out.decode().splitlines() if "stays" in row] == near[1:2]
    assert (ran.code, ran.err) == (0, f"note: 2 near misses {rest}")
    assert run("explain", "a.txt", "-q") == ran._replace(err="")
    line = run("explain", "a.txt:3")
    assert line.out == b"a.txt:3: no rule in force came near this line\n"
    assert (line.code, line.err) == (0, f"note: 1 near miss {rest}")
    assert _said(run, "a.txt:1") == ["a.txt:1: no rule came near this line"]


def test_of_other_records_nothing_is_said(run: Run) -> None:
    rows = [json.dumps({"text": f"{PROSE}\n{JUNK}"}), "{broken", json.dumps({"text": JUNK}), "[]"]
    Path("a.jsonl").write_text("\n".join(rows))
    assert _said(run, "a.jsonl:1")[0].startswith("a.jsonl:1:")
    ran = run("explain", "a.jsonl:2")
    assert (ran.code, ran.err.count("\n")) == (3, 1)
    assert ran.err.startswith("error: a.jsonl:2: is no JSON object")
    assert run("explain", "a.jsonl").err.count("error: ") == 2


def test_nothing_came_near(run: Run) -> None:
    Path("a.txt").write_text(PROSE)
    assert _said(run, "a.txt") == ["a.txt: no rule came near any line"]
    assert _said(run, "a.txt:1") == ["a.txt:1: no rule came near this line"]


# Places


@pytest.mark.parametrize("number", [0, 4, 999])
def test_a_line_that_is_not_there(run: Run, number: int) -> None:
    ran = run("explain", f"a.txt:{number}")
    assert (ran.code, ran.out) == (2, b"")
    assert f"error: a.txt: has no line {number}" in ran.err


def test_colons_in_names(run: Run) -> None:
    for name in ("b:7.txt", "c.txt:3"):
        Path(name).write_text(f"{PROSE}\n{JUNK}")
    assert _said(run, "b:7.txt")[0] == "b:7.txt" + CUT
    assert _said(run, "b:7.txt:3")[0] == "b:7.txt" + CUT
    assert _said(run, "b:7.txt:1") == ["b:7.txt:1: no rule came near this line"]
    assert _said(run, "--format", "text", "c.txt:3")[0] == "c.txt:3" + CUT
    assert _said(run, "--format", "text", "c.txt:3:1") == ["c.txt:3:1: no rule came near this line"]


def test_standard_input(run: Run) -> None:
    ran = run("explain", "-", stdin=f"{PROSE}\n{JUNK}".encode())
    assert (ran.code, ran.out.decode().splitlines()[0]) == (0, "-" + CUT)


def test_a_file_that_is_not_there(run: Run) -> None:
    ran = run("explain", "b.txt:3")
    assert (ran.code, ran.out) == (2, b"")
    assert "error: b.txt: does not exist; check the path" in ran.err


# Records


@pytest.fixture
def records(place: Path) -> Path:
    """A clean record, a dirty one, one the guard keeps, a blank line and a malformed one."""
    rows = [json.dumps({"text": text}) for text in (PROSE, f"{PROSE}\n{JUNK}", JUNK)]
    Path("r.jsonl").write_text("\n".join([*rows, "", "{"]))
    return Path("r.jsonl")


def test_one_record(run: Run, records: Path) -> None:
    ran = run("explain", "r.jsonl:2")
    cut = f"r.jsonl:2:{len(PROSE) + 2}: test.leave  cut ({SPAN}): Leave a Comment"
    assert ran.out.decode().splitlines() == [cut, "    view: leave a comment"]


def test_each_record_is_named_by_its_line(run: Run, records: Path) -> None:
    rows = run("explain", "r.jsonl").out.decode().splitlines()
    heads = [row for row in rows if not row.startswith("    ")]
    assert [head.split(" ")[0] for head in heads] == [
        "r.jsonl:1:",
        f"r.jsonl:2:{len(PROSE) + 2}:",
        "r.jsonl:3:1:",
        "r.jsonl:3:",
    ]


@pytest.mark.parametrize("number", [4, 9])
def test_a_line_without_a_record(run: Run, records: Path, number: int) -> None:
    records.write_text(records.read_text().removesuffix("{"))
    ran = run("explain", f"r.jsonl:{number}")
    assert (ran.code, ran.out) == (2, b"")
    assert f"error: r.jsonl: has no line {number} with a document" in ran.err


def test_a_bad_line_elsewhere_does_not_hide_that_there_is_no_such_line(run: Run, records: Path) -> None:
    ran = run("explain", "r.jsonl:9")
    assert "r.jsonl: has no line 9 with a document" in ran.err


def test_a_malformed_record(run: Run, records: Path) -> None:
    ran = run("explain", "r.jsonl:5")
    assert (ran.code, ran.out) == (3, b"")
    assert "error: r.jsonl:5: is no JSON object" in ran.err
