"""Explaining: each cut with its pass and view, each near miss with what stopped it."""

from __future__ import annotations

from typing import Any

import pytest

from cleaner import Document
from cleaner.engine.explain import Explanation, explain
from cleaner.rulebook.keeplist import Keep, KeepList, digest_of
from tests.helpers import Build, block, cue, line, rule

PROSE = "The ferry left the harbour shortly after seven, half an hour behind its timetable.\n"


def _explained(
    build: Build, text: str, *rules: str, document: dict[str, Any] | None = None, **options: Any
) -> Explanation:
    return explain(build(*rules, **options), Document(text, **(document or {})))


def _obstacles(explanation: Explanation) -> list[tuple[str, str, str]]:
    return [(miss.rule, miss.line, miss.obstacle) for miss in explanation.misses]


# Cuts


def test_a_cut_names_rule_span_pass_and_view(build: Build) -> None:
    text = f"{PROSE}\n### **Junk&nbsp;7**\n"
    (note,) = _explained(build, text, line()).cuts
    assert (note.removal.rule, note.number, note.views) == ("test.junk", 1, ("junk 7",))
    assert (note.removal.start, note.removal.end) == (len(PROSE), len(text))
    assert note.removal.text == "\n### **Junk&nbsp;7**\n"


def test_a_block_has_a_view_for_each_line(build: Build) -> None:
    text = f"{PROSE}\nStart here\n\n- One\n- Two\n\n{PROSE}"
    (note,) = _explained(build, text, block(body="short")).cuts
    assert note.views == ("start here", "one", "two")


def test_passes_are_counted(build: Build) -> None:
    rules = (line("junk", "test.first"), line("promo", "test.second", next="the end"))
    notes = _explained(build, f"{PROSE}\nPromo\n\nJunk\n\nThe end\n", *rules).cuts
    assert [(note.removal.rule, note.number) for note in notes] == [("test.second", 2), ("test.first", 1)]


def test_a_cut_around_an_earlier_one_is_told_piece_by_piece(build: Build) -> None:
    rules = (line("junk", "test.first"), block(body="item", min_lines=2, rule_id="test.around"))
    notes = _explained(build, f"{PROSE}\nStart here\nJunk\nItem\n\n{PROSE}", *rules).cuts
    told = [(note.removal.rule, note.number, note.removal.text.strip()) for note in notes]
    assert ("test.first", 1, "Junk") in told
    assert [rule for rule, _, _ in told].count("test.around") >= 1
    assert "".join(note.removal.text for note in notes) == "Start here\nJunk\nItem\n\n"


def test_cuts_are_those_of_the_result(build: Build) -> None:
    engine = build(line(), block(body="short"))
    document = Document(f"{PROSE}\nJunk\n\nStart here\nA\n\n{PROSE}\nJunk 7\n")
    result = engine.clean_document(document)
    assert len(result.removals) == 3
    assert tuple(note.removal for note in explain(engine, document).cuts) == result.removals


# Near misses

_ENDLESS = block(start="start here", end="that is all", rule_id="test.block")


@pytest.mark.parametrize(
    ("rule", "text", "obstacle"),
    [
        pytest.param(
            line("junk .+", max_chars=8),
            "Junk and more",
            "its view has 13 characters, more than max-chars (8)",
            id="length",
        ),
        pytest.param(line(zone={"first-lines": 1}), "Junk", "it stands outside the zone", id="zone"),
        pytest.param(line(prev="promo"), "Junk", "the line before it is not what prev asks for", id="prev"),
        pytest.param(line(next="promo"), "Junk", "the line after it is not what next asks for", id="next"),
        pytest.param(
            line(except_=[{"pattern": "junk 7", "reason": "A boat."}]),
            "Junk 7",
            "it is an exception: A boat.",
            id="exception",
        ),
        pytest.param(
            line(safety="aggressive"),
            "Junk",
            "the rule is not selected (its safety is aggressive)",
            id="aggressive",
        ),
        pytest.param(
            line(safety="report"), "Junk", "the rule is not selected (its safety is report)", id="report"
        ),
        pytest.param(line(status="preview"), "Junk", "the rule is a preview; select its id", id="preview"),
        pytest.param(
            line(langs=["de"]),
            "Junk",
            "the rule does not count for this language, site or format",
            id="language",
        ),
        pytest.param(
            line(sites=["a.example"]),
            "Junk",
            "the rule does not count for this language, site or format",
            id="site",
        ),
        pytest.param(
            line(formats=["jsonl"]),
            "Junk",
            "the rule does not count for this language, site or format",
            id="format",
        ),
        pytest.param(
            _ENDLESS,
            "Start here\n\nA\n\nB",
            "no end was found in 3 lines that may follow it",
            id="missing end",
        ),
        pytest.param(
            block(body="item", min_lines=3),
            "Start here",
            "the block has 1 line, fewer than min-lines (3)",
            id="short",
        ),
        pytest.param(
            block(body="short", max_lines=2),
            "Start here\nA\nB",
            "the block has more than max-lines (2)",
            id="lines",
        ),
        pytest.param(
            block(body="short", max_chars=9),
            "Start here",
            "the block has 10 characters, more than max-chars (9)",
            id="characters",
        ),
        pytest.param(
            block("tail", body="item"),
            "Start here",
            "it does not reach the end of the document: 0 lines after it the body stops",
            id="tail",
        ),
        pytest.param(block("head", body="item"), "Start here", "it does not begin the document", id="head"),
        pytest.param(
            block(body="item", max_fraction=0.05),
            "Start here",
            "the block is 6% of the document, more than max-fraction (5%)",
            id="fraction",
        ),
        pytest.param(
            block(body="short", except_=[{"pattern": "boat", "reason": "A boat."}]),
            "Start here\nBoat",
            "it is an exception: A boat.",
            id="exception in a block",
        ),
    ],
)
def test_what_stopped_a_rule(build: Build, rule: str, text: str, obstacle: str) -> None:
    whole = f"{PROSE}\n{text}\n\n{PROSE}"
    explanation = _explained(build, whole, rule, document={"lang": "en"})
    assert explanation.cuts == ()
    first = text.partition("\n")[0]
    (miss,) = explanation.misses
    assert (miss.line, miss.obstacle) == (first, obstacle)
    assert (miss.offset, miss.view) == (len(PROSE) + 1, first.lower())


@pytest.mark.parametrize(
    ("text", "obstacle"),
    [
        pytest.param(f"---\njunk\n---\n{PROSE}", "it is protected", id="front matter"),
        pytest.param(f"{PROSE}\n```\njunk\n```\n", "it is protected", id="code"),
    ],
)
def test_protected_lines(build: Build, text: str, obstacle: str) -> None:
    assert _obstacles(_explained(build, text, line())) == [("test.junk", "junk", obstacle)]


@pytest.mark.parametrize(
    ("options", "obstacle"),
    [
        pytest.param({"ignore": ["test"]}, "the rule is not selected", id="ignored"),
        pytest.param({"select": ["test.other"]}, "the rule is not selected", id="others selected"),
        pytest.param(
            {"per_file_ignores": {"a.*": ["test.junk"]}},
            "the rule is ignored for this file (per-file-ignores)",
            id="for this file",
        ),
        pytest.param(
            {"keep": KeepList([Keep("test.junk", digest_of("junk"), "*", "A boat of this name.")])},
            "the keep list keeps it: A boat of this name.",
            id="kept",
        ),
    ],
)
def test_selection_and_keep_list(build: Build, options: dict[str, Any], obstacle: str) -> None:
    rules = (line(), line("never", "test.other"))
    explanation = _explained(build, f"{PROSE}\nJunk\n", *rules, document={"path": "a.txt"}, **options)
    assert _obstacles(explanation) == [("test.junk", "Junk", obstacle)]


