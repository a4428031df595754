"""RuleBook: packs put together, in an order and with a hash that depend on the rules alone."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.errors import RuleError
from cleaner.rulebook.book import RuleBook, RulePack
from cleaner.rulebook.kinds import RunRule
from cleaner.rulebook.load import load_book, load_pack
from tests.helpers import block, cue, line, rule, write_rules

SHIPPED_ID = "comments.leave-a-comment"


def pack(tmp_path: Path, name: str, *rules: str) -> RulePack:
    return load_pack(write_rules(tmp_path / f"{name}.toml", *rules))


def test_a_users_rule_replaces_a_shipped_one(tmp_path: Path) -> None:
    own = write_rules(tmp_path / "mine.toml", line("trash", SHIPPED_ID))
    shipped, book = load_book(), load_book([own])
    assert book.replaced == (SHIPPED_ID,)
    assert book.pack_of[SHIPPED_ID] == "mine"
    assert len(book) == len(shipped)
    assert shipped.replaced == ()
    cleaner = Cleaner(rules=[own])
    assert cleaner.clean("A\n\nLeave a comment\n\nTRASH\n").text == "A\n\nLeave a comment\n"


def test_replacing_without_the_shipped_packs_replaces_nothing(tmp_path: Path) -> None:
    own = write_rules(tmp_path / "mine.toml", line("trash", SHIPPED_ID))
    assert load_book([own], shipped=False).replaced == ()


def test_other_shipped_rules_stay(tmp_path: Path) -> None:
    book = load_book([write_rules(tmp_path / "mine.toml", line())])
    assert book.replaced == ()
    assert {rule.id for rule in book.rules} == {rule.id for rule in load_book().rules} | {"test.junk"}


def test_a_users_rule_may_require_a_shipped_one(tmp_path: Path) -> None:
    needs = line("weak", "test.weak", requires={"rule": SHIPPED_ID, "within-lines": 1})
    cleaner = Cleaner(rules=[write_rules(tmp_path / "mine.toml", needs)])
    assert cleaner.clean("A\n\nweak\n\nB\n\nLeave a comment\n\nweak\n").text == "A\n\nweak\n\nB\n"


def test_two_packs_of_a_user_may_not_define_the_same_rule(tmp_path: Path) -> None:
    first = write_rules(tmp_path / "first.toml", line())
    second = write_rules(tmp_path / "second.toml", line("other"))
    with pytest.raises(RuleError) as caught:
        load_book([first, second], shipped=False)
    (defect,) = caught.value.defects
    assert "rule test.junk: key id" in defect
    assert "first" in defect
    assert "second" in defect


def test_duplicates_between_packs_name_both_files(tmp_path: Path) -> None:
    first = write_rules(tmp_path / "first" / "a.toml", line()).parent
    second = write_rules(tmp_path / "second" / "b.toml", line()).parent
    with pytest.raises(RuleError) as caught:
        load_book([first, second], shipped=False)
    assert str(first / "a.toml") in str(caught.value)
    assert str(second / "b.toml") in str(caught.value)


def test_missing_company_names_the_nearest_rule(tmp_path: Path) -> None:
    rules = [line(requires={"rule": "test.sing", "within-lines": 1}), cue("sign", "test.sign")]
    with pytest.raises(RuleError, match=r"test\.junk: key requires.*'test\.sing'.*did you mean 'test\.sign'"):
        RuleBook.of([pack(tmp_path, "a", *rules)])


def test_a_circle_of_rules_that_rule_each_other_out(tmp_path: Path) -> None:
    circle = [line(rule_id=f"test.{one}", unless=[f"test.{two}"]) for one, two in ("ab", "ba")]
    with pytest.raises(RuleError, match="key unless: the rules test"):
        RuleBook.of([pack(tmp_path, "a", *circle)])


def test_what_rules_out_is_no_cue_of_a_run(tmp_path: Path) -> None:
    wide = {"body": "label", "max_lines": 9, "max_chars": 900, "max_fraction": 1.0}
    rules = [
        line(unless=["test.cue"]),
        cue("sign"),
        cue("hint", "test.hint"),
        rule("test.run", "run", anchors=["ALL"], cues=["ALL"], **wide),
    ]
    found = RuleBook.of([pack(tmp_path, "a", *rules)]).get("test.run")
    assert isinstance(found, RunRule)
    assert (found.anchors, found.cues) == (("test.junk",), ("test.hint",))


def test_a_circle_over_three_rules_is_named(tmp_path: Path) -> None:
    circle = [
        line(rule_id=f"test.{one}", requires={"rule": f"test.{two}", "within-lines": 1})
        for one, two in ("ab", "bc", "ca")
    ]
    with pytest.raises(RuleError) as caught:
        RuleBook.of([pack(tmp_path, "a", *circle)])
    assert all(f"test.{letter}" in str(caught.value) for letter in "abc")
    assert "require each other" in str(caught.value)


def test_each_rule_comes_after_what_it_requires_then_by_id(tmp_path: Path) -> None:
    rules = [
        line(rule_id="test.a", requires={"rule": ["test.z", "test.m"], "within-lines": 1}),
        line(rule_id="test.m", requires={"rule": "test.z", "within-lines": 1}),
        cue("sign", "test.z"),
        line(rule_id="test.k"),
        line(rule_id="test.b"),
    ]
    orders = set()
    for seed in range(10):
        random.Random(seed).shuffle(rules)  # noqa: S311
        orders.add(tuple(rule.id for rule in RuleBook.of([pack(tmp_path, "a", *rules)]).rules))
    (order,) = orders
    assert order.index("test.z") < order.index("test.m") < order.index("test.a")
    assert order.index("test.b") < order.index("test.k")


def test_get(tmp_path: Path) -> None:
    book = RuleBook.of([pack(tmp_path, "a", line(aliases=["test.rubbish"]), line("x", "test.other"))])
    assert book.get("test.junk").id == "test.junk"
    assert book.get("test.rubbish").id == "test.junk"
    with pytest.raises(RuleError, match=r"no rule 'test\.jnk'; did you mean 'test\.junk'"):
        book.get("test.jnk")


def test_digest_does_not_depend_on_order_or_files(tmp_path: Path) -> None:
    rules = [line(), line("x", "test.other"), block(body="short")]
    one = RuleBook.of([pack(tmp_path, "one", *rules)])
    turned = RuleBook.of([pack(tmp_path, "turned", *rules[::-1])])
    spread = RuleBook.of([], [pack(tmp_path, f"part{number}", rule) for number, rule in enumerate(rules)])
    assert one.digest() == turned.digest() == spread.digest()
    assert one.digest().startswith("sha256:")


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param([line("junk")], id="pattern"),
        pytest.param([line(max_chars=50)], id="bound"),
        pytest.param([line(description="Other words.")], id="description"),
        pytest.param([line(rule_id="test.other")], id="id"),
        pytest.param([line(safety="aggressive")], id="safety"),
        pytest.param([cue(r"junk(?: \d+)?", "test.junk")], id="kind"),
        pytest.param([line(), line("x", "test.other")], id="another rule"),
        pytest.param([], id="no rule"),
    ],
)
def test_digest_depends_on_content(tmp_path: Path, changed: list[str]) -> None:
    before = RuleBook.of([pack(tmp_path, "before", line())])
    after = RuleBook.of([pack(tmp_path, "after", *changed)]) if changed else RuleBook.of([])
    assert before.digest() != after.digest()
