"""The brake of the config's `safety`: too many critical events put pulses on hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from moie_tui.domain.event import CRITICAL, Event
from moie_tui.domain.plan import ABSENT, HOLD, OperationRecord
from moie_tui.domain.settings import SafetySettings
from moie_tui.domain.text import plain, shorten

_WITHIN = timedelta(hours=1)
_SHOWN = 120


def alarm(
    safety: SafetySettings, events: Iterable[Event], operations: Iterable[OperationRecord], now: datetime
) -> str:
    """Why pulses are to be held: the critical events of the last hour, since pulses were last resumed.

    `operations` are newest first, and only looked at when there are events enough."""
    if not safety.enabled:
        return ""
    found = [one for one in events if one.level == CRITICAL and one.timestamp > now - _WITHIN]
    if len(found) >= safety.critical_error_threshold:
        resumed = _resumed_at(operations)
        found = [one for one in found if resumed is None or one.timestamp > resumed]
    if len(found) < safety.critical_error_threshold:
        return ""
    return f"{len(found)} critical events within an hour: {shorten(plain(found[-1].message), _SHOWN)}"


def _resumed_at(records: Iterable[OperationRecord]) -> datetime | None:
    """When a hold was last taken away, by `resume` or by an undo."""
    ends = (
        one.at
        for one in records
        if any(effect.kind == HOLD and effect.after is ABSENT for effect in one.effects)
    )
    return next(ends, None)
