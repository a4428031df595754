"""Hypothesis strategies: documents and rules over one small vocabulary, and hostile text.

Rules and documents share `WORDS`, so that generated rules really fire: on single lines, as blocks, in
company of each other, next to protected regions. Most choices are made from ready lists, which costs
a tenth of the time of composing each line.
"""

from __future__ import annotations

import functools
import textwrap
from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from cleaner.rulebook.book import RuleBook, RulePack
from cleaner.rulebook.kinds import InlineRule, RunRule
from cleaner.rulebook.rule import BlockRule, CueRule, Except, LineRule, Requires, Rule, Zone
from cleaner.text.lines import BOM

WORDS = ("junk", "promo", "alpha", "beta")
SENTENCES = (
    "Alpha left the harbour at seven.",
    "The ferry took junk, promo leaflets and beta to the island.",
    "Nobody wanted to share the alpha!",
    "Is the promo junk? The beta was, said alpha (and left.)",
)
PROSE = (
    "The ferry left the harbour shortly after seven, half an hour behind its timetable. A light wind blew.",
    "On the upper deck two carpenters argued about the price of oak; neither of them had slept much.",
    "By noon the clouds had lifted, and the lighthouse came into sight, white against the dark rock.",
    "“You came back for the saw,” said the captain. She had steered wide of the sandbank since the spring.",
)
"""Paragraphs that no rule is about, to stand around junk."""
_PARAGRAPHS = (
    f"The ferry left after seven with the post and forty passengers. {'Alpha and beta talked of oak. ' * 3}",
    f"{'junk promo alpha beta ' * 8}junk.",
)
LANGS = (None, "en", "de-CH")
URLS = (None, "https://www.a.example/x", "https://b.example")

# What a line may be dressed in and still be the same to a rule: its view is the bare words.
DRESSES = (
    "{}",
    "{}  ",
    "## {}",
    "**{}**",
    "> {}",
    "- {}",
    "[{}](https://a.example/)",
    "\u200b{}",
    "{}&nbsp;",
)
_PAIRS = tuple(f"{one} {two}" for one in WORDS for two in WORDS)

LABELS = (
    *WORDS * 10,  # the more often a line is a bare word, the more often a rule fires
    *_PAIRS,
    *(
        dress.format(words)
        for dress in DRESSES
        for words in (*WORDS, "Junk", "JUNK", "alpha: beta", "promo:")
    ),
)
"""Short lines of one or two words, at times in Markdown or capitals."""

_EDGED = tuple(
    form.format(sentence, label)
    for form in ("{0} {1}.", "{1}! {0}", "- {1}. {0} {1}!  ", "**{0} {1}.**", "{0}  {1}.", "{0} {1}. {1}.")
    for sentence in SENTENCES
    for label in (*WORDS, "**Junk**", "alpha: beta", "[junk promo](https://a.example/)")
)
"""Paragraphs with a short sentence at an edge."""
_WRAPPED = tuple(tuple(textwrap.wrap(text, width)) for text in _PARAGRAPHS for width in (45, 60, 72, 500))
_ODD = ("", " ", "\u2028", "\x85", "---", "* * *", "```", BOM, f"{BOM}junk", "\u200f", "&nbsp;", "+++")
_LABEL = st.sampled_from(LABELS)
_CODE = st.lists(_LABEL | st.sampled_from(("", "```", "---", "x = 1")), max_size=3)
_FENCES = st.sampled_from(("```", "~~~", "````", "> ```", "---", "+++"))

_CHUNKS = st.one_of(
    st.sampled_from([(label, "") for label in LABELS]),
    st.sampled_from([(label, "") for label in LABELS]),
    st.sampled_from([(label,) for label in LABELS]),
    st.sampled_from([(sentence, *gap) for sentence in SENTENCES for gap in ((), ("",), ("", ""))]),
    st.sampled_from([(line,) for line in _ODD]),
    st.sampled_from([(line,) for line in _EDGED]),
    st.sampled_from([(label, rule) for label in LABELS for rule in ("---", "===", "  ==  ")]),
    st.sampled_from(_WRAPPED),
    st.builds(lambda mark, code, closed: (mark, *code, *[mark] * closed), _FENCES, _CODE, st.booleans()),
)
_FRONT_MATTER = st.sampled_from(((), (), ("---", "title: junk", "---"), ("+++", "", "junk", "+++")))
_PIECES = st.lists(_CHUNKS, min_size=3, max_size=12)
_FINAL = st.booleans()
_MARK = st.sampled_from(("", "", BOM))
ENDINGS = ("\n", "\r\n", "\r")


