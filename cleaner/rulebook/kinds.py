"""The kinds of rules by name, and the models of those that do more than `rule` tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Literal

from cleaner.rulebook.rule import BlockRule, Condition, CueRule, LineRule, Rule, SeveralLines, key_of
from cleaner.text.shapes import SHAPES


@dataclass(frozen=True, kw_only=True)
class RunRule(SeveralLines):
    """Deletes from a run of like lines what stands around the matches of other rules, its anchors.

    A run goes on as long as each line is what `body` asks for or belongs to an anchor. A selector of
    several rules names no runs here, none that are not stable, none of a less safe setting than the rule's
    own, and none that an `unless` names.

    Attributes:
        anchors: selectors of the rules that anchor, one of which must match; in a book, their ids.
            A selector of several names no cues here.
        cues: selectors of more rules that anchor, but not alone, and where the line is `body`; in a book,
            their ids. A selector of several names nothing but cues here.
        body: what each line between and beside anchors must be.
        at: end of the document that the run must reach; anywhere if it is not given.
        min_anchors: how many lines at least an anchor or a cue must begin.
        max_gap: most lines in a row between two anchors, and from them to an end of the run that goes with
            them; anchors further apart count by themselves.
        min_run: fewest lines of the whole run.
        start: what the first line that goes must be.
        from_: whether all goes from the first `anchor` on, or from the first `line` of the run.
        to: whether all goes up to the last `anchor`, or up to the last `line` of the run.
        spare: how many lines at the end of the run stay, unless they are anchors.
    """

    kind: Literal["run"]
    anchors: tuple[str, ...]
    cues: tuple[str, ...] = ()
    body: Condition
    at: Literal["start", "end"] | None = None
    min_anchors: int = 1
    max_gap: int | None = None
    min_run: int = 1
    start: Condition | None = None
    from_: Literal["anchor", "line"] = "anchor"
    to: Literal["anchor", "line"] = "anchor"
    spare: int = 0

    @cached_property
    def needs(self) -> tuple[str, ...]:
        return (*self.company, *self.anchors, *self.cues)

    @cached_property
    def sets(self) -> tuple[frozenset[str], frozenset[str]]:
        """The ids of the anchors and of the cues; hundreds, which a document has few of."""
        return frozenset(self.anchors), frozenset(self.cues)


@dataclass(frozen=True, kw_only=True)
class InlineRule(Rule):
    """Deletes whole sentences at an edge of a paragraph, with the one space that joins them to the rest.

    Attributes:
        pattern: matches the whole view of these sentences.
        at: which edge of the paragraph they stand at.
        max_chars: longest view of them, in code points, that it is tried on.
        removes: sentences that must go, tried at that edge of a neutral paragraph.
    """

    kind: Literal["inline"]
    pattern: str
    at: Literal["start", "end"]
    max_chars: int = 300
    removes: tuple[str, ...] = ()

    @property
    def around(self) -> str:
        """A pattern of whole lines that hold such sentences, for what looks for its words."""
        return f".*(?:{self.pattern})" if self.at == "end" else f"(?:{self.pattern}).*"


KINDS: dict[str, type[Rule]] = {
    "line": LineRule,
    "cue": CueRule,
    "block": BlockRule,
    "tail": BlockRule,
    "head": BlockRule,
    "run": RunRule,
    "inline": InlineRule,
}
"""The model of each kind."""


def keys_of(model: type) -> list[str]:
    """The keys that a model allows in rule files, in order."""
    return [key_of(field.name) for field in fields(model)]


def patterns_of(rule: Rule) -> Iterator[tuple[str, str]]:
    """Each pattern of a rule, with its key before it."""
    for key in ("pattern", "prev", "next", "start", "body", "end", "never_cross"):
        condition: Condition = getattr(rule, key, None) or ()
        for part in (condition,) if isinstance(condition, str) else condition:
            if part not in SHAPES:
                yield key.replace("_", "-"), part
    for index, exception in enumerate(rule.except_):
        yield f"except.{index}.pattern", exception.pattern
