"""Restoring: cleaned files and their ledger to the originals, byte for byte."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from cleaner.corpus.atomic import replacing
from cleaner.corpus.files import unwritable
from cleaner.corpus.ledger import Entry, read_ledger
from cleaner.corpus.registry import from_ledger
from cleaner.errors import RestoreError


def restore_corpus(folder: Path, ledger: Path, out: Path) -> int:
    """Write the originals of all documents of a ledger.

    The whole ledger is tried before the first file is written, so that a ledger of another corpus,
    or an edited one, changes nothing.

    Args:
        folder: the cleaned corpus.
        ledger: what `--removals` wrote in the run that cleaned it.
        out: folder for the originals; may be `folder`.

    Returns:
        how many documents were written.

    Raises:
        RestoreError: the ledger does not fit the corpus, or holds names that lead out of it.
        OutputError, DocumentError: an original cannot be written.
    """
    misfits = list(_misfits(folder, ledger))
    if misfits:
        shown = "\n  ".join(misfits[:10])
        more = f"\n  and {len(misfits) - 10} more" if len(misfits) > 10 else ""
        raise RestoreError(
            f"does not fit {folder}:\n  {shown}{more}\n",
            where=str(ledger),
            advice="nothing was written; restore needs the corpus and the ledger of one run, both unchanged",
        )
    count = 0
    for entry in read_ledger(ledger):
        _write(out / entry.doc, _original(folder, entry))
        count += 1
    return count


def _misfits(folder: Path, ledger: Path) -> Iterator[str]:
    for entry in read_ledger(ledger):
        try:
            _original(folder, entry)
        except RestoreError as error:
            yield str(error)


def _original(folder: Path, entry: Entry) -> bytes:
    """The bytes of a document before it was cleaned."""
    name = PurePosixPath(entry.doc)
    format_ = from_ledger(entry.format_name, entry.settings)
    if name.is_absolute() or ".." in name.parts or format_ is None:
        raise RestoreError("is no name or format that a ledger has", where=entry.doc)
    try:
        data = (folder / entry.doc).read_bytes()
    except OSError as error:
        raise RestoreError(f"cannot be read ({error.strerror})", where=entry.doc) from None
    found = _digest(data)
    if found == entry.original:  # untouched, or a run in place that was stopped before it got there
        return data
    if found != entry.cleaned:
        raise RestoreError("has changed since it was cleaned", where=entry.doc)
    sink = io.BytesIO()
    format_.restore(io.BytesIO(data), sink, entry.removals)
    if _digest(sink.getvalue()) != entry.original:
        raise RestoreError("its removals do not give the original back", where=entry.doc)
    return sink.getvalue()


def _digest(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def _write(target: Path, data: bytes) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as file:
            file.write(data)
    except OSError as error:
        raise unwritable(error, str(target)) from None
