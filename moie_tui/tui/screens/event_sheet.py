"""One event in full: its whole message and metadata, and the way on to what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from rich.cells import cell_len
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget

from moie_tui.domain.event import Event
from moie_tui.domain.text import plain, shorten
from moie_tui.domain.view import SystemView
from moie_tui.tui import looks, times
from moie_tui.tui.clipboard import copy_from
from moie_tui.tui.event_links import MOST, Link, links_of
from moie_tui.tui.evidence import Evidence
from moie_tui.tui.glyphs import UNKNOWN
from moie_tui.tui.keymap import bound
from moie_tui.tui.metadata_words import lines_of
from moie_tui.tui.screens.sheet import KeyHint, Sheet
from moie_tui.tui.source import Source
from moie_tui.tui.widgets.hanging_text import HangingText, Row

LABEL = 16
"""The most cells a key takes before its value stands nearer."""
_LINK_SHOWN = 70


class EventSheet(Sheet[None]):
    """Shows what the line of the log says, as plain text; digits open what it leads to."""

    BINDINGS = [
        Binding("enter", "open_first", "open the first thing it leads to", show=False),
        bound("copy", "copy", "copy the message"),
        *[Binding(str(at), f"open({at})", "open what it leads to") for at in range(1, MOST + 1)],
    ]

    def __init__(self, event: Event, now: datetime, view: SystemView, source: Source) -> None:
        super().__init__()
        self._event, self._moment, self._zone = event, now, view.zone
        self._links = links_of(event, view, Evidence(source))
        first = next((at for at, one in enumerate(self._links, 1) if one.opening), 0)
        deeper: tuple[KeyHint, ...] = (("enter", f"open {first}", "screen.open_first"),) if first else ()
        self.hints = (*deeper, ("copy", "copy", "screen.copy"), ("esc", "back", "screen.leave"))

    def head(self) -> str:
        """What kind of event, and when."""
        return f"{self._event.category} · {times.at(self._event.timestamp, self._moment, self._zone)}"

    def parts(self) -> Iterable[Widget]:
        """Level and message, then the metadata."""
        yield HangingText(event_rows(self._event))

    def above_keys(self) -> Iterable[Widget]:
        """What it leads to stays in sight."""
        if self._links:
            yield HangingText(link_rows(self._links), id="links")

    def action_copy(self) -> None:
        """Copies the message."""
        copy_from(self.app, plain(self._event.message, newline="\n"))

    def action_open(self, number: int) -> None:
        """Opens the thing of that number."""
        one = self._links[number - 1] if number <= len(self._links) else None
        if one is not None and one.opening is not None:
            self.post_message(one.opening())

    def action_open_first(self) -> None:
        """Opens the first thing that is there; without one there is nothing deeper."""
        first = next((at for at, one in enumerate(self._links, 1) if one.opening), 0)
        if first:
            self.action_open(first)
        else:
            self.action_leave()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the digits that lead somewhere."""
        return action != "open" or (isinstance(parameters[0], int) and parameters[0] <= len(self._links))


def event_rows(event: Event) -> Iterator[Row]:
    """Everything the event says, a row for each of its keys."""
    glyph = looks.LEVEL_GLYPHS.get(event.level, UNKNOWN)
    tone = looks.LEVELS.get(event.level, "unknown")
    yield Content(), Content.styled(f"{glyph} {plain(event.level)}".strip(), f"${tone}")
    for line in plain(event.message, newline="\n").split("\n"):
        yield Content(), Content(line)
    if event.metadata:
        yield Content(), Content()
    wide = min(LABEL, max((cell_len(plain(key)) for key in event.metadata), default=0))
    for key, value in event.metadata.items():
        label = plain(key).ljust(wide)
        for line in lines_of(value):
            yield Content.styled(f"{label}  ", "$faint"), Content(plain(line))
            label = " " * len(label)


def link_rows(links: Iterable[Link]) -> Iterator[Row]:
    """A line for each, its digit before it; a click opens it too."""
    for at, one in enumerate(links, 1):
        words = Content(shorten(one.words, _LINK_SHOWN))
        if one.opening is None:
            yield Content(f" {at}  ").stylize("$faint"), words.stylize("$faint")
        else:
            yield Content(f" {at}  ").stylize("$accent bold"), words.stylize(f"@click=screen.open({at})")
