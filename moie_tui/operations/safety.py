"""Whether the brake of the config's `safety` is to put pulses on hold."""

from __future__ import annotations

from datetime import datetime

from moie_tui.storage.stores import Stores

_LOOKED_AT = 2000
"""How many of the newest events are looked at."""


def alarmed(stores: Stores, now: datetime) -> str:
    """Why pulses are to be held, "" when they are not."""
    safety = stores.settings.safety
    if not safety.enabled:
        return ""
    from moie_tui.domain.alarm import alarm

    return alarm(safety, stores.events.tail(_LOOKED_AT), stores.operations.all(), now)
