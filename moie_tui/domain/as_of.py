"""A view of now put back to a moment: what had happened by then, and nothing that came later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from moie_tui.domain.due import Sight
from moie_tui.domain.event import Event
from moie_tui.domain.executions import JobHealth
from moie_tui.domain.hold import UNTIL_RESUMED, Hold
from moie_tui.domain.past import AsOf
from moie_tui.domain.plan import ABSENT, HOLD, OperationRecord
from moie_tui.domain.quiet import Quiet
from moie_tui.domain.run import Run
from moie_tui.domain.settings import Settings
from moie_tui.domain.snapshot import Snapshot
from moie_tui.domain.spans import parse_span
from moie_tui.domain.state import State
from moie_tui.domain.stuck import stuck
from moie_tui.domain.timestamps import moment_of
from moie_tui.domain.view import SystemView
from moie_tui.values import dataclass, replace

_FAILED = "failed"


@dataclass(frozen=True)
class Then:
    """What had to be read of a moment; the rest follows from a view of now. `ended` runs did so since then.

    `settings` are None where nobody noted the config of then."""

    as_of: AsOf
    state: State | None = None
    state_file: str = ""
    events: tuple[Event, ...] = ()
    ended: tuple[Run, ...] = ()
    settings: Settings | None = None


def as_of(live: SystemView, then: Then) -> SystemView:
    """The root as it was at that moment, as far as anything tells; `live` is a view of now."""
    at = then.as_of.at
    # The colours and keys are those of who looks.
    settings = replace(then.settings, ui=live.settings.ui) if then.settings else live.settings
    waiting = stuck(reversed(then.events), settings.heartbeat.stuck_after)
    runs_from = {key: known for key, one in live.health.items() if (known := _known_from(one, at))}
    return SystemView(
        root=live.root,
        read_at=at,
        as_of=replace(then.as_of, runs_from=runs_from, config_known=then.settings is not None),
        state=then.state,
        state_file=then.state_file,
        health={key: put for key, one in live.health.items() if (put := health_at(one, at)).total_runs},
        snapshots=tuple(_snapshot_at(one, at) for one in live.snapshots if one.taken_at <= at),
        events=then.events,
        operations=tuple(_operations_at(live.operations, at)),
        settings=settings,
        zone=live.zone,
        runs=tuple(_alive_at((*then.ended, *live.lost, *live.runs), at)),
        hold=hold_at(live, at),
        sights=_sights_at(live.sights, at),
        tried={key: one for key, one in live.tried.items() if one.last_at <= at},
        quiet=Quiet(acknowledged={k: one for k, one in live.quiet.acknowledged.items() if one.at <= at}),
        problems=(waiting,) if waiting else (),
        trusted=live.trusted,
    )


def health_at(health: JobHealth, moment: datetime) -> JobHealth:
    """What a job had done by then. Runs that are no longer kept still count in the totals."""
    after = [one for one in health.executions if one.at is not None and one.at > moment]
    runs = tuple(one for one in health.executions if one.at is not None and one.at <= moment)
    failed = sum(not one.good for one in after)
    last = max((one.at for one in runs if one.at is not None), default=None)
    return JobHealth(runs, health.total_runs - len(after), max(0, health.total_failures - failed), last)


def hold_at(live: SystemView, moment: datetime) -> Hold | None:
    """The hold of then, by what was done about holds; the end of one that is over is known to the minute."""
    known = live.hold if live.hold is not None and live.hold.since <= moment else None
    for one in live.operations:
        if one.at <= moment and one.outcome not in ("", _FAILED):
            for effect in one.effects:
                if effect.kind == HOLD:
                    return None if effect.after is ABSENT else _hold(str(effect.after), one, live, known)
    return known


def _hold(words: str, record: OperationRecord, live: SystemView, known: Hold | None) -> Hold:
    """The hold an effect tells of: "for 2h: why", "until 2026-11-22 14:00: why", or until it is resumed."""
    lasts, _, why = words.partition(": ")
    if known is not None and known.why == why:
        return known
    until = moment_of(lasts.removeprefix("until "), live.zone)
    if until is None and lasts != UNTIL_RESUMED:
        try:
            until = record.at + parse_span(lasts.removeprefix("for "))
        except ValueError:
            until = None  # a hold of another spelling still is one
    return Hold(record.at, until, why, record.origin)


def _known_from(health: JobHealth, moment: datetime) -> datetime | None:
    """Since when a job's runs are still kept, when older ones were dropped and that is after the moment."""
    if health.total_runs <= len(health.executions):
        return None
    oldest = min((one.at for one in health.executions if one.at is not None), default=None)
    return oldest if oldest is not None and oldest > moment else None


def _snapshot_at(one: Snapshot, moment: datetime) -> Snapshot:
    later = one.proven_at is not None and one.proven_at > moment
    return replace(one, proven=False, proven_at=None) if later else one


def _operations_at(known: Iterable[OperationRecord], moment: datetime) -> Iterator[OperationRecord]:
    """Those begun by then, newest first; what was undone later was not undone yet."""
    by_then = [one for one in known if one.at <= moment]
    ids = {one.id for one in by_then}
    return (
        one if one.undone_by in ids or not one.undone_by else replace(one, undone_by="") for one in by_then
    )


def _alive_at(runs: Iterable[Run], moment: datetime) -> Iterator[Run]:
    """The runs that had begun and not ended, oldest first, as they looked then."""
    for one in sorted(runs, key=lambda run: run.started_at):
        if one.started_at <= moment and (one.ended_at is None or one.ended_at > moment):
            yield Run(
                one.id, one.job, one.command, one.started_at, one.pid, one.host, one.origin, one.scheduled
            )


def _sights_at(sights: Mapping[str, Sight], moment: datetime) -> dict[str, Sight]:
    return {
        key: replace(one, started=None) if one.started is not None and one.started > moment else one
        for key, one in sights.items()
        if one.since <= moment
    }
