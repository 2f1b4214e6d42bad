"""Decided notices on their way to each channel, until they are delivered or given up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from moie_tui.domain.alerting import REPEAT
from moie_tui.values import dataclass, replace

GIVE_UP = timedelta(hours=24)
_LONGEST_PAUSE = timedelta(hours=1)

Event = Mapping[str, object]
"""An alert as channels get it: the keys of `Notice.as_json`."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One event for one channel; `next_at` is when to try (again), `error` why it failed the last time."""

    channel: str
    event: Event
    decided_at: datetime
    next_at: datetime
    attempts: int = 0
    error: str = ""

    @property
    def thread(self) -> tuple[str, object]:
        """What must stay in order: the events of one condition on one channel."""
        return self.channel, self.event.get("key")


def posted(
    outbox: tuple[Parcel, ...], events: Iterable[Event], channels: Iterable[str], now: datetime
) -> tuple[Parcel, ...]:
    """The outbox with each event for each channel; no repeat where an earlier word is still on its way."""
    names, waiting = tuple(channels), {one.thread for one in outbox}
    new = [Parcel(name, event, now, now) for event in events for name in names]
    return (*outbox, *(one for one in new if one.event.get("state") != REPEAT or one.thread not in waiting))


def in_turn(
    outbox: tuple[Parcel, ...], now: datetime, send: Callable[[Parcel], bool]
) -> Iterator[tuple[Parcel, bool]]:
    """Sends what is due, oldest first, and yields each with whether it arrived.

    A channel that fails is left alone for this time, and what waits behind an undelivered event of the same
    condition goes on waiting: no recovery arrives before its alarm."""
    failing: set[str] = set()
    behind: set[tuple[str, object]] = set()
    for one in outbox:
        # A clock that was set back must not hold a parcel until it has caught up.
        due = one.next_at <= now or one.decided_at > now
        if not due or one.channel in failing or one.thread in behind:
            behind.add(one.thread)
            continue
        arrived = send(one)
        if not arrived:
            failing.add(one.channel)
            behind.add(one.thread)
        yield one, arrived


def tried(parcel: Parcel, why: str, now: datetime) -> Parcel:
    """The parcel after a try that failed: the next one comes later each time, an hour later at most."""
    pause = min(timedelta(minutes=2 ** min(parcel.attempts, 6)), _LONGEST_PAUSE)
    return replace(parcel, attempts=parcel.attempts + 1, next_at=now + pause, error=why)


def is_hopeless(parcel: Parcel, now: datetime) -> bool:
    """Whether it was tried for a day in vain."""
    return parcel.attempts > 0 and now - parcel.decided_at >= GIVE_UP
