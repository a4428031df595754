"""Observing rules at a document."""

from __future__ import annotations

from cleaner.engine.observe import Observation, observe
from cleaner.text.document import Document
from tests.helpers import Build, cue, line, rule

TEXT = Document("Junk ahoy\n\nThe junk lay in the bay.\n\nJunk ahoy\n\nThe mill was sold.\n")


def test_lines_are_tried_where_a_literal_is(build: Build) -> None:
    seen = observe(build(line("junk ahoy[.!]?")), TEXT)
    assert dict(seen.looked) == {"test.junk": 2}
    assert [match.first for match in seen.matches["test.junk"]] == [0, 2]
    assert seen.seconds["test.junk"] > 0


def test_a_rule_without_literals_is_tried_on_every_line(build: Build) -> None:
    assert observe(build(line(r"\d+")), TEXT).looked == {"test.junk": 4}


def test_what_the_rule_needs_is_observed_too(build: Build) -> None:
    rules = line("junk ahoy", requires={"rule": "test.cue", "within-lines": 1}), cue("the mill .{1,20}")
    seen = observe(build(*rules), TEXT)
    assert seen.looked == {"test.junk": 2, "test.cue": 1}
    assert [match.first for match in seen.matches["test.junk"]] == [2]


def test_nothing_is_seen_where_nothing_can_match(build: Build) -> None:
    assert observe(build(line("junk ahoy")), Document("The mill was sold.\n")) == Observation()


def test_nothing_is_seen_of_a_document_that_takes_too_long(build: Build) -> None:
    assert observe(build(line("junk ahoy")), TEXT) != Observation()
    assert observe(build(line("junk ahoy"), time_limit=1e-9), TEXT) == Observation()


def test_a_run_is_observed_where_it_has_its_anchors(build: Build) -> None:
    run = rule("test.run", "run", anchors=["test"], body="label", max_lines=9, max_chars=99, max_fraction=1)
    cleaner = build(line(), run)
    seen = observe(cleaner, Document("JUNK\n\na\n\nJUNK\n"))
    assert [(match.first, match.last) for match in seen.matches["test.run"]] == [(0, 2)]
    assert "test.run" not in observe(cleaner, Document("a\n\nb\n")).matches
