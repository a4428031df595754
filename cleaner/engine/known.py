"""What is known of lines, whatever document they stand in: in a corpus many come again and again."""

from __future__ import annotations

from collections import defaultdict

from cleaner.rulebook.rule import Condition
from cleaner.text.view import view

# How many characters of lines to remember: those of some ten thousand articles, in some fifteen megabytes.
_MOST = 1 << 22


class Views(dict[str, str]):
    """The view of each line, without its ending, made when first asked for.

    Attributes:
        characters: how many code points all lines have together.
    """

    characters = 0

    def __missing__(self, line: str) -> str:
        folded = self[line] = view(line)
        self.characters += len(line)
        return folded


class Known:
    """Views of lines, and what patterns and conditions say of them, for all documents of a cleaner.

    Threads may share it. Pickled it knows nothing.

    Attributes:
        views: of lines.
        spoilt: it has answers that took so long that to have them could change whether a document is
            cleaned in time.
    """

    def __init__(self) -> None:
        self.views = Views()
        self.spoilt = False
        self._of_views: dict[str, dict[str, bool]] = defaultdict(dict)
        self._of_lines: dict[Condition, dict[str, bool]] = defaultdict(dict)

    def answers_to(self, pattern: str) -> dict[str, bool]:
        """For some views whether a pattern matches them; to be added to."""
        return self._of_views[pattern]

    def lines_meeting(self, condition: Condition) -> dict[str, bool]:
        """For some lines, none of them protected, whether they meet a condition; to be added to."""
        return self._of_lines[condition]

    def trim(self) -> None:
        """Forget everything where it is spoilt, or has become too much."""
        if self.spoilt or self.views.characters > _MOST:
            self.spoilt = False
            self.views.clear()
            self.views.characters = 0
            self._of_views.clear()
            self._of_lines.clear()

    def __reduce__(self) -> tuple[object, ...]:
        return (Known, ())
