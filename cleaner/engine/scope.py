"""Scope: whether a rule counts for a document, by its language, host and format."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

from cleaner.rulebook.rule import Rule
from cleaner.text.document import Document
from cleaner.text.languages import tag_of

_WITH_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
# As in mailto: or urn:, not a host with its port.
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d+(?:/|$))", re.IGNORECASE)
# Of how many formats with a language to remember the rules; a corpus has a few.
_KINDS = 1 << 8


class Scope:
    """Which of some rules count for which documents; the rules go by their places."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._known: dict[tuple[str, str | None], frozenset[int]] = {}

    def among(self, places: Iterable[int], document: Document) -> list[int]:
        """Those of some places whose rules count for a document, in order."""
        rules, counting = self._rules, self._of(document.format, document.lang)
        # Of sites there may be rules by the thousand, so that only those are looked at that are asked for.
        return [
            place
            for place in places
            if place in counting and ((sites := rules[place].sites) is None or _belongs(sites, document.url))
        ]

    def _of(self, format_: str, lang: str | None) -> frozenset[int]:
        """The places of those that run on documents of a format and language."""
        kind = (format_, lang)
        places = self._known.get(kind)
        if places is None:
            if len(self._known) >= _KINDS:
                self._known.clear()
            fitting = (place for place, rule in enumerate(self._rules) if _reads(rule, *kind))
            places = self._known[kind] = frozenset(fitting)
        return places


def in_scope(rule: Rule, document: Document) -> bool:
    """Whether a rule runs on a document.

    A rule's languages count only where the document's is given; its sites only match a known host.
    """
    return _reads(rule, document.format, document.lang) and (
        rule.sites is None or _belongs(rule.sites, document.url)
    )


def _reads(rule: Rule, format_: str, lang: str | None) -> bool:
    """Whether a rule runs on documents of a format and language."""
    fits = rule.formats is None or format_ in rule.formats
    return fits and (rule.langs is None or _speaks(rule.langs, lang))


@functools.lru_cache(maxsize=1 << 12)  # many rules name the same languages
def _speaks(langs: tuple[str, ...], lang: str | None) -> bool:
    known = tag_of(lang or "")
    if not known or "*" in langs:
        return True
    return any(_covers(own, known) or _covers(known, own) for own in map(tag_of, langs))


def _covers(wide: str, narrow: str) -> bool:
    """Whether one language tag is the other or a wider form of it (`zh` covers `zh-hant`)."""
    return narrow == wide or narrow.startswith(f"{wide}-")


def _belongs(sites: tuple[str, ...], url: str | None) -> bool:
    host = host_of(url)
    return host is not None and any(host == site or host.endswith(f".{site}") for site in sites)


def host_of(url: str | None) -> str | None:
    """The host of an address in lower case, without port; also of one without scheme. None if unknown."""
    if not url:
        return None
    from urllib.parse import urlsplit  # noqa: PLC0415 - most documents tell no address

    url = url.strip()
    if not _WITH_HOST.match(url):
        if _OTHER_SCHEME.match(url):
            return None
        url = f"//{url}"
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.rstrip(".") or None if host else None
