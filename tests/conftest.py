"""Set-up that all tests share: Hypothesis profiles, and the shipped rules as a Cleaner.

`CLEANER_HYPOTHESIS_PROFILE=thorough` runs 1,000 random examples a property; the default, `fast`, runs
few and always the same ones, so that a red build is red for everyone.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

from cleaner import Cleaner
from cleaner.rulebook.load import load_book

pytest.register_assert_rewrite("tests.properties.promises")

settings.register_profile("fast", max_examples=40, deadline=None, derandomize=True, print_blob=True)
settings.register_profile("thorough", max_examples=1000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("CLEANER_HYPOTHESIS_PROFILE", "fast"))


def pytest_configure(config: pytest.Config) -> None:
    """A cache of this run's own, with the shipped rules in it, for all processes that tests start.

    To make these takes half a minute; pytest keeps them from run to run, by the hash of rules and code.
    """
    if not hasattr(config, "workerinput"):  # pytest's own workers have it from the process that started them
        cache = Path(tempfile.mkdtemp(prefix="cleaner-cache-"))
        kept = config.cache.mkdir("shipped-rules") if config.cache else cache
        os.environ["CLEANER_CACHE_DIR"] = str(kept)
        load_book()
        os.environ["CLEANER_CACHE_DIR"] = str(cache)
        if kept != cache:
            for entry in kept.glob("*.json"):
                shutil.copy2(entry, cache)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ["CLEANER_CACHE_DIR"], ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """By far the longest test comes first, or one worker is left alone with it at the end."""
    items.sort(key=lambda item: item.name != "test_the_life_of_a_corpus")


@pytest.fixture(scope="session")
def shipped() -> Cleaner:
    """All shipped rules, the aggressive ones included."""
    return Cleaner(safety="aggressive")
