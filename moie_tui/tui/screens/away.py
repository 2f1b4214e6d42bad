"""What happened while the operator was away: only news, the worst first; Enter goes there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from textual import on
from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget

from moie_tui.domain.away.item import GOOD, Item
from moie_tui.domain.digest import Digest
from moie_tui.domain.event import CRITICAL, ERROR, INFO, WARNING
from moie_tui.domain.health import ago
from moie_tui.domain.text import plain
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.tui import glyphs
from moie_tui.tui.columns import Column
from moie_tui.tui.keymap import bound
from moie_tui.tui.messages import EventOpened, GoTo, OperationOpened
from moie_tui.tui.pieces import Piece, text
from moie_tui.tui.screens.sheet import KeyHint, Sheet
from moie_tui.tui.times import at, when
from moie_tui.tui.widgets.hanging_text import HangingText, Row
from moie_tui.tui.widgets.rows import Cells, Rows

COLUMNS = (Column(1, gap=1), Column(12, "when", right=True), Column(20, "what", flexible=True))
LOOKS: dict[str, Piece] = {
    CRITICAL: (glyphs.FAILED, "failed"),
    ERROR: (glyphs.FAILED, "failed"),
    WARNING: (glyphs.LATE, "late"),
    INFO: (" ", "faint"),
    GOOD: (glyphs.OK, "ok"),
}
NOTHING, NO_BEAT = "Nothing but heartbeats.", "Nothing happened, and no heartbeat came."
PLACES = {"event": "Enter reads the event.", "operation": "Enter opens the operation."}


class AwaySheet(Sheet[Message]):
    """Returns the message that leads to where the chosen one is shown."""

    BINDINGS = [bound("news", "leave", "back")]
    AUTO_FOCUS = "Rows"

    view: var[SystemView] = var(NO_VIEW, init=False)
    now: var[datetime] = var(NO_VIEW.read_at, init=False)

    def __init__(self, found: Digest) -> None:
        super().__init__()
        self._found = found
        empty = NOTHING if found.beats else NO_BEAT
        self._rows: Rows[Item] = Rows(COLUMNS, self._cells, lambda one: one.key, empty=empty)
        going: Sequence[KeyHint] = (("enter", "go there", "screen.go"),)
        rest: Sequence[KeyHint] = (("help", "help", "screen.help"), ("esc", "back", "screen.leave"))
        self.hints = (*(going if found.items else ()), *rest)

    def head(self) -> str:
        """From when until when."""
        found, zone = self._found, self.view.zone
        start, end = (at(moment, found.until, zone, seconds=False) for moment in (found.since, found.until))
        return f"While you were away · {ago(found.until - found.since)}, {start} to {end}"

    def tail(self) -> str:
        """All of it in one line."""
        return self._found.line

    def parts(self) -> Iterable[Widget]:
        """The list, and the selected one whole."""
        yield self._rows
        yield HangingText(id="selected")

    def on_mount(self) -> None:
        """Frozen: what happens now is on the dashboard."""
        self._rows.set_rows(self._found.items)
        self.set_class(not self._found.items, "-calm")
        self._say()
        self.relabel()

    @on(Rows.Highlighted)
    def _say(self) -> None:
        self.say(self._selected())

    def _selected(self) -> Iterable[Row]:
        one = self._rows.item
        if one is None:
            return
        glyph, tone = LOOKS[one.level]
        yield Content.styled(f"{glyph} ", f"${tone}"), Content.styled(plain(one.what), "bold")
        told = f"{at(one.at, self.now, self.view.zone)} · {ago(self.now - one.at)} ago"
        deeper = PLACES.get(one.place[0], "Enter goes there.")
        yield Content("  "), Content.styled(f"{told} · {deeper}", "$faint")

    @on(Rows.Chosen)
    def action_go(self) -> None:
        """To where it is shown."""
        if self._rows.item is not None:
            self.dismiss(leading_to(self._rows.item))

    def _cells(self, one: Item) -> Cells:
        moment = when(one.at, self.now, self.view.zone)
        return (LOOKS[one.level],), text(moment, "faint"), text(plain(one.what))


def leading_to(one: Item) -> Message:
    """What the operator asks for by choosing it."""
    kind, key = one.place
    if one.event is not None:
        return EventOpened(one.event)
    return OperationOpened(key) if kind == "operation" else GoTo(kind, key)