@st.composite
def documents(draw: st.DrawFn, endings: tuple[str, ...] = ENDINGS, bom: bool = True) -> str:
    """A text of labels, prose, wrapped paragraphs, fences, headings and blank lines.

    Args:
        endings: line endings to choose from; where there are several, some texts mix them.
        bom: whether some texts begin with a byte-order mark, or hold one elsewhere.
    """
    lines = [*draw(_FRONT_MATTER), *(line for piece in draw(_PIECES) for line in piece)]
    # One ending throughout, or a few in turn.
    cycle = draw(st.sampled_from([*((end,) for end in endings), endings, (endings[0], *endings)]))
    ends = [cycle[number % len(cycle)] for number in range(len(lines))]
    if draw(_FINAL):
        ends[-1] = ""
    text = "".join(line + end for line, end in zip(lines, ends, strict=True))
    return draw(_MARK) + text if bom else text.replace(BOM, "")


# Characters and marks that text tools trip over.
TRAPS = (
    *"\x00\x0b\x0c\x1c\x85\u2028\u2029\xa0\u3000\r\n\t !.aA\\&*_`#\u200b\u200f\u202e\u2066\ufeff\xad\ufe0f",
    *"\u0301\u0327\u0345\u0307\u0308\xdf\u03c2\u0130\u0131\ufb01\u017f\u2026\u1e9e\U0001f600\uac00\u1100\xb4",
    *("&nbsp;", "&#0;", "&#x110000;", "&#xd800;", "&amp;lt;", "&#10;", "&#99999999999;", "\\[", "[x](", "]("),
    *("![", "<http://", "~~", "```"),
    *("\r\n", "\n\n", "---\n", "+++\n", "~~~\n", "> ", "- ", "1. ", "i\u0307", "i\u0307\u0301"),
    *("leave a comment", "junk", "share this:", "subscribe"),
)
_SURROGATES = ("\ud800", "\udfff", "\udc80x", "\udc00\ud800")


def hostile_texts(*, surrogates: bool = False) -> st.SearchStrategy[str]:
    """Any text at all; with `surrogates` also code points that no encoder takes."""
    anything = st.text(st.characters(exclude_categories=() if surrogates else ("Cs",)), max_size=12)
    traps = st.sampled_from((*TRAPS, *_SURROGATES * surrogates))
    bits = st.lists(traps | traps | anything, max_size=25).map("".join)
    return st.one_of(bits, documents(), anything)


_FORMS = (
    "{}",
    "{}",
    "(?:{}|{})",
    "{}(?: {})?",
    "{} {}",
    "{}(?: [a-z]+){{0,2}}:?",
    "[a-z]{{4,5}}",
    "{}.{{0,12}}",
)
PATTERNS = tuple(form.format(one, two) for form in _FORMS for one in WORDS for two in WORDS if one != two)
"""Patterns over `WORDS` that match some lines and spare others."""
GREEDY = (".+", ".{1,12}", "[a-z ]+", r"\w.*\.?", r".*[.:]", r"(?:\w+ ?){1,9}")
"""Patterns that no author should write."""

# What a neighbour or the next line of a block often is.
_COMMON = (".+", "short", "no-sentence", "[a-z: ]+")
_SHAPES = (
    "short",
    "no-sentence",
    "label",
    "entry",
    "remark",
    "link",
    "bullet",
    "no-bullet",
    "heading",
    ("short", "no-sentence"),
    (".+", "short"),
)
_NEAR = st.sampled_from((*PATTERNS, *_COMMON * 12, *_SHAPES * 4))
_ZONES = tuple(Zone(**{key: count}) for key in ("first_lines", "last_lines") for count in (1, 2, 4))
_SHARES = (Zone(last_fraction=0.2), Zone(last_fraction=0.6), Zone(first_lines=1, last_fraction=0.3))
_ODD_KEYS: tuple[dict[str, Any], ...] = (
    {"except_": (Except(pattern="junk", reason="Generated."),)},
    {"langs": ("en",)},
    {"langs": ("de", "*")},
    {"sites": ("a.example",)},
    {"max_chars": 5},
)


def _patterns(greedy: bool) -> st.SearchStrategy[str]:
    return st.sampled_from(PATTERNS + GREEDY * 12 if greedy else PATTERNS)


def _keyed(key: str, values: Iterable[object]) -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from([{key: value} for value in values])


@st.composite
def _line_rules(draw: st.DrawFn, common: dict[str, Any], greedy: bool, fractions: bool) -> Rule:
    """A line rule, or at times a cue, half of them with a condition on something else than the line."""
    zones = _keyed("zone", (*_ZONES, *_SHARES * fractions))
    neighbours = st.builds(lambda key, near: {key: near}, st.sampled_from(("prev", "next")), _NEAR)
    extra = draw(st.just({}) | st.just({}) | st.sampled_from(_ODD_KEYS) | zones | neighbours)
    kind, make = draw(st.sampled_from((*[("line", LineRule)] * 3, ("cue", CueRule))))
    return make(kind=kind, pattern=draw(_patterns(greedy)), **{**common, **extra})


@st.composite
def _block_rules(draw: st.DrawFn, common: dict[str, Any], greedy: bool, fractions: bool) -> BlockRule:
    body, end = draw(st.tuples(_NEAR, st.none() | _patterns(greedy)))
    kind, min_lines, max_lines = draw(st.tuples(*map(st.sampled_from, _BLOCK_BOUNDS)))
    return BlockRule(
        **common,
        kind=kind,
        start=draw(_NEAR if greedy else _patterns(False)),
        body=body if end is None or draw(_FINAL) else None,
        end=end,
        min_lines=min_lines,
        max_lines=max_lines,
        max_chars=10_000,
        max_fraction=draw(st.sampled_from((0.3, 1.0, 1.0))) if fractions else 1.0,
        never_cross=draw(st.sampled_from((None, None, "heading", "alpha"))),
    )


@st.composite
def _inline_rules(draw: st.DrawFn, common: dict[str, Any], greedy: bool, fractions: bool) -> InlineRule:
    pattern = draw(st.sampled_from((*PATTERNS, *GREEDY * greedy)))
    extra = draw(st.just({}) | st.sampled_from(_ODD_KEYS))
    ending = draw(st.sampled_from(("[.!]", "[.!]?")))
    at = draw(st.sampled_from(("start", "end", "end")))
    return InlineRule(kind="inline", pattern=f"(?:{pattern}){ending}", at=at, **{**common, **extra})


@st.composite
def _run_rules(
    draw: st.DrawFn, others: tuple[str, ...], common: dict[str, Any], greedy: bool, fractions: bool
) -> RunRule:
    anchors, cues = draw(st.tuples(*map(st.sampled_from, ((others, others[:1]), (others, ())))))
    body = draw(_NEAR | st.sampled_from(("label", "entry", "short", ("remark", ".{1,160}"))))
    at, from_, to, max_gap = draw(st.tuples(*map(st.sampled_from, _RUN_ENDS)))
    return RunRule(
        **common,
        kind="run",
        anchors=anchors,
        cues=cues,
        body=body,
        at=at,
        from_=from_,
        to=to,
        max_gap=max_gap,
        spare=draw(st.sampled_from((0, 0, 1))),
        min_anchors=draw(st.sampled_from((1, 1, 2))),
        min_run=draw(st.sampled_from((1, 3))),
        start=draw(st.sampled_from((None, None, "[^:]+"))),
        max_lines=draw(st.sampled_from((3, 1000, 1000))),
        max_chars=10_000,
        max_fraction=draw(st.sampled_from((0.3, 1.0, 1.0))) if fractions else 1.0,
        never_cross=draw(st.sampled_from((None, None, "heading", "alpha"))),
    )


_RUN_ENDS = ((None, "start", "start", "end"), ("anchor", "line"), ("anchor", "line"), (None, None, 0, 1, 2))
_BLOCK_BOUNDS = (("block", "tail", "head"), (1, 1, 2), (3, 1000))


@st.composite
def rule_lists(
    draw: st.DrawFn, greedy: bool = False, fractions: bool = True, structural: bool | None = None
) -> list[Rule]:
    """Two to five valid rules that may require each other, or rule each other out, in no meaningful order.

    Args:
        greedy: whether some match nearly anything.
        fractions: whether some depend on shares of the text's length.
        structural: whether the last one is a run or an inline rule; None for now and then one anywhere.
    """
    ids = draw(st.permutations([f"test.{letter}" for letter in "abcde"]))[: draw(st.integers(2, 5))]
    listed: list[Rule] = []
    for number, rule_id in enumerate(ids):
        common: dict[str, Any] = {"id": rule_id, "description": "Generated."}
        if number and draw(st.integers(0, 3)) == 0:
            others = draw(st.sampled_from((ids[number - 1], tuple(ids[:number]))))
            within = draw(st.integers(0, 4))  # 0: they rule it out
            if within:
                common["requires"] = Requires(rule=others, within_lines=within)
            else:
                common["unless"] = (others,) if isinstance(others, str) else others
        anchors = tuple(other.id for other in listed if not isinstance(other, RunRule | InlineRule))
        runs = [functools.partial(_run_rules, anchors)] if anchors else []
        plain = [*[_line_rules] * 4, *[_block_rules] * 2]
        makers = plain if structural is not None else [*plain, _inline_rules, *runs]
        if structural and number == len(ids) - 1:
            makers = [_inline_rules, *runs * 3]
        listed.append(draw(draw(st.sampled_from(makers))(common, greedy, fractions)))
    return listed


def book_of(*listed: Rule) -> RuleBook:
    """A book of one pack."""
    return RuleBook.of([RulePack("test", "1", listed)])


def books(
    greedy: bool = False, fractions: bool = True, structural: bool | None = None
) -> st.SearchStrategy[RuleBook]:
    """Books of `rule_lists`."""
    return rule_lists(greedy, fractions, structural).map(lambda listed: book_of(*listed))


def line_rule(rule_id: str, pattern: str, **keys: Any) -> LineRule:
    """A rule about single lines, for examples written by hand."""
    return LineRule(id=rule_id, kind="line", description="Written by hand.", pattern=pattern, **keys)
