"""Made-up rules: thousands of plausible line rules about the furniture of web sites, in several languages."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.benchmarks.grammar import Grammar

_WORDS = Path(__file__).parent / "words" / "furniture.toml"
_MAX_CHARS = 100


@dataclass(frozen=True)
class _Language:
    """What the rules of one language are made of.

    Attributes:
        name: its BCP 47 tag.
        share: how many rules of a hundred are in it.
        grammar: makes the parts of labels.
        after: what makes prose of a label.
        articles: what may stand before an object.
    """

    name: str
    share: int
    grammar: Grammar
    after: Sequence[str]
    articles: Sequence[str]


def write_furniture(file: Path, count: int, seed: int) -> None:
    """Write a rule file of made-up line rules, no two with the same pattern."""
    random = Random(f"rules {seed}")  # noqa: S311 - nothing secret
    languages = _languages()
    shares = [language.share for language in languages]
    rules: dict[str, str] = {}
    while len(rules) < count:
        language = random.choices(languages, shares)[0]
        pattern, removes, keeps = _rule(language, random)
        if pattern not in rules and len(removes) < _MAX_CHARS:
            rules[pattern] = "\n".join(_table(len(rules) + 1, language.name, pattern, removes, keeps))
    file.write_text("\n\n".join(["schema = 1", *rules.values(), ""]), encoding="utf-8")


def _languages() -> list[_Language]:
    table = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return [
        _Language(
            name,
            given["share"],
            Grammar.of(given["words"] | {"after": given["after"]}),
            given["after"],
            given["words"]["article"],
        )
        for name, given in table.items()
    ]


def _rule(language: _Language, random: Random) -> tuple[str, str, str]:
    """A pattern, a line that it removes, and prose that it keeps."""

    def some(name: str) -> str:
        return language.grammar.phrase(name, random)

    verbs = sorted({some("verb") for _ in range(random.randint(1, 3))})
    objects = sorted({some("object") for _ in range(random.choice((1, 1, 1, 2)))})
    article = f"(?:{'|'.join(sorted(random.sample(language.articles, 2)))})?" if random.random() < 0.6 else ""
    opener = f"(?:{some('opener')} )?" if random.random() < 0.4 else ""
    tail = f"(?: {_any(sorted({some('tail'), some('tail')}))})?" if random.random() < 0.5 else ""
    pattern = f"{opener}{_any(verbs)} {article}{_any(objects)}{tail}[.!:]?"
    removes = f"{verbs[0]} {objects[-1]}".capitalize()
    return pattern, removes, removes + some("after")


def _any(phrases: Sequence[str]) -> str:
    return phrases[0] if len(phrases) == 1 else f"(?:{'|'.join(phrases)})"


def _table(number: int, lang: str, pattern: str, removes: str, keeps: str) -> Iterator[str]:
    yield "[[rule]]"
    for key, value in (
        ("id", f"furniture.{lang}-{number:04d}"),
        ("kind", "line"),
        ("description", "Made up for a benchmark."),
        ("langs", [lang]),
        ("pattern", pattern),
        ("max-chars", _MAX_CHARS),
        ("removes", [removes]),
        ("keeps", [keeps]),
    ):
        yield f"{key} = {json.dumps(value, ensure_ascii=False)}"