@pytest.mark.parametrize("keys", [{"safety": "aggressive"}, {"status": "preview"}])
def test_an_ignored_rule_is_not_said_to_be_too_bold_or_too_new(build: Build, keys: dict[str, Any]) -> None:
    options: dict[str, Any] = {
        "safety": "aggressive",
        "extend_select": ["test.junk"],
        "ignore": ["test.junk"],
    }
    explanation = _explained(build, f"{PROSE}\nJunk\n", line(**keys), **options)
    assert _obstacles(explanation) == [("test.junk", "Junk", "the rule is not selected")]


def test_missing_company(build: Build) -> None:
    rules = (
        line(requires={"rule": ["test.cue", "test.sign"], "within-lines": 2}),
        cue("hint"),
        cue("sign", "test.sign"),
    )
    lonely = _explained(build, f"{PROSE}\nJunk\n\n{PROSE}\n{PROSE}\nHint\n", *rules)
    wanted = "it needs a match of test.cue or test.sign within 2 lines"
    assert _obstacles(lonely) == [("test.junk", "Junk", wanted)]
    assert _explained(build, f"{PROSE}\nJunk\n\n{PROSE}\nHint\n", *rules).misses == ()


@pytest.mark.parametrize(("count", "more"), [(3, ""), (4, " or 1 other"), (6, " or 3 others")])
def test_of_much_company_some_is_named(build: Build, count: int, more: str) -> None:
    cues = [cue(f"hint {number}", f"test.{number}") for number in range(count)]
    rules = (line(requires={"rule": [f"test.{number}" for number in range(count)], "within-lines": 1}), *cues)
    wanted = f"it needs a match of test.0 or test.1 or test.2{more} within 1 line"
    assert _obstacles(_explained(build, f"{PROSE}\nJunk\n", *rules)) == [("test.junk", "Junk", wanted)]


def test_an_exception_to_sentences(build: Build) -> None:
    spared = rule(
        "test.inline",
        "inline",
        pattern=r"sign up here\.",
        at="end",
        except_=[{"pattern": "the .*", "reason": "a story"}],
    )
    text = "The keeper counted the ships twice a day. Sign up here."
    ((_, _, obstacle),) = _obstacles(_explained(build, f"{text}\n", spared))
    assert "a story" in obstacle


def test_company_that_does_not_count_here(build: Build) -> None:
    rules = (line(requires={"rule": "test.cue", "within-lines": 2}), cue("hinweis", langs=["de"]))
    text = f"{PROSE}\nJunk\n\nHinweis\n"
    engine = build(*rules)
    assert not engine.clean(text, lang="en").removals
    (miss,) = explain(engine, Document(text, lang="en")).misses
    assert (miss.rule, miss.obstacle) == ("test.junk", "it needs a match of test.cue within 2 lines")


def test_what_rules_a_rule_out(build: Build) -> None:
    rules = (line(unless=["test.cue"]), cue("licen[cs]e"))
    explanation = _explained(build, f"{PROSE}\nJunk\n\n{PROSE}\nLicence\n", *rules)
    wanted = "the document has a match of test.cue, which rules it out"
    assert _obstacles(explanation) == [("test.junk", "Junk", wanted)]


def test_offsets_after_a_cut_are_those_of_the_original(build: Build) -> None:
    text = f"{PROSE}\nJunk\n\n{PROSE}\nPromo\n\n{PROSE}"
    explanation = _explained(build, text, line(), line("promo", "test.promo", next="nothing"))
    (miss,) = explanation.misses
    assert text[miss.offset :].startswith("Promo")


def test_nothing_came_near(build: Build) -> None:
    assert _explained(build, PROSE, line()) == Explanation((), ())


def test_an_ignored_rule_that_is_slow_does_not_stop_the_explanation(build: Build) -> None:
    slow = line("(?:a|aa)+[!?]", "slow.one")
    text = f"{PROSE}\nJunk\n\n{'a' * 90}\n"
    explanation = _explained(build, text, line(), slow, ignore=["slow"], time_limit=0.05)
    assert [note.removal.rule for note in explanation.cuts] == ["test.junk"]
