"""Pane five: the tail of the log, newest at the bottom."""

from __future__ import annotations

from collections import Counter

from textual.app import ComposeResult

from moie_tui.domain.event import Event
from moie_tui.domain.text import plain
from moie_tui.tui import glyphs, looks
from moie_tui.tui.columns import Column
from moie_tui.tui.messages import EventOpened
from moie_tui.tui.pieces import text
from moie_tui.tui.times import at
from moie_tui.tui.widgets.pane import ListPane
from moie_tui.tui.widgets.rows import Cells, Rows

COLUMNS = (
    Column(1, gap=1),
    Column(8, drop=1),
    Column(8, drop=3),
    Column(10, drop=2),
    Column(20, flexible=True),
)
EMPTY = "No event yet. What pulses, backups and rollbacks do is written here."
Keyed = tuple[str, Event]


class EventsPane(ListPane):
    """A row for each event of the tail; stays at the newest one unless the cursor went elsewhere."""

    TITLE, KIND = "5 Events", "event"

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.rows: Rows[Keyed] = Rows(
            COLUMNS, self._cells, lambda keyed: keyed[0], empty="Reading …", follow=True
        )

    def compose(self) -> ComposeResult:
        """The list."""
        yield self.rows

    def fill(self) -> None:
        """Shows the tail of the view."""
        self.rows.empty = EMPTY
        self.rows.set_rows(keyed(self.view.events))
        self.count(str(len(self.view.events)) if self.view.events else "")

    def event(self) -> Event | None:
        """The event under the cursor."""
        return self.rows.item[1] if self.rows.item else None

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        """The event in full."""
        message.stop()
        if event := self.event():
            self.post_message(EventOpened(event))

    def _cells(self, row: Keyed) -> Cells:
        event = row[1]
        tone = looks.LEVELS.get(event.level, "unknown")
        return (
            text(looks.LEVEL_GLYPHS.get(event.level, glyphs.UNKNOWN), tone),
            text(at(event.timestamp, event.timestamp, self.view.zone), "faint"),
            text(plain(event.level), tone),
            text(plain(event.category), "faint"),
            text(plain(event.message)),
        )


def keyed(events: tuple[Event, ...]) -> list[Keyed]:
    """Each event with a key that stays the same as long as the event does, alike ones counted."""
    seen: Counter[tuple[object, ...]] = Counter()
    rows = []
    for event in events:
        same = (event.timestamp, event.category, event.message)
        seen[same] += 1
        rows.append((f"{event.timestamp.isoformat()} {event.category} {event.message} {seen[same]}", event))
    return rows
