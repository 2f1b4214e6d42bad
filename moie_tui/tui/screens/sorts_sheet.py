"""Which kinds of events to list: the categories of the log, ticked."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from textual import on
from textual.widget import Widget

from moie_tui.domain.errors import MoieError
from moie_tui.domain.text import plain
from moie_tui.tui.columns import Column
from moie_tui.tui.keymap import bound
from moie_tui.tui.pieces import text
from moie_tui.tui.screens.sheet import Sheet
from moie_tui.tui.source import Source
from moie_tui.tui.widgets.rows import Cells, Rows

TICKED, UNTICKED = "[x]", "[ ]"
"""Before each; none ticked lists all."""
EMPTY = "No category yet: no event was written."


class SortsSheet(Sheet[frozenset[str] | None]):
    """Space ticks, Enter lists the ticked ones, or that under the cursor when none is."""

    BINDINGS = [
        bound("tick", "tick", "tick or untick"),
        bound("sort", "leave", "back"),
        bound("all", "all", "list all again"),
    ]
    AUTO_FOCUS = "Rows"
    hints = (
        ("tick", "tick", "screen.tick"),
        ("enter", "list them", "screen.take"),
        ("all", "all", "screen.all"),
        ("esc", "back", "screen.leave"),
    )

    def __init__(self, chosen: frozenset[str], seen: frozenset[str], source: Source) -> None:
        super().__init__()
        self._ticked, self._seen, self._source = set(chosen), seen, source
        self._rows: Rows[str] = Rows(
            (Column(len(TICKED), gap=1), Column(12, flexible=True)),
            self._cells,
            lambda one: one,
            empty="Reading …",
        )

    def head(self) -> str:
        """What is chosen, and what that means while nothing is."""
        ticked = f"{len(self._ticked)} ticked" if self._ticked else "none ticked, all listed"
        return f"Kinds of events · {ticked}"

    def parts(self) -> Iterable[Widget]:
        """The list."""
        yield self._rows

    def on_mount(self) -> None:
        """Asks which there are."""
        self.run_worker(self._ask(), group="sorts")

    async def _ask(self) -> None:
        try:
            known = await asyncio.to_thread(self._source.event_categories)
        except MoieError as error:
            known = ()
            self.notify(plain(error.line()), title="Not read", severity="error", markup=False)
        if self.ready:
            self._rows.empty = EMPTY
            self._rows.set_rows(sorted({*known, *self._seen, *self._ticked}))
            self._rows.refresh()

    def _cells(self, one: str) -> Cells:
        ticked = one in self._ticked
        mark = text(TICKED if ticked else UNTICKED, "accent" if ticked else "faint")
        return mark, text(plain(one) or "(none)", "strong" if ticked else "")

    def action_tick(self) -> None:
        """Takes the one under the cursor, or leaves it."""
        if self._rows.item is not None:
            self._ticked ^= {self._rows.item}
            self._rows.recheck()
            self.relabel()

    @on(Rows.Chosen)
    def action_take(self) -> None:
        """Lists these."""
        item = self._rows.item
        self.dismiss(frozenset(self._ticked or ({item} if item is not None else ())))

    def action_all(self) -> None:
        """Lists all."""
        self.dismiss(frozenset())
