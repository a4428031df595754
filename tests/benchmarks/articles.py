"""Made-up articles as web pages leave them: mostly English, a third of them with lines that rules remove.

Sentences are made once, by topic, from the grammars in `words/`; an article is a new mixture of them, so
that hardly a paragraph of a large corpus comes twice. The same seed gives the same corpus.
"""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TypeVar

from cleaner.rulebook.load import load_book
from cleaner.rulebook.rule import LineRule
from tests.benchmarks.grammar import Grammar, Words

_T = TypeVar("_T")
_WORDS = Path(__file__).parent / "words"
_LANGS = {"en": 82, "de": 7, "fr": 6, "ru": 5}
# How many sentences a paragraph has.
_SIZES = (1, 1, 1, 2, 3, 4, 4, 5, 5, 6)
# Typographic marks, and what the half of all pages that has none writes instead.
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "--", "–": "-"})
_HOSTS = ("www.ellery-courier.example", "news.harbour.example", "example.org", "blog.example.net")


@dataclass(frozen=True)
class Article:
    """One record of the corpus.

    Attributes:
        id, date: for the company of the text.
        url, lang: None in a part of the records.
        text: paragraphs with blank lines between them.
    """

    id: str
    url: str | None
    lang: str | None
    date: str
    text: str

    def record(self) -> dict[str, str]:
        """The article as an object; what is unknown is left out."""
        fields = {"id": self.id, "url": self.url, "lang": self.lang, "date": self.date, "text": self.text}
        return {name: value for name, value in fields.items() if value is not None}


@dataclass(frozen=True)
class _Pool:
    """What the articles of one language and topic are made of."""

    sentences: list[str]
    marked: list[str]
    titles: list[str]
    subheads: list[str]
    items: list[str]

    def straight(self) -> _Pool:
        """The same without typographic marks."""
        lists = (self.sentences, self.marked, self.titles, self.subheads, self.items)
        return _Pool(*([text.translate(_STRAIGHT) for text in texts] for texts in lists))


def articles(seed: int, sentences: int = 4000) -> Iterator[Article]:
    """Articles of 400 to 1,000 words, without end, of so many different sentences a topic."""
    random = Random(f"articles {seed}")  # noqa: S311 - nothing secret
    pools = _pools(sentences)
    langs, weights = list(_LANGS), list(itertools.accumulate(_LANGS.values()))
    for number in itertools.count(1):
        lang = random.choices(langs, cum_weights=weights)[0]
        parts = _parts(random.choice(pools[lang]), random)
        if random.random() < 1 / 3:
            _litter(parts, _junk(lang), random)
        yield Article(
            id=f"{seed}-{number:07d}",
            url=f"https://{random.choice(_HOSTS)}/{number}" if random.random() < 0.9 else None,
            lang=lang if random.random() < 0.7 else None,
            date=f"20{random.randint(10, 25)}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}",
            text="\n\n".join(parts) + "\n" * (number % 2),
        )


def write_articles(file: Path, megabytes: float, seed: int, dump: Callable[[dict[str, str]], bytes]) -> None:
    """Write articles, each as `dump` writes its record, until a file is of some size."""
    left = megabytes * 1e6
    with file.open("wb") as sink:
        for article in articles(seed):
            left -= sink.write(dump(article.record()) + b"\n")
            if left <= 0:
                return


def _parts(pool: _Pool, random: Random) -> list[str]:
    """The paragraphs and short lines of an article, its title first."""
    chance = random.random
    left = 400 + int(600 * chance())  # words
    markdown, subheads = chance() < 0.2, chance() < 0.5
    sentences = _endless(pool.sentences, random)
    parts = ["# " * markdown + random.choice(pool.titles)]
    if chance() < 0.3:
        parts.append(random.choice(pool.items))
    for size in _endless(_SIZES, random):
        chosen = list(itertools.islice(sentences, size))
        if markdown and chance() < 0.25:
            chosen[-1] = random.choice(pool.marked)
        parts.append(" ".join(chosen))
        left -= parts[-1].count(" ") + 1
        if left <= 0:
            break
        if subheads and chance() < 0.2:
            parts.append("## " * markdown + random.choice(pool.subheads))
        elif chance() < 0.04:
            parts.append("\n".join(f"- {item}" for item in random.choices(pool.items, k=4)))
    return parts


