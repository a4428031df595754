"""Stores, by file systems of fsspec that live in memory: one that works, and one in which things go wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fsspec import register_implementation
from fsspec.implementations.memory import MemoryFileSystem
from hypothesis import given
from hypothesis import strategies as st

from cleaner.corpus.choice import Choice
from cleaner.corpus.cleaning import Wants
from cleaner.corpus.ledger import Head, Ledger
from cleaner.corpus.places import below, leads_out, local, place
from cleaner.corpus.registry import by_suffix
from cleaner.corpus.remote import Remote, is_address
from cleaner.corpus.run import Run
from cleaner.corpus.tally import Tally
from cleaner.corpus.walk import find, jobs_in_place, jobs_into
from cleaner.errors import CleanerError, FileError, OutputError, UsageError
from tests.corpora import OWN, Ears

TEXT = b"Rain.\njunk\nSnow.\n"
LEFT = b"Rain.\nSnow.\n"


class Flaky(MemoryFileSystem):  # type: ignore[misc]
    """A store that fails as stores do: with errors of its own, and with errors that tell no reason."""

    protocol = "flaky"
    store: dict[str, Any] = {}  # noqa: RUF012 - what the class above has
    pseudo_dirs = [""]  # noqa: RUF012

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return str(super()._strip_protocol(path.replace("flaky://", "memory://")))

    def info(self, path: str, **kwargs: Any) -> dict[str, Any]:
        if "forbidden" in path:
            raise PermissionError("Forbidden")
        return dict(super().info(path, **kwargs))

    def open(self, path: str, mode: str = "rb", *args: Any, **kwargs: Any) -> Any:
        if "unreachable" in path and mode == "rb":
            raise RuntimeError("Name or service not known\nat line 7")
        return super().open(path, mode, *args, **kwargs)

    def put_file(self, lpath: str, rpath: str, **kwargs: Any) -> None:
        if "refused" in rpath:
            raise ValueError
        super().put_file(lpath, rpath, **kwargs)


@pytest.fixture(autouse=True)
def _empty_stores() -> Iterator[None]:
    register_implementation("flaky", Flaky, clobber=True)
    yield
    for kind in (MemoryFileSystem, Flaky):
        kind.store.clear()
        kind.pseudo_dirs[:] = [""]


def _fill(kind: type[MemoryFileSystem], *names: str, data: bytes = TEXT) -> None:
    for name in names:
        kind().pipe_file(name, data)


def _held(kind: type[MemoryFileSystem], folder: str) -> dict[str, bytes]:
    return {path.removeprefix(f"{folder}/"): kind().cat_file(path) for path in kind().find(folder)}


def _names(address: str, choice: Choice | None = None) -> list[str]:
    return [source.name for source in find([address], by_suffix(), choice or Choice()).sources]


def _clean(source: str, out: str, tmp_path: Path) -> Ears:
    ears = Ears(Wants.KEPT_WHOLE)
    found = find([source], by_suffix())
    with Ledger(tmp_path / "ledger", Head("0", "none")) as ledger:
        run = Run(OWN, ears, ledger)
        for error in found.errors:
            run.fail(error)
        run.clean(jobs_into(found.sources, place(out)))
    return ears


@pytest.mark.parametrize(
    ("name", "address"),
    [
        pytest.param("s3://bucket/a", True, id="S3"),
        pytest.param("HF://datasets/a/b", True, id="upper case"),
        pytest.param("C://a", False, id="a drive"),
        pytest.param("a/b.txt", False, id="path"),
        pytest.param("./s3://a", False, id="path that looks like one"),
        pytest.param("://a", False, id="no store"),
        pytest.param("-", False, id="standard input"),
    ],
)
def test_what_is_an_address(name: str, address: bool) -> None:
    assert is_address(name) is address


def test_files_are_found_as_in_a_folder(tmp_path: Path) -> None:
    names = [
        "b.txt",
        "a.md",
        "z/c.TXT",
        "z/k/d.txt",
        "d.css",
        ".git/e.txt",
        "noext",
        ".cleaner-x.part",
        "y/f.md",
    ]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(TEXT)
    _fill(MemoryFileSystem, *[f"/in/{name}" for name in names], "/in2/other.txt")
    for choice in (Choice(), Choice(("z/",)), Choice(("/z/k", "*.md"))):
        assert _names("memory://in", choice) == _names(str(tmp_path), choice)
    found = find(["memory://in"], by_suffix())
    assert found.left_out == find([str(tmp_path)], by_suffix()).left_out
    assert found.sources[0].label == "memory:///in/a.md"
    assert _names("memory://in/d.css") == ["d.css"]


_PARTS = st.sampled_from(["a", "b", "a.txt", "-", "é", "a b", "a!"])


@given(st.sets(st.lists(_PARTS, min_size=1, max_size=4).map("/".join), max_size=12))
def test_the_order_is_that_of_a_folder(tmp_path_factory: pytest.TempPathFactory, names: set[str]) -> None:
    files = [name for name in names if not any(other.startswith(f"{name}/") for other in names)]
    folder = tmp_path_factory.mktemp("folder")
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()

    class Listed(Remote):
        def below(self) -> list[str]:
            return files

    def enters(name: str) -> bool:
        return not name.endswith("b")

    assert list(below(Listed(None, "x"), enters)) == list(below(folder, enters))


@pytest.mark.parametrize(
    ("name", "out"),
    [
        ("a/b", False),
        ("a..b", False),
        ("a/../b", True),
        ("../b", True),
        ("/b", True),
        ("a\0b", True),
        ("a//b", True),
        (".", True),
    ],
)
def test_names_that_lead_out(name: str, out: bool) -> None:
    assert leads_out(name) is out


def test_files_whose_names_lead_out_are_named_and_not_cleaned(tmp_path: Path) -> None:
    MemoryFileSystem.store.update(
        {name: _open(name) for name in ("/in/../../x.txt", "/in/b//c.txt", "/in/d.txt")}
    )
    ears = _clean("memory://in", str(tmp_path / "out"), tmp_path)
    assert [error.where for error in ears.errors] == ["memory:///in/../../x.txt", "memory:///in/b//c.txt"]
    assert {file.name for file in tmp_path.rglob("*")} == {"out", "d.txt", "ledger"}


def _open(name: str) -> Any:
    from fsspec.implementations.memory import MemoryFile

    return MemoryFile(MemoryFileSystem(), name, TEXT)


def test_every_failure_of_a_store_is_told_with_its_reason(tmp_path: Path) -> None:
    _fill(Flaky, "/in/a.txt", "/in/forbidden.txt", "/in/unreachable.txt", "/in/z.txt")
    ears = _clean("flaky://in", "flaky://out", tmp_path)
    assert [str(error).partition(";")[0] for error in ears.errors] == [
        "flaky:///in/forbidden.txt: cannot be read (Forbidden)",
        "flaky:///in/unreachable.txt: cannot be read (Name or service not known)",
    ]
    assert all(type(error) is FileError for error in ears.errors)
    assert _held(Flaky, "/out") == {"a.txt": LEFT, "z.txt": LEFT}


def test_a_folder_that_cannot_be_looked_at() -> None:
    found = find(["flaky://forbidden/in"], by_suffix())
    assert [error.message for error in found.errors] == ["cannot be read (Forbidden)"]
    with pytest.raises(FileError, match=r"forbidden: cannot be written \(Forbidden\)"):
        jobs_into((), place("flaky://forbidden"))


def test_what_a_store_does_not_take_ends_the_run_and_the_rest_is_complete(tmp_path: Path) -> None:
    _fill(Flaky, "/in/a.txt", "/in/refused.txt", "/in/z.txt")
    with pytest.raises(OutputError, match=r"out/refused.txt: cannot be written \(ValueError\)"):
        _clean("flaky://in", "flaky://out", tmp_path)
    assert _held(Flaky, "/out").items() <= {"a.txt": LEFT, "z.txt": LEFT}.items()
    assert _held(Flaky, "/in") == dict.fromkeys(["a.txt", "refused.txt", "z.txt"], TEXT)


def test_no_draft_is_left_on_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "drafts"))
    (tmp_path / "drafts").mkdir()
    _fill(Flaky, "/in/a.txt", "/in/b.txt.gz", "/in/refused.txt")
    with pytest.raises(OutputError):
        _clean("flaky://in", "flaky://out", tmp_path)
    assert list((tmp_path / "drafts").iterdir()) == []


def test_a_file_that_is_written_while_it_is_read(tmp_path: Path) -> None:
    _fill(MemoryFileSystem, "/in/a.txt", "/in/b.txt")

    class Writes(Ears):
        def counted(self, tally: Tally) -> None:
            super().counted(tally)
            _fill(MemoryFileSystem, "/in/b.txt", data=b"Something else.\n")

    sources = find(["memory://in"], by_suffix()).sources
    ears = Writes(Wants.KEPT_WHOLE)
    Run(OWN, ears).clean(jobs_in_place(sources, recorded=False))
    assert [error.message for error in ears.errors] == ["changed while it was cleaned"]
    assert _held(MemoryFileSystem, "/in") == {"a.txt": LEFT, "b.txt": b"Something else.\n"}


def test_files_can_be_read_in_any_order_and_by_lines() -> None:
    data = bytes(range(256)) * 40_000
    _fill(MemoryFileSystem, "/a", data=data)
    with place("memory://a").open("rb") as file:
        assert file.seek(-3, 2) == len(data) - 3
        assert file.read() == data[-3:]
        file.seek(0)
        assert b"".join(file) == data
    with place("memory://a").open("rb", buffering=0) as file:
        assert [file.read(7), file.tell()] == [data[:7], 7]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        pytest.param("nowhere://a", "there is no kind of store 'nowhere'", id="unknown"),
        pytest.param("file:///a", "name its path alone", id="of this machine"),
        pytest.param("memory://a", "does not exist", id="nothing there"),
    ],
)
def test_addresses_that_lead_nowhere(address: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        find([address], by_suffix())


@pytest.mark.parametrize(
    ("address", "module", "advice"),
    [
        pytest.param("memory://a", "fsspec", r"pip install 'boilerplate-cleaner\[remote\]'", id="fsspec"),
        pytest.param("s3://a/b", "s3fs", r"pip install 'boilerplate-cleaner\[remote\]'", id="S3"),
        pytest.param("gs://a/b", "gcsfs", "pip install gcsfs", id="Google"),
        pytest.param("hf://datasets/a", "huggingface_hub", "pip install huggingface_hub", id="Hugging Face"),
    ],
)
def test_what_is_missing_is_named(
    address: str, module: str, advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UsageError, match=f"{module} is not installed .*{advice}"):
        place(address)


def test_ledgers_stay_on_this_machine() -> None:
    with pytest.raises(CleanerError, match="name a file of this machine"):
        local("memory://ledger", "a ledger")
    assert local("ledger", "a ledger") == Path("ledger")


def test_input_and_output_are_no_part_of_each_other() -> None:
    _fill(MemoryFileSystem, "/in/a.txt")
    sources = find(["memory://in"], by_suffix()).sources
    for out, said in (
        ("memory://in/out", "lies inside"),
        ("memory://", "holds the input"),
        ("memory://in/a.txt", "is a file"),
    ):
        with pytest.raises(UsageError, match=said):
            jobs_into(sources, place(out))
    with pytest.raises(UsageError, match="would be overwritten"):
        jobs_into(find(["memory://in/a.txt"], by_suffix()).sources, place("memory://in"))
    assert jobs_into(sources, place("memory://in2"))
