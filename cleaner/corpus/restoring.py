"""Restoring: cleaned files and their ledger to the originals, byte for byte, as streams."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO, cast

from cleaner.corpus.atomic import draft_at
from cleaner.corpus.commit import Commit
from cleaner.corpus.compressed import compressing, compression_of, damage, decompressed
from cleaner.corpus.entries import Entry, copy_entry, head_of, is_ended, read_ledger
from cleaner.corpus.files import Output, unwritable
from cleaner.corpus.formats import MEGABYTE, Format, Recorded, Write
from cleaner.corpus.ledger import Ledger
from cleaner.corpus.places import Place
from cleaner.corpus.registry import from_ledger
from cleaner.corpus.selection import EVERYTHING, Selection
from cleaner.errors import RestoreError, UsageError


def restore_corpus(
    folder: Place, ledger: Path, out: Place, wanted: Selection = EVERYTHING, rest: Path | None = None
) -> int:
    """Write the originals of the documents of a ledger, or what they are with some removals put back.

    All that is wanted of the ledger is tried before the first file is written, so that a ledger of another
    corpus, or an edited one, changes nothing. What a killed run recorded and never wrote is left out.

    Args:
        folder: the cleaned corpus.
        ledger: what `--removals` wrote in the run that cleaned it.
        out: folder for the originals; may be `folder`.
        wanted: which removals are put back.
        rest: a new ledger, of what stays removed in `out`; None for none.

    Returns:
        how many files were written.

    Raises:
        RestoreError: the ledger does not fit the corpus, or holds names that lead out of it.
        UsageError: nothing is selected, or the new ledger cannot be created.
        OutputError, DocumentError: an original cannot be written.
    """
    head = head_of(ledger)
    if head is None:
        raise RestoreError("is empty", where=str(ledger), advice="nothing was recorded, and nothing written")
    _refuse_misfits(folder, ledger, wanted)
    count = 0
    with (
        Ledger(rest, head, resumable=False) if rest else nullcontext() as remaining,
        Commit(remaining) as commit,
    ):
        for entry in _entries(folder, ledger):
            left: Sequence[Recorded] = entry.removals
            cleaned = entry.closing.cleaned
            if wanted.takes(entry):
                back, left = wanted.split(entry)
                cleaned = _write(folder, entry, out / entry.doc, back, commit, whole=not left)
                count += 1
            if remaining and left and (wanted.takes(entry) or out.resolve() == folder.resolve()):
                copy_entry(remaining, entry, left, cleaned)
        if remaining:
            remaining.end()
    return count


def _entries(folder: Place, ledger: Path) -> Iterator[Entry]:
    """The files of a ledger that are there; of a run that came to its end, all."""
    ended = is_ended(ledger)
    for entry in read_ledger(ledger):
        if ended or _exists(folder / entry.doc):
            yield entry


def _exists(file: Place) -> bool:
    try:
        return file.exists()
    except OSError as error:
        raise RestoreError(f"cannot be read ({error.strerror})", where=str(file)) from None


def _refuse_misfits(folder: Place, ledger: Path, wanted: Selection) -> None:
    misfits = []
    met: set[str] = set()
    for entry in _entries(folder, ledger):
        if not wanted.takes(entry):
            continue
        met |= wanted.met(entry)
        try:
            path = folder / entry.doc
            if not _is_original(path, entry):
                _put_back(path, entry, _forgotten)
        except RestoreError as error:
            misfits.append(str(error))
    if misfits:
        shown = "\n  ".join(misfits[:10])
        more = f"\n  and {len(misfits) - 10} more" if len(misfits) > 10 else ""
        raise RestoreError(
            f"does not fit {folder}:\n  {shown}{more}",
            where=str(ledger),
            advice="nothing was written; restore needs the corpus and the ledger of one run, both unchanged",
        )
    for pattern in wanted.documents:
        if pattern not in met:
            advice = "see its 'doc', 'record' and 'id'; what lost nothing has only the 'doc' of its file"
            raise UsageError(f"names no document '{pattern}'", where=str(ledger), advice=advice)
    for pattern in wanted.rules:
        if pattern not in met:
            problem = f"names no rule '{pattern}' that removed anything"
            raise UsageError(problem, where=str(ledger), advice="see its 'rule'")


def _forgotten(_data: bytes, _rest: object) -> None:
    """Where goes what is only tried."""


def _is_original(path: Place, entry: Entry) -> bool:
    """Whether a file is the original: untouched, or a run in place was stopped before it got there.

    Raises:
        RestoreError: it is neither the original nor the cleaned file.
    """
    found = form_digest(path, entry)
    if found not in (entry.closing.original, entry.closing.cleaned):
        raise RestoreError("has changed since it was cleaned", where=entry.doc)
    return found == entry.closing.original


def form_digest(path: Place, entry: Entry) -> str:
    """Hash of the form of a file that a ledger has an entry of.

    Raises:
        RestoreError: it cannot be read.
    """
    return _passed_on(path, entry, (), _forgotten)


def _put_back(path: Place, entry: Entry, write: Write) -> None:
    """Write the original of a cleaned file.

    Raises:
        RestoreError: the removals do not give it back.
    """
    if _passed_on(path, entry, entry.removals, write) != entry.closing.original:
        raise RestoreError("its removals do not give the original back", where=entry.doc)


def _passed_on(path: Place, entry: Entry, removals: Sequence[Recorded], write: Write) -> str:
    """Write a cleaned file with some removals put back; the hash of its form."""
    digest = hashlib.sha256()
    with _opened(path, entry) as file:
        for piece in _format_of(entry).restored(file, removals):
            digest.update(piece.data)
            write(piece.data, piece.rest)
    return f"sha256:{digest.hexdigest()}"


def _format_of(entry: Entry) -> Format:
    format_ = from_ledger(entry.closing.format, entry.closing.settings)
    if entry.doc.startswith("/") or ".." in entry.doc.split("/") or format_ is None:
        raise RestoreError("is no name or format that a ledger has", where=entry.doc)
    return format_


def _compression_of(entry: Entry) -> str | None:
    compression = compression_of(entry.doc)
    return None if compression in _format_of(entry).packed else compression


@contextmanager
def _opened(path: Place, entry: Entry) -> Iterator[BinaryIO]:
    """A file of the cleaned corpus, decompressed."""
    compression = _compression_of(entry)
    broken = damage(compression) if compression else ()
    try:
        with path.open("rb") as file:
            yield cast("BinaryIO", decompressed(file, compression)) if compression else file
    except broken as error:
        raise RestoreError(f"is broken ({error})", where=entry.doc) from None
    except OSError as error:
        raise RestoreError(f"cannot be read ({error.strerror})", where=entry.doc) from None


def _write(
    folder: Place, entry: Entry, target: Place, back: Sequence[Recorded], commit: Commit, *, whole: bool
) -> str:
    """Write a file with some removals put back; whole if all of them are. Returns the hash of its form."""
    path = folder / entry.doc
    untouched = _is_original(path, entry)
    try:
        in_place = target.resolve() == path.resolve()
        with draft_at(target, like=path if in_place else None) as draft:
            if untouched or not back:
                with path.open("rb") as original:
                    shutil.copyfileobj(original, draft.file, MEGABYTE)
                digest = entry.closing.original if untouched else entry.closing.cleaned
            else:
                digest = _written(path, entry, back, draft.file, str(target))
            if whole and digest != entry.closing.original:
                raise RestoreError("its removals do not give the original back", where=entry.doc)
    except OSError as error:
        raise unwritable(error, str(target)) from None
    commit.add(draft, str(target))
    return digest


def _written(path: Place, entry: Entry, back: Sequence[Recorded], file: BinaryIO, label: str) -> str:
    compression = _compression_of(entry)
    packing = compressing(file, compression) if compression else nullcontext(file.write)
    with packing as write_bytes, _format_of(entry).writing(Output(write_bytes, label)) as write:
        return _passed_on(path, entry, back, write)
