"""The moments in which anything changed: snapshots, executions, operations and events as one list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from moie_tui.domain.event import INFO, LEVELS, WARNING, Event
from moie_tui.domain.plan import OperationRecord
from moie_tui.domain.timestamps import moment_of
from moie_tui.domain.view import SystemView
from moie_tui.values import dataclass

REPORTED_WITHIN = timedelta(seconds=3)
"""How soon after an operation its event is the same moment; what took longer is one of its own."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_OPERATION, _EVENT, _EXECUTION, _SNAPSHOT = range(4)
"""What tells most of a moment comes first."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A second in which something changed: `at` is its last change, so that all of it is in force then.

    `words` is what tells most, `level` the worst of its events, `changes` how many there are."""

    at: datetime
    words: str
    level: str = INFO
    changes: int = 1


@dataclass(frozen=True, slots=True)
class _Change:
    at: datetime
    rank: int
    words: str
    level: str = INFO


def moments(view: SystemView, events: Iterable[Event] | None = None) -> tuple[Moment, ...]:
    """All moments the facts of a view tell of, newest first; `events` are taken in the place of its own."""
    told = view.events if events is None else events
    seconds: dict[int, list[_Change]] = {}
    for change in _changes(view, told):
        seconds.setdefault(int(change.at.timestamp()), []).append(change)
    return tuple(_moment(seconds[second]) for second in sorted(seconds, reverse=True))


def earlier(known: Iterable[Moment], than: datetime) -> datetime | None:
    """The newest of these moments before that time."""
    return max((one.at for one in known if one.at < than), default=None)


def later(known: Iterable[Moment], than: datetime) -> datetime | None:
    """The oldest of these moments after that time."""
    return min((one.at for one in known if one.at > than), default=None)


def leap(moment: datetime, now: datetime, by: int) -> timedelta:
    """How far a large step leads, back (-1) or forward: an hour within the last day, else a day."""
    ago = now - moment
    return HOUR if ago < DAY or (by > 0 and ago == DAY) else DAY


def leapt(moment: datetime, now: datetime, by: int) -> datetime | None:
    """The moment a large step leads to, exactly so far away; None for now."""
    to = moment + by * leap(moment, now, by)
    return to if to < now else None


def _moment(changes: list[_Change]) -> Moment:
    worst = max((one.level for one in changes), key=lambda level: LEVELS.index(level))
    first = min(changes, key=lambda one: (one.level != worst if worst != INFO else 0, one.rank, one.at))
    return Moment(max(one.at for one in changes), first.words, worst, len(changes))


def _changes(view: SystemView, events: Iterable[Event]) -> Iterator[_Change]:
    events = tuple(events)
    reports = {str(one.metadata.get("operation")): one.timestamp for one in events}
    for done in view.operations:
        yield _Change(_over(done, reports.get(done.id)), _OPERATION, _of(done))
    beat = moment_of(view.state.last_heartbeat, view.zone) if view.state else None
    if beat is not None:
        yield _Change(beat, _SNAPSHOT, "the heart beat")
    for snapshot in view.snapshots:
        yield _Change(snapshot.taken_at, _SNAPSHOT, f"snapshot {snapshot.id} taken ({snapshot.reason})")
    for key, health in view.health.items():
        for run in health.executions:
            if run.at is not None:
                words = f"job {key} {'succeeded' if run.good else 'failed'}"
                yield _Change(run.at, _EXECUTION, words, INFO if run.good else WARNING)
    for event in events:
        level = event.level if event.level in LEVELS else INFO
        yield _Change(event.timestamp, _EVENT, event.message, level)


def _over(record: OperationRecord, reported: datetime | None) -> datetime:
    """When it was over: the moment of its report, where that came at once."""
    at = record.at.astimezone(UTC)
    return reported if reported and timedelta(0) <= reported - at <= REPORTED_WITHIN else at


def _of(record: OperationRecord) -> str:
    said = record.message or record.outcome or "not finished"
    return f"{record.kind}: {said}"
