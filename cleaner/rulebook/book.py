"""RulePack and RuleBook: the rules of one folder, and all rules of a run."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from cleaner.errors import RuleError
from cleaner.rulebook.kinds import InlineRule, RunRule
from cleaner.rulebook.nearest import nearest
from cleaner.rulebook.required import Derived, Needles, NeedlesOf
from cleaner.rulebook.rule import SAFETY, Rule
from cleaner.rulebook.selectors import ALL, EXACT, Named, named_by_selectors


@dataclass(frozen=True)
class RulePack:
    """The rules of one file or folder.

    Attributes:
        name: how selectors (`pack:NAME`) and messages call it.
        version: as its author numbers it.
        rules: in no meaningful order.
        files: the file each rule id was read from; empty for rules made in memory.
        derived: needles that are known already.
        alone: the book of this pack and no other, if it is known already.
    """

    name: str
    version: str
    rules: tuple[Rule, ...]
    files: Mapping[str, Path] = field(default_factory=dict)
    derived: Derived = field(default_factory=dict)
    alone: RuleBook | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class RuleBook:
    """All rules of a run, sorted so that each comes after the rules it looks at, then by id.

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
        if len(packs := (*shipped, *own)) == 1 and packs[0].alone:
            return packs[0].alone
        base = _by_id(shipped, defects)
        mine = _by_id(own, defects)
        both = _anchored(base | mine, defects)
        rules = _in_order(both, defects)
        if defects:
            raise RuleError.of(defects)
        return cls(
            rules,
            {rule_id: pack.name for rule_id, (_, pack) in both.items()},
            tuple(sorted(base.keys() & mine.keys())),
            {rule_id: pack.files[rule_id] for rule_id, (_, pack) in both.items() if rule_id in pack.files},
            {basis: found for pack in (*shipped, *own) for basis, found in pack.derived.items()},
        )

    @cached_property
    def required(self) -> Mapping[str, Needles | None]:
        """What each rule needs to find before it can match, by id; derived when it is asked for."""
        return NeedlesOf(self.rules, self.derived)

    @cached_property
    def named(self) -> Named:
        """What each selector names of these rules."""
        return named_by_selectors((rule, self.pack_of[rule.id]) for rule in self.rules)

    def __len__(self) -> int:
        return len(self.rules)

    def get(self, rule_id: str) -> Rule:
        """The rule of this id or alias.

        Raises:
            RuleError: there is none; the message names the nearest one, or what to do with other selectors.
        """
        for rule in self.rules:
            if rule_id == rule.id or rule_id in rule.aliases:
                return rule
        if rule_id in self.named:
            problem = f"'{rule_id}' names no single rule"
            raise RuleError(problem, advice=f"'rules list --select {rule_id}' lists those it names")
        problem = f"there is no rule '{rule_id}'{nearest(rule_id, (r.id for r in self.rules))}"
        raise RuleError(problem, advice="name files of your own with --rules")

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
    of_runs = {rule_id: owned for rule_id, owned in rules.items() if isinstance(owned[0], RunRule)}
    if not of_runs:
        return rules
    named = named_by_selectors((rule, pack.name) for rule, pack in rules.values())
    single = frozenset(
        rule_id for rule_id, (rule, _) in rules.items() if not isinstance(rule, RunRule | InlineRule)
    )
    fit = functools.cache(lambda key, safety: single.intersection(_fitting(rules, key, safety)))
    found = dict(rules)
    for rule_id, (rule, pack) in of_runs.items():
        told: dict[str, Any] = {}
        for key in ("anchors", "cues"):
            told[key], wrong = _named(getattr(rule, key), named, single, fit(key, rule.safety))
            defects += [f"{_place(rule_id, pack)}: rule {rule_id}: key {key}: {problem}" for problem in wrong]
        found[rule_id] = (dataclasses.replace(rule, **told), pack)
    return found


def _fitting(rules: _Owned, key: str, safety: str) -> Iterator[str]:
    """The rules that a selector of several names under a key of a rule about runs of some safety.

    What an `unless` names tells of content, and so of no run.
    """
    telling_of_content = {other for rule, _ in rules.values() for other in rule.unless}
    for rule_id, (rule, _) in rules.items():
        sure = SAFETY.index(rule.safety) <= SAFETY.index(safety)
        fits = rule.deletes is (key == "anchors") and rule_id not in telling_of_content
        if sure and fits and rule.status == "stable":
            yield rule_id


def _named(
    selectors: Iterable[str], named: Named, single: frozenset[str], fit: frozenset[str]
) -> tuple[tuple[str, ...], list[str]]:
    """The ids that selectors name, and what is wrong with those that name none.

    Args:
        selectors: of anchors or cues.
        named: what each selector names.
        single: the ids that may be named one by one.
        fit: those among them that may also be named by a selector of several.
    """
    ids: set[str] = set()
    wrong = []
    for selector in selectors:
        widths = named.get(selector, {})
        found = fit.intersection(widths)
        if EXACT in widths.values():
            found |= {rule_id for rule_id in single.intersection(widths) if widths[rule_id] == EXACT}
        ids |= found
        if not found and selector != ALL:
            wrong.append(f"'{selector}' names no rule for it{nearest(selector, named)}")
    return tuple(sorted(ids)), wrong


def _in_order(rules: _Owned, defects: list[str]) -> tuple[Rule, ...]:
    """The rules, each after those it requires; none where these are missing or go round in a circle."""
    missing = [
        f"{_place(rule.id, pack)}: rule {rule.id}: key {key}: there is no rule '{needed}'"
        f"{nearest(needed, rules)}"
        for rule, pack in rules.values()
        for key, named in (
            ("requires", rule.requires.rules if rule.requires else ()),
            ("unless", rule.unless),
        )
        for needed in named
        if needed not in rules
    ]
    defects += missing
    if missing:
        return ()
    # Those that need others, each with those of them that do so too; most are no part of any chain.
    inner = {rule_id: rule.needs for rule_id, (rule, _) in rules.items() if rule.needs}
    graph = {rule_id: [needed for needed in needs if needed in inner] for rule_id, needs in inner.items()}
    depth = dict.fromkeys(rules, 0)  # how long a chain of requirements ends at each rule
    try:
        for rule_id in TopologicalSorter(graph).static_order():
            depth[rule_id] = 1 + max((depth[needed] for needed in graph[rule_id]), default=0)
    except CycleError as error:
        first, *rest = error.args[1]
        chain = " -> ".join([first, *rest])
        key = "requires" if rules[first][0].requires else "unless"
        defects.append(
            f"{_place(first, rules[first][1])}: rule {first}: key {key}: "
            f"the rules {chain} require each other; break the circle"
        )
        return ()
    return tuple(rules[rule_id][0] for rule_id in sorted(rules, key=lambda one: (depth[one], one)))
