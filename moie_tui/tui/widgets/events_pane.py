"""Pane five: the log, newest at the bottom; older events are read as one scrolls to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.timer import Timer

from moie_tui.domain.event import Event
from moie_tui.domain.event_query import Logged, Wanted, naming
from moie_tui.domain.text import plain
from moie_tui.tui import event_words, glyphs, keymap, looks
from moie_tui.tui.event_search import Read, Search
from moie_tui.tui.messages import EventOpened, Selected, SortsWanted
from moie_tui.tui.pieces import text
from moie_tui.tui.times import dated
from moie_tui.tui.widgets.finder import NOTHING_SOUGHT
from moie_tui.tui.widgets.lines import Lines
from moie_tui.tui.widgets.log_pane import LogPane
from moie_tui.tui.widgets.log_rows import LogRows
from moie_tui.tui.widgets.rows import Cells
from moie_tui.values import replace

if TYPE_CHECKING:
    from moie_tui.tui.widgets.filter_line import FilterLine
    from moie_tui.tui.widgets.when_line import WhenLine

PAUSE = 0.1
"""Seconds after a letter of a filter before it is looked for."""


class EventsPane(LogPane):
    """A row for each event that is `wanted`; stays at the newest one unless the cursor went elsewhere."""

    TITLE, KIND = "Events", "event"
    BINDINGS = keymap.EVENTS

    def __init__(self, read: Read, *, id: str) -> None:
        super().__init__(read, self._cells, id=id)
        self._typing: Timer | None = None
        self._sought = ""

    def compose(self) -> ComposeResult:
        """The list; above it what is left out and below it where words or a time are typed, when wanted."""
        yield self.rows

    def on_resize(self) -> None:
        """More or less of what is left out can be said; more may be seen."""
        self._mark()
        # The list scrolls to its cursor first: what is near is told by what is in sight.
        self.call_after_refresh(self.onward)

    @property
    def is_narrowed(self) -> bool:
        """Whether events are left out."""
        return event_words.is_filtered(self.wanted)

    def event(self) -> Event | None:
        """The event under the cursor."""
        return self.rows.item.event if self.rows.item else None

    def watch_wanted(self) -> None:
        """Other events are looked for, around the one under the cursor."""
        self._mark()
        self.post_message(Selected(*self.selected()))
        anchor = None if self.following else self.rows.item
        self.seek(Search.newest if anchor is None else lambda search, _: search.around(anchor))

    def _mark(self) -> None:
        """What is left out, above the list."""
        filtered = event_words.is_filtered(self.wanted)
        self.set_class(filtered, "-filtered")
        if filtered:
            Lines.above(self.rows).set_lines([event_words.filter_line(self.wanted, self.size.width - 2)])

    @on(LogRows.Highlighted)
    def _moved(self) -> None:
        self.label()
        self.onward()

    @on(LogRows.Chosen)
    def _open(self, message: LogRows.Chosen) -> None:
        message.stop()
        if event := self.event():
            self.post_message(EventOpened(event))

    @on(LogRows.EndWanted)
    def _to_the_end(self, message: LogRows.EndWanted) -> None:
        message.stop()
        self.tail = self.tail or message.step > 0
        self.seek(Search.oldest if message.step < 0 else Search.last)

    def on_filter_line_changed(self, message: FilterLine.Changed) -> None:
        """Looks for what was typed once nothing more is."""
        message.stop()
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(PAUSE, lambda: self._want(text=message.text))

    def on_when_line_asked(self, message: WhenLine.Asked) -> None:
        """To that moment of the log."""
        message.stop()
        self.seek(lambda search, _: search.at(message.moment))

    def on_filter_line_left(self, message: Message) -> None:
        """Back to the list."""
        message.stop()
        self.rows.focus()

    def on_when_line_left(self, message: Message) -> None:
        """Back to the list."""
        message.stop()
        self.rows.focus()

    def _want(self, text: str) -> None:
        self._sought = text or self._sought
        self.wanted = replace(self.wanted, text=text, tasks=self._naming(text))

    def _naming(self, text: str) -> tuple[tuple[str, str], ...]:
        """The jobs that words may mean by their task."""
        state = self.view.state
        return naming(text, ((job.key, job.task) for _, job in state.jobs())) if state and text else ()

    def show_job(self, key: str) -> None:
        """Only what is told of this job; "" for all again."""
        job = self.view.state.job(key) if self.view.state else None
        self.tail = True
        self.wanted = Wanted(job=key, tasks=((key, job.task),) if job else ())

    def show_sorts(self, chosen: frozenset[str]) -> None:
        """Only events of these categories, or of all."""
        self.wanted = replace(self.wanted, categories=chosen)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Esc means the filter only while there is one."""
        return action != "show_all" or event_words.is_filtered(self.wanted)

    async def action_filter(self) -> None:
        """Lets words be typed."""
        from moie_tui.tui.widgets.filter_line import FilterLine

        await (await FilterLine.of(self)).begin()

    def action_match(self, step: int) -> None:
        """To the next newer or older event with the words looked for last."""
        anchor, sought = self.rows.item, self._sought
        if not sought:
            self.notify(NOTHING_SOUGHT.format(keymap.keys_of(self).shown("filter")), markup=False)
        elif anchor is not None:
            meant = replace(self.wanted, text=sought, tasks=self._naming(sought))
            self.seek(lambda search, window: search.match(window, anchor, meant, step))

    def action_level(self) -> None:
        """Only worse ones, step by step, then all again."""
        self.wanted = replace(self.wanted, level=event_words.next_level(self.wanted.level))

    def action_sorts(self) -> None:
        """Asks which categories."""
        self.post_message(SortsWanted(self.wanted.categories, self.categories))

    async def action_when(self) -> None:
        """Lets a time be typed."""
        from moie_tui.tui.widgets.when_line import WhenLine

        await (await WhenLine.of(self)).begin(self.now, self.view.zone)

    def action_tail(self) -> None:
        """Follows the newest, or stays here."""
        self.tail = not self.following
        if self.tail:
            self.seek(Search.last)
        self.rows.follow = self.tail
        self.label()

    def action_show_all(self) -> None:
        """No filter any more."""
        from moie_tui.tui.widgets.filter_line import FilterLine

        for line in self.query(FilterLine):
            line.action_clear()
        self.wanted = Wanted()

    def _cells(self, row: Logged) -> Cells:
        event = row.event
        tone = looks.LEVELS.get(event.level, "unknown")
        return (
            text(looks.LEVEL_GLYPHS.get(event.level, glyphs.UNKNOWN), tone),
            text(dated(event.timestamp, self.now, self.view.zone), "faint"),
            text(plain(event.level), tone),
            text(plain(event.category), "faint"),
            text(plain(event.message)),
        )
