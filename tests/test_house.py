"""House rules: imports point down the list, functions and modules stay small, everything is documented."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "cleaner"
MODULES = sorted(PACKAGE.rglob("*.py"))
# Each may import from itself and from what stands after it; `rules` and `tests` are no code of the package.
LAYERS = ["cli", "report", "hosts", "mining", "corpus", "engine", "rulebook", "text", "errors"]
LONGEST_FUNCTION = 60
LONGEST_MODULE = 300
# Home directories and drives of somebody's machine; `~` and `/usr` are everybody's.
LOCAL_PATH = re.compile(
    r"(?<![\w.:/])/(?:home|Users|root|work|mnt|private|var/folders|tmp)/[\w.-]+|\b[A-Z]:\\{1,2}Users\\",
    re.ASCII,
)
# File kinds that git keeps as text.
TEXT = {".py", ".toml", ".md", ".yml", ".yaml", ".json", ".jsonl", ".cfg", ".ini", ".txt", ".sh", ".html", ""}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def layer_of(name: str) -> str | None:
    """The layer of a module of the package; None for the package itself and its entry points."""
    part = name.removeprefix("cleaner").strip(".").partition(".")[0]
    return part if part in LAYERS else None


def rank(name: str) -> float:
    """How far down an imported name stands; the package's front door stands on the engine."""
    layer = layer_of(name)
    return LAYERS.index("engine") - 0.5 if layer is None else LAYERS.index(layer)


def imported(tree: ast.AST, package: str, where: str) -> Iterator[tuple[int, str]]:
    """Line and name of everything of the package that is imported, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = where.split(".")[: -node.level]
                base = ".".join([*above, *([base] if base else [])])
            names = [f"{base}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from ((node.lineno, name) for name in names if name.partition(".")[0] == package)


def upward_imports(source: str, where: str) -> list[str]:
    """Imports of a module that point up the list."""
    own = layer_of(where)
    if own is None:
        return []
    return [
        f"{where}:{number} imports {name}"
        for number, name in imported(ast.parse(source), "cleaner", where)
        if rank(name) < LAYERS.index(own)
    ]


def module_name(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts)


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def undocumented(tree: ast.Module, prefix: str = "") -> Iterator[str]:
    """Public classes and functions without docstring. Overriding a documented method needs none."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, Function | ast.ClassDef) or node.name.startswith("_"):
            continue
        overrides = isinstance(tree, ast.ClassDef) and tree.bases and isinstance(node, Function)
        if ast.get_docstring(node) is None and not overrides:
            yield f"{prefix}{node.name}"
        if isinstance(node, ast.ClassDef):
            yield from undocumented(node, f"{prefix}{node.name}.")  # type: ignore[arg-type]


def tracked() -> list[Path]:
    """The files of the checkout that git tracks, or would; of an unpacked archive, all."""
    if not (ROOT / ".git").exists():
        return [file for file in ROOT.rglob("*") if file.is_file() and "__pycache__" not in file.parts]
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    names = listed.stdout.decode().split("\0")
    return [file for name in names if name and (file := ROOT / name).is_file()]


EACH_MODULE = pytest.mark.parametrize("file", [pytest.param(file, id=module_name(file)) for file in MODULES])


def test_there_are_modules_and_all_belong_to_a_layer() -> None:
    assert len(MODULES) >= 20
    folders = {file.relative_to(PACKAGE).parts[0].removesuffix(".py") for file in MODULES}
    assert folders - set(LAYERS) <= {"__init__", "__main__"}


@EACH_MODULE
def test_imports_point_down(file: Path) -> None:
    assert upward_imports(file.read_text(encoding="utf-8"), module_name(file)) == []


@pytest.mark.parametrize(
    ("where", "source", "upward"),
    [
        pytest.param("cleaner.text.view", "from cleaner.engine import clean", True, id="from a layer above"),
        pytest.param("cleaner.text.view", "import cleaner.cli.app", True, id="plain import"),
        pytest.param("cleaner.text.view", "from ..engine.clean import Cleaner", True, id="relative"),
        pytest.param("cleaner.text.view", "from .. import engine", True, id="relative, a package"),
        pytest.param(
            "cleaner.text.view", "def f():\n    from cleaner.cli import app", True, id="in a function"
        ),
        pytest.param(
            "cleaner.engine.clean", "from cleaner import Document", True, id="through the front door"
        ),
        pytest.param("cleaner.errors", "from cleaner.text import view", True, id="errors import nothing"),
        pytest.param("cleaner.engine.clean", "from cleaner.text.view import view", False, id="from below"),
        pytest.param("cleaner.engine.clean", "from .match import Match", False, id="from its own package"),
        pytest.param("cleaner.engine.clean", "import os, regex", False, id="from elsewhere"),
        pytest.param("cleaner.text.view", "import cleaner", True, id="the front door from below it"),
        pytest.param(
            "cleaner.cli.app", "from cleaner import Cleaner", False, id="the front door from above it"
        ),
        pytest.param(
            "cleaner.__init__", "from cleaner.engine.clean import Cleaner", False, id="the front door"
        ),
    ],
)
def test_the_import_check_can_fail(where: str, source: str, upward: bool) -> None:
    assert bool(upward_imports(source, where)) is upward


@EACH_MODULE
def test_functions_and_modules_are_small(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    assert source.count("\n") <= LONGEST_MODULE
    long = {
        node.name: size
        for node in functions(ast.parse(source))
        if (size := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


@EACH_MODULE
def test_everything_public_is_documented(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "the module has no docstring"
    assert list(undocumented(tree)) == []


def test_the_docstring_check_can_fail() -> None:
    source = (
        "def f(): ...\n"
        "class A:\n    def g(self): ...\n    def _h(self): ...\n"
        "class B(A):\n    'Documented.'\n    def g(self): ...\n"
    )
    assert list(undocumented(ast.parse(source))) == ["f", "A", "A.g"]


def test_the_core_cannot_print() -> None:
    calls = [
        f"{module_name(file)}:{node.lineno}"
        for file in MODULES
        if layer_of(module_name(file)) not in ("cli", None)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert calls == []


def test_no_path_of_a_local_machine_in_tracked_files() -> None:
    files = [file for file in tracked() if file.suffix in TEXT and file != Path(__file__)]
    assert len(files) >= 20
    found = [
        f"{file.relative_to(ROOT)}:{number}: {match.group()}"
        for file in files
        for number, row in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        for match in LOCAL_PATH.finditer(row)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "local"),
    [
        pytest.param("see /home/anna/notes", True, id="home"),
        pytest.param('"/Users/anna/x"', True, id="Mac"),
        pytest.param("/tmp/dev/bin/python", True, id="temporary"),  # noqa: S108
        pytest.param("C:\\Users\\anna", True, id="Windows"),
        pytest.param("https://example.org/home/anna", False, id="address"),
        pytest.param("/usr/bin/env", False, id="system"),
        pytest.param("~/notes", False, id="anybody's home"),
        pytest.param("a/home/b", False, id="relative"),
    ],
)
def test_the_path_check_can_fail(text: str, local: bool) -> None:
    assert bool(LOCAL_PATH.search(text)) is local
