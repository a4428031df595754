"""Run by hatchling when it builds a wheel: compiles the shipped rules, so that no user has to wait for it.

A checkout, also as an editable install, compiles them at its first use.
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
        from cleaner.rulebook import codes, load  # noqa: PLC0415 - found only now

        self._folder = tempfile.TemporaryDirectory()
        rules = Path(self.root, "rules")
        forms = {load.COMPILED: load.compiled_form(rules), codes.FILE: load.compiled_patterns(rules)}
        for name, form in forms.items():
            file = Path(self._folder.name, name)
            file.write_bytes(form)
            build_data["force_include"][str(file)] = f"cleaner/_shipped/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Called when it has been built."""
        if version != "editable":
            self._folder.cleanup()
