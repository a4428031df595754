"""Codes: compiled patterns, kept from run to run. `regex` takes milliseconds to compile a long one.

They stand on shelves, so that few of them are read where few are asked for: each shelf is an entry of the
cache, and a part of a file that a wheel has beside the shipped rules. A code is what `regex` pickles; nothing
but a pattern can be made of one, and only by the same release on the same kind of machine.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import io
import pickle
import sys
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.rulebook import cache

if TYPE_CHECKING:
    import regex

FILE = "patterns.json"
"""File beside the shipped rules in a wheel: the codes of their patterns."""

_BROUGHT = Path(__file__).resolve().parent.parent / "_shipped" / FILE
# Another one for other flags, or another layout.
_FORM = "codes 2"
_SHELVES = 16
# Bytes of codes on a shelf beyond which those of patterns that are not in use any more go: of shipped ones
# there are less than half as many.
_MOST = 1 << 20


def find(pattern: str) -> regex.Pattern[str] | None:
    """A pattern that was compiled before; None where its code is not at hand or not in order."""
    shelf = _shelf(pattern)
    code = _brought(shelf).get(pattern) or _cached(shelf).get(pattern)
    if code is None:
        return None
    try:
        found: regex.Pattern[str] = _Decoder(io.BytesIO(base64.b64decode(code))).load()
    except Exception:  # noqa: BLE001 - whatever else it is, it is no code
        return None
    return found if getattr(found, "pattern", None) == pattern else None


def keep(patterns: Iterable[regex.Pattern[str]]) -> None:
    """Keep compiled patterns in the cache, if there is one, beside those that are there."""
    for shelf, new in enumerate(_sorted(patterns)):
        there = _cached(shelf)
        if not new.keys() <= there.keys():
            both = {**there, **new}
            fits = sum(map(len, both.values())) <= _MOST
            cache.write(entry(shelf), both if fits else new)
    _cached.cache_clear()


def form(patterns: Iterable[regex.Pattern[str]]) -> bytes:
    """The codes of some patterns, as a wheel brings them: their maker, sizes of shelves, and these."""
    import orjson  # noqa: PLC0415 - only wheels are made so

    shelves = list(map(orjson.dumps, _sorted(patterns)))
    return b"\n".join([_maker().encode(), orjson.dumps(list(map(len, shelves))), b"".join(shelves)])


def entry(shelf: int) -> str:
    """What a shelf is called in the cache."""
    return hashlib.sha256(f"{_maker()} {shelf}".encode()).hexdigest()


def _sorted(patterns: Iterable[regex.Pattern[str]]) -> list[dict[str, str]]:
    """The codes of some patterns, shelf by shelf, as what JSON can hold."""
    shelves: list[dict[str, str]] = [{} for _ in range(_SHELVES)]
    for one in patterns:
        shelves[_shelf(one.pattern)][one.pattern] = base64.b64encode(pickle.dumps(one, 5)).decode()
    return shelves


def _shelf(pattern: str) -> int:
    return zlib.crc32(pattern.encode("utf-8", "surrogatepass")) % _SHELVES


@functools.cache
def _cached(shelf: int) -> Mapping[str, str]:
    data = cache.read(entry(shelf))
    return data if isinstance(data, dict) else {}


@functools.cache
def _brought(shelf: int) -> Mapping[str, str]:
    import orjson  # noqa: PLC0415 - as in `form`

    try:
        with _BROUGHT.open("rb") as file:
            if file.readline().rstrip() != _maker().encode():
                return {}
            sizes = orjson.loads(file.readline())
            file.seek(sum(sizes[:shelf]), io.SEEK_CUR)
            data: Any = orjson.loads(file.read(sizes[shelf]))
    except (OSError, ValueError, TypeError, IndexError):
        return {}
    return data if isinstance(data, dict) else {}


@functools.cache
def _maker() -> str:
    """A hash of what codes depend on."""
    import regex  # noqa: PLC0415 - slow to import

    machine = (sys.implementation.cache_tag, sys.platform, sys.byteorder, sys.maxsize)
    return hashlib.sha256(repr((_FORM, regex.__version__, machine)).encode()).hexdigest()


class _Decoder(pickle.Unpickler):
    """Makes patterns and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module.rpartition(".")[2], name) != ("_regex", "compile"):
            raise pickle.UnpicklingError(f"{module}.{name} makes no pattern")
        from regex import _regex  # noqa: PLC0415 - as above

        return _regex.compile  # type: ignore[attr-defined]
