"""Cleaners made of small rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner
from tests.helpers import Build, write_rules


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Build a Cleaner of nothing but the given rule tables."""

    def cleaner_of(*rules: str, **options: Any) -> Cleaner:
        return Cleaner(shipped=False, rules=[write_rules(tmp_path / "rules.toml", *rules)], **options)

    return cleaner_of
