"""Libraries that only some formats need, and that are installed with an extra of their name."""

from __future__ import annotations

import importlib
from types import ModuleType

from cleaner.errors import UsageError


def imported(module: str, extra: str) -> ModuleType:
    """Import a library.

    Args:
        module: its name.
        extra: what brings it along.

    Raises:
        UsageError: it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise UsageError(
            f"{module} is not installed ({error})", advice=f"pip install 'boilerplate-cleaner[{extra}]'"
        ) from None
