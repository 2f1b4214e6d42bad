"""The few facts that verdicts on jobs rest on, read without the rest of a root."""

from __future__ import annotations

from datetime import datetime

from moie_tui.domain.view import SystemView
from moie_tui.storage.stores import Stores


def job_facts(stores: Stores, now: datetime) -> SystemView:
    """A view of state, health, settings, runs and schedules, or the error that says why one can't be read."""
    if stores.config_error is not None:
        raise stores.config_error
    return SystemView(
        root=str(stores.root),
        read_at=now,
        state=stores.state.read().state,
        health=stores.health.read(stores.zone),
        settings=stores.settings,
        zone=stores.zone,
        runs=stores.runs.running(),
        sights=stores.schedules.read(),
    )
