"""Reading a root as it was at a moment, from the copies, logs and records that are kept anyway."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from moie_tui.domain.as_of import Then, as_of
from moie_tui.domain.compared import Compared
from moie_tui.domain.diff import Document, diff
from moie_tui.domain.errors import MoieError, ShapeError
from moie_tui.domain.event import Event
from moie_tui.domain.event_query import Place, Wanted
from moie_tui.domain.in_force import Copy, InForce, in_force
from moie_tui.domain.judge import watched
from moie_tui.domain.past import AsOf
from moie_tui.domain.plan import Never
from moie_tui.domain.run import Run
from moie_tui.domain.settings import Settings, settings_from
from moie_tui.domain.snapshot import Snapshot
from moie_tui.domain.state import State, parse_state
from moie_tui.domain.state_names import file_name
from moie_tui.domain.timeline import earlier, later, moments
from moie_tui.domain.timestamps import moment_of
from moie_tui.domain.view import SystemView
from moie_tui.operations.carry import carried
from moie_tui.storage.config_file import validated
from moie_tui.storage.config_history import ConfigHistory
from moie_tui.storage.event_pages import page
from moie_tui.storage.state_file import parsed
from moie_tui.storage.stores import Stores
from moie_tui.values import dataclass, replace

TAIL = 500
"""How many events a view of the past holds."""
_LATER = 50
_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)
_OVERLAPPING = 5
"""How many of a job's runs that began before a moment may still go on then."""


@dataclass(frozen=True)
class Found:
    """A view, and the document its state was parsed from; None where no copy tells of it."""

    view: SystemView
    raw: Document | None = None
    version: int = 0


def view_at(stores: Stores, live: SystemView, moment: datetime) -> SystemView:
    """The root as it was; `live` is a view of now, whose facts are put back."""
    return _found(stores, live, moment).view


def compare_moments(
    stores: Stores, live: SystemView, one: datetime | None, other: datetime | None, now: datetime
) -> Compared:
    """What differs between two moments, None being now."""
    first, second = sorted((one, other), key=lambda at: now if at is None else at)
    before, after = (_now(stores, live) if at is None else _found(stores, live, at) for at in (first, second))
    if before.raw is None or after.raw is None:
        gone = before if before.raw is None else after
        which = "earlier" if gone is before else "later"
        return Compared(before.view, after.view, unknown=f"no copy tells of the state at the {which} moment")
    raw = before.raw
    if before.version != after.version:
        try:
            name = file_name(before.version)
            raw, _ = carried(stores, raw, name, before.version, after.version, now)
        except MoieError as error:
            return Compared(before.view, after.view, unknown=error.what)
    return Compared(before.view, after.view, diff(raw, after.raw))


def _now(stores: Stores, live: SystemView) -> Found:
    try:
        document = stores.state.read()
    except MoieError:
        return Found(live)
    return Found(live, document.raw, document.version)


def _found(stores: Stores, live: SystemView, moment: datetime) -> Found:
    told, state = _state(stores, live, moment)
    folder, wanted = stores.root / "logs", Wanted(until=moment + _INSTANT)
    events = _events(folder, live.zone, wanted, TAIL)
    known = moments(live, (*events, *_later_events(stores, live, moment)))
    copy = told.copy
    about = AsOf(
        at=moment,
        copy=copy.name if copy else "",
        copy_at=copy.at if copy else None,
        acts=told.acts,
        by_beat=told.by_beat,
        unsure_until=told.unsure_until,
        oldest_copy=min((one.taken_at for one in live.snapshots), default=None),
        earlier=earlier(known, moment),
        later=later((one for one in known if one.at <= live.read_at), moment),
    )
    then = Then(
        as_of=about,
        state=state,
        state_file=file_name(copy.version) if copy else "",
        events=events,
        ended=tuple(_ended(stores, live, moment)),
        settings=_settings(stores, live, moment),
    )
    return Found(as_of(live, then), told.raw, copy.version if copy else 0)


def _state(stores: Stores, live: SystemView, moment: datetime) -> tuple[InForce, State | None]:
    rows = sorted(live.snapshots, key=lambda one: one.taken_at)
    older = _first(stores, [one for one in reversed(rows) if one.taken_at <= moment], live.zone)
    newer = _first(stores, [one for one in rows if one.taken_at > moment], live.zone)
    if newer is None:
        live, newer = _live(stores, live)
    told = _doubted(in_force(older, newer, live.operations, moment), live, moment)
    if told.raw is None or told.copy is None:
        return told, None
    try:
        return told, parse_state(told.raw, told.copy.version)
    except ShapeError:
        # What was done on top of a foreign copy need not fit it: the copy itself is a state.
        bare = InForce(told.copy.raw, told.copy, unsure_until=newer.at if newer else None)
        return bare, parse_state(told.copy.raw, told.copy.version)


def _doubted(told: InForce, live: SystemView, moment: datetime) -> InForce:
    """With a doubt where the live file was written after the moment, and none of our operations did that."""
    written = live.written.get("state")
    ours = any(one.at > moment and any(effect.path for effect in one.effects) for one in live.operations)
    of_now = told.copy is not None and not told.copy.name
    return (
        replace(told, unsure_until=written) if of_now and written and written > moment and not ours else told
    )


def _first(stores: Stores, rows: Iterable[Snapshot], zone: tzinfo | None) -> Copy | None:
    """The first of these snapshots that is whole."""
    for one in rows:
        try:
            raw, state = parsed(stores.snapshots.read(one), one.name, one.schema_version)
        except MoieError:
            continue  # damaged or just deleted: the one next to it tells nearly as much
        return Copy(raw, one.schema_version, one.taken_at, one.id, moment_of(state.last_heartbeat, zone))
    return None


def _live(stores: Stores, live: SystemView) -> tuple[SystemView, Copy | None]:
    """The live state, and the view with who changed it: a beat may have landed since that was read."""
    try:
        document = stores.state.read()
    except MoieError:
        return live, None
    beat = moment_of(document.state.last_heartbeat, live.zone)
    if document.state != live.state:
        done = stores.operations.all()
        at = max((live.read_at, *(one.at + _INSTANT for one in done)))
        return replace(live, operations=done), Copy(document.raw, document.version, at, since=beat)
    known = (live.written.get("state"), beat)
    since = min((one for one in known if one is not None), default=None)
    return live, Copy(document.raw, document.version, live.read_at, since=since)


def _later_events(stores: Stores, live: SystemView, moment: datetime) -> Sequence[Event]:
    """The next events after the moment; those of a view of now, if it goes back that far."""
    if live.events and live.events[0].timestamp <= moment:
        return live.events
    place = Place((moment - _DAY).date().isoformat(), 0)
    wanted = Wanted(since=moment + _INSTANT)
    return _events(stores.root / "logs", live.zone, wanted, _LATER, after=place)


def _events(
    folder: Path, zone: tzinfo | None, wanted: Wanted, limit: int, after: Place | None = None
) -> tuple[Event, ...]:
    found = (one.event for one in page(folder, zone, wanted, limit, after=after, cancel=Never()).events)
    return tuple(sorted(found, key=lambda event: event.timestamp))


def _ended(stores: Stores, live: SystemView, moment: datetime) -> Iterator[Run]:
    """The runs of the jobs of now that had begun by then and ended since."""
    jobs = {*watched(live), *(job.key for _, job in live.state.jobs())} if live.state else set(live.health)
    for job in sorted(jobs):
        yield from stores.runs.of_job(job, _OVERLAPPING, begun_by=moment)


def _settings(stores: Stores, live: SystemView, moment: datetime) -> Settings | None:
    """Those of the newest config of then that was valid; None when none is known."""
    history = ConfigHistory(stores.root)
    known = history.all(live.read_at)
    for one in reversed([kept for kept in known if kept.seen_at <= moment]):
        if one.sha == known[-1].sha:
            return live.settings
        try:
            data = history.read(one)
            if data is not None:
                return settings_from(validated(data))
        except MoieError:
            continue  # it never was in force
    return None
