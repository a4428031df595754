"""Corpora in stores on the command line: in memory, and behind a real S3 API, which moto serves here."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from tests.cli.conftest import JUNK, PROSE, Run
from tests.cli.killing import contents
from tests.cli.stores import serving
from tests.cli.test_formats import BROKEN, SOUND

DIRTY = f"{PROSE}\n{JUNK}".encode()
COMMAND = [sys.executable, "-m", "cleaner"]


@pytest.fixture
def memory() -> Iterator[MemoryFileSystem]:
    """An empty store."""
    yield MemoryFileSystem()
    MemoryFileSystem.store.clear()
    MemoryFileSystem.pseudo_dirs[:] = [""]


def _held(store: MemoryFileSystem, folder: str) -> dict[str, bytes]:
    return {path.removeprefix(f"/{folder}/"): store.cat_file(path) for path in store.find(f"/{folder}")}


def test_every_format_comes_out_as_from_a_folder(run: Run, memory: MemoryFileSystem, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, data in (SOUND | BROKEN).items():
        (tmp_path / "in" / name).write_bytes(data)
        memory.pipe_file(f"/in/{name}", data)
    here = run("clean", tmp_path / "in", "-o", tmp_path / "out", "--removals", tmp_path / "here")
    there = run("clean", "memory://in", "-o", "memory://out", "--removals", tmp_path / "there")
    assert (there.code, there.out) == (here.code, here.out) == (3, b"")
    assert there.err == here.err.replace(str(tmp_path / "in"), "memory:///in")
    assert _held(memory, "out") == contents(tmp_path / "out")
    assert _rows(tmp_path / "there") == _rows(tmp_path / "here")
    assert run("restore", tmp_path / "out", "--removals", tmp_path / "here", "-o", tmp_path / "b").code == 0
    assert run("restore", "memory://out", "--removals", tmp_path / "there", "-o", "memory://b").code == 0
    assert _held(memory, "b") == contents(tmp_path / "b")


def _rows(ledger: Path) -> list[dict[str, Any]]:
    """The rows, less what depends on where the corpus is."""
    rows = [json.loads(line) for line in ledger.read_text().splitlines()[:-1]]
    return [{key: value for key, value in row.items() if key != "input"} for row in rows]


def test_from_a_store_to_a_folder_and_back(run: Run, memory: MemoryFileSystem, tmp_path: Path) -> None:
    memory.pipe_file("/in/deep/a.txt", DIRTY)
    assert run("clean", "memory://in", "-o", tmp_path / "out").code == 0
    assert contents(tmp_path / "out") == {"deep/a.txt": PROSE.encode()}
    assert run("clean", tmp_path / "out", "-o", "memory://back", "-q").code == 0
    assert _held(memory, "back") == {"deep/a.txt": PROSE.encode()}


def test_in_place_and_by_rule_and_explained(run: Run, memory: MemoryFileSystem, tmp_path: Path) -> None:
    memory.pipe_file("/in/a.txt", DIRTY)
    ledger = tmp_path / "ledger"
    assert b"memory:///in/a.txt:3:1: comments" in run("check", "memory://in").out
    assert b"comments.leave-a-comment" in run("explain", "memory://in/a.txt:3").out
    assert run("clean", "memory://in", "--in-place", "--removals", ledger).code == 0
    assert _held(memory, "in") == {"a.txt": PROSE.encode()}
    assert run("restore", "memory://in", "--removals", ledger, "-o", "memory://in", "--rule", "x").code == 2
    assert run("restore", "memory://in", "--removals", ledger, "-o", "memory://in").code == 0
    assert _held(memory, "in") == {"a.txt": DIRTY}
    assert run("restore", "memory://none", "--removals", ledger, "-o", "memory://in").code == 2


@pytest.mark.parametrize("changed", [None, "/in/3.txt", "/out/3.txt"], ids=["nothing", "input", "output"])
def test_resumed(run: Run, memory: MemoryFileSystem, tmp_path: Path, changed: str | None) -> None:
    for number in range(5):
        memory.pipe_file(f"/in/{number}.txt", f"{number}\n".encode() + DIRTY)
    options = ["-o", "memory://out", "--removals", tmp_path / "ledger", "--resume"]
    assert run("clean", "memory://in", *options).code == 0
    expected = _held(memory, "out")
    memory.rm("/out/4.txt")
    if changed:
        memory.pipe_file(changed, f"3\n{PROSE}\n{JUNK}".encode())
    done = 3 if changed else 4
    ran = run("clean", "memory://in", *options)
    assert f"note: {done} files done before, {5 - done} to do\n" in ran.err
    assert _held(memory, "out") == expected
    assert run("restore", "memory://out", "--removals", tmp_path / "ledger", "-o", "memory://back").code == 0
    assert _held(memory, "back") == _held(memory, "in")


@pytest.mark.parametrize("option", ["--removals", "--rest"])
def test_a_ledger_in_a_store_is_refused(run: Run, memory: MemoryFileSystem, option: str) -> None:
    memory.pipe_file("/in/a.txt", DIRTY)
    command = "clean" if option == "--removals" else "restore"
    more = [] if option == "--removals" else ["--removals", "none"]
    ran = run(command, "memory://in", "-o", "memory://out", option, "memory://ledger", *more)
    assert ran.code == 2
    assert "error: memory://ledger: a ledger is written bit by bit" in ran.err
    assert _held(memory, "out") == {}


@pytest.fixture(scope="module")
def variables() -> Iterator[dict[str, str]]:
    """What says where S3 is served."""
    with serving() as variables:
        yield variables


@pytest.fixture
def bucket(variables: dict[str, str], monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Any:
    """An empty bucket, which commands started from here find."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    name = "".join(letter if letter.isalnum() else "-" for letter in request.node.name).strip("-")
    bucket = boto3.resource("s3").Bucket(name[:60].strip("-"))
    bucket.create()
    return bucket


