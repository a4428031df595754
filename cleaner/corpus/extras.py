"""Libraries that only some formats and stores need, most of which an extra of their name installs."""

from __future__ import annotations

import importlib
from types import ModuleType

from cleaner.errors import UsageError


def imported(module: str, extra: str | None) -> ModuleType:
    """Import a library.

    Args:
        module: its name.
        extra: what brings it along; None for what has to be installed by itself.

    Raises:
        UsageError: it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        package = f"'boilerplate-cleaner[{extra}]'" if extra else module
        raise UsageError(f"{module} is not installed ({error})", advice=f"pip install {package}") from None
