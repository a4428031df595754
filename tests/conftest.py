"""Set-up that all tests share: Hypothesis profiles, and the shipped rules as a Cleaner.

`CLEANER_HYPOTHESIS_PROFILE=thorough` runs 1,000 random examples a property; the default, `fast`, runs
few and always the same ones, so that a red build is red for everyone.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from cleaner import Cleaner

pytest.register_assert_rewrite("tests.properties.promises")

settings.register_profile("fast", max_examples=40, deadline=None, derandomize=True, print_blob=True)
settings.register_profile("thorough", max_examples=1000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("CLEANER_HYPOTHESIS_PROFILE", "fast"))


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A cache of this session's own, which processes that tests start share, and pytest's workers."""
    base = tmp_path_factory.getbasetemp()
    cache = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "cache"
    cache.mkdir(exist_ok=True)
    os.environ["CLEANER_CACHE_DIR"] = str(cache)


@pytest.fixture(scope="session")
def shipped() -> Cleaner:
    """All shipped rules, the aggressive ones included."""
    return Cleaner(safety="aggressive")
