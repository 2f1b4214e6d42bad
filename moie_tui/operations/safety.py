"""The brake of the config's `safety`: too many critical events put pulses on hold."""

from __future__ import annotations

from datetime import datetime, timedelta

from moie_tui.domain.event import CRITICAL
from moie_tui.domain.plan import ABSENT, HOLD
from moie_tui.domain.text import plain, shorten
from moie_tui.storage.stores import Stores

_WITHIN = timedelta(hours=1)
_SHOWN = 120
_LOOKED_AT = 2000
"""How many of the newest events are looked at."""


def alarmed(stores: Stores, now: datetime) -> str:
    """Why pulses are to be held: the critical events of the last hour, since pulses were last resumed."""
    safety = stores.settings.safety
    if not safety.enabled:
        return ""
    events = stores.events.tail(_LOOKED_AT)
    found = [one for one in events if one.level == CRITICAL and one.timestamp > now - _WITHIN]
    if len(found) >= safety.critical_error_threshold:
        resumed = _resumed_at(stores)
        found = [one for one in found if resumed is None or one.timestamp > resumed]
    if len(found) < safety.critical_error_threshold:
        return ""
    return f"{len(found)} critical events within an hour: {shorten(plain(found[-1].message), _SHOWN)}"


def _resumed_at(stores: Stores) -> datetime | None:
    """When a hold was last taken away, by `resume` or by an undo."""
    records = stores.operations.all()
    ends = (
        one.at
        for one in records
        if any(effect.kind == HOLD and effect.after is ABSENT for effect in one.effects)
    )
    return next(ends, None)
