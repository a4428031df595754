"""Colour on terminals: whether it is wanted, and the few styles in use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

BOLD, RED = "1", "31"
"""Parameters of the terminal's "select graphic rendition" command (ECMA-48)."""


class Terminal(Protocol):
    """What is asked of an output stream."""

    def isatty(self) -> bool:
        """Whether it is a terminal."""


def wants_color(stream: Terminal, environ: Mapping[str, str]) -> bool:
    """Whether to colour what goes to a stream.

    `NO_COLOR` (no-color.org) wins over `FORCE_COLOR` (force-color.org); both count when set to anything but
    the empty string. Without them, terminals get colour unless `TERM` is `dumb`.

    Args:
        stream: where the output goes.
        environ: the environment variables.
    """
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    return environ.get("TERM") != "dumb" and stream.isatty()


def painted(text: str, style: str) -> str:
    """A text in a style, and what follows in none."""
    return f"\x1b[{style}m{text}\x1b[0m"
