"""A pane that lists a stretch of the log: read in threads, page by page, as one scrolls through it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import var

from moie_tui.domain.errors import MoieError
from moie_tui.domain.event_query import Logged, Wanted
from moie_tui.domain.text import plain
from moie_tui.tui import event_words, glyphs
from moie_tui.tui.columns import Column
from moie_tui.tui.event_search import Found, Read, Search
from moie_tui.tui.event_window import MOST, EventWindow
from moie_tui.tui.widgets.ageing import MINUTES_WAIT
from moie_tui.tui.widgets.log_rows import LogRows, key_of
from moie_tui.tui.widgets.pane import ListPane
from moie_tui.tui.widgets.rows import Cells
from moie_tui.values import replace

if TYPE_CHECKING:
    from moie_tui.tui.matter import Matter

CLOCK, DATED = 8, 16
"""Cells of a time of today, and of one of another day."""
Step = Callable[[Search, EventWindow], Found]


class LogPane(ListPane):
    """Holds a window of the `wanted` events around the cursor, the newest of the log to begin with."""

    rows: LogRows
    wanted: var[Wanted] = var(Wanted(), init=False)

    def __init__(self, read: Read, draw: Callable[[Logged], Cells], *, id: str) -> None:
        super().__init__(id=id)
        self.rows = LogRows(
            columns(CLOCK), draw, lambda one: key_of(one.place), empty="Reading …", follow=True
        )
        self.tail = True
        """Whether a cursor on the newest event goes on to newer ones."""
        self.searching = False
        self._read = read
        self._window = EventWindow()
        self._told: object = None
        self._stale = False
        self._cancel = threading.Event()
        self._today = date.min
        self._past: datetime | None = None
        self._left: Logged | None = None

    def on_mount(self) -> None:
        """Reads on when one scrolls near the end of what is held."""
        self.watch(self.rows, "scroll_y", self._scrolled, init=False)

    def on_unmount(self) -> None:
        """Nobody waits for what is being read."""
        self._cancel.set()

    def fill(self) -> None:
        """Reads what was written since, if anything was."""
        as_of = self.view.as_of.at if self.view.as_of else None
        if as_of != self._past:
            self._travel(as_of)
        elif self.view.events is not self._told and as_of is None:
            self._told, self._stale = self.view.events, True
            self.onward()

    def _travel(self, moment: datetime | None) -> None:
        """To the log as it was at a moment, or None: back to where the cursor was in the live one."""
        if self._past is None:
            self._left = None if self.following else self.rows.item
        self._past, self._told, anchor = moment, self.view.events, self._left
        there = moment is not None or anchor is None
        self.seek(Search.last if there or anchor is None else lambda search, _: search.around(anchor))

    def age(self) -> timedelta:
        """Times of yesterday get their date."""
        if self._today != self.now.astimezone(self.view.zone).date():
            self._today = self.now.astimezone(self.view.zone).date()
            self._list(self._window.events)
            self.rows.recheck()
        return MINUTES_WAIT

    def matter(self) -> Matter:
        """All that is wanted, not only what is held."""
        until = self._past and self._past + timedelta.resolution
        wanted, read = replace(self.wanted, until=until), self._read
        return replace(super().matter(), longer=lambda most: read(wanted, most).events)

    @property
    def categories(self) -> frozenset[str]:
        """Of the events that are held."""
        return frozenset(one.event.category for one in self._window.events)

    @property
    def following(self) -> bool:
        """Whether the newest event is kept in sight."""
        return self.tail and self.rows.at_end and not self._window.newer

    def onward(self) -> None:
        """Reads what is needed next, if anything is."""
        if self.searching or self._told is None:
            return
        window, (above, below) = self._window, self.rows.near
        if not window.pages:
            self.seek(Search.newest)
        elif self._stale and (self.following or (not window.newer and window.size < MOST)):
            self._stale = False
            self.seek(Search.latest)
        elif window.older and above:
            self.seek(Search.older)
        elif (window.newer or self._stale) and below:
            self._stale = False
            self.seek(Search.newer)

    def _scrolled(self) -> None:
        self._fit()
        self.onward()
        self.label()

    def seek(self, step: Step) -> None:
        """Looks for something in a thread, in the place of what is being looked for."""
        self._cancel.set()
        self._cancel, self.searching = threading.Event(), True
        self.run_worker(self._look(step, self._cancel), group="events")

    async def _look(self, step: Step, cancel: threading.Event) -> None:
        until = self._past and self._past + timedelta.resolution
        search, found, problem = Search(self._read, replace(self.wanted, until=until), cancel), None, ""
        try:
            found = await asyncio.to_thread(step, search, self._window)
        except MoieError as error:
            problem = plain(error.line())
        if cancel is not self._cancel or not self.is_attached:
            return
        if found is not None:
            self._show(found)
        # Not before: what scrolls while rows are exchanged asks for nothing.
        self.searching = False
        if found is not None:
            self.onward()
        self.label(problem)

    def _show(self, found: Found) -> None:
        # A cursor on the last row that is held follows only where the log ends there too.
        self.rows.follow = self.tail and not self._window.newer and found.select is None
        self._window = found.window
        self.rows.empty = event_words.invitation(self._window, self.wanted)
        self._list(self._window.events)
        if found.select is not None:
            self.rows.select(key_of(found.select))
        self.rows.follow = self.tail and not self._window.newer

    def _list(self, rows: Sequence[Logged]) -> None:
        self.rows.set_rows(rows)
        self._fit()

    def _fit(self) -> None:
        """Room for dates only where one looks at other days."""
        top = self.rows.top
        today = top is None or top.event.timestamp.astimezone(self.view.zone).date() == self._today
        self.rows.lay_out(columns(CLOCK if today else DATED))

    def label(self, problem: str = "") -> None:
        """How much is held, in the lower border."""
        words = (
            f"{glyphs.LATE} {problem}"
            if problem
            else event_words.standing(
                self._window,
                self.wanted,
                following=self.following and self._past is None,
                searching=self.searching,
            )
        )
        if words != self._counted:
            self._counted = words
            self.border_subtitle = Content(words)


def columns(time: int) -> tuple[Column, ...]:
    """Mark, time, level, category, message."""
    return (
        Column(1, gap=1),
        Column(time, drop=1),
        Column(8, drop=3),
        Column(10, drop=2),
        Column(20, flexible=True),
    )
