"""Runs whose process vanished: each becomes a failure, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from moie_tui.domain.errors import Busy, InvalidDocument
from moie_tui.storage.stores import Stores
from moie_tui.values import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.run import Run


def sweep_interrupted(stores: Stores, now: datetime) -> tuple[Run, ...]:
    """Finishes the runs that nobody runs any more, as failed at their last sign of life; gives those.

    Cheap when there is none. While the state or the health document can't be read they wait for the next
    sweep: what is wrong with a document is told by all who read it."""
    if stores.is_still or not stores.runs.vanished():
        return ()
    try:
        with stores.runs.sweeping():
            return tuple(_swept(stores, now))
    except (Busy, InvalidDocument):
        return ()  # another process sweeps, or has to wait as we do


def _swept(stores: Stores, now: datetime) -> Iterator[Run]:
    from moie_tui.operations.run_end import keep

    state, health = stores.state.read().state, stores.health.read(stores.zone)
    for run in stores.runs.interrupted(now):
        known = health.get(run.job)
        told = next((one for one in known.executions if one.run_id == run.id), None) if known else None
        if told is not None:
            # It died between its execution and its own end.
            ran = replace(run, ending=told.status, ended_at=told.at, error=told.error or "")
            stores.runs.finish(replace(ran, duration_ms=int(told.duration_ms)))
            continue
        keep(stores, run, state, code=None, live=None)
        yield run
