"""Protected from every rule: front matter, and fenced code that is closed."""

from __future__ import annotations

import pytest

from cleaner import Document


def front(text: str) -> str | None:
    span = Document(text).front_matter
    return None if span is None else text[span.start : span.end]


def protected(text: str) -> list[str]:
    return [text[start:end] for start, end in Document(text).protected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("---\na: 1\n---\nText", "---\na: 1\n---\n", id="YAML"),
        pytest.param("---\na: 1\n...\nText", "---\na: 1\n...\n", id="YAML closed by dots"),
        pytest.param("+++\na = 1\n+++\nText", "+++\na = 1\n+++\n", id="TOML"),
        pytest.param("---\r\na: 1\r\n---\r\nText", "---\r\na: 1\r\n---\r\n", id="CRLF"),
        pytest.param("---\ra: 1\r---\rText", "---\ra: 1\r---\r", id="lone CR"),
        pytest.param("\ufeff---\na: 1\n---\nText", "---\na: 1\n---\n", id="after a byte-order mark"),
        pytest.param("---  \na: 1\n--- \nText", "---  \na: 1\n--- \n", id="trailing spaces"),
        pytest.param(
            "---\na: 1\n\nb: 2\n---", "---\na: 1\n\nb: 2\n---", id="blank line inside, no final newline"
        ),
        pytest.param("---\n---\nText", "---\n---\n", id="empty"),
        pytest.param("---\na: 1\nText", None, id="unclosed"),
        pytest.param("---", None, id="opening line alone"),
        pytest.param("+++\na = 1\n---\nText", None, id="closed by the other kind"),
        pytest.param("+++\na = 1\n...\nText", None, id="dots don't close TOML"),
        pytest.param("\n---\na: 1\n---\nText", None, id="not on the first line"),
        pytest.param("Text\n---\na: 1\n---\n", None, id="after text"),
        pytest.param("----\na: 1\n----\n", None, id="four hyphens"),
        pytest.param(" ---\na: 1\n---\n", None, id="indented opening"),
        pytest.param("---\na: 1\n ---\n", None, id="indented closing"),
        pytest.param("", None, id="empty text"),
    ],
)
def test_front_matter(text: str, expected: str | None) -> None:
    assert front(text) == expected
    assert protected(text)[:1] == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\n```\nx\n```\nb", ["```\nx\n```\n"], id="backticks"),
        pytest.param("a\n~~~\nx\n~~~\nb", ["~~~\nx\n~~~\n"], id="tildes"),
        pytest.param("```\r\nx\r\n```\r\nb", ["```\r\nx\r\n```\r\n"], id="CRLF"),
        pytest.param("```\nx\n```", ["```\nx\n```"], id="no final newline"),
        pytest.param("```\n```\nb", ["```\n```\n"], id="nothing inside"),
        pytest.param("```\nx\n\ny\n```\nb", ["```\nx\n\ny\n```\n"], id="blank line inside"),
        pytest.param("```python title=x\nx\n```\nb", ["```python title=x\nx\n```\n"], id="info string"),
        pytest.param("~~~ a ` b\nx\n~~~\n", ["~~~ a ` b\nx\n~~~\n"], id="tilde info string holds a backtick"),
        pytest.param("``` a`b\nx\n```\n", [], id="backtick info string holds a backtick"),
        pytest.param("```\nx\n`````\nb", ["```\nx\n`````\n"], id="longer closing"),
        pytest.param("````\nx\n```\ny\n````\nb", ["````\nx\n```\ny\n````\n"], id="shorter fence is content"),
        pytest.param("```\nx\n~~~\ny\n```\nb", ["```\nx\n~~~\ny\n```\n"], id="other kind is content"),
        pytest.param("```\nx\n``` y\n```\nb", ["```\nx\n``` y\n```\n"], id="closing has no info string"),
        pytest.param("   ```\n   x\n   ```\nb", ["   ```\n   x\n   ```\n"], id="indented by three"),
        pytest.param("- ```\n  x\n  ```\nb", ["- ```\n  x\n  ```\n"], id="in a bullet"),
        pytest.param("12. ```\n    x\n    ```\nb", ["12. ```\n    x\n    ```\n"], id="in a numbered item"),
        pytest.param("- a\n  ```\n  x\n  ```\nb", ["  ```\n  x\n  ```\n"], id="further down in an item"),
        pytest.param("> ```\n> x\n> ```\nb", ["> ```\n> x\n> ```\n"], id="in a quote"),
        pytest.param("> > ~~~\n> > x\n> > ~~~\n", ["> > ~~~\n> > x\n> > ~~~\n"], id="in a nested quote"),
        pytest.param("```\nx\n```  \nb", ["```\nx\n```  \n"], id="spaces after the closing"),
        pytest.param("```\na\n```\nb\n```\nc\n```\n", ["```\na\n```\n", "```\nc\n```\n"], id="two fences"),
        pytest.param("```\na\n```\n~~~\nb\n~~~\n", ["```\na\n```\n", "~~~\nb\n~~~\n"], id="side by side"),
        pytest.param("a\n```\nb", [], id="unclosed"),
        pytest.param("a\n```\nb\n~~~\nc\n", [], id="closed by the other kind"),
        pytest.param("````\nx\n```\nb", [], id="closing too short"),
        pytest.param("``\nx\n``\n", [], id="two marks are no fence"),
        pytest.param("a ```\nx\n```\nb", [], id="fence after text opens nothing and closes nothing"),
        pytest.param("````\na\n```\nb\n```\n", ["```\nb\n```\n"], id="unclosed fence hides no later one"),
        pytest.param("    code\n", [], id="indented code is not fenced"),
    ],
)
def test_fences(text: str, expected: list[str]) -> None:
    assert protected(text) == expected


def test_fences_and_front_matter_together() -> None:
    text = "---\ncode: |\n  ```\n---\na\n```\nx\n```\n"
    assert protected(text) == ["---\ncode: |\n  ```\n---\n", "```\nx\n```\n"]


def test_fence_may_not_begin_inside_front_matter() -> None:
    text = "+++\n```\n+++\na\n```\nb\n"
    assert protected(text) == ["+++\n```\n+++\n"]


def test_many_unclosed_fences_take_linear_time() -> None:
    # Quadratic work on this text takes minutes; linear work a fraction of a second.
    text = "~~~ a\n" * 20_000 + "``` b\n" * 20_000
    assert protected(text) == []
