"""RulePack and RuleBook: the rules of one folder, and all rules of a run."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from cleaner.errors import RuleError
from cleaner.rulebook.kinds import InlineRule, RunRule
from cleaner.rulebook.nearest import nearest
from cleaner.rulebook.required import Derived, Needles, NeedlesOf
from cleaner.rulebook.rule import SAFETY, Rule
from cleaner.rulebook.selectors import ALL, EXACT, known, width


@dataclass(frozen=True)
class RulePack:
    """The rules of one file or folder.

    Attributes:
        name: how selectors (`pack:NAME`) and messages call it.
        version: as its author numbers it.
        rules: in no meaningful order.
        files: the file each rule id was read from; empty for rules made in memory.
        derived: needles that are known already.
    """

    name: str
    version: str
    rules: tuple[Rule, ...]
    files: Mapping[str, Path] = field(default_factory=dict)
    derived: Derived = field(default_factory=dict)


@dataclass(frozen=True)
class RuleBook:
    """All rules of a run, sorted so that each comes after the rules it requires, then by id.

    Attributes:
        rules: every rule, those a selection leaves out included.
        pack_of: name of the pack each rule id comes from.
        replaced: ids of shipped rules that another pack replaces.
        files: the file each rule id was read from.
        derived: needles that are known already.
    """

    rules: tuple[Rule, ...]
    pack_of: Mapping[str, str]
    replaced: tuple[str, ...] = ()
    files: Mapping[str, Path] = field(default_factory=dict)
    derived: Derived = field(default_factory=dict)

    @classmethod
    def of(cls, shipped: Iterable[RulePack], own: Iterable[RulePack] = ()) -> RuleBook:
        """Put packs together. A user's own rule replaces a shipped one of the same id.

        Raises:
            RuleError: two packs of the same standing define an id, or a required rule is missing or
                requires itself through others, or an anchor names no rule.
        """
        defects: list[str] = []
        shipped, own = tuple(shipped), tuple(own)
        base = _by_id(shipped, defects)
        mine = _by_id(own, defects)
        both = _anchored(base | mine, defects)
        defects += _requirement_defects(both)
        if defects:
            raise RuleError.of(defects)
        return cls(
            _sorted({rule_id: rule for rule_id, (rule, _) in both.items()}),
            {rule_id: pack.name for rule_id, (_, pack) in both.items()},
            tuple(sorted(base.keys() & mine.keys())),
            {rule_id: pack.files[rule_id] for rule_id, (_, pack) in both.items() if rule_id in pack.files},
            {basis: found for pack in (*shipped, *own) for basis, found in pack.derived.items()},
        )

    @cached_property
    def required(self) -> Mapping[str, Needles | None]:
        """What each rule needs to find before it can match, by id; derived when it is asked for."""
        return NeedlesOf(self.rules, self.derived)

    def __len__(self) -> int:
        return len(self.rules)

    def get(self, rule_id: str) -> Rule:
        """The rule of this id or alias.

        Raises:
            RuleError: there is none; the message names the nearest one.
        """
        for rule in self.rules:
            if rule_id == rule.id or rule_id in rule.aliases:
                return rule
        raise RuleError(f"there is no rule '{rule_id}'{nearest(rule_id, (r.id for r in self.rules))}")

    def digest(self) -> str:
        """Hash of all rules' content: equal for equal rule sets, whatever files they came from."""
        data = [dataclasses.asdict(rule) for rule in sorted(self.rules, key=lambda rule: rule.id)]
        return "sha256:" + hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


_Owned = dict[str, tuple[Rule, RulePack]]


def _by_id(packs: Iterable[RulePack], defects: list[str]) -> _Owned:
    rules: _Owned = {}
    for pack in packs:
        for rule in pack.rules:
            if rule.id in rules:
                first = _place(rule.id, rules[rule.id][1])
                here = _place(rule.id, pack)
                defects.append(f"{here}: rule {rule.id}: key id: is defined in {first} already; rename it")
            rules[rule.id] = (rule, pack)
    return rules


def _place(rule_id: str, pack: RulePack) -> str:
    """Where a rule was defined, for messages."""
    return str(pack.files.get(rule_id, f"pack {pack.name}"))


def _anchored(rules: _Owned, defects: list[str]) -> _Owned:
    """The rules, those about runs with the ids that their anchors and cues name."""
    owned = [(rule, pack.name) for rule, pack in rules.values()]
    found = dict(rules)
    for rule_id, (rule, pack) in rules.items():
        if isinstance(rule, RunRule):
            named, wrong = zip(*(_named(rule, key, owned) for key in ("anchors", "cues")), strict=True)
            defects += [
                f"{_place(rule_id, pack)}: rule {rule_id}: {problem}" for some in wrong for problem in some
            ]
            found[rule_id] = (dataclasses.replace(rule, anchors=named[0], cues=named[1]), pack)
    return found


def _named(rule: RunRule, key: str, owned: list[tuple[Rule, str]]) -> tuple[tuple[str, ...], list[str]]:
    """The ids that the selectors of a key name, and what is wrong with those that name none."""
    ids: set[str] = set()
    wrong = []
    for selector in getattr(rule, key):
        named = {
            other.id
            for other, pack in owned
            if (narrowness := width(selector, other, pack)) and _anchors(other, narrowness, rule, key)
        }
        ids |= named
        if not named and selector != ALL:
            wrong.append(
                f"key {key}: '{selector}' names no rule for it{nearest(selector, set(known(owned)))}"
            )
    return tuple(sorted(ids)), wrong


def _anchors(other: Rule, narrowness: int, rule: RunRule, key: str) -> bool:
    """Whether a rule, so narrowly named under a key, anchors runs of another one."""
    if isinstance(other, RunRule | InlineRule):
        return False
    if narrowness == EXACT:
        return True
    sure = SAFETY.index(other.safety) <= SAFETY.index(rule.safety)
    fits = other.deletes is (key == "anchors")
    return sure and fits and other.status == "stable"


def _requirement_defects(rules: _Owned) -> list[str]:
    defects = [
        f"{_place(rule.id, pack)}: rule {rule.id}: key requires: there is no rule '{needed}'"
        f"{nearest(needed, rules)}"
        for rule, pack in rules.values()
        for needed in rule.needs
        if needed not in rules
    ]
    if not defects:
        try:
            TopologicalSorter(_graph({rule_id: rule for rule_id, (rule, _) in rules.items()})).prepare()
        except CycleError as error:
            first, *rest = error.args[1]
            chain = " -> ".join([first, *rest])
            defects.append(
                f"{_place(first, rules[first][1])}: rule {first}: key requires: "
                f"the rules {chain} require each other; break the circle"
            )
    return defects


def _graph(rules: Mapping[str, Rule]) -> dict[str, list[str]]:
    """The rules that need others, each with those of them that do so too; most are no part of any chain."""
    inner = {rule.id: rule.needs for rule in rules.values() if rule.needs}
    return {rule_id: [needed for needed in needs if needed in inner] for rule_id, needs in inner.items()}


def _sorted(rules: Mapping[str, Rule]) -> tuple[Rule, ...]:
    graph = _graph(rules)
    depth = dict.fromkeys(rules, 0)  # how long a chain of requirements ends at each rule
    for rule_id in TopologicalSorter(graph).static_order():
        depth[rule_id] = 1 + max((depth[needed] for needed in graph[rule_id]), default=0)
    return tuple(sorted(rules.values(), key=lambda rule: (depth[rule.id], rule.id)))
