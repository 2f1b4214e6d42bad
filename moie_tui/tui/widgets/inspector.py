"""Everything about the selected thing, where there is room for it; it scrolls and takes no focus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import events
from textual.reactive import var
from textual.timer import Timer

from moie_tui.tui.beats import IN_TIME, beat_lines
from moie_tui.tui.chart import MARGIN
from moie_tui.tui.details import field
from moie_tui.tui.difference import Difference
from moie_tui.tui.keymap import keys_of
from moie_tui.tui.messages import DifferenceWanted
from moie_tui.tui.pieces import Line, text
from moie_tui.tui.trouble import problem_lines
from moie_tui.tui.widgets.detail import Detail

RELIABILITY = 10
"""Lines of the chart of the heartbeat's day."""
REST = 0.2
"""Seconds the cursor must rest on a snapshot before it is compared, so that passing by costs nothing."""


class Inspector(Detail):
    """A full `Detail`: charts, the history of beats, how much a snapshot differs from now, and problems."""

    difference: var[Difference] = var(Difference(), init=False)

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, full=True)
        self.border_title = "Inspector"
        self._all: tuple[Line, ...] = ()
        self._top = 0
        self._asking: Timer | None = None

    def watch_selection(self) -> None:
        """Another thing is selected: its lines from the top, and its difference once the cursor rests."""
        self._top = 0
        super().watch_selection()
        self._ask()

    def watch_view(self) -> None:
        """The state may be another one now."""
        self._ask()

    def watch_difference(self) -> None:
        """It was compared."""
        self.say()

    def watch_day(self) -> None:
        """It was counted."""
        self.say()

    def on_show(self) -> None:
        """There is room for it now."""
        self._ask()

    def scroll_by(self, step: int) -> None:
        """Half a screenful down, or up."""
        self._move(step * max(1, self.size.height // 2))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Three lines down."""
        event.stop()
        self._move(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Three lines up."""
        event.stop()
        self._move(-3)

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Shows what of them is in sight, and how many are below."""
        self._all = tuple(lines)
        self._move(0)

    def _move(self, lines: int) -> None:
        room = max(1, self.size.height)
        self._top = max(0, min(self._top + lines, len(self._all) - room))
        below = len(self._all) - self._top - room
        words = f"ctrl+d {below} more" if below > 0 else "ctrl+u up" if self._top else ""
        if words != (self.border_subtitle or ""):
            self.border_subtitle = words
        super().set_lines(self._all[self._top : self._top + room])

    def _ask(self) -> None:
        if self._asking:
            self._asking.stop()
            self._asking = None
        kind, key = self.selection
        if kind == "snapshot" and key and self.display and self.view.as_of is None:
            self._asking = self.set_timer(REST, lambda: self.post_message(DifferenceWanted(key)))

    def _lines_for(self, width: int) -> Iterable[Line]:
        yield from self._about(*self.selection, width)
        kind, key = self.selection
        if kind == "snapshot" and self.difference.snapshot == key and self.view.as_of is None:
            yield ()
            yield from field("differs", self.difference.words, width)
        if kind == "heart":
            yield from self._reliability(width)
            yield ()
            yield from beat_lines(self.view, self.judgement, self.now, width)
        if self.view.problems:
            yield ()
            yield from problem_lines(self.view, width, 5, keys_of(self))

    def _reliability(self, width: int) -> Iterable[Line]:
        found = self.day.get(IN_TIME) if self.day else None
        if self.day is not None and found is not None and found.value is not None:
            from moie_tui.tui.metric_charts import Moment, course_block

            yield ()
            yield from course_block(self.day, found, Moment(self.now, self.view.zone), width, RELIABILITY)
            yield text(" " * MARGIN + f"{keys_of(self).shown('metrics')} shows all metrics", "faint")
