"""The outputs of two runs held against each other, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from moie_tui.domain.signatures import signature_of
from moie_tui.values import dataclass

MOST_LINES = 3000
"""Of each output; comparing takes longer than its length."""
_AROUND = 3
SAME, GONE, NEW, PLACE = " ", "-", "+", "@"


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line and its mark: the same in both, only in the older, only in the newer, or a place."""

    mark: str
    text: str


def output_diff(older: Sequence[str], newer: Sequence[str], *, folded: bool = False) -> tuple[DiffLine, ...]:
    """What differs, with three lines around; empty when nothing does.

    `folded`: lines that are the same but for numbers, ids and places count as the same."""
    older, newer = older[-MOST_LINES:], newer[-MOST_LINES:]
    before, now = ([signature_of(line) if folded else line for line in lines] for lines in (older, newer))
    matcher = SequenceMatcher(None, before, now, autojunk=False)
    found: list[DiffLine] = []
    for group in matcher.get_grouped_opcodes(_AROUND):
        first, last = group[0], group[-1]
        place = f"lines {first[1] + 1}–{last[2]} before, {first[3] + 1}–{last[4]} now"
        found.append(DiffLine(PLACE, place))
        for kind, i1, i2, j1, j2 in group:
            found += _lines(kind, older[i1:i2], newer[j1:j2])
    return tuple(found)


def _lines(kind: str, older: Sequence[str], newer: Sequence[str]) -> Iterator[DiffLine]:
    if kind == "equal":
        yield from (DiffLine(SAME, line) for line in newer)
    else:
        yield from (DiffLine(GONE, line) for line in older)
        yield from (DiffLine(NEW, line) for line in newer)
