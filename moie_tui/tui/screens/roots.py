"""All roots that are open, each with a line; what needs a look in the selected one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from textual import on
from textual.content import Content
from textual.reactive import var
from textual.widget import Widget

from moie_tui.domain.view import NO_VIEW
from moie_tui.tui import keymap
from moie_tui.tui.narrowing import Order
from moie_tui.tui.overview import COLUMNS, Glance, cells
from moie_tui.tui.screens.sheet import Sheet
from moie_tui.tui.widgets.finder import Finder
from moie_tui.tui.widgets.hanging_text import HangingText, Row
from moie_tui.tui.widgets.rows import Rows

ORDERS: tuple[Order[Glance], ...] = (
    Order("as named"),
    Order("worst first", lambda one: (bool(one.trouble), one.alerts, one.problems), backwards=True),
    Order("oldest beat first", lambda one: one.beat_at or NO_VIEW.read_at),
    Order("by name", lambda one: one.name.lower()),
)


class RootsScreen(Sheet[int]):
    """Follows `roots`; Enter, a double click or a number brings one to the front."""

    BINDINGS = keymap.ROOTS
    AUTO_FOCUS = "Rows"
    hints = (
        ("enter", "go there", "screen.go"),
        ("filter", "filter", "screen.find"),
        ("help", "help", "screen.help"),
        *Sheet.hints,
    )

    roots: var[tuple[Glance, ...]] = var((), init=False)
    now: var[datetime] = var(NO_VIEW.read_at, init=False)

    def __init__(self) -> None:
        super().__init__()
        self._rows: Rows[Glance] = Rows(COLUMNS, lambda one: cells(one, self.now), lambda one: one.key)
        self._finder = Finder(
            self._rows,
            lambda one: f"{one.number} {one.name} {one.root} {one.chip[0]} {one.alert} {one.trouble}",
            failing=lambda one: not one.is_well,
            failures="those that need a look",
            orders=ORDERS,
        )
        self._went = False

    def head(self) -> str:
        """What is listed."""
        return "Roots"

    def tail(self) -> str:
        """How many, and how many of them need a look."""
        count = sum(not one.is_well for one in self.roots)
        return self._finder.counted(f"{len(self.roots)} open · {count or 'none'} to look at")

    def parts(self) -> Iterable[Widget]:
        """The list, and what is wrong with the selected one."""
        yield self._finder
        yield HangingText(id="selected")

    def on_mount(self) -> None:
        """Shows what is known now."""
        self.watch_roots()

    def watch_roots(self) -> None:
        """One of them is other than it was; at first the cursor is on the one in front."""
        if not (self.ready and self.roots):
            return
        self._finder.set_rows(self.roots)
        if not self._went:
            self._went = True
            self._rows.select(next((one.key for one in self.roots if one.front), ""))
        self._rows.recheck()
        self._show_selected()
        self.relabel()

    def watch_now(self) -> None:
        """Beats grow older."""
        self._rows.recheck()

    @on(Rows.Highlighted)
    def _show_selected(self) -> None:
        self.say(selected_rows(self._rows.item))

    @on(Finder.Changed)
    def _recount(self) -> None:
        self.relabel()

    @on(Rows.Chosen)
    def action_go(self) -> None:
        """To the selected one."""
        if self._rows.item is not None:
            self.dismiss(self._rows.item.number)

    def action_root(self, number: int) -> None:
        """To the one of that number."""
        if number <= len(self.roots):
            self.dismiss(number)

    async def action_find(self) -> None:
        """Lets words be typed."""
        await self._finder.action_filter()


def selected_rows(one: Glance | None) -> list[Row]:
    """Where it lies, and the worst that is wrong with it."""
    if one is None:
        return []
    rows = [(Content.styled("folder  ", "$faint"), Content(one.root))]
    if one.trouble:
        rows.append((Content.styled("why     ", "$faint"), Content.styled(one.trouble, "$failed")))
    if one.alert:
        glyph, tone = one.worst
        worst = Content.assemble((f"{glyph} ", f"${tone}"), one.alert)
        rows.append((Content.styled("worst   ", "$faint"), worst))
    return rows
