"""One event in full: its whole message and metadata."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo

from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget

from moie_tui.domain.event import Event
from moie_tui.domain.text import plain
from moie_tui.tui import looks, times
from moie_tui.tui.clipboard import copy_from
from moie_tui.tui.glyphs import UNKNOWN
from moie_tui.tui.keymap import bound
from moie_tui.tui.screens.sheet import Sheet
from moie_tui.tui.widgets.hanging_text import HangingText, Row

LABEL = 10


class EventSheet(Sheet[None]):
    """Shows what the line of the log says, as plain text."""

    BINDINGS = [Binding("enter", "leave", "back", show=False), bound("copy", "copy", "copy the message")]
    hints = (("copy", "copy", "screen.copy"), ("esc", "back", "screen.leave"))

    def __init__(self, event: Event, now: datetime, zone: tzinfo | None) -> None:
        super().__init__()
        self._event, self._moment, self._zone = event, now, zone

    def head(self) -> str:
        """What kind of event, and when."""
        return f"{self._event.category} · {times.at(self._event.timestamp, self._moment, self._zone)}"

    def parts(self) -> Iterable[Widget]:
        """Level and message, then the metadata."""
        yield HangingText(event_rows(self._event))

    def action_copy(self) -> None:
        """Copies the message."""
        copy_from(self.app, plain(self._event.message, newline="\n"))


def event_rows(event: Event) -> Iterator[Row]:
    """Everything the event says, a row for each of its keys."""
    glyph = looks.LEVEL_GLYPHS.get(event.level, UNKNOWN)
    tone = looks.LEVELS.get(event.level, "unknown")
    yield Content(), Content.styled(f"{glyph} {plain(event.level)}".strip(), f"${tone}")
    for line in plain(event.message, newline="\n").split("\n"):
        yield Content(), Content(line)
    if event.metadata:
        yield Content(), Content()
    for key, value in event.metadata.items():
        shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
        label = plain(key).ljust(LABEL)
        for line in plain(shown, newline="\n").split("\n"):
            yield Content.styled(f"{label}  ", "$faint"), Content(line)
            label = " " * len(label)
