"""The shipped packs are found from a wheel, from a checkout, and never from a stale or foreign folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import cleaner
from cleaner.rulebook.load import load_pack, shipped_folder
from tests.helpers import line, write_rules

ROOT = Path(__file__).parent.parent
_COUNT = (
    "from cleaner.rulebook.load import load_book, shipped_folder; print(len(load_book()), shipped_folder())"
)


def _python(code: str, folder: Path, **variables: str) -> str:
    """What some code prints with the package in a folder."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", **variables}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def _shipped_from(folder: Path) -> tuple[int, Path]:
    """How many rules the package in a folder finds, and where."""
    count, _, place = _python(_COUNT, folder).strip().partition(" ")
    return int(count), Path(place)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a wheel puts into site-packages."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("boilerplate_cleaner-*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site-packages")
    return folder / "site-packages"


def test_a_wheel_carries_the_packs_and_the_type_marker(installed: Path) -> None:
    count, place = _shipped_from(installed)
    assert count == len(load_pack(ROOT / "rules").rules)
    assert place == installed / "cleaner" / "_shipped" / "rules"
    assert (installed / "cleaner" / "py.typed").exists()
    assert sorted(path.name for path in installed.iterdir() if not path.name.endswith("dist-info")) == [
        "cleaner"
    ]


_LOADED = """
import sys
from cleaner import Cleaner
print(Cleaner().clean("Rain fell.\\n\\nLeave a comment").text, "cleaner.rulebook.validate" in sys.modules)
"""


def _validates(folder: Path) -> bool:
    """Whether the package in a folder, in which there is no cache, has to validate the rules it brings."""
    printed = _python(_LOADED, folder, CLEANER_CACHE_DIR="")
    assert printed.startswith("Rain fell.\n ")
    return printed.endswith("True\n")


def test_a_wheel_brings_its_rules_compiled(installed: Path, tmp_path: Path) -> None:
    assert not _validates(installed)
    edited = shutil.copytree(installed, tmp_path / "edited")
    rules = edited / "cleaner" / "_shipped" / "rules"
    shutil.rmtree(rules)
    write_rules(rules / "comments.toml", line("leave a comment", "comments.a"))
    assert _validates(edited)


_FOUND = """
from cleaner.rulebook import codes
from cleaner.rulebook.kinds import patterns_of
from cleaner.rulebook.load import load_book
patterns = [pattern for rule in load_book().rules for _, pattern in patterns_of(rule)]
print(len(patterns), sum(codes.find(pattern) is not None for pattern in patterns))
"""


def test_a_wheel_brings_its_patterns_compiled(installed: Path, tmp_path: Path) -> None:
    there, found = map(int, _python(_FOUND, installed, CLEANER_CACHE_DIR="").split())
    assert there == found > 1000
    without = shutil.copytree(installed, tmp_path / "without")
    (without / "cleaner" / "_shipped" / "patterns.json").unlink()
    assert _python(_FOUND, without, CLEANER_CACHE_DIR="").split() == [str(there), "0"]


def test_a_foreign_rules_folder_beside_an_installed_package_is_ignored(
    installed: Path, tmp_path: Path
) -> None:
    shutil.copytree(installed, tmp_path / "site-packages")
    (tmp_path / "site-packages" / "rules").mkdir()
    (tmp_path / "site-packages" / "rules" / "junk.toml").write_text("not ours")
    assert _shipped_from(tmp_path / "site-packages")[1].parent.name == "_shipped"


def test_a_checkout_uses_its_own_rules_before_a_stale_copy(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "cleaner", tmp_path / "cleaner")
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "cleaner" / "_shipped" / "rules").mkdir(parents=True)
    assert _shipped_from(tmp_path)[1] == tmp_path / "rules"


def test_versions_agree() -> None:
    assert shipped_folder() == ROOT / "rules"
    assert load_pack(shipped_folder()).version == cleaner.__version__
    assert load_pack(shipped_folder()).name == "shipped"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == "boilerplate-cleaner"
    assert any(requirement.startswith("lxml_html_clean") for requirement in project["dependencies"])
