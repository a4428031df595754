"""The rule lint: each check finds its defect, spares the near miss, and can be waived."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

from cleaner.errors import RuleError
from cleaner.rulebook.lint import UNUSED_WAIVER, Finding, ids_below, lint
from cleaner.rulebook.load import load_book
from cleaner.rulebook.rule import Check
from tests.helpers import block, line, rule, write_rules

# A rule without findings; the cases below change one key of it.
GOOD: dict[str, Any] = {
    "pattern": r"donate (?:now|today)[.!]?",
    "max_chars": 40,
    "removes": ["Donate now!"],
    "keeps": ["Donate today's bread to the shelter."],
}
BLOCK: dict[str, Any] = {
    "start": "related stories",
    "body": "short",
    "max_lines": 9,
    "max_chars": 900,
    "max_fraction": 0.5,
    "keeps": ["Two related stories ran on Monday."],
}


def made(folder: Path, *rules: str, file: str = "test.toml") -> list[Finding]:
    """What the lint finds in a file of these rules."""
    return lint(load_book([write_rules(folder / file, *rules)], shipped=False))


def good(rule_id: str = "test.good", **keys: Any) -> str:
    return rule(rule_id, "line", **(GOOD | keys))


def run_of_lines(rule_id: str = "test.block", **keys: Any) -> str:
    return block("block", rule_id, **(BLOCK | keys))


WIDER = good("test.wider", pattern="(?:please )?donate (?:now|today|again)[.!]?", removes=["Donate again"])

# Check, a rule that it finds, the part of the sentence that says what is wrong, a near miss.
CASES: list[Any] = [
    pytest.param(
        "no-literal",
        {"pattern": r"\d+ [a-z]{3,9}", "keeps": ["5 ads"]},
        "any word in particular",
        {},
        id="none",
    ),
    pytest.param(
        "no-literal",
        {"pattern": "donate now|[a-z]{3,9}"},
        "every alternative",
        {"pattern": "donate now|donate today"},
        id="one alternative without",
    ),
    pytest.param(
        "common-literal",
        {"pattern": ".{1,9}like this.{1,9}", "keeps": ["Like this it was."], "removes": ["x like this x"]},
        "'like this'",
        {"pattern": "like this website[.!]?", "keeps": ["I like this website of his."], "removes": []},
        id="common words",
    ),
    pytest.param(
        "unbounded-repeat",
        {"pattern": "donate .*", "max_chars": 90},
        "pattern repeats",
        {"pattern": "donate .{0,30}"},
        id="anything without limit",
    ),
    pytest.param(
        "unbounded-repeat",
        {"pattern": "donate (?:[a-z])+", "max_chars": 90},
        ".{0,80}",
        {"pattern": "donate (?:now |today )*[.]", "max_chars": 90},
        id="a class without limit, but not a word",
    ),
    pytest.param(
        "nested-repeat",
        {"pattern": "donate(?: (?:now)+)+", "max_chars": 90},
        "forever",
        {"pattern": "donate(?: (?:now){1,9})+", "max_chars": 90},
        id="without limit",
    ),
    pytest.param(
        "nested-repeat",
        {"pattern": "donate(?: [a-z]{1,200}){1,200}", "max_chars": 90},
        "small count",
        {"pattern": "donate(?: [a-z]{1,20}){1,200}", "max_chars": 90},
        id="large counts",
    ),
    pytest.param(
        "nested-repeat",
        {"except_": [{"pattern": "donate(?:[a-z]+ ?)+", "reason": "Made up."}]},
        "except.0.pattern",
        {"except_": [{"pattern": "donate.*", "reason": "Made up."}]},
        id="in an exception",
    ),
    pytest.param(
        "edge-space", {"pattern": " donate now"}, "begins", {"pattern": "(?: )?donate now"}, id="first"
    ),
    pytest.param("edge-space", {"pattern": "donate now "}, "ends", {"pattern": "donate now ?"}, id="last"),
    pytest.param(
        "edge-space",
        {"pattern": "(?:donate| donating) now"},
        "begins",
        {"pattern": "(?:donate|donating) now"},
        id="in an alternative",
    ),
    pytest.param(
        "edge-space",
        {"pattern": "donate now(?: or never )?"},
        "ends",
        {"pattern": "donate now(?: or never)?"},
        id="in the last optional part",
    ),
    pytest.param("edge-space", {"prev": "news[ ]"}, "prev ends", {"prev": "news[ .]"}, id="of a neighbour"),
    pytest.param("bounds", {"max_chars": 500}, "13 characters at most", {"max_chars": 60}, id="far too many"),
    pytest.param("bounds", {"max_chars": 9}, "needs 10 characters", {"max_chars": 10}, id="too few"),
    pytest.param(
        "bounds",
        {"pattern": "donate .{1,5000}", "max_chars": 3000},
        "whole paragraphs",
        {"pattern": "donate .{1,5000}", "max_chars": 1500},
        id="longer than any line of junk",
    ),
    pytest.param(
        "bounds",
        {"zone": {"last_fraction": 1.0}},
        "leave zone out",
        {"zone": {"last_fraction": 0.9}},
        id="zone",
    ),
    pytest.param(
        "bounds", {"zone": {"last_lines": 999}}, "most documents", {"zone": {"last_lines": 20}}, id="lines"
    ),
    pytest.param(
        "bounds",
        {"requires": {"rule": "test.other", "within_lines": 500}},
        "within-lines = 500",
        {"requires": {"rule": "test.other", "within_lines": 5}},
        id="company far away",
    ),
    pytest.param("missing-keeps", {"keeps": []}, "add a line to keeps", {}, id="none"),
    pytest.param(
        "vacuous-keep",
        {"keeps": ["The ferry left at seven."]},
        "keeps[1] proves nothing",
        {"keeps": ["DON\u00adATE** today** or tomorrow."]},
        id="without the word",
    ),
    pytest.param(
        "deprecated",
        {"status": "deprecated"},
        "add replaced-by",
        {"status": "deprecated", "replaced_by": "test.other"},
        id="for nothing",
    ),
    pytest.param(
        "replaced-by",
        {"status": "deprecated", "replaced_by": "test.othr"},
        "did you mean 'test.other'?",
        {"status": "deprecated", "replaced_by": "test.other"},
        id="unknown",
    ),
    pytest.param(
        "alias", {"aliases": ["test.other"]}, "choose another", {"aliases": ["test.old"]}, id="id of another"
    ),
    pytest.param(
        "alias",
        {"aliases": ["test.others"]},
        "name of test.other",
        {"aliases": ["o.t"]},
        id="alias of another",
    ),
    pytest.param(
        "swallowed", {}, "removed by test.wider already", {"removes": ["Donate tod"]}, id="by a wider rule"
    ),
]
OTHER = good(
    "test.other",
    pattern="subscribe here",
    aliases=["test.others"],
    removes=[],
    keeps=["Subscribe here at 9."],
)


def _inner(keys: Mapping[str, Any]) -> dict[str, Any]:
    """Keys of tables inside, as rule files write them."""
    return {
        key: {name.replace("_", "-"): item for name, item in value.items()}
        if isinstance(value, dict)
        else value
        for key, value in keys.items()
    }


def _found(folder: Path, keys: Mapping[str, Any], check: str) -> list[Finding]:
    others = [OTHER, WIDER] if check == "swallowed" else [OTHER]
    return [found for found in made(folder, good(**_inner(keys)), *others) if found.rule == "test.good"]


@pytest.mark.parametrize(("check", "wrong", "problem", "near"), CASES)
def test_check(tmp_path: Path, check: str, wrong: dict[str, Any], problem: str, near: dict[str, Any]) -> None:
    found = [finding for finding in _found(tmp_path, wrong, check) if finding.check == check]
    assert len(found) == 1, found
    assert problem in found[0].problem
    if check != "swallowed" or near:
        assert check not in [finding.check for finding in _found(tmp_path, near, check)]


@pytest.mark.parametrize(("check", "wrong", "problem", "near"), CASES)
def test_waived(
    tmp_path: Path, check: str, wrong: dict[str, Any], problem: str, near: dict[str, Any]
) -> None:
    waiver = {"waive": [{"check": check, "reason": "Made up for a test."}]}
    assert check not in [finding.check for finding in _found(tmp_path, wrong | waiver, check)]
    if near:
        unused = [found for found in _found(tmp_path, near | waiver, check) if found.check == UNUSED_WAIVER]
        assert len(unused) == 1
        assert check in unused[0].problem


BLOCKS = [
    pytest.param(
        {"max_lines": 1, "end": "the end"},
        "2 lines at least",
        {"max_lines": 2, "end": "the end"},
        id="no room",
    ),
    pytest.param({"min_lines": 10}, "10 lines at least", {"min_lines": 9}, id="fewest above most"),
    pytest.param({"max_lines": 5000}, "whole articles", {"max_lines": 50}, id="lines"),
    pytest.param({"max_chars": 50_000}, "whole articles", {"max_chars": 5000}, id="characters"),
    pytest.param({"max_fraction": 1.0}, "whole documents", {"max_fraction": 0.9}, id="share"),
]


@pytest.mark.parametrize(("wrong", "problem", "near"), BLOCKS)
def test_bounds_of_a_block(tmp_path: Path, wrong: dict[str, Any], problem: str, near: dict[str, Any]) -> None:
    (found,) = made(tmp_path, run_of_lines(**wrong))
    assert found.check == "bounds"
    assert problem in found.problem
    assert made(tmp_path, run_of_lines(**near)) == []


def test_a_block_may_repeat_anything_inside_and_find_its_literal_at_the_end(tmp_path: Path) -> None:
    assert made(tmp_path, run_of_lines(start="short", body=".+", end="see all related stories")) == []


def test_a_case_that_stays_unchanged_is_a_keep(tmp_path: Path) -> None:
    cases = [{"unchanged": "Related stories\n\nThe two men told related stories."}]
    assert made(tmp_path, run_of_lines(keeps=[], case=cases)) == []
    assert [found.check for found in made(tmp_path, run_of_lines(keeps=[]))] == ["missing-keeps"]


@pytest.mark.parametrize(
    ("file", "rule_id", "keys", "problem"),
    [
        pytest.param("test.toml", "test.good", {}, None, id="named after the file"),
        pytest.param("share.toml", "test.good", {}, "call it share.good", id="named after another"),
        pytest.param("sites/a.org.toml", "site.a", {"sites": ["a.org"]}, None, id="site"),
        pytest.param("sites/a.org.toml", "a.a", {"sites": ["a.org"]}, "call it site.a", id="site in the id"),
        pytest.param(
            "sites/a.org.toml", "site.a", {"sites": ["b.org"]}, 'sites = ["a.org"]', id="other site"
        ),
        pytest.param("sites/a.org.toml", "site.a", {}, 'sites = ["a.org"]', id="no site"),
    ],
)
def test_category(tmp_path: Path, file: str, rule_id: str, keys: dict[str, Any], problem: str | None) -> None:
    found = made(tmp_path, good(rule_id, **keys), file=file)
    assert [finding.check for finding in found] == (["category"] if problem else [])
    assert problem is None or problem in found[0].problem


def test_a_rule_that_replaces_a_shipped_one_keeps_its_id(tmp_path: Path) -> None:
    mine = write_rules(tmp_path / "mine.toml", good("comments.leave-a-comment"))
    book = load_book([mine])
    assert "category" not in [found.check for found in lint(book, ids_below(book, [mine]))]


NARROWER = [
    pytest.param({"langs": ["en"]}, {"langs": ["*"]}, True, id="all languages"),
    pytest.param({"langs": ["en"]}, {"langs": ["en", "de"]}, True, id="more languages"),
    pytest.param({"langs": ["en"]}, {"langs": ["de"]}, False, id="another language"),
    pytest.param({}, {"langs": ["de"]}, False, id="one language of all"),
    pytest.param({}, {"sites": ["a.org"]}, False, id="one site of all"),
    pytest.param({"safety": "aggressive"}, {}, True, id="safe before aggressive"),
    pytest.param({}, {"safety": "aggressive"}, False, id="aggressive is off by default"),
    pytest.param({}, {"status": "preview"}, False, id="preview is off by default"),
    pytest.param({}, {"zone": {"last-lines": 3}}, False, id="zone"),
    pytest.param({"zone": {"last-lines": 3}}, {"zone": {"last-lines": 3}}, True, id="same zone"),
    pytest.param({}, {"next": "short"}, False, id="neighbour"),
    pytest.param({}, {"unless": ["test.other"]}, False, id="ruled out at times"),
    pytest.param({"unless": ["test.other"]}, {"unless": ["test.other"]}, True, id="ruled out alike"),
    pytest.param({}, {"max_chars": 10}, False, id="too short for it"),
    pytest.param({}, {"except_": [{"pattern": "donate now!", "reason": "Ours."}]}, False, id="excepted"),
    pytest.param({"removes": []}, {}, False, id="nothing to compare"),
    pytest.param({"removes": ["Donate now", "Donate again and again"]}, {}, False, id="one more"),
]


@pytest.mark.parametrize(("narrow", "wide", "swallowed"), NARROWER)
def test_swallowed(tmp_path: Path, narrow: dict[str, Any], wide: dict[str, Any], swallowed: bool) -> None:
    wider = {"pattern": "donate (?:now|again)[.!]?", "removes": ["Donate again"]}
    found = made(tmp_path, good(**narrow), good("test.wider", **(wider | wide)), OTHER)
    assert (("test.good", "swallowed") in [finding[:2] for finding in found]) is swallowed


def test_of_two_equal_rules_one_is_named(tmp_path: Path) -> None:
    found = made(tmp_path, good("test.a"), good("test.b"), good("test.c"))
    assert [finding.rule for finding in found if finding.check == "swallowed"] == ["test.b", "test.c"]


def test_findings_are_sorted_and_of_the_rules_asked_for(tmp_path: Path) -> None:
    rules = [good(f"test.{name}", keeps=[], max_chars=500) for name in "ba"]
    book = load_book([write_rules(tmp_path / "test.toml", *rules)], shipped=False)
    assert [finding[:2] for finding in lint(book)] == [
        ("test.a", "bounds"),
        ("test.a", "missing-keeps"),
        ("test.b", "bounds"),
        ("test.b", "missing-keeps"),
        ("test.b", "swallowed"),
    ]
    assert {finding.rule for finding in lint(book, {"test.b"})} == {"test.b"}


def test_ids_below(tmp_path: Path) -> None:
    one = write_rules(tmp_path / "one.toml", good("one.a"))
    write_rules(tmp_path / "deep" / "two.toml", line(rule_id="two.b"))
    book = load_book([tmp_path])
    assert ids_below(book, [tmp_path]) == {"one.a", "two.b"}
    assert ids_below(book, [one]) == {"one.a"}
    assert ids_below(book, [tmp_path / "deep"]) == {"two.b"}


def test_every_check_is_tested() -> None:
    tested = {param.values[0] for param in CASES} | {"category"}
    assert tested == set(get_args(Check))


@pytest.mark.parametrize(
    ("waiver", "problem"),
    [
        pytest.param(
            {"check": "no-litteral", "reason": "x"}, "did you mean 'no-literal'?", id="unknown check"
        ),
        pytest.param({"check": "bounds", "reason": " "}, "waive.0.reason: is empty", id="empty reason"),
        pytest.param({"check": "bounds"}, "waive.0.reason: is missing", id="no reason"),
        pytest.param({"check": UNUSED_WAIVER, "reason": "x"}, "there is no check", id="the check of waivers"),
    ],
)
def test_bad_waiver(tmp_path: Path, waiver: dict[str, str], problem: str) -> None:
    with pytest.raises(RuleError, match=r"rule test\.good: key waive") as caught:
        made(tmp_path, good(waive=[waiver]))
    assert problem in str(caught.value)
