"""The hooks, driven by the real pre-commit in a corpus repository.

pre-commit installs this package with pip, which needs its configured index; without one the tests say so
and skip.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
PROSE = "The ferry was late, and nobody on the quay minded very much, since the sun was out."
DIRTY = f"{PROSE}\r\n\r\nLeave a Comment\r\n"


def _run(*command: str, cwd: Path, check: bool = True, **variables: str) -> subprocess.CompletedProcess[str]:
    # Without the variables that git sets for its own hooks, should these tests run inside one.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")} | variables
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git repository with the hooks as they stand in the working tree."""
    download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d"]
    probe = tmp_path_factory.mktemp("probe")
    if subprocess.run([*download, str(probe), "pathspec"], capture_output=True, check=False).returncode:
        pytest.skip("pip reaches no package index, so pre-commit cannot install the hooks")
    folder = tmp_path_factory.mktemp("hooks")
    files = ["cleaner", "rules", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"]
    _run("cp", "-r", *(str(ROOT / file) for file in files), str(folder), cwd=ROOT)
    _commit(folder)
    return folder


def _commit(folder: Path) -> None:
    _run("git", "init", "--quiet", cwd=folder)
    _run("git", "add", "--all", cwd=folder)
    identity = ["-c", "user.name=Tests", "-c", "user.email=tests@example.org", "-c", "commit.gpgsign=false"]
    _run("git", *identity, "commit", "--quiet", "--message", "Corpus", cwd=folder)


@pytest.fixture
def corpus(hooks: Path, tmp_path: Path) -> Path:
    """A dirty repository with the hooks, a rule of its own and a shipped rule ignored for one folder."""
    folder = tmp_path / "corpus"
    (folder / "poems").mkdir(parents=True)
    (folder / "page.txt").write_bytes(DIRTY.encode())
    (folder / "records.jsonl").write_bytes(
        b'{"id": 7,  "text":"The caf\\u00e9 was shut.\\n\\nLeave a Comment", "n": 1e3}\r\n'
    )
    (folder / "poems" / "boats.md").write_bytes(DIRTY.encode())
    (folder / "mine.txt").write_text(f"{PROSE}\n\nOur club meets on Mondays\n")
    (folder / "rules").mkdir()
    (folder / "rules" / "club.toml").write_text(
        "schema = 1\n\n[[rule]]\nid = 'club.mondays'\nkind = 'line'\ndescription = 'Standing notice.'\n"
        "pattern = 'our club meets on mondays'\nremoves = ['Our club meets on Mondays']\n"
        "keeps = ['Our club meets on Mondays, she said.']\n"
    )
    revision = _run("git", "rev-parse", "HEAD", cwd=hooks).stdout.strip()
    wanted = [{"id": f"cleaner-{hook}"} for hook in ("check", "fix", "rules")]
    configuration = {"repos": [{"repo": str(hooks), "rev": revision, "hooks": wanted}]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(configuration))
    (folder / "cleaner.toml").write_text("rules = ['rules']\n\n[per-file-ignores]\n'poems/' = ['comments']\n")
    _commit(folder)
    return folder


def _try(corpus: Path) -> tuple[dict[str, str], str]:
    """Run all hooks over the repository: passed or failed, and all words."""
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--verbose"]
    done = _run(*command, cwd=corpus, check=False, PRE_COMMIT_HOME=str(corpus.parent / "home"))
    said = done.stdout + done.stderr
    outcomes = re.findall(r"^cleaner: (.+?)\.*(Passed|Failed)$", said, re.MULTILINE)
    return dict(outcomes), said


REPORT, REMOVE, RULES = "report boilerplate", "remove boilerplate", "test and lint rules"


def test_the_life_of_a_corpus(corpus: Path) -> None:
    outcomes, said = _try(corpus)
    assert outcomes == {REPORT: "Failed", REMOVE: "Failed", RULES: "Passed"}, said
    assert "page.txt:3:1: comments.leave-a-comment  Leave a Comment" in said
    assert "records.jsonl:1:21: comments.leave-a-comment" in said
    assert "mine.txt:3:1: club.mondays" in said
    assert "boats.md" not in said
    assert "changed page.txt: comments.leave-a-comment" in said

    assert (corpus / "page.txt").read_bytes() == f"{PROSE}\r\n".encode()
    cleaned = b'{"id": 7,  "text":"The caf\\u00e9 was shut.\\n", "n": 1e3}\r\n'
    assert (corpus / "records.jsonl").read_bytes() == cleaned
    assert (corpus / "poems" / "boats.md").read_bytes() == DIRTY.encode()
    assert (corpus / "mine.txt").read_text() == f"{PROSE}\n"

    rules = corpus / "rules" / "club.toml"
    rules.write_text(rules.read_text().replace("Mondays, she said.", "Mondays"))
    outcomes, said = _try(corpus)
    assert outcomes == {REPORT: "Passed", REMOVE: "Passed", RULES: "Failed"}, said
    assert "club.mondays: keeps[1]" in said


def test_hooks_are_documented_and_take_the_text_formats() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    readme = (ROOT / "README.md").read_text()
    assert [hook["id"] for hook in hooks] == ["cleaner-check", "cleaner-fix", "cleaner-rules"]
    assert all(hook["id"] in readme for hook in hooks)
    for hook in hooks[:2]:
        files = re.compile(hook["files"])
        assert all(files.search(f"deep/a.{name}") for name in ("txt", "md", "jsonl", "ndjson"))
        assert not any(
            files.search(f"a.{name}") for name in ("jsonl.gz", "txt.zst", "parquet", "html", "warc")
        )
