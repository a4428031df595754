"""Errors say where and what to do, and survive the way back from a worker."""

from __future__ import annotations

import pickle

import pytest

from cleaner import errors
from cleaner.errors import CleanerError, NoTextError, RuleError

KINDS = [
    pytest.param(kind, id=kind.__name__)
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, CleanerError)
]


def test_there_are_errors() -> None:
    assert len(KINDS) >= 7


@pytest.mark.parametrize("kind", KINDS)
def test_pickles(kind: type[CleanerError]) -> None:
    error = kind("is broken", where="a.toml", advice="mend it")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert type(copy) is kind
    assert (copy.message, copy.where, copy.advice) == ("is broken", "a.toml", "mend it")
    assert str(copy) == str(error) == "a.toml: is broken; mend it"
    assert copy.exit_code == error.exit_code


def test_defects_pickle() -> None:
    error = RuleError.of(["a.toml: key x: is wrong", "b.toml: key y: is wrong"])
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert copy.defects == ("a.toml: key x: is wrong", "b.toml: key y: is wrong")
    assert str(copy) == str(error)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        pytest.param(CleanerError("is broken"), "is broken", id="bare"),
        pytest.param(CleanerError("is broken", where="x"), "x: is broken", id="where"),
        pytest.param(CleanerError("is broken", advice="mend it"), "is broken; mend it", id="advice"),
        pytest.param(RuleError.of(["a"]), "1 defect in the rule files:\n  a", id="one defect"),
        pytest.param(RuleError.of(["a", "b"]), "2 defects in the rule files:\n  a\n  b", id="two defects"),
    ],
)
def test_message(error: CleanerError, message: str) -> None:
    assert str(error) == message


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_has_one_base_and_an_exit_code(kind: type[CleanerError]) -> None:
    assert issubclass(kind, CleanerError)
    note = issubclass(kind, NoTextError)  # nothing went wrong
    assert kind.exit_code in ((0,) if note else (2, 3))
