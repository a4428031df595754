"""The rule model: frozen data, one class a group of kinds (see `kinds`). Rule files are validated by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

Safety = Literal["safe", "aggressive", "report"]
SAFETY: tuple[Safety, ...] = ("safe", "aggressive", "report")
"""From running most to running least."""
Status = Literal["preview", "stable", "deprecated"]
Check = Literal[
    "alias",
    "bounds",
    "category",
    "common-literal",
    "deprecated",
    "edge-space",
    "missing-keeps",
    "nested-repeat",
    "no-literal",
    "replaced-by",
    "swallowed",
    "unbounded-repeat",
    "vacuous-keep",
]
"""The checks of `rulebook.lint` that a rule may waive."""
Condition = str | tuple[str, ...]
"""What a line must be: a pattern, the name of a shape (`text.shapes.SHAPES`), or several of them at once."""


def key_of(field: str) -> str:
    """The name of a dataclass field in rule files: `max_chars` is `max-chars`, `except_` is `except`."""
    return field.rstrip("_").replace("_", "-")


_STRICT = {"extra": "forbid", "alias_generator": key_of}


@dataclass(frozen=True, kw_only=True)
class Zone:
    """Where in the document a line must stand; inside any of the given zones.

    Attributes:
        first_lines: among this many first non-blank lines (front matter aside).
        last_lines: among this many last non-blank lines.
        last_fraction: begins within this last part of the text's characters, 0 to 1.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    first_lines: int | None = None
    last_lines: int | None = None
    last_fraction: float | None = None


@dataclass(frozen=True, kw_only=True)
class Requires:
    """Company that weak evidence needs.

    Attributes:
        rule: id of the rule that must match too, or several ids, any one of which will do.
        within_lines: how many non-blank lines away at most.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    rule: str | tuple[str, ...]
    within_lines: int

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids as a tuple, also where one is given."""
        return (self.rule,) if isinstance(self.rule, str) else self.rule


@dataclass(frozen=True, kw_only=True)
class Except:
    """What looks like the rule's junk and is not."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    pattern: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Case:
    """A whole document as proof: `before` must become `after`, or `unchanged` must stay as it is."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    before: str | None = None
    after: str | None = None
    unchanged: str | None = None
    url: str | None = None
    lang: str | None = None
    format: str | None = None


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """A finding of `cleaner rules lint` that the author of the rule knows of and accepts.

    Attributes:
        check: name of the check.
        reason: why it does not matter here.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    check: Check
    reason: str


# Nothing is only a Rule, so that no methods are made for it; making them is most of this module's import.
@dataclass(frozen=True, kw_only=True, init=False, repr=False, eq=False)
class Rule:
    """What every kind of rule has. Pure data: matching is the engine's.

    Attributes:
        id: `category.slug`, never reused.
        kind: how the rule matches.
        description: one sentence for people.
        langs: languages it counts for when a document's language is known; None or `*` for all.
        sites: registered domains it is confined to; None for everywhere.
        formats: document formats it is confined to; None for all.
        safety: `safe` runs by default, `aggressive` on demand, `report` never deletes.
        status: `preview` rules run only where selected by their full id.
        requires: company without which a match does not count.
        unless: ids of rules; where one of them matches anywhere in the document, no match of this one counts.
        except_: lines that keep a match from counting.
        keeps: lines that must stay, tried between neutral paragraphs.
        case: whole documents as proof.
        waive: checks of `cleaner rules lint` that do not apply, each with a reason.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT
    deletes: ClassVar[bool] = True

    id: str
    kind: str
    description: str
    langs: tuple[str, ...] | None = None
    sites: tuple[str, ...] | None = None
    formats: tuple[str, ...] | None = None
    tags: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    safety: Safety = "safe"
    status: Status = "stable"
    since: str | None = None
    aliases: tuple[str, ...] = ()
    replaced_by: str | None = None
    requires: Requires | None = None
    unless: tuple[str, ...] = ()
    except_: tuple[Except, ...] = ()
    keeps: tuple[str, ...] = ()
    case: tuple[Case, ...] = ()
    waive: tuple[Waiver, ...] = ()

    @property
    def category(self) -> str:
        """The part of the id before the first dot."""
        return self.id.partition(".")[0]

    @property
    def company(self) -> tuple[str, ...]:
        """Ids of the rules whose matches make this one count, or keep it from counting."""
        return (*(self.requires.rules if self.requires else ()), *self.unless)

    @property
    def needs(self) -> tuple[str, ...]:
        """Ids of all rules whose matches this one looks at."""
        return self.company

    @property
    def contextual(self) -> bool:
        """Whether a match depends on more than the line itself, so that only whole documents prove it."""
        return self.requires is not None or self.sites is not None or bool(self.unless)


@dataclass(frozen=True, kw_only=True, init=False, repr=False, eq=False)
class _OneLine(Rule):
    """What rules about a single line share.

    Attributes:
        pattern: matches the whole view of the line.
        max_chars: longest view, in code points, it is tried on.
        zone: where the line must stand.
        prev: what the non-blank line before must be; there must be one.
        next: what the non-blank line after must be; there must be one.
    """

    pattern: str
    max_chars: int = 300
    zone: Zone | None = None
    prev: Condition | None = None
    next: Condition | None = None

    @property
    def contextual(self) -> bool:
        return super().contextual or any((self.zone, self.prev, self.next))


@dataclass(frozen=True, kw_only=True)
class LineRule(_OneLine):
    """Deletes single lines.

    Attributes:
        removes: lines that must go, tried between neutral paragraphs.
    """

    kind: Literal["line"]
    removes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CueRule(_OneLine):
    """Matches and never deletes; serves as company for other rules.

    Attributes:
        matches: lines it must match.
    """

    deletes: ClassVar[bool] = False

    kind: Literal["cue"]
    matches: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, init=False, repr=False, eq=False)
class SeveralLines(Rule):
    """What rules about several lines share.

    Attributes:
        min_lines, max_lines: bounds on the number of its non-blank lines.
        max_chars: most characters its lines may hold together.
        max_fraction: largest share of the document's characters it may be, 0 to 1.
        never_cross: lines it may not swallow.
    """

    min_lines: int = 1
    max_lines: int
    max_chars: int
    max_fraction: float
    never_cross: Condition | None = None

    @property
    def contextual(self) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class BlockRule(SeveralLines):
    """Deletes what one line opens.

    Attributes:
        kind: `tail` must reach the end of the document, `head` must begin it.
        start: what the first line must be.
        body: what each further line must be.
        end: what closes the block; it goes too. Where it is missing, everything stays.
    """

    kind: Literal["block", "tail", "head"]
    start: Condition
    body: Condition | None = None
    end: Condition | None = None
