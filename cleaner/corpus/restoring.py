"""Restoring: cleaned files and their ledger to the originals, byte for byte, as streams."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from cleaner.corpus.atomic import replacing
from cleaner.corpus.compressed import compressing, compression_of, damage, decompressed
from cleaner.corpus.entries import Entry, read_ledger
from cleaner.corpus.files import Output, unwritable
from cleaner.corpus.formats import MEGABYTE, Format
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
        _write(folder, entry, out / entry.doc)
        count += 1
    return count


def _misfits(folder: Path, ledger: Path) -> Iterator[str]:
    for entry in read_ledger(ledger):
        try:
            if not _is_original(folder, entry):
                _put_back(folder, entry, _forgotten)
        except RestoreError as error:
            yield str(error)


def _forgotten(data: bytes) -> None:
    """Where bytes go that are only counted."""


def _is_original(folder: Path, entry: Entry) -> bool:
    """Whether a file is the original: untouched, or a run in place was stopped before it got there.

    Raises:
        RestoreError: it is neither the original nor the cleaned file.
    """
    digest = hashlib.sha256()
    with _opened(folder, entry) as file:
        while data := file.read(MEGABYTE):
            digest.update(data)
    found = f"sha256:{digest.hexdigest()}"
    if found not in (entry.original, entry.cleaned):
        raise RestoreError("has changed since it was cleaned", where=entry.doc)
    return found == entry.original


def _put_back(folder: Path, entry: Entry, write: Callable[[bytes], object]) -> None:
    """Write the original of a cleaned file.

    Raises:
        RestoreError: the removals do not give it back.
    """
    format_ = _format_of(entry)
    output = Output(write, entry.doc, hashed=True)
    with _opened(folder, entry) as file:
        format_.restore(file, output, entry.removals)
    if output.digest() != entry.original:
        raise RestoreError("its removals do not give the original back", where=entry.doc)


def _format_of(entry: Entry) -> Format:
    name = PurePosixPath(entry.doc)
    format_ = from_ledger(entry.format_name, entry.settings)
    if name.is_absolute() or ".." in name.parts or format_ is None:
        raise RestoreError("is no name or format that a ledger has", where=entry.doc)
    return format_


@contextmanager
def _opened(folder: Path, entry: Entry) -> Iterator[BinaryIO]:
    """A file of the cleaned corpus, decompressed."""
    _format_of(entry)
    compression = compression_of(entry.doc)
    broken = damage(compression) if compression else ()
    try:
        with (folder / entry.doc).open("rb") as file:
            yield cast("BinaryIO", decompressed(file, compression)) if compression else file
    except broken as error:
        raise RestoreError(f"is broken ({error})", where=entry.doc) from None
    except OSError as error:
        raise RestoreError(f"cannot be read ({error.strerror})", where=entry.doc) from None


def _write(folder: Path, entry: Entry, target: Path) -> None:
    compression = compression_of(entry.doc)
    untouched = _is_original(folder, entry)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as file:
            if untouched:
                with (folder / entry.doc).open("rb") as original:
                    shutil.copyfileobj(original, file, MEGABYTE)
            elif compression:
                with compressing(file, compression) as write:
                    _put_back(folder, entry, write)
            else:
                _put_back(folder, entry, file.write)
    except OSError as error:
        raise unwritable(error, str(target)) from None
