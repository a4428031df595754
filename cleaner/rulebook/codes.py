"""Codes: compiled patterns, kept from run to run. `regex` takes milliseconds to compile a long one.

They stand in one entry of the cache, and in a wheel beside the shipped rules. A code is what `regex` pickles;
nothing but a pattern can be made of one, and only by the same release on the same kind of machine.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import io
import pickle
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.rulebook import cache

if TYPE_CHECKING:
    import regex

FILE = "patterns.json"
"""File beside the shipped rules in a wheel: the codes of their patterns."""

_BROUGHT = Path(__file__).resolve().parent.parent / "_shipped" / FILE
# Another one for other flags.
_FORM = "codes 1"
# Bytes of codes beyond which those of patterns that are not in use any more go: shipped ones are 3 MB.
_MOST = 1 << 24


def find(pattern: str) -> regex.Pattern[str] | None:
    """A pattern that was compiled before; None where its code is not at hand or not in order."""
    code = _kept().get(pattern)
    if code is None:
        return None
    try:
        found: regex.Pattern[str] = _Decoder(io.BytesIO(base64.b64decode(code))).load()
    except Exception:  # noqa: BLE001 - whatever else it is, it is no code
        return None
    return found if getattr(found, "pattern", None) == pattern else None


def keep(patterns: Iterable[regex.Pattern[str]]) -> None:
    """Keep compiled patterns in the cache, if there is one, beside those that are there."""
    new = told(patterns)
    if not new.keys() <= _kept().keys():
        both = {**_kept(), **new}
        fits = sum(map(len, both.values())) <= _MOST
        cache.write(_key(), both if fits else new)
        _kept.cache_clear()


def told(patterns: Iterable[regex.Pattern[str]]) -> dict[str, str]:
    """The codes of some patterns, as what JSON can hold."""
    return {one.pattern: base64.b64encode(pickle.dumps(one, 5)).decode() for one in patterns}


def form(patterns: Iterable[regex.Pattern[str]]) -> bytes:
    """The codes of some patterns, as a wheel brings them: what made them, and the codes."""
    import orjson  # noqa: PLC0415 - only wheels are made so

    return _key().encode() + b"\n" + orjson.dumps(told(patterns))


@functools.cache
def _kept() -> Mapping[str, str]:
    """The codes that are at hand."""
    data = cache.read(_key())
    return {**_brought(), **(data if isinstance(data, dict) else {})}


def _brought() -> dict[str, str]:
    import orjson  # noqa: PLC0415 - as in `form`

    try:
        made, _, body = _BROUGHT.read_bytes().partition(b"\n")
        data: Any = orjson.loads(body) if made == _key().encode() else None
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


@functools.cache
def _key() -> str:
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
