"""The shipped rules: found, in their files, and proven."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from cleaner.engine.proving import EngineProver
from cleaner.rulebook.book import RuleBook
from cleaner.rulebook.contents import PACK_FILE
from cleaner.rulebook.load import load_book, load_pack, shipped_folder
from cleaner.rulebook.proof import failures, proofs

ROOT = Path(__file__).parents[2]
FOLDER = shipped_folder()
FILES = sorted(file for file in FOLDER.rglob("*.toml") if file.name != PACK_FILE)


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_book()


def test_there_are_rules(book: RuleBook) -> None:
    assert len(book) >= 30
    assert len(FILES) >= 3


def test_every_proof_holds(book: RuleBook) -> None:
    assert [tuple(failure) for failure in failures(book, EngineProver())] == []


def test_every_rule_carries_proofs(book: RuleBook) -> None:
    assert [rule.id for rule in book.rules if proofs(rule) < 2] == []


def test_ids_follow_the_file_name(book: RuleBook) -> None:
    for rule in book.rules:
        file = book.files[rule.id]
        of_a_site = file.parent.name == "sites"
        assert rule.category == ("site" if of_a_site else file.stem), rule.id
        if of_a_site:
            assert rule.sites == (file.stem,), rule.id


def test_files_stand_where_they_belong(book: RuleBook) -> None:
    assert set(FILES) == set(book.files.values())
    for file in FILES:
        assert re.fullmatch(r"(?:sites/|[a-z]{2}/)?[a-z0-9.-]+\.toml", file.relative_to(FOLDER).as_posix())


def test_a_folder_of_a_language_holds_its_rules_only(book: RuleBook) -> None:
    """`de/share.toml` holds `share.de-...` for German documents."""
    for rule in book.rules:
        if re.fullmatch("[a-z]{2}", lang := book.files[rule.id].parent.name):
            assert rule.id.startswith(f"{rule.category}.{lang}-"), rule.id
            assert {lang, "*"} & set(rule.langs or ()), rule.id


def test_folder_is_that_of_the_checkout() -> None:
    assert FOLDER == ROOT / "rules"


def test_folder_is_found_in_a_bare_checkout_and_in_a_wheel(tmp_path: Path) -> None:
    code = "from cleaner.rulebook.load import shipped_folder; print(shipped_folder())"
    shutil.copytree(
        ROOT / "cleaner", tmp_path / "cleaner", ignore=shutil.ignore_patterns("__pycache__", "_shipped")
    )

    def found() -> str:
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60
        )
        return done.stdout.strip()

    assert found() == str(tmp_path / "cleaner" / "_shipped" / "rules")
    (tmp_path / "rules").mkdir()
    (tmp_path / "pyproject.toml").touch()
    assert found() == str(tmp_path / "rules")


def test_the_pack_has_a_name_of_its_own() -> None:
    identity = tomllib.loads((FOLDER / PACK_FILE).read_text(encoding="utf-8"))
    assert identity["name"]
    assert load_pack(FOLDER).name == identity["name"]
