"""Made-up news pages: an article in the markup that such pages have around it, 30 to 150 kB each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from random import Random

from tests.benchmarks.articles import Article, articles

_SECTIONS = (
    "News",
    "Sport",
    "Business",
    "Culture",
    "Travel",
    "Science",
    "Opinion",
    "Weather",
    "Video",
    "Jobs",
)
_SCRIPT = "window.__q=window.__q||[];window.__q.push({{slot:{0},sizes:[[300,250],[728,90]],key:'k{0}'}});"
_STYLE = ".c{0}{{display:flex;margin:0 {1}px;color:#{2:06x};font:400 {1}px/1.4 sans-serif}}"
_SCRIPTS = 0.45  # of a page's bytes: scripts and styles
# The smallest and the largest page, in bytes, as the middle nine tenths of news pages are.
_LEAST, _MOST = 30_000, 150_000


def pages(seed: int) -> Iterator[str]:
    """Pages, without end; the same seed gives the same ones."""
    random = Random(f"pages {seed}")  # noqa: S311 - nothing secret
    made = articles(seed)
    for article in made:
        others = [next(made) for _ in range(random.randint(4, 9))]
        yield _page(article, others, random.randint(_LEAST, _MOST), random)


def write_pages(folder: Path, count: int, together: int, seed: int) -> None:
    """Write so many pages, so many of them in each folder below this one."""
    for number, page in zip(range(count), pages(seed), strict=False):
        file = folder / f"{number // together:03}" / f"{number:05}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, encoding="utf-8")


def _page(article: Article, others: list[Article], size: int, random: Random) -> str:
    """A page of a size: scripts, styles and rails of links grow with it, as the article does not."""
    scripts = _filler(_SCRIPT, int(size * _SCRIPTS), random)
    half = len(scripts) // 2
    head, main = _head(article), _main(article, random)
    rails, left = [_aside(others, random)], size * (1 - _SCRIPTS) - len(head) - len(main)
    while (left := left - len(rails[-1])) > 0:
        rails.append(_rail(others, random))
    lang = f' lang="{article.lang}"' if article.lang else ""
    return (
        f"<!DOCTYPE html>\n<html{lang}><head>{head}<style>{_filler(_STYLE, half // 2, random)}</style>"
        f"<script>{scripts[: half // 2]}</script></head>\n"
        f'<body class="page">{_top(random)}\n{main}\n{"".join(rails)}\n{_bottom(random)}\n'
        f"<script>{scripts[half:]}</script></body></html>\n"
    )


def _filler(form: str, size: int, random: Random) -> str:
    parts: list[str] = []
    left = size
    while left > 0:
        parts.append(form.format(len(parts), random.randint(2, 40), random.randrange(1 << 24)))
        left -= len(parts[-1])
    return "".join(parts)


def _head(article: Article) -> str:
    title = escape(article.text.split("\n")[0])
    about = {"@type": "NewsArticle", "headline": title, "datePublished": article.date, "url": article.url}
    named = [
        f'<meta property="og:{name}" content="{title}">' for name in ("title", "description", "site_name")
    ]
    icons = [f'<link rel="preload" as="image" href="/icons/{size}.png">' for size in range(16, 400, 24)]
    link = f'<link rel="canonical" href="{article.url}">' if article.url else ""
    told = f'<script type="application/ld+json">{json.dumps(about)}</script>'
    return f'<meta charset="utf-8"><title>{title}</title>{link}{"".join([*named, *icons])}{told}'


def _links(count: int, random: Random) -> str:
    return "".join(
        f'<li class="item i{at}"><a href="/{section.lower()}/{at}" data-track="nav-{at}">{section}</a></li>'
        for at, section in enumerate(random.choices(_SECTIONS, k=count))
    )


def _top(random: Random) -> str:
    menus = "".join(f'<ul class="menu">{_links(random.randint(6, 14), random)}</ul>' for _ in range(5))
    return f'<header class="top"><div class="logo"><a href="/">Home</a></div><nav>{menus}</nav></header>'


def _main(article: Article, random: Random) -> str:
    title, *parts = article.text.rstrip().split("\n\n")
    blocks = [_block(part, random) for part in parts]
    figure = '<figure><img src="/p/1.jpg" alt=""><figcaption>The scene last week</figcaption></figure>'
    blocks.insert(min(2, len(blocks)), figure)
    return (
        f'<main><article class="story"><h1>{escape(title)}</h1>'
        f'<div class="by">By <a rel="author" href="/a/1">A Reporter</a> <time>{article.date}</time></div>'
        f'<div class="body">{"".join(blocks)}</div></article></main>'
    )


def _block(part: str, random: Random) -> str:
    lines = part.split("\n")
    if len(lines) > 1:
        return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"
    words = escape(part).split(" ")
    if len(words) > 20 and random.random() < 0.4:
        at = random.randrange(len(words) - 5)
        words[at] = f'<a href="/topic/{at}" class="link">{words[at]}'
        words[at + 3] += "</a>"
    return f'<p class="text" data-at="{len(words)}">{" ".join(words)}</p>'


def _aside(others: list[Article], random: Random) -> str:
    cards = "".join(
        f'<div class="card"><a href="{other.url or "/"}"><img src="/t/{at}.jpg" loading="lazy">'
        f"<h3>{escape(other.text.split(chr(10))[0])}</h3></a>"
        f'<p class="teaser">{escape(other.text.split(chr(10))[2][:120])}</p></div>'
        for at, other in enumerate(others)
    )
    form = '<form action="/letters"><label>E-mail</label><input name="mail"><button>Go</button></form>'
    shares = "".join(f'<a class="share" href="#{at}"><svg><use href="#i{at}"/></svg></a>' for at in range(6))
    return f'<div class="shares">{shares}</div><aside class="more"><h2>More</h2>{cards}</aside>{form}'


def _rail(others: list[Article], random: Random) -> str:
    """A box of links to other articles, with all that is wrapped around them."""
    items = "".join(_rail_item(at, other, random) for at, other in enumerate(random.sample(others, k=4)))
    title = random.choice(_SECTIONS)
    return f'<section class="rail"><div class="rail-head"><h2>{title}</h2></div><ul>{items}</ul></section>'


def _bottom(random: Random) -> str:
    columns = "".join(
        f'<div class="column"><h4>{random.choice(_SECTIONS)}</h4><ul>{_links(8, random)}</ul></div>'
        for _ in range(random.randint(4, 9))
    )
    return f'<footer class="bottom">{columns}<p class="legal">All rights reserved</p></footer>'


def _rail_item(at: int, article: Article, random: Random) -> str:
    link, title = article.url or "/", escape(article.text.split("\n")[0])
    return (
        f'<li class="rail-item" data-position="{at}"><div class="thumb"><a href="{link}" tabindex="-1">'
        f'<picture><source srcset="/t/{at}.webp 1x" type="image/webp"><img src="/t/{at}.jpg" alt="">'
        f'</picture></a></div><div class="words"><span class="tag">{random.choice(_SECTIONS)}</span>'
        f'<a href="{link}" class="headline">{title}</a><span class="time">{article.date}</span></div></li>'
    )