def _stored(bucket: Any, folder: str) -> dict[str, bytes]:
    objects = bucket.objects.filter(Prefix=f"{folder}/")
    return {one.key.removeprefix(f"{folder}/"): one.get()["Body"].read() for one in objects}


def _start(*arguments: str | Path) -> subprocess.Popen[str]:
    command = [*COMMAND, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _ran(*arguments: str | Path) -> tuple[int, str]:
    with _start(*arguments) as process:
        _, err = process.communicate()
    return process.returncode, err


def test_s3(bucket: Any, tmp_path: Path) -> None:
    for name, data in SOUND.items():
        bucket.put_object(Key=f"in/{name}", Body=data)
    for name in ("in/deep/b.txt", "in/../c.txt", "in/deep//d.txt", "inner/e.txt"):
        bucket.put_object(Key=name, Body=DIRTY)
    bucket.put_object(Key="in/folder/", Body=b"")
    root, ledger = f"s3://{bucket.name}", tmp_path / "ledger"
    code, err = _ran("clean", f"{root}/in", "-o", f"{root}/out", "--removals", ledger)
    assert code == 3
    for name in ("../c.txt", "deep//d.txt"):
        assert f"error: {root}/in/{name}: has a name that no folder can hold" in err
    out = _stored(bucket, "out")
    assert set(out) == {"a.html.txt", "a.warc.jsonl.gz", "deep/b.txt", *SOUND} - {"a.html", "a.warc.gz"}
    assert out["deep/b.txt"] == out["a.txt"] == PROSE.encode()
    assert _ran("restore", f"{root}/out", "--removals", ledger, "-o", f"{root}/back")[0] == 0
    back = _stored(bucket, "back")
    assert set(back) == set(out)
    same = [name for name in SOUND if name in back and not name.endswith(("xz", "gz", "zst", "parquet"))]
    assert {name: back[name] for name in same} == {name: SOUND[name] for name in same}


def test_s3_in_large_parts_by_several_workers(bucket: Any, tmp_path: Path) -> None:
    record = json.dumps({"text": DIRTY.decode(), "more": "x" * 50_000}).encode() + b"\n"
    data = record * 400  # more than what is read or sent at a time
    bucket.put_object(Key="in/a.jsonl", Body=data)
    root, ledger = f"s3://{bucket.name}", tmp_path / "ledger"
    options = ["--select", "comments", "--workers", "2", "--removals", ledger]
    assert _ran("clean", f"{root}/in", "-o", f"{root}/out", *options)[0] == 0
    line, *others = set(_stored(bucket, "out")["a.jsonl"].splitlines())
    assert (json.loads(line)["text"], others) == (PROSE, [])
    assert _ran("restore", f"{root}/out", "--removals", ledger, "-o", f"{root}/back")[0] == 0
    assert _stored(bucket, "back") == {"a.jsonl": data}
    assert list(bucket.multipart_uploads.all()) == []


def test_s3_killed_and_resumed(bucket: Any, tmp_path: Path) -> None:
    for number in range(50):
        bucket.put_object(Key=f"in/{number:03}.txt", Body=f"{number}\n".encode() + DIRTY)
    root, select = f"s3://{bucket.name}", ["--select", "comments", "--workers", "1"]
    assert _ran("clean", f"{root}/in", "-o", f"{root}/whole", *select)[0] == 0
    options = [*select, "-o", f"{root}/out", "--removals", tmp_path / "ledger", "--resume"]
    with _start("clean", f"{root}/in", *options) as process:
        while process.poll() is None and not list(bucket.objects.filter(Prefix="out/")):
            time.sleep(0.02)
        process.kill()
        process.communicate()
    done = len(_stored(bucket, "out"))
    assert 0 < done < 50
    code, err = _ran("clean", f"{root}/in", *options)
    assert code == 0
    (resumed,) = re.findall(r"note: (\d+) files? done before", err)
    assert done <= int(resumed) < 50  # what was on its way when the run was killed arrives a little later
    assert _stored(bucket, "out") == _stored(bucket, "whole")
    assert _ran("restore", f"{root}/out", "--removals", tmp_path / "ledger", "-o", f"{root}/back")[0] == 0
    assert _stored(bucket, "back") == _stored(bucket, "in")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["check", "s3://no-such-bucket/in"], "s3://no-such-bucket/in: does not exist", id="in"),
        pytest.param(["check", "s3://{}/none.txt"], "none.txt: does not exist", id="file"),
        pytest.param(
            ["clean", "s3://{}/in", "-o", "s3://no-such-bucket/out"],
            "no-such-bucket/out/a.txt: cannot be written (The specified bucket does not exist)",
            id="out",
        ),
    ],
)
def test_s3_has_no_such_place(bucket: Any, arguments: list[str], said: str) -> None:
    bucket.put_object(Key="in/a.txt", Body=DIRTY)
    code, err = _ran(*[argument.format(bucket.name) for argument in arguments])
    assert code in (2, 3)
    assert said in err
    assert "Traceback" not in err


def test_s3_without_anybody_there(bucket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    code, err = _ran("check", f"s3://{bucket.name}/in")
    assert code == 3
    assert f"error: s3://{bucket.name}/in: cannot be read (Could not connect to the endpoint URL" in err
    assert "Traceback" not in err
