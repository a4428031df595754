"""The one path of a document, and Cleaner, its public face."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path

from cleaner.engine.arguments import check_document, check_limits, ignored_in, listed
from cleaner.engine.asking import Asking, OutOfTime
from cleaner.engine.company import Company, with_company
from cleaner.engine.guard import MAX_REMOVED_PROSE, judge
from cleaner.engine.known import Known
from cleaner.engine.match import Match, find_matches
from cleaner.engine.passes import Opening, Step, Terms, Unsound, passes, with_runs
from cleaner.engine.prefilter import Candidates, Prefilter
from cleaner.engine.reading import Reading
from cleaner.engine.result import Removal, Result, Verdict, cut
from cleaner.engine.scope import Scope
from cleaner.engine.sealed import Sealed
from cleaner.errors import UsageError
from cleaner.rulebook.book import RuleBook
from cleaner.rulebook.globs import path_matches, place_of
from cleaner.rulebook.keeplist import Keep, KeepList
from cleaner.rulebook.load import load_book
from cleaner.rulebook.rule import Rule
from cleaner.rulebook.select import named
from cleaner.rulebook.select import select as select_rules
from cleaner.text.document import Document

TIME_LIMIT = 2.0
"""Default seconds one rule may take on one document. A sound rule takes milliseconds."""


class Cleaner(Sealed):
    """Strips boilerplate from texts by rules. Built once; immutable, picklable, safe to share by threads.

    Attributes:
        book: all rules that were loaded.
        cutting: ids of the selected rules, those that may cut.
        ignored: ids of the rules that `ignore` names.
        safety: the safety setting.
        max_removed_prose: see `guard.judge`.
        time_limit: seconds one rule may take on one document.
        prefilter: whether a scan finds the lines at which rules look.
        keep: reviewed cases that rules may not cut.
        root: folder that path patterns are relative to, or None.
    """

    def __init__(
        self,
        *,
        select: Iterable[str] | None = None,
        extend_select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        per_file_ignores: Mapping[str, Iterable[str]] | None = None,
        rules: Iterable[str | Path] | str | Path = (),
        safety: str = "safe",
        shipped: bool = True,
        book: RuleBook | None = None,
        keep: KeepList | None = None,
        root: Path | None = None,
        max_removed_prose: float = MAX_REMOVED_PROSE,
        time_limit: float = TIME_LIMIT,
        prefilter: bool = True,
    ) -> None:
        """Load the rules.

        Args:
            select: selectors of the rules that run (`ALL`, `donation`, `comments.leave-a-comment`,
                `tag:x`, `pack:x`); None selects everything that `safety` allows.
            extend_select: selectors of rules that run besides.
            ignore: selectors of the rules that do not run.
            per_file_ignores: more of those for documents whose path matches a pattern, as in `.gitignore`.
            rules: rule files or folders of the user's own, or one of them.
            safety: `safe`, or `aggressive` to add the rules that may now and then take content.
            shipped: whether the packs that come with the package are loaded.
            book: rules loaded already, instead of `rules` and `shipped`.
            keep: reviewed cases that rules may not cut.
            root: folder that the patterns of `per_file_ignores` and `keep` are relative to.
            max_removed_prose: a document that would lose a larger share of its prose stays whole, 0 to 1.
            time_limit: seconds one rule may take on one document.
            prefilter: whether a scan finds where rules look, which is far faster and changes no result.

        Raises:
            RuleError: a defect in a rule file.
            SelectorError: a selector names nothing.
            UsageError: a limit out of range, a wrong path pattern, or `book` together with `rules`.
        """
        if book is not None and listed(rules):
            raise UsageError("both book and rules were given", advice="load the rules into the book")
        check_limits(max_removed_prose, time_limit)
        self.max_removed_prose = max_removed_prose
        self.time_limit = time_limit
        self.prefilter = prefilter
        self.book: RuleBook = load_book(listed(rules), shipped=shipped) if book is None else book
        self.cutting: frozenset[str] = select_rules(
            self.book,
            select=None if select is None else listed(select),
            extend_select=listed(extend_select),
            ignore=listed(ignore),
            safety=safety,
        )
        self.ignored: frozenset[str] = named(self.book, listed(ignore))
        self.safety = safety
        self._ignored_in = ignored_in(self.book, per_file_ignores or {})
        self.keep = KeepList() if keep is None else keep
        self.root = root
        self._active = with_company(self.book, self.cutting, self.ignored)

    def __repr__(self) -> str:
        return f"<Cleaner: {len(self.cutting):,} of {len(self.book.rules):,} rules, safety {self.safety}>"

    def keeping(self, keep: KeepList) -> Cleaner:
        """The same cleaner with another keep list."""
        if self.prefilter:
            _ = self._prefilter  # so that both share it
        other = copy.copy(self)
        vars(other)["keep"] = keep
        return other

    def clean(self, text: str, url: str | None = None, lang: str | None = None) -> Result:
        """Clean one text.

        Args:
            text: any text; line endings and a byte-order mark stay as they are.
            url: the address it came from, for rules confined to sites; None means unknown.
            lang: BCP 47 tag of its language, for rules confined to languages; None means unknown.

        Raises:
            UsageError: one of them is no string.
        """
        return self.clean_document(Document(text, url=url, lang=lang))

    def clean_document(self, document: Document) -> Result:
        """Clean one document."""
        return self.clean_documents([document])[0]

    def clean_documents(self, documents: Iterable[Document]) -> list[Result]:
        """Clean a batch of documents, on the one path that everything uses.

        The results are those of cleaning one by one, at less cost: about a megabyte of text is scanned at
        once as fast as it can be.

        Raises:
            UsageError: one of them is no Document.
        """
        documents = list(documents)
        for given in documents:
            check_document(given)
        return [
            self._cleaned(document, candidates) if candidates else Result(document.text)
            for document, candidates in zip(documents, self._candidates(documents), strict=True)
        ]

    def _candidates(self, documents: Sequence[Document]) -> Iterator[Candidates]:
        """Where in each of some documents each rule that counts for it may match."""
        if self.prefilter:
            found = self._prefilter.candidates([document.flowed.text for document in documents])
            yield from map(self._limited, found, documents)
        else:
            yield from map(self._everywhere, documents)

    def _limited(self, candidates: Candidates, document: Document) -> Candidates:
        """Without the rules that do not count for a document."""
        return {place: candidates[place] for place in self._scope.among(candidates, document)}

    def _everywhere(self, document: Document) -> Candidates:
        return dict.fromkeys(self._scope.among(range(len(self._active)), document))

    def _cleaned(self, document: Document, candidates: Candidates) -> Result:
        removals: list[Removal] = []
        keeps: set[Keep] = set()
        try:
            self._pass_over(document, candidates, removals, keeps)
        except OutOfTime as signal:
            reason = f"rule {signal.rule} ran past its limit of {self.time_limit:g} s"
            return Result(document.text, verdict=Verdict("timeout", (reason,), (signal.rule,)))
        except Unsound as signal:
            rules = tuple(sorted({removal.rule for removal in removals}))
            return Result(document.text, verdict=Verdict("refuse", (str(signal),), rules))
        removals.sort(key=lambda removal: removal.start)
        kept = tuple(sorted(keeps))
        verdict = judge(document.flowed, removals, self.max_removed_prose)
        if not verdict.accepted or not removals:
            return Result(document.text, verdict=verdict, kept=kept)
        return Result(cut(document.text, removals), tuple(removals), verdict, kept)

    def _pass_over(
        self, document: Document, candidates: Candidates, removals: list[Removal], keeps: set[Keep]
    ) -> None:
        """Collect what the passes cut and keep; what they saw, of a long text much, goes when this ends."""
        try:
            for step in passes(document, self._terms(document), candidates):
                removals += chain.from_iterable(step.removals)
                keeps.update(keep for _, keep in step.kept)
        finally:
            self._known.trim()

    @property
    def matching(self) -> Sequence[Rule]:
        """The rules that are matched: those that may cut and what they require, which comes before them."""
        return self._active

    def candidates(self, document: Document) -> Candidates:
        """Where in a document each rule of `matching`, by its place, may match."""
        (found,) = self._candidates([document])
        return with_runs(self._terms(document), found)

    def steps(self, document: Document) -> Iterator[Step]:
        """The passes over a document, each with all there is to see; the last one cuts nothing.

        Raises:
            OutOfTime: a rule ran past its time limit.
            Unsound: the passes come to no end, or their cuts would lay bare what is protected.
        """
        return passes(document, self._terms(document)._replace(scan=None), self._everywhere(document))

    def first_step(self, document: Document) -> Step | None:
        """The first pass as `clean_document` makes it, near misses left out; None where no rule matches.

        Raises:
            OutOfTime, Unsound: as `steps`.
        """
        (found,) = self._candidates([document])
        return next(passes(document, self._terms(document), found), None)

    def _terms(self, document: Document) -> Terms:
        place = place_of(document.path, self.root) if self.keep else None

        def spared(match: Match, reading: Reading) -> Keep | None:
            if not self.keep:
                return None
            return self.keep.find(match.rule, reading.view(match.first, match.last), place)

        def scan(text: str) -> Candidates:
            return self._limited(self._prefilter.scan(text), document)

        cutting = self.cutting_in(document)
        return Terms(
            rules=self._active,
            openings=self._openings,
            cutting=cutting,
            spared=spared,
            time_limit=self.time_limit,
            company=self._company,
            witnesses=self._company.witnesses(cutting),
            known=self._known,
            scan=scan if self.prefilter else None,
        )

    @cached_property
    def _prefilter(self) -> Prefilter:
        return Prefilter(self._active, self.book.required, self._company)

    @cached_property
    def _known(self) -> Known:
        return Known()

    @cached_property
    def _company(self) -> Company:
        return Company(self._active)

    @cached_property
    def _openings(self) -> Sequence[Opening]:
        return tuple(map(Opening.of, self._active))

    @cached_property
    def _scope(self) -> Scope:
        return Scope(self._active)

    def cutting_in(self, document: Document) -> frozenset[str]:
        """The ids of the rules that may cut in a document: those selected, less its per-file ignores."""
        if not self._ignored_in or document.path is None:
            return self.cutting
        place = place_of(document.path, self.root) or ""
        ignored = (rules for pattern, rules in self._ignored_in.items() if path_matches(pattern, place))
        return self.cutting.difference(*ignored)

    def hits(self, rule_id: str, document: Document) -> bool:
        """Whether a rule matches anywhere in a document as it stands, whether or not it may cut.

        Raises:
            OutOfTime: the rule ran past its time limit.
        """
        reading = Reading(document)
        trials = [(rule, reading.everywhere) for rule in with_company(self.book, frozenset([rule_id]))]
        return bool(find_matches(reading, trials, Asking(self.time_limit)).matches[rule_id])
