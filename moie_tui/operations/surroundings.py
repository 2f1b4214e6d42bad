"""Looks around a silent heart: the lock, the disk, the machine, and what scheduled pulses complained of."""

from __future__ import annotations

import os
from datetime import UTC, datetime, tzinfo

from moie_tui.domain.errors import MoieError
from moie_tui.domain.surroundings import Holding, Surroundings
from moie_tui.domain.timer import Timers
from moie_tui.domain.timestamps import moment_of
from moie_tui.processes.uptime import awake, slept
from moie_tui.storage.folders import can_write, is_read_only
from moie_tui.storage.holder import Holder
from moie_tui.storage.stores import Stores
from moie_tui.storage.told_file import ToldFile
from moie_tui.storage.unpacking import free_bytes

PULSE = "pulse"


def look_around(stores: Stores, now: datetime, timers: Timers | None, problem: str = "") -> Surroundings:
    """Changes nothing; what can't be asked is left out. `timers` are asked by whoever may."""
    lock, zone = stores.pulse_lock, stores.zone
    try:
        holder, died = lock.holder(), lock.left_by()
    except MoieError:
        holder = died = None  # told by the view's own problems
    said, at = _complaint(stores)
    return Surroundings(
        at=now,
        host=os.uname().nodename,
        awake=awake(),
        slept=slept(),
        holder=_holding(holder, zone),
        died=_holding(died, zone),
        timers=timers,
        timers_problem=problem,
        complaint=said,
        complained_at=at,
        free_bytes=_free(stores),
        read_only=is_read_only(stores.root),
        writable=can_write(stores.root),
    )


def _holding(holder: Holder | None, zone: tzinfo | None) -> Holding | None:
    return None if holder is None else Holding(holder.line(zone), moment_of(holder.since, UTC))


def _complaint(stores: Stores) -> tuple[str, datetime | None]:
    """What keeps cron's pulses from beating, and when anything was told last; "" since one went well."""
    file = ToldFile(stores.root)
    try:
        said = file.read().get(PULSE, "")
        at = datetime.fromtimestamp(file.path.stat().st_mtime, UTC) if said else None
    except (MoieError, OSError):
        return "", None
    return (said, at) if isinstance(said, str) else ("", None)


def _free(stores: Stores) -> int | None:
    try:
        return free_bytes(stores.root)
    except MoieError:
        return None
