"""Workers: the same result whatever their number, their fate and the size of pieces."""

from __future__ import annotations

import gzip
import json
import multiprocessing
import multiprocessing.process
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner, Document, Result
from cleaner.corpus import crew as crew_module
from cleaner.corpus import workers as workers_module
from cleaner.corpus.cleaning import Cleaning, Outcome, Portion, Wants
from cleaner.corpus.formats import Limits, Origin, Piece
from cleaner.corpus.intake import Batch, Part
from cleaner.corpus.jsonl import JsonLinesFormat
from cleaner.corpus.ledger import Head, Ledger
from cleaner.corpus.plain import TextFormat
from cleaner.corpus.registry import by_suffix
from cleaner.corpus.run import Run
from cleaner.corpus.tally import Tally
from cleaner.corpus.walk import find, jobs_into
from cleaner.corpus.workers import cleaned, cores
from cleaner.errors import DocumentError, WorkerError
from tests.strategies import book_of, line_rule

BOOK = book_of(line_rule("test.junk", r"junk(?: \d+)?"), line_rule("test.all", "all of it"))
SOUND = Cleaner(book=BOOK)
FATAL, ODD = "the fatal word", "the odd word"
START_METHODS = multiprocessing.get_all_start_methods()


class Mortal(Cleaner):
    """Takes the process down with it at some texts, if it is a worker."""

    def clean_documents(self, documents: Iterable[Document]) -> list[Result]:
        if multiprocessing.parent_process() and any(FATAL in document.text for document in documents):
            os._exit(9)
        return super().clean_documents(documents)


class MortalOnce(Cleaner):
    """Takes the first worker down, and no other."""

    mark: str

    def clean_documents(self, documents: Iterable[Document]) -> list[Result]:
        if multiprocessing.parent_process() and not Path(self.mark).exists():
            Path(self.mark).touch()
            os._exit(9)
        return super().clean_documents(documents)


class Faulty(Cleaner):
    """Has an error of its own."""

    def clean_documents(self, documents: Iterable[Document]) -> list[Result]:
        if any(ODD in document.text for document in documents):
            raise ZeroDivisionError(ODD)
        return super().clean_documents(documents)


class Stillborn(Cleaner):
    """No worker can even begin with it."""

    def __setstate__(self, state: dict[str, Any]) -> None:
        os._exit(9)


@dataclass
class _Ears:
    """Keeps all that a run says, in order."""

    wants: Wants = Wants.ALL
    said: list[tuple[str, str]] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)

    def counted(self, tally: Tally) -> None:
        self.tally.merge(tally)

    def cleaned(self, document: Document, result: Result) -> None:
        self.said.append((document.name, f"{result.text} {result.verdict.status}"))

    def ended(self) -> None: ...

    def failed(self, error: DocumentError) -> None:
        self.said.append((error.where, str(error)))


@pytest.fixture(autouse=True)
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """However little there is to do, it is done by workers."""
    monkeypatch.setattr(workers_module, "_WORTHWHILE", 0)


