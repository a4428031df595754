"""Scope: languages count only when the document's is known, sites only when its host is."""

from __future__ import annotations

import pytest

from cleaner import Document
from cleaner.engine.scope import host_of
from tests.helpers import Build, line

TEXT = "A\n\nJUNK\n\nB"


def fires(build: Build, rule: str, **origin: str | None) -> bool:
    return build(rule).clean_document(Document(TEXT, **origin)).changed  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("langs", "lang", "expected"),
    [
        pytest.param(["en"], "en", True, id="the same"),
        pytest.param(["en"], "de", False, id="another"),
        pytest.param(["en", "de"], "de", True, id="one of several"),
        pytest.param(["en"], None, True, id="unknown runs every rule"),
        pytest.param(["en"], "", True, id="empty is unknown"),
        pytest.param(["en"], "und", True, id="und is unknown"),
        pytest.param(["*"], "de", True, id="star is every language"),
        pytest.param(None, "de", True, id="a rule without languages"),
        pytest.param(["en"], "en-GB", True, id="a region of the language"),
        pytest.param(["en"], "EN_us", True, id="case and underscore don't matter"),
        pytest.param(["zh-Hant"], "zh", True, id="the document's tag is wider"),
        pytest.param(["zh-Hant"], "zh-Hans", False, id="another script"),
        pytest.param(["en"], "eng", True, id="a longer code of the same language"),
        pytest.param(["de"], "deu_Latn", True, id="as language identification calls it"),
        pytest.param(["de"], "ger", True, id="as libraries call it"),
        pytest.param(["zh-Hant"], "zho_Hant", True, id="a longer code with the script"),
        pytest.param(["zh-Hant"], "cmn_Hans", False, id="a longer code with another script"),
        pytest.param(["deu"], "de-AT", True, id="a longer code in the rule"),
        pytest.param(["en"], "enm", False, id="a longer code of another language"),
        pytest.param(["en"], "unk", True, id="unk is unknown"),
        pytest.param(["de"], "den", False, id="a common beginning is no kinship"),
    ],
)
def test_langs(build: Build, langs: list[str] | None, lang: str | None, expected: bool) -> None:
    keys = {} if langs is None else {"langs": langs}
    assert fires(build, line(**keys), lang=lang) is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("https://example.org", True, id="the site"),
        pytest.param("https://example.org/a/b?c=d#e", True, id="path, query, fragment"),
        pytest.param("https://www.example.org/", True, id="subdomain"),
        pytest.param("https://a.b.example.org/", True, id="subdomain of a subdomain"),
        pytest.param("HTTPS://Example.ORG/", True, id="upper case"),
        pytest.param("http://example.org:8080/", True, id="port"),
        pytest.param("https://user:secret@example.org/", True, id="userinfo"),
        pytest.param("https://example.org./", True, id="trailing dot of a full name"),
        pytest.param("  https://example.org/ ", True, id="white space around"),
        pytest.param("example.org/a", True, id="no scheme"),
        pytest.param("example.org:8080/a", True, id="no scheme, port"),
        pytest.param("//example.org/a", True, id="no scheme, two slashes"),
        pytest.param("www.example.org", True, id="no scheme, subdomain"),
        pytest.param("example.org/a//b", True, id="no scheme, double slash in the path"),
        pytest.param("example.org/?to=https://other.net/", True, id="no scheme, address in the query"),
        pytest.param("https://notexample.org/", False, id="look-alike: longer name"),
        pytest.param("https://my-example.org/", False, id="look-alike: hyphen"),
        pytest.param("https://example.org.evil.net/", False, id="look-alike: site as subdomain"),
        pytest.param("https://example.organic/", False, id="look-alike: longer ending"),
        pytest.param("https://example.net/", False, id="another ending"),
        pytest.param("https://org/", False, id="the ending alone"),
        pytest.param("https://example.org@evil.net/", False, id="site as userinfo"),
        pytest.param("https://evil.net/example.org", False, id="site in the path"),
        pytest.param("https://evil.net/?u=https://example.org/", False, id="site in the query"),
        pytest.param("https://evil.net#example.org", False, id="site in the fragment"),
        pytest.param("mailto:someone@example.org", False, id="a mail address is no host"),
        pytest.param("http://[::1", False, id="broken address"),
        pytest.param("https:///example.org", False, id="no host"),
        pytest.param("", False, id="empty"),
        pytest.param(None, False, id="unknown"),
    ],
)
def test_sites(build: Build, url: str | None, expected: bool) -> None:
    assert fires(build, line(sites=["example.org"]), url=url) is expected


def test_sites_may_name_a_subdomain(build: Build) -> None:
    rule = line(sites=["news.example.org", "example.net"])
    assert fires(build, rule, url="https://news.example.org/")
    assert fires(build, rule, url="https://example.net/")
    assert not fires(build, rule, url="https://example.org/")


@pytest.mark.parametrize(
    ("formats", "given", "expected"),
    [
        pytest.param(["markdown"], "markdown", True, id="the same"),
        pytest.param(["markdown"], "text", False, id="another"),
        pytest.param(["markdown", "text"], "text", True, id="one of several"),
        pytest.param(None, "markdown", True, id="a rule without formats"),
    ],
)
def test_formats(build: Build, formats: list[str] | None, given: str, expected: bool) -> None:
    keys = {} if formats is None else {"formats": formats}
    assert fires(build, line(**keys), format=given) is expected


def test_clean_takes_url_and_lang(build: Build) -> None:
    cleaner = build(line(sites=["example.org"], langs=["en"]))
    assert cleaner.clean(TEXT, url="https://example.org", lang="en").changed
    assert not cleaner.clean(TEXT, url="https://example.org", lang="de").changed
    assert not cleaner.clean(TEXT, lang="en").changed


@pytest.mark.parametrize(
    ("url", "host"),
    [
        pytest.param("https://u:p@EXAMPLE.org.:80/x", "example.org", id="all parts"),
        pytest.param("https://[2001:db8::1]:80/", "2001:db8::1", id="IPv6"),
        pytest.param("about:blank", None, id="about"),
        pytest.param("urn:isbn:0451450523", None, id="urn"),
        pytest.param(None, None, id="none"),
    ],
)
def test_host(url: str | None, host: str | None) -> None:
    assert host_of(url) == host
