"""The rule checker: each proof that does not hold is a failure that names it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner
from cleaner.engine.proving import EngineProver
from cleaner.rulebook.load import load_book
from cleaner.rulebook.proof import failures, proofs
from tests.helpers import block, cue, line, write_rules

KEEPS = ["Junk food was all that the sailors had to eat."]
GOOD: dict[str, Any] = {"removes": ["Junk", "**JUNK 7**"], "keeps": KEEPS}
HERE = {"before": "A\n\nJUNK\n\nB", "after": "A\n\nB", "url": "https://www.example.org/"}
ELSEWHERE = {"unchanged": "A\n\nJUNK\n\nB", "url": "https://example.net/"}
SITES: dict[str, Any] = {"sites": ["example.org"]}
TAIL: dict[str, Any] = {"start": "related", "body": "bullet"}
TAIL_GOES = {"before": "A\n\nRelated\n- x\n", "after": "A\n"}
TAIL_STAYS = {"unchanged": "A\n\nRelated\n- x\n\nB\n"}


def found(tmp_path: Path, *rules: str) -> list[tuple[str, str, str]]:
    book = load_book([write_rules(tmp_path / "rules.toml", *rules)], shipped=False)
    return [(rule, proof, problem) for rule, proof, problem in failures(book, EngineProver())]


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param([line(**GOOD)], id="line"),
        pytest.param([line(**GOOD, safety="aggressive")], id="aggressive"),
        pytest.param([line(**GOOD, safety="report")], id="report, proven as if it cut"),
        pytest.param([line(**GOOD, status="preview")], id="preview"),
        pytest.param([line(**GOOD, langs=["de"])], id="languages: the proof's is unknown"),
        pytest.param([line(**GOOD, formats=["markdown"])], id="formats: the proof takes one of them"),
        pytest.param([line(case=[HERE, ELSEWHERE], **SITES)], id="line of a site"),
        pytest.param([line(**GOOD, **SITES)], id="line of a site, by lines alone"),
        pytest.param([block("tail", case=[TAIL_GOES, TAIL_STAYS], **TAIL)], id="tail"),
        pytest.param([cue("sign(?:ed)?", matches=["Sign", "signed"], keeps=["A sign of spring."])], id="cue"),
        pytest.param(
            [cue("sign", zone={"last-lines": 1}, matches=["Sign"], keeps=["No sign."])], id="cue in a zone"
        ),
        pytest.param(
            [
                line(
                    requires={"rule": "test.cue", "within-lines": 1},
                    case=[
                        {"before": "A\n\nsign\nJUNK\n\nB", "after": "A\n\nsign\n\nB"},
                        {"unchanged": "A\n\nJUNK\n\nB"},
                    ],
                ),
                cue("sign", matches=["sign"], keeps=["signs"]),
            ],
            id="company",
        ),
    ],
)
def test_proofs_that_hold(tmp_path: Path, rules: list[str]) -> None:
    assert found(tmp_path, *rules) == []


@pytest.mark.parametrize(
    ("rule", "proof", "problem"),
    [
        pytest.param(
            line(removes=["Junk", "Food"], keeps=KEEPS), "removes[2]", "'Food' does not go",
            id="removes: stays",
        ),
        pytest.param(
            line(removes=["Junk"], keeps=[*KEEPS, "Junk 5"]), "keeps[2]", "'Junk 5' is cut by test.junk",
            id="keeps: goes",
        ),
        pytest.param(
            line(removes=["Junk"], keeps=[*KEEPS, "Junk 5"], **SITES), "keeps[2]",
            "'Junk 5' is cut by test.junk", id="keeps: goes on the rule's own site",
        ),
        pytest.param(line(removes=["Junk"], **SITES), "keeps", "is missing", id="keeps: missing, of a site"),
        pytest.param(
            line(removes=["Junk"], zone={"last-lines": 1}), "removes[1]",
            "so prove it by a whole document: [[rule.case]]", id="removes: of a zone",
        ),
        pytest.param(line(keeps=KEEPS), "removes", "is missing", id="removes: missing"),
        pytest.param(line(removes=["Junk"]), "keeps", "is missing", id="keeps: missing"),
        pytest.param(
            line(case=[{**HERE, "after": "A\n\nB\n"}, ELSEWHERE], **SITES), "case[1]",
            "comes out as", id="case: after is wrong"
        ),
        pytest.param(
            line(case=[HERE, {**HERE, "before": "A\n\nB"}, ELSEWHERE], **SITES), "case[2]",
            "does not fire", id="case: does not fire"
        ),
        pytest.param(
            line(case=[HERE, {**ELSEWHERE, "url": "https://example.org/"}], **SITES), "case[2]",
            "is cut by test.junk",
            id="case: unchanged is cut",
        ),
        pytest.param(
            line(case=[ELSEWHERE], **SITES), "case with before and after", "is missing",
            id="case: nothing goes",
        ),
        pytest.param(
            line(case=[HERE], **SITES), "case with unchanged", "is missing",
            id="case: nothing stays",
        ),
        pytest.param(
            line(zone={"last-lines": 1}, case=[HERE]), "case[1]", "does not fire", id="case: of a zone"
        ),
        pytest.param(
            line(langs=["de"], case=[{**HERE, "lang": "en"}], **GOOD), "case[1]", "does not fire",
            id="case: language",
        ),
        pytest.param(
            line(formats=["markdown"], case=[{**HERE, "format": "text"}], **GOOD), "case[1]",
            "does not fire", id="case: format"
        ),
        pytest.param(
            block("tail", "test.junk", case=[TAIL_STAYS], **TAIL), "case with before and after", "is missing",
            id="block: nothing goes",
        ),
        pytest.param(
            block("tail", case=[TAIL_GOES, TAIL_STAYS], keeps=["Related"], **TAIL, rule_id="test.junk")
            .replace('"tail"', '"block"'), "case[2]", "is cut by", id="block: cuts what should stay",
        ),
        pytest.param(
            cue("sign", "test.junk", matches=["Sign", "Sigh"], keeps=["x"]), "matches[2]",
            "'Sigh' is not matched",
            id="cue: not matched",
        ),
        pytest.param(
            cue("sign", "test.junk", matches=["Sign"], keeps=["x", "sign"]), "keeps[2]", "'sign' is matched",
            id="cue: matched",
        ),
        pytest.param(
            cue("sign", "test.junk", keeps=["x"]), "matches", "is missing",
            id="cue: matches missing",
        ),
        pytest.param(
            cue("sign", "test.junk", matches=["sign"]), "keeps", "is missing",
            id="cue: keeps missing",
        ),
    ],
)  # fmt: skip
def test_a_wrong_proof_is_named(tmp_path: Path, rule: str, proof: str, problem: str) -> None:
    failing = found(tmp_path, rule)
    assert ("test.junk", proof) in [(name, which) for name, which, _ in failing]
    assert any(problem in words for _, which, words in failing if which == proof)


def test_a_long_keep_is_not_saved_by_the_guard(tmp_path: Path) -> None:
    long = "Junk is what the sailors called it on every day of the year. " * 60
    rule = line("junk.*", max_chars=9000, removes=["Junk food"], keeps=[long.strip()])
    assert [(name, proof) for name, proof, _ in found(tmp_path, rule)] == [("test.junk", "keeps[1]")]


def test_a_keep_is_tried_with_all_rules_loaded(tmp_path: Path) -> None:
    greedy = line("junk food .*", "test.greedy", removes=["Junk food today"], keeps=["Junk food. It rained."])
    failing = found(tmp_path, line(**GOOD), greedy)
    assert ("test.junk", "keeps[1]", f"{KEEPS[0]!r} is cut by test.greedy") in failing


def test_a_removal_is_tried_alone_and_in_company(tmp_path: Path) -> None:
    # The greedy rule also takes the paragraph after the line on trial.
    greedy = block(rule_id="test.greedy", start="junk", body="by noon the clouds .*", max_lines=2)
    failing = found(tmp_path, line(removes=["Junk"], keeps=KEEPS), greedy)
    (words,) = [words for name, proof, words in failing if (name, proof) == ("test.junk", "removes[1]")]
    assert "with all rules loaded" in words


def test_what_another_rule_removes_proves_nothing(tmp_path: Path) -> None:
    other = line("trash", "test.trash", removes=["Trash", "Junk"], keeps=["Trash, he said."])
    ((name, proof, words),) = found(tmp_path, line(**GOOD), other)
    assert (name, proof) == ("test.trash", "removes[2]")
    assert "does not go exactly; left" in words


def test_failures_come_in_order_of_ids(tmp_path: Path) -> None:
    rules = [line(rule_id=f"test.{letter}") for letter in "cab"]
    assert [name for name, _, _ in found(tmp_path, *rules)] == [f"test.{letter}" for letter in "aabbcc"]


def test_a_runaway_pattern_is_a_failure_and_no_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Cleaner.__init__.__kwdefaults__, "time_limit", 0.2)
    trap = "a" * 60 + "c"
    slow = cue("(?:a|a|aa)+b", matches=["ab"], keeps=[trap])
    assert [(name, proof) for name, proof, _ in found(tmp_path, slow)] == [("test.cue", "keeps[1]")]


def test_a_keep_that_runs_out_of_time_proves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Cleaner.__init__.__kwdefaults__, "time_limit", 0.2)
    slow = line("(?:a|a|aa)+[d-z]", removes=["ad"], keeps=["a" * 60 + "c"])
    assert [(name, proof) for name, proof, _ in found(tmp_path, slow)] == [("test.junk", "keeps[1]")]


def test_proofs_are_counted(tmp_path: Path) -> None:
    rules = [
        line(rule_id="test.a", removes=["x", "y"], keeps=["z"], case=[HERE]),
        cue("sign", "test.b", matches=["sign"], keeps=["x", "y"]),
        block(rule_id="test.c", body="short", case=[TAIL_GOES, TAIL_STAYS]),
    ]
    book = load_book([write_rules(tmp_path / "rules.toml", *rules)], shipped=False)
    assert [proofs(book.get(f"test.{letter}")) for letter in "abc"] == [4, 3, 2]
