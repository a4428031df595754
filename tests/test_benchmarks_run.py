"""The benchmarks measure what they say: their texts and rules are sound, and a miss shows in the table."""

from __future__ import annotations

import itertools
import json
import re
import sys
from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.rulebook.book import RulePack
from cleaner.rulebook.load import load_pack
from cleaner.rulebook.patterns import compiled
from cleaner.rulebook.rule import LineRule
from cleaner.text.view import view
from tests.benchmarks.__main__ import FIGURES, main
from tests.benchmarks.articles import Article, articles
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures.startup import hook
from tests.benchmarks.furniture import write_furniture
from tests.benchmarks.grammar import Grammar
from tests.benchmarks.table import Row, Target, table
from tests.benchmarks.timing import FailedError, by_turns, run

SENTENCES = 50


def some(count: int, seed: int = 7) -> list[Article]:
    return list(itertools.islice(articles(seed, SENTENCES), count))


@pytest.fixture(scope="module")
def furniture(tmp_path_factory: pytest.TempPathFactory) -> RulePack:
    file = tmp_path_factory.mktemp("rules") / "furniture.toml"
    write_furniture(file, 150, seed=7)
    return load_pack(file)


def test_the_same_seed_gives_the_same_articles() -> None:
    assert some(20) == some(20) != some(20, seed=8)


def test_articles_are_of_a_length_and_in_several_languages() -> None:
    made = some(300)
    words = sorted(len(article.text.split()) for article in made)
    assert 380 < words[10] < words[-10] < 1200
    assert {article.lang for article in made} == {None, "en", "de", "fr", "ru"}
    assert any(article.url is None for article in made)
    text = "".join(article.text for article in made)
    assert [mark for mark in ("“", '"', "—", "é", "ü", "**", "](", "\n- ") if mark not in text] == []


def test_about_a_third_of_the_articles_hold_junk_that_goes(shipped: Cleaner) -> None:
    made = some(100)
    changed = [shipped.clean(article.text, article.url, article.lang).changed for article in made]
    assert 0.2 < sum(changed) / len(changed) < 0.5


def test_no_brace_is_left_unfilled() -> None:
    assert not [article for article in some(100) if re.search(r"\{\w+\}", article.text)]


def test_a_grammar_refuses_an_unknown_list() -> None:
    with pytest.raises(ValueError, match="nuon"):
        Grammar.of({"sentence": ["the {nuon}"], "noun": ["hill"]})


@pytest.mark.parametrize("escaped", [False, True], ids=["utf-8", "escaped"])
def test_both_forms_hold_the_same_records(tmp_path: Path, escaped: bool) -> None:
    file = Bench(tmp_path, seed=7, escaped=escaped).articles(0.02)
    lines = file.read_bytes().splitlines()
    assert file.stat().st_size >= 20_000
    assert (b"\\u" in lines[0]) is escaped
    first = next(articles(7))
    assert json.loads(lines[0]) == first.record()


def test_made_up_rules_are_different_and_do_what_they_say(furniture: RulePack) -> None:
    rules = [rule for rule in furniture.rules if isinstance(rule, LineRule)]
    assert len({rule.pattern for rule in rules}) == len(rules) == 150
    for rule in rules:
        assert all(compiled(rule.pattern).fullmatch(view(line)) for line in rule.removes), rule.id
        assert not any(compiled(rule.pattern).fullmatch(view(line)) for line in rule.keeps), rule.id


@pytest.mark.parametrize(
    ("target", "value", "measured"),
    [
        pytest.param(Target("most", 2), 1.5, "1.5×", id="low enough"),
        pytest.param(Target("most", 2), 2.5, "2.5× (missed)", id="too high"),
        pytest.param(Target("least", 30), 1234.5, "1234×", id="high enough"),
        pytest.param(Target("least", 30), 29.9, "29.9× (missed)", id="too low"),
        pytest.param(Target("most", 300, "MB"), 120.04, "120 MB", id="an amount"),
        pytest.param(Target("most", 2), None, "not measured", id="not installed"),
    ],
)
def test_the_table_says_what_was_missed(target: Target, value: float | None, measured: str) -> None:
    row = Row("1. a figure", target, value, "3 s : 2 s")
    assert row.missed is ("missed" in measured)
    assert table([row]).splitlines()[-1] == f"| 1. a figure | {target} | {measured} | 3 s : 2 s |"


def test_a_command_is_timed_and_a_failure_is_no_figure(tmp_path: Path) -> None:
    ran = run([sys.executable, "-c", "import time; time.sleep(0.1); print('{}')"], tmp_path)
    assert 0.1 <= ran.seconds < 5
    assert 2e6 < ran.peak < 100e6
    assert ran.json() == {}
    with pytest.raises(FailedError, match="the reason"):
        run([sys.executable, "-c", "raise SystemExit('the reason')"], tmp_path)


def test_sides_take_turns() -> None:
    turns: list[str] = []
    by_turns({"a": lambda: turns.append("a"), "b": lambda: turns.append("b")}, 2)
    assert turns == ["a", "b", "a", "b"]


def test_the_hook_that_is_timed_is_the_one_that_runs() -> None:
    program, *options = hook()
    assert Path(program).is_file()
    assert options


def test_an_unknown_figure_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--only", "copy,cofee"])
    assert "no such figure: cofee" in capsys.readouterr().err


def test_a_run_prints_its_table(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setitem(FIGURES, "copy", lambda bench: iter([Row("1", Target("most", 2), bench.repeat, "-")]))
    assert main(["--only", "copy", "--repeat", "2", "--folder", str(tmp_path)]) == 0
    assert main(["--only", "copy", "--repeat", "3", "--folder", str(tmp_path)]) == 1
    assert "3× (missed)" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []
