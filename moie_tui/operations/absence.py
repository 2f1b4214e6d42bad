"""Reads what is needed to tell what happened since somebody looked."""

from __future__ import annotations

from datetime import datetime

from moie_tui.domain.digest import Digest, digest
from moie_tui.domain.errors import MoieError
from moie_tui.domain.event_query import Wanted
from moie_tui.domain.plan import Never
from moie_tui.domain.view import SystemView
from moie_tui.operations.past import view_at
from moie_tui.storage.event_pages import page
from moie_tui.storage.stores import Stores

MOST = 5000
"""Events read at most, the newest; a digest of more says so."""


def absence(stores: Stores, live: SystemView, since: datetime, now: datetime) -> Digest:
    """What became of the root; where no copy tells how it was then, only what the log and the jobs say."""
    found = page(stores.events.folder, live.zone, Wanted(since=since), MOST, cancel=Never())
    try:
        then: SystemView | None = view_at(stores, live, since)
    except MoieError:
        then = None
    events = tuple(sorted((one.event for one in found.events), key=lambda one: one.timestamp))
    return digest(then, live, events, since, now, whole=not found.more)