def _record(number: int) -> bytes:
    texts = ("Rain.\n\njunk {}\n", "Caf\u00e9 \U0001f600.\njunk\nMore.", "all of it", "Nothing {} here.\n")
    record = {"id": number, "text": texts[number % 4].format(number)}
    line = json.dumps(record, ensure_ascii=number % 3 > 0).encode() + b"\n"
    return b"{bad\n" if number % 17 == 0 else b"\n" if number % 19 == 0 else line


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Files of all formats, small and less small, sound and broken."""
    folder = tmp_path / "corpus"
    (folder / "texts").mkdir(parents=True)
    records = b"".join(map(_record, range(1, 400)))
    (folder / "a.jsonl").write_bytes(records)
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(records))
    (folder / "c.jsonl.gz").write_bytes(gzip.compress(records)[:-9])
    (folder / "d.jsonl").write_bytes(b'{"text": "' + b"x" * 5000 + b'"}\n' + records[:999])
    (folder / "e.jsonl").write_bytes(b"")
    (folder / "f.txt").write_bytes(b"\xff")
    (folder / "g.txt").write_bytes(b"y" * 5000)
    for number in range(30):
        (folder / "texts" / f"{number}.md").write_bytes(f"Text {number}.\r\n\r\njunk\r\n".encode() * 3)
    (folder / "z.txt").symlink_to(folder / "nowhere")
    return folder


def _ran(corpus: Path, into: Path, workers: int, piece: int) -> tuple[object, ...]:
    """Everything that a run leaves behind: outputs, ledger, counts, what it said."""
    sources = find([str(corpus), str(corpus / "z.txt")], by_suffix()).sources
    ears = _Ears()
    with Ledger(into.with_suffix(".ledger"), Head("0", "none")) as ledger:
        run = Run(SOUND, ears, ledger, workers=workers, limits=Limits(record=4000, piece=piece))
        run.clean(jobs_into(sources, into))
    outputs = {str(file.relative_to(into)): file.read_bytes() for file in into.rglob("*") if file.is_file()}
    return outputs, into.with_suffix(".ledger").read_bytes(), ears.tally, ears.said


def test_the_same_whatever_the_number_of_workers_and_the_size_of_pieces(corpus: Path, tmp_path: Path) -> None:
    expected = _ran(corpus, tmp_path / "out", 1, 1 << 20)
    outputs, _, _, said = expected
    assert isinstance(outputs, dict)
    assert isinstance(said, list)
    assert sorted(outputs)[:6] == ["a.jsonl", "b.jsonl.gz", "d.jsonl", "e.jsonl", "f.txt", "g.txt"]
    assert gzip.decompress(outputs["b.jsonl.gz"]) == outputs["a.jsonl"]
    complaints = [text for _, text in said if " is " in text or "cannot" in text]
    bad_lines, of_d, whole_files = 23, 3, 4  # c is broken, f in Latin-1, g too large, z leads nowhere
    assert len(complaints) == 3 * bad_lines + of_d + whole_files
    for number, (workers, piece) in enumerate([(1, 50), (2, 1 << 20), (2, 700), (3, 5000)]):
        found = _ran(corpus, tmp_path / f"out{number}", workers, piece)
        for got, wanted in zip(found, expected, strict=True):
            assert got == wanted


# Single batches


def _batch(*texts: str) -> Batch:
    """A batch of one piece, of which each record is one text."""
    data = b"".join(json.dumps({"text": text}).encode() + b"\n" for text in texts)
    return Batch(
        [Part(0, Portion(Piece(data, 1), JsonLinesFormat(), Origin("r.jsonl"), "r.jsonl"))], len(data)
    )


def _outcomes(
    cleaner: Cleaner, batches: Sequence[Batch], workers: int = 2, method: str | None = None
) -> list[Outcome]:
    context = multiprocessing.get_context(method) if method else None
    done = list(cleaned(iter(batches), Cleaning(cleaner, Wants.ALL), workers, context))
    assert [batch for batch, _ in done] == list(batches)
    return [outcome for _, outcomes in done for outcome in outcomes]


BATCHES = [_batch(f"Rain {number}.\njunk\n", "Sun.\njunk 7\n") for number in range(12)]


@pytest.mark.parametrize("method", START_METHODS)
def test_every_way_of_starting_processes(method: str) -> None:
    assert _outcomes(SOUND, BATCHES, method=method) == _outcomes(SOUND, BATCHES, workers=1)


def test_they_are_other_processes() -> None:
    (outcome,) = _outcomes(Mortal(book=BOOK), [_batch(FATAL)], workers=1)
    assert outcome.tally.documents == 1
    (outcome,) = _outcomes(Mortal(book=BOOK), [_batch(FATAL)], workers=2)
    assert outcome.tally.documents == 0


def test_a_little_work_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers_module, "_WORTHWHILE", 10**6)
    (outcome,) = _outcomes(Mortal(book=BOOK), [_batch(FATAL)])
    assert outcome.tally.documents == 1


@pytest.mark.parametrize("method", START_METHODS)
def test_a_worker_that_dies_takes_nothing_along(method: str, tmp_path: Path) -> None:
    cleaner = MortalOnce(book=BOOK)
    cleaner.mark = str(tmp_path / "mark")
    assert _outcomes(cleaner, BATCHES, method=method) == _outcomes(SOUND, BATCHES, workers=1)
    assert Path(cleaner.mark).exists()


def test_a_record_that_kills_every_worker_is_told_and_stays() -> None:
    texts = ["junk\nRain.", f"{FATAL}\njunk", "Sun.\njunk", "Snow.", "junk\nFog."]
    batches = [*BATCHES[:3], _batch(*texts), *BATCHES[3:]]
    outcomes = _outcomes(Mortal(book=BOOK), batches)
    expected = _outcomes(SOUND, batches, workers=1)
    found, whole = outcomes.pop(3), expected.pop(3)
    assert outcomes == expected
    (error,) = [said for said in found.told if isinstance(said, DocumentError)]
    assert error.where == "r.jsonl:2"
    assert "ends the process that cleans it" in str(error)
    assert found.told.index(error) == 1
    assert found.tally.documents == 4
    assert found.tally.changed == 3
    assert found.spans == [whole.spans[0], *whole.spans[2:]]


def test_of_many_small_files_only_the_fatal_one_stays() -> None:
    texts = [b"Rain.\njunk\n"] * 9
    texts[4] = FATAL.encode()
    portions = [
        Portion(Piece(text), TextFormat("text"), Origin(f"{n}.txt"), f"{n}.txt")
        for n, text in enumerate(texts)
    ]
    batch = Batch([Part(number, portion) for number, portion in enumerate(portions)], 100)
    outcomes = _outcomes(Mortal(book=BOOK), [batch])
    assert [outcome.tally.changed for outcome in outcomes] == [1, 1, 1, 1, 0, 1, 1, 1, 1]
    (error,) = outcomes[4].told
    assert isinstance(error, DocumentError)
    assert error.where == "4.txt"


def test_an_error_of_ours_surfaces() -> None:
    with pytest.raises(ZeroDivisionError, match=ODD):
        _outcomes(Faulty(book=BOOK), [*BATCHES, _batch(ODD), *BATCHES])


def test_workers_that_cannot_begin_surface() -> None:
    with pytest.raises(WorkerError, match="--workers 1"):
        _outcomes(Stillborn(book=BOOK), BATCHES, method="spawn")


@dataclass(frozen=True)
class Verbose(Cleaning):
    """Answers with more than any pipe holds."""

    def __call__(self, portions: Sequence[Portion]) -> list[Outcome]:
        return [Outcome(rows="long " * 10**6) for _ in portions]


VERBOSE = Verbose(SOUND)


@pytest.mark.parametrize("after", range(4))
def test_a_run_that_ends_while_workers_write_ends_at_once(after: int) -> None:
    long = [_batch("Rain. " * 10**5) for _ in range(12)]
    with closing(cleaned(iter(long), VERBOSE, 3)) as stream:
        for _ in range(after):
            next(stream)
    assert not _children()


def test_workers_that_are_killed_while_they_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew_module, "_PATIENCE", 10**6)
    batches = [_batch("Rain. " * 10**5) for _ in range(30)]
    done = 0
    for batch, outcomes in cleaned(iter(batches), VERBOSE, 3):
        assert batch is batches[done]
        assert outcomes == VERBOSE(batch.portions)
        done += 1
        if done % 5 == 0:
            children = _children()
            children[done % len(children)].kill()
    assert done == 30


def _children() -> list[multiprocessing.process.BaseProcess]:
    return list(multiprocessing.active_children())


@pytest.mark.parametrize("ending", [KeyboardInterrupt, None], ids=["interrupted", "done"])
def test_no_process_is_left(ending: type[BaseException] | None) -> None:
    with pytest.raises(ending) if ending else nullcontext():
        for _ in (stream := cleaned(iter(BATCHES), Cleaning(SOUND), 2)):
            if ending:
                assert _children()
                stream.throw(ending())
    assert not _children()


def test_batches_in_flight_are_few() -> None:
    read = []

    def batches() -> Iterator[Batch]:
        for number in range(40):
            read.append(number)
            batch = _batch("Rain.")
            batch.weight = 1 << 20
            yield batch

    ahead = [len(read) - done for done, _ in enumerate(cleaned(batches(), Cleaning(SOUND), 2))]
    assert max(ahead) <= 6
    assert len(ahead) == 40


def test_cores() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)
