"""Readings of the log that fill the window on screen; all of them block."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from moie_tui.domain.errors import UsageError
from moie_tui.domain.event_query import EventPage, Logged, Place, Wanted
from moie_tui.domain.plan import Cancel
from moie_tui.tui.event_window import PAGE, EventWindow, with_newer, with_older
from moie_tui.tui.narrowing import quoted
from moie_tui.values import dataclass, replace

PATIENCE = 0.3
"""Seconds after which a search that still goes on shows what it has; it is taken up again from there."""
BEGINNING = Place("", 0)
"""Before every line there is."""


class Read(Protocol):
    """How the log is read, page by page; `Readings.events` is such."""

    def __call__(
        self,
        wanted: Wanted,
        limit: int,
        *,
        before: Place | None = None,
        after: Place | None = None,
        cancel: Cancel | None = None,
    ) -> EventPage:
        """One page."""


@dataclass(frozen=True)
class Until:
    """Stops a search when it is cancelled, or at a time of the monotonic clock."""

    cancel: Cancel
    end: float
    clock: Callable[[], float] = time.monotonic

    def is_set(self) -> bool:
        """Whether to stop."""
        return self.cancel.is_set() or self.clock() >= self.end


@dataclass(frozen=True)
class Found:
    """A window to show; `select` is the place the cursor belongs to, None where it is."""

    window: EventWindow
    select: Place | None = None


@dataclass(frozen=True)
class Search:
    """Looks for the events of one filter until it is cancelled."""

    read: Read
    wanted: Wanted
    cancel: Cancel

    def newest(self, window: EventWindow | None = None) -> Found:
        """The newest there are."""
        # Asked first: what is written meanwhile is then read as newer, not lost between the two.
        end, page = self._end(), self._page()
        last = max(end, *(one.place for one in page.events[-1:]), BEGINNING)
        return Found(EventWindow((page,), older=page.more, first=page.reached, last=last))

    def last(self, window: EventWindow) -> Found:
        """The newest there are, the cursor on the last of them."""
        found = self.newest()
        events = found.window.events
        return replace(found, select=events[-1].place if events else None)

    def oldest(self, window: EventWindow) -> Found:
        """The first there are."""
        page = self._page(after=BEGINNING)
        select = page.events[0].place if page.events else None
        last = page.reached or BEGINNING
        return Found(EventWindow((page,), newer=page.more, first=BEGINNING, last=last), select)

    def older(self, window: EventWindow) -> Found:
        """The window with what lies before it."""
        return Found(with_older(window, self._page(before=window.first)))

    def newer(self, window: EventWindow) -> Found:
        """The window with what lies behind it."""
        return Found(with_newer(window, self._page(after=window.last)))

    def latest(self, window: EventWindow) -> Found:
        """The window with what was written since; the newest alone where that is too much, or another log."""
        page = self._page(after=window.last)
        gone = page.reached is None and window.last is not None and self._end() < window.last
        return self.newest() if page.more or gone else Found(with_newer(window, page))

    def around(self, anchor: Logged) -> Found:
        """What lies on both sides of an event, and that itself if it is wanted."""
        before, after = self._page(before=anchor.place), self._page(after=anchor.place)
        itself = (anchor,) if self.wanted.takes(anchor.event) else ()
        page = EventPage((*itself, *after.events), after.unreadable, after.more, after.reached)
        window = EventWindow(
            (page,), older=True, newer=after.more, first=anchor.place, last=after.reached or anchor.place
        )
        near = page.events[:1] or before.events[-1:]
        return Found(with_older(window, before), near[0].place if near else None)

    def at(self, moment: datetime) -> Found:
        """What lies around the first event at or after a moment; the newest when there is none."""
        wanted, after = replace(self.wanted, since=moment), BEGINNING
        found = self.read(wanted, 1, after=after, cancel=self.cancel)
        if found.events:
            return self.around(found.events[0])
        return self.last(EventWindow())

    def match(self, window: EventWindow, anchor: Logged, words: Wanted, step: int) -> Found:
        """The next newer (1) or older (-1) event that has the words of that filter, of those of this one."""
        side = {"after": anchor.place} if step > 0 else {"before": anchor.place}
        meant = replace(self.wanted, text=words.text, tasks=words.tasks)
        found = self.read(meant, 1, cancel=self.cancel, **side).events
        if not found:
            raise UsageError(f"no {'newer' if step > 0 else 'older'} event {quoted(words.text)}")
        held = found[0].place in {one.place for one in window.events}
        return Found(window, found[0].place) if held else self.around(found[0])

    def _end(self) -> Place:
        """Where the newest line lies."""
        page = self.read(Wanted(), 1, cancel=self.cancel)
        return page.events[-1].place if page.events else BEGINNING

    def _page(self, before: Place | None = None, after: Place | None = None) -> EventPage:
        until = Until(self.cancel, time.monotonic() + PATIENCE)
        return self.read(self.wanted, PAGE, before=before, after=after, cancel=until)
