"""Facts at two moments, side by side: what differs is marked, what does not is faint."""

from __future__ import annotations

from collections.abc import Sequence

from moie_tui.domain.compared import Fact
from moie_tui.domain.text import plain
from moie_tui.tui.columns import Column, laid_out
from moie_tui.tui.pieces import Line, text
from moie_tui.tui.widgets.lines import Lines

OTHER = "≠"
LONGEST_LABEL = 16


class FactTable(Lines):
    """A heading, and a row for each fact; `DEFAULT` height is as many rows."""

    def __init__(self, heads: tuple[str, str], facts: Sequence[Fact], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._heads, self._facts = heads, tuple(facts)
        self.styles.height = len(self._facts) + 1

    def on_resize(self) -> None:
        """The columns fit the new width."""
        label = min(LONGEST_LABEL, max((len(plain(one.label)) for one in self._facts), default=1))
        room = max(2, self.size.width - label - 6)
        columns = (Column(1, gap=1), Column(label), Column(room - room // 2), Column(room // 2))
        widths = tuple(one.width for one in columns)
        head = ((), (), text(self._heads[0], "strong"), text(self._heads[1], "strong"))
        rows = (head, *map(cells, self._facts))
        self.set_lines([laid_out(row, columns, widths) for row in rows])


def cells(fact: Fact) -> tuple[Line, ...]:
    """One row."""
    if not fact.differs:
        return (), text(plain(fact.label), "faint"), text(plain(fact.before), "faint"), text("same", "faint")
    return (
        text(OTHER, "accent"),
        text(plain(fact.label)),
        text(plain(fact.before)),
        text(plain(fact.after)),
    )
