"""Tags of languages: one for each, whatever it is called."""

from __future__ import annotations

import re

import pytest

from cleaner.text import languages
from cleaner.text.languages import tag_of


@pytest.mark.parametrize(
    ("told", "tag"),
    [
        ("de", "de"),
        (" DE_ch ", "de-ch"),
        ("ell_Grek", "el-grek"),
        ("gre", "el"),
        ("nds", "nds"),
        ("", ""),
        ("und", ""),
        ("UNK", ""),
    ],
)
def test_examples(told: str, tag: str) -> None:
    assert tag_of(told) == tag
    assert tag_of(tag) == tag


def test_each_code_stands_for_one_language() -> None:
    codes = re.findall(r"[a-z]+", languages._CODES)
    assert len(codes) == len(set(codes)) > 400
    assert {len(code) for code in codes} == {2, 3}
    shorter = set(languages._SHORTER.values())
    assert all(len(code) == 2 for code in shorter)
    assert all(len(code) == 3 for code in languages._SHORTER)
