"""Who beat a heart: somebody by hand, or something that comes by itself."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache

from moie_tui.domain.event import Event
from moie_tui.domain.view import SystemView

BY_ITSELF = ("cron", "no tty")
"""How a pulse names its start where no terminal and no dashboard is behind it."""


@lru_cache(maxsize=1)
def pulses_of(view: SystemView) -> tuple[Event, ...]:
    """Our pulses that ended and are in the view's part of the log, oldest first."""
    return tuple(one for one in view.events if one.category == "heartbeat" and "outcome" in one.metadata)


def way_of(event: Event) -> str:
    """From where a pulse was started, "" when it does not tell."""
    told = event.metadata.get("origin")
    way = told.get("via", "") if isinstance(told, Mapping) else ""
    return way if isinstance(way, str) else ""


@lru_cache(maxsize=1)
def _by_itself(view: SystemView) -> tuple[datetime, ...]:
    """When pulses came by themselves, oldest first."""
    told = [one.timestamp for one in pulses_of(view) if way_of(one) in BY_ITSELF]
    told += [one.at for one in view.operations if one.kind == "pulse" and one.scheduled]
    return tuple(sorted(told))


def beat_itself(view: SystemView, now: datetime, limit: timedelta) -> datetime | None:
    """When a pulse last came by itself, if one did within the limit of the heart."""
    told = _by_itself(view)
    newest = told[at - 1] if (at := bisect_right(told, now)) else None
    return newest if newest is not None and now - limit <= newest else None


def is_by_hand(view: SystemView, now: datetime, limit: timedelta) -> bool:
    """Whether the last pulse was somebody's, and none came by itself in the time that one should have."""
    newest = pulses_of(view)[-1:]
    ways = [way_of(one) for one in newest]
    return all(ways) and bool(ways) and ways[0] not in BY_ITSELF and beat_itself(view, now, limit) is None
