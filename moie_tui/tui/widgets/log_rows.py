"""The list of the log: a stretch of something longer, so that its ends are not the ends."""

from __future__ import annotations

from textual import events
from textual.message import Message

from moie_tui.domain.event_query import Logged, Place
from moie_tui.tui.columns import Column
from moie_tui.tui.widgets.rows import Rows
from moie_tui.values import dataclass

MARGIN = 60
"""Rows before the edge at which more are wanted."""


def key_of(place: Place) -> str:
    """The key of the row of that line."""
    return f"{place.day} {place.offset}"


class LogRows(Rows[Logged]):
    """Leaves to others where its first and last row are, and stays where the wheel moved it."""

    @dataclass
    class EndWanted(Message):
        """The operator wants to be at the first event there is (-1), or at the last (1)."""

        step: int

    _away = False

    @property
    def at_end(self) -> bool:
        """Whether the last row is under the cursor and nobody scrolled away from it."""
        return super().at_end and not self._away

    @property
    def near(self) -> tuple[bool, bool]:
        """Whether its first row, and its last, is at hand: soon to be scrolled to."""
        if not self.size.height:
            return False, False
        count, top = int(self.virtual_size.height), round(self.scroll_y)
        return top < MARGIN, top + self.size.height + MARGIN > count

    @property
    def top(self) -> Logged | None:
        """The first row in sight."""
        at = round(self.scroll_y)
        return self._items[at] if at < len(self._items) else None

    def lay_out(self, columns: tuple[Column, ...]) -> None:
        """Other columns for the same rows."""
        if columns != self._columns:
            self._columns, self._widths = columns, ()
            self.refresh()

    def watch_show_vertical_scrollbar(self) -> None:
        """A scrollbar that comes after the scrolling is told where one is."""
        self.vertical_scrollbar.position = self.scroll_y

    def _go(self, at: int) -> None:
        self._away = False
        super()._go(at)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """What is read stays in sight."""
        self._away = self.max_scroll_y > 0

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """At the end it follows again."""
        self._away = self._away and self.scroll_target_y + 3 < self.max_scroll_y

    def action_first(self) -> None:
        """To the first event there is."""
        self.post_message(self.EndWanted(-1))

    def action_last(self) -> None:
        """To the last event there is."""
        self.post_message(self.EndWanted(1))