def _endless(texts: Sequence[_T], random: Random) -> Iterator[_T]:
    """Any of some values, again and again; drawn by the dozen, which is faster."""
    return itertools.chain.from_iterable(random.choices(texts, k=12) for _ in itertools.count())


def _litter(parts: list[str], junk: list[str], random: Random) -> None:
    """Put one to six junk lines into an article, most of them at its end."""
    lines = random.choices(junk, k=random.randint(1, 6))
    if random.random() < 0.3:
        parts.insert(random.randint(1, len(parts)), lines.pop())
    gap = random.choice(("\n", "\n\n"))
    if lines:
        parts.append(gap.join(lines))


@functools.cache
def _junk(lang: str) -> list[str]:
    """Lines that the shipped rules prove to remove wherever they stand in a text of some language."""
    rules = (rule for rule in load_book().rules if isinstance(rule, LineRule))
    plain = (rule for rule in rules if rule.safety == "safe" and not rule.contextual)
    spoken = (rule for rule in plain if rule.langs is None or {"*", lang} & set(rule.langs))
    return [line for rule in spoken for line in rule.removes]


@functools.cache
def _pools(sentences: int) -> dict[str, list[_Pool]]:
    """The pools of each language, one a topic, each with typographic marks and without."""
    random = Random("pools")  # noqa: S311 - nothing secret
    found: dict[str, list[_Pool]] = {}
    for lang in _LANGS:
        curly = [_pool(grammar, lang, sentences, random) for grammar in _grammars(lang)]
        found[lang] = [*curly, *(pool.straight() for pool in curly)]
    return found


def _grammars(lang: str) -> list[Grammar]:
    table = tomllib.loads((_WORDS / f"{lang}.toml").read_text(encoding="utf-8"))
    topics: dict[str, Words] = table.get("topics", {"all": {}})
    return [Grammar.of({**table["words"], **topic}) for topic in topics.values()]


def _pool(grammar: Grammar, lang: str, size: int, random: Random) -> _Pool:
    def some(name: str, count: int) -> list[str]:
        return [_tidy(text, lang) for text in grammar.phrases(name, count, random)]

    sentences = some("sentence", size)
    marked = [_marked(sentence, random) for sentence in sentences[: size // 10]]
    return _Pool(sentences, marked, some("title", 300), some("subhead", 200), some("item", 400))


_FIRST_LETTER = re.compile(r"^\W*\w")
# Articles and plurals that the grammar spells the regular way only.
_ENGLISH = (
    (re.compile(r"\b([Aa]) (?=[aeiou])"), r"\1n "),
    (re.compile(r"(?<=[a-z][^aeiou\W])ys\b"), "ies"),
    (re.compile(r"(?<=[a-z])(x|ch|sh|ss)s\b"), r"\1es"),
)


def _tidy(text: str, lang: str) -> str:
    for wrong, right in _ENGLISH if lang == "en" else ():
        text = wrong.sub(right, text)
    return _FIRST_LETTER.sub(lambda first: first.group().upper(), text)


def _marked(sentence: str, random: Random) -> str:
    """A sentence with a Markdown link or emphasis on some of its words."""
    words = sentence.split(" ")
    at = random.randrange(max(1, len(words) - 3))
    form = random.choice(("[{}](https://example.org/{})", "**{}**", "*{}*", "_{}_"))
    return " ".join([*words[:at], form.format(" ".join(words[at : at + 3]), at), *words[at + 3 :]])
