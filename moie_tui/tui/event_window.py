"""The stretch of the log that is held for the screen, however long the log is."""

from __future__ import annotations

from itertools import chain

from moie_tui.domain.event_query import EventPage, Logged, Place
from moie_tui.values import dataclass, replace

PAGE, MOST = 500, 1500
"""Events of one reading, and how many are held at about most."""


@dataclass(frozen=True, slots=True)
class EventWindow:
    """Pages of wanted events that follow on each other, oldest first.

    `older` and `newer` say whether there may be more outside, beyond `first` and `last`: the places up to
    which the log was searched, None for its ends."""

    pages: tuple[EventPage, ...] = ()
    older: bool = False
    newer: bool = False
    first: Place | None = None
    last: Place | None = None

    @property
    def events(self) -> tuple[Logged, ...]:
        """All of them."""
        return tuple(chain.from_iterable(page.events for page in self.pages))

    @property
    def size(self) -> int:
        """How many they are."""
        return sum(len(page.events) for page in self.pages)

    @property
    def unreadable(self) -> int:
        """Lines in this stretch that are no event."""
        return sum(page.unreadable for page in self.pages)


def with_older(window: EventWindow, page: EventPage) -> EventWindow:
    """What was found before it is put in front; the newest go when it gets too much."""
    pages = _joined(page, window.pages[0], *window.pages[1:]) if window.pages else (page,)
    kept = list(pages)
    while sum(len(one.events) for one in kept) > MOST and len(kept) > 1:
        kept.pop()
    cut = len(kept) < len(pages)
    return EventWindow(
        tuple(kept),
        older=page.more,
        newer=window.newer or cut,
        first=page.reached or window.first,
        last=kept[-1].events[-1].place if cut else window.last,
    )


def with_newer(window: EventWindow, page: EventPage) -> EventWindow:
    """What was found after it is put behind; the oldest go when it gets too much."""
    pages = (*window.pages[:-1], *_joined(window.pages[-1], page)) if window.pages else (page,)
    kept = list(pages)
    while sum(len(one.events) for one in kept) > MOST and len(kept) > 1:
        kept.pop(0)
    cut = len(kept) < len(pages)
    return EventWindow(
        tuple(kept),
        older=window.older or cut,
        newer=page.more,
        first=kept[0].events[0].place if cut else window.first,
        last=page.reached or window.last,
    )


def _joined(first: EventPage, second: EventPage, *rest: EventPage) -> tuple[EventPage, ...]:
    """Small neighbours become one page, so that a page is never empty and there are few of them."""
    if first.events and second.events and len(first.events) + len(second.events) > PAGE:
        return (first, second, *rest)
    events, unreadable = first.events + second.events, first.unreadable + second.unreadable
    return (replace(first, events=events, unreadable=unreadable), *rest)
