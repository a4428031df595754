"""Asking patterns and shapes about lines, within a time limit for each rule and document."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Self

from cleaner.engine.known import Known
from cleaner.engine.reading import Seen
from cleaner.errors import DocumentError
from cleaner.rulebook.patterns import compiled
from cleaner.rulebook.rule import Condition
from cleaner.text.shapes import SHAPES

# The longest that one question may take, in seconds; the matcher takes no infinity.
_LONGEST = 1e6
# A rule that takes this share of its time on one document leaves no answers to others. Else whether they were
# done in time would depend on what came before them.
_LONG = 0.1


class OutOfTime(DocumentError):  # noqa: N818
    """A rule used up its time on a document. Cleaning turns it into a Verdict.

    Attributes:
        rule: id of the rule.
    """

    def __init__(self, rule: str) -> None:
        super().__init__("ran past its time limit", where=f"rule {rule}", advice="simplify its pattern")
        self.rule = rule

    def __reduce__(self) -> tuple[object, ...]:
        return (OutOfTime, (self.rule,))


class Asking:
    """One document's questions to patterns and shapes. What has been answered takes no time."""

    def __init__(self, time_limit: float, known: Known | None = None) -> None:
        """Start with a limit in seconds for each rule, over all passes of the document.

        Args:
            time_limit: that limit.
            known: answers there are already, and where to add others.
        """
        self._limit = time_limit
        self._known = known = known or Known()
        self._answers_to, self._lines_meeting = known.answers_to, known.lines_meeting
        self._spent: dict[str, float] = {}
        self._rule = ""
        self._began = self._deadline = 0.0

    @property
    def spent(self) -> Mapping[str, float]:
        """Seconds that each rule has taken so far, by id."""
        return self._spent

    def on_behalf_of(self, rule: str) -> Self:
        """Charge the time of the questions asked inside a `with` to a rule; one at a time."""
        self._rule = rule
        self._began = time.monotonic()
        self._deadline = self._began + self._limit - self._spent.get(rule, 0.0)
        return self

    def __enter__(self) -> None:  # by hand: a generator's context takes longer than most questions
        pass

    def __exit__(self, *_: object) -> None:
        spent = self._spent[self._rule] = self._spent.get(self._rule, 0.0) + time.monotonic() - self._began
        if spent > self._limit * _LONG:
            self._known.spoilt = True

    def fits(self, rule: str, pattern: str, view: str) -> bool:
        """As `full`, outside of any `with`, in the name of a rule."""
        answer = self._answers_to(pattern).get(view)
        if answer is None:
            with self.on_behalf_of(rule):
                return self.full(pattern, view)
        return answer

    def full(self, pattern: str, view: str) -> bool:
        """Whether a pattern matches a whole view.

        Raises:
            OutOfTime: the rule in whose name it is asked has used up its time.
        """
        answers = self._answers_to(pattern)
        answer = answers.get(view)
        if answer is None:
            left = self._left()
            try:
                answer = compiled(pattern).fullmatch(view, timeout=min(left, _LONGEST)) is not None
            except (TimeoutError, MemoryError):  # the first is an OSError; both mean a runaway pattern
                raise OutOfTime(self._rule) from None
            answers[view] = answer
        return answer

    def meets(self, condition: Condition, seen: Seen) -> bool:
        """Whether a line meets every pattern and shape of a condition; a protected line meets none."""
        if seen.protected:
            return False
        answers = self._lines_meeting(condition)
        answer = answers.get(seen.raw)
        if answer is None:
            parts = (condition,) if isinstance(condition, str) else condition
            answer = answers[seen.raw] = all(self._meets(part, seen) for part in parts)
        return answer

    def _meets(self, part: str, seen: Seen) -> bool:
        shape = SHAPES.get(part)
        if shape is None:
            return self.full(part, seen.view)
        self._left()
        return shape(seen.raw, seen.view)

    def _left(self) -> float:
        """How many seconds the rule in whose name is asked has left."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise OutOfTime(self._rule)
        return left
