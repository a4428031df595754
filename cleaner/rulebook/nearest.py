"""The known word that a mistyped one is most like, for messages."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str:
    """`; did you mean …?` for the known word most like the given one, or nothing."""
    import difflib  # noqa: PLC0415 - for messages alone

    close = difflib.get_close_matches(word, sorted(known), n=1)
    return f"; did you mean '{close[0]}'?" if close else ""
