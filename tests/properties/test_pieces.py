"""The same outcome however a file is cut into pieces: bytes, ledger, counts, messages."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.corpus.formats import Limits
from cleaner.corpus.jsonl import JsonLinesFormat
from cleaner.corpus.ledger import Head, Ledger
from cleaner.corpus.run import Run
from cleaner.corpus.walk import Job, Source
from tests.properties.test_jsonl import OWN, Ears, Row, files, texts_of

_TEXTS = texts_of("junk", "JUNK 7", "Rain \u00e9\U0001f600.", "", "Share: \ud83d.")
_RECORD = 300  # of the rows that the strategy makes some are longer


def _cleaned(data: bytes, piece: int) -> tuple[object, ...]:
    with TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "r.jsonl").write_bytes(data)
        ears = Ears()
        with Ledger(place / "ledger", Head("0", "none")) as ledger:
            run = Run(OWN, ears, ledger, limits=Limits(record=_RECORD, piece=piece))
            run.clean([Job(Source(place / "r.jsonl", "r.jsonl", JsonLinesFormat()), place / "out")])
        errors = [error.removeprefix(folder) for error in ears.errors]
        results = [result for _, result in ears.documents]
        return (place / "out").read_bytes(), (place / "ledger").read_bytes(), ears.tally, errors, results


@given(rows=files(_TEXTS), piece=st.integers(1, 2000))
@example(rows=[Row(before=b'{"text": "' + b"x" * 299 + b'"}\n')], piece=1)
def test_the_size_of_pieces_changes_nothing(rows: list[Row], piece: int) -> None:
    data = b"".join(row.raw() for row in rows)
    assert _cleaned(data, piece) == _cleaned(data, 1 << 20)
