"""How much may go wrong: `--strict`, `--max-errors`, `--max-timeouts`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import JUNK, PROSE, Run
from tests.cli.killing import contents

TEXT = f"{PROSE}\n{JUNK}"
SLOW = (
    "schema = 1\n[[rule]]\nid = 'slow.one'\nkind = 'line'\ndescription = 'Backtracks.'\n"
    "pattern = '(?:a|aa)+[!?]'\nremoves = ['a!']\nkeeps = ['a']\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Ten texts; 2, 5 and 8 are not UTF-8."""
    place = tmp_path / "corpus"
    place.mkdir()
    for number in range(10):
        (place / f"{number}.txt").write_bytes(b"\xff" if number % 3 == 2 else TEXT.encode())
    return place


def _names(folder: Path) -> list[str]:
    return sorted(contents(folder)) if folder.exists() else []


@pytest.mark.parametrize(
    ("options", "said", "done"),
    [
        pytest.param(["--strict"], "stopped at the first error", 2, id="strict"),
        pytest.param(["--max-errors", "1"], "stopped at the first error", 2, id="one"),
        pytest.param(["--max-errors", "2"], "stopped at 2 errors", 5, id="two"),
        pytest.param(["--max-errors", "3"], "stopped at 3 errors", 8, id="three"),
        pytest.param(["--max-errors", "4"], None, 10, id="four"),
        pytest.param([], None, 10, id="none"),
    ],
)
def test_a_run_stops_where_it_is_to(
    run: Run, folder: Path, tmp_path: Path, options: list[str], said: str | None, done: int
) -> None:
    where = ["-o", tmp_path / "out", "--removals", tmp_path / "r.jsonl", "--resume"]
    ran = run("clean", folder, *where, *options, "--workers", "1")
    assert ran.code == 3
    assert (f"error: {said}; every output there is complete; go on with --resume" in ran.err) is bool(said)
    assert _names(tmp_path / "out") == [f"{number}.txt" for number in range(done)]
    again = run("clean", folder, *where)
    assert again.code == 3
    assert "7 documents, 7 changed" in again.err
    assert "3 failed" in again.err
    assert len(_names(tmp_path / "out")) == 10
    assert run("restore", tmp_path / "out", *where[2:4], "-o", tmp_path / "back").code == 0
    assert contents(tmp_path / "back") == contents(folder)


@pytest.mark.parametrize("where", [["-o", "out"], ["--diff"]], ids=["no ledger", "nothing written"])
def test_without_a_ledger_there_is_nothing_to_go_on_with(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, where: list[str]
) -> None:
    monkeypatch.chdir(folder.parent)
    ran = run("clean", folder, *where, "--strict")
    assert ran.code == 3
    assert ran.err.endswith("error: stopped at the first error; every output there is complete\n")


def test_strict_and_more_contradict_each_other(run: Run, folder: Path, tmp_path: Path) -> None:
    ran = run("clean", folder, "-o", tmp_path / "out", "--strict", "--max-errors", "5")
    assert ran.code == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("limit", ["2", "0"])
def test_a_hostile_rule_cannot_hold_up_a_run(run: Run, tmp_path: Path, limit: str) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(6):
        text = f"{PROSE}\n{'a' * 90}\n\n{JUNK}" if number % 2 else TEXT
        (corpus / f"{number}.txt").write_text(text)
    (tmp_path / "slow.toml").write_text(SLOW)
    rules = ["--rules", tmp_path / "slow.toml", "--time-limit", "0.05", "--select", "slow,comments"]
    where = ["-o", tmp_path / "out", "--removals", tmp_path / "r.jsonl", "--resume", "--workers", "1"]
    ran = run("clean", corpus, *where, *rules, "--max-timeouts", limit)
    assert ran.code == 3
    stopped = "error: rule slow.one (2 of them): stopped after 2 documents on which a rule ran out of time"
    assert (stopped in ran.err) is (limit == "2")
    assert ("mend it or --ignore it, or --resume with a larger --max-timeouts; " in ran.err) is (limit == "2")
    other = run("clean", corpus, "-o", tmp_path / "other", *rules, "--max-timeouts", "1")
    assert "or begin again with a larger --max-timeouts; every output there is complete\n" in other.err
    assert _names(tmp_path / "out") == [f"{number}.txt" for number in range(3 if limit == "2" else 6)]
    again = run("clean", corpus, *where, *rules, "--max-timeouts", "4")
    assert again.code == 3
    assert "6 documents, 3 changed" in again.err
    assert "3 failed" in again.err
    for number in range(6):
        out = (tmp_path / "out" / f"{number}.txt").read_text()
        assert out == ((corpus / f"{number}.txt").read_text() if number % 2 else PROSE)
