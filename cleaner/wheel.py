"""Run by hatchling when it builds a wheel: compiles the shipped rules, so that no user has to wait for it.

It is no part of the wheel. A checkout, also as an editable install, finds them at its first use.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledRules(BuildHookInterface[Any]):
    """Puts the compiled form of `rules/` beside them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before the wheel is built.

        Raises:
            RuleError: a rule is not sound.
        """
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from cleaner.rulebook.load import COMPILED, compiled_form  # noqa: PLC0415 - found only now

        self._folder = tempfile.TemporaryDirectory()
        file = Path(self._folder.name, COMPILED)
        file.write_bytes(compiled_form(Path(self.root, "rules")))
        build_data["force_include"][str(file)] = f"cleaner/_shipped/{COMPILED}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Called when it has been built."""
        if version != "editable":
            self._folder.cleanup()
