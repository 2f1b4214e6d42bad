"""When a cyclic job is to be started: by its schedule, what it did last, and since when pulses know it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo

from moie_tui.domain.health import SKEW, Rules, ago, last_start
from moie_tui.domain.maintenance import due_outside, window_end
from moie_tui.domain.rules import is_paused, rules_for, schedule_of
from moie_tui.domain.schedule import Every, Schedule
from moie_tui.domain.settings import JobSettings, Settings
from moie_tui.domain.state import CYCLIC, Job, Phase
from moie_tui.values import dataclass, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.executions import JobHealth
    from moie_tui.domain.run import Run

_EARLY = timedelta(seconds=30)
_BOOT = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Sight:
    """A schedule as pulses know it: its text, since when, whether it replaced another, and its last start."""

    schedule: str
    since: datetime
    changed: bool = False
    started: datetime | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """When a job is due next (None: never, or nobody can tell), how late it is, and one sentence of why."""

    next_at: datetime | None = None
    late_by: timedelta = timedelta()
    is_due: bool = False
    running_since: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """A schedule whose next time was worked out already."""

    at: datetime | None

    def next_after(self, moment: datetime) -> datetime | None:
        """That time, whatever the moment."""
        return self.at


def scheduled(phase: Phase | None, settings: Settings) -> dict[str, Job]:
    """The endless jobs of a phase that pulses watch the schedules of; of two with one id the first, as
    everywhere."""
    found: dict[str, Job] = {}
    for job in phase.jobs if phase else ():
        own = settings.job(job.key)
        if job.status == CYCLIC and schedule_of(job, own) and not is_paused(job, own):
            found.setdefault(job.key, job)
    return found


def due(
    job: Job | None,
    settings: JobSettings,
    health: JobHealth | None,
    running: Run | None,
    now: datetime,
    zone: tzinfo | None,
    seen: Sight | None = None,
) -> Due:
    """What state and config say of one job; a schedule nobody can read is a reason, no error."""
    try:
        rules = rules_for(job, settings, zone)
    except ValueError as error:
        return Due(running_since=running.started_at if running else None, why=f"its schedule: {error}")
    return due_by(rules, health, running, now, seen)


def due_by(
    rules: Rules, health: JobHealth | None, running: Run | None, now: datetime, seen: Sight | None = None
) -> Due:
    """The same by rules that are made already."""
    if rules.schedule is None or rules.paused:
        since = running.started_at if running else None
        return Due(running_since=since, why="paused" if rules.paused else "it has no schedule")
    next_at = _next_at(rules, health, now, seen)
    if running is not None:
        lasts = f"running for {ago(now - running.started_at)}"
        return Due(next_at, running_since=running.started_at, why=lasts)
    if next_at is None:
        return Due(why="its schedule holds no time any more")
    if next_at - slack(rules.schedule) > now:
        return Due(next_at, why=f"due in {ago(next_at - now)}")
    late = max(timedelta(), now - next_at)
    if (end := window_end(rules.windows, now)) is not None:
        return Due(next_at, late, why=f"in maintenance for another {ago(end - now)}")
    return Due(next_at, late, is_due=True, why=f"due since {ago(late)}")


def sighted(known: Mapping[str, Sight], schedules: Mapping[str, str], now: datetime) -> dict[str, Sight]:
    """What pulses know from now on: of each job with a schedule since when; a changed one starts anew."""
    return {key: _sighted(known.get(key), text, now) for key, text in schedules.items()}


def started(known: Mapping[str, Sight], keys: tuple[str, ...], now: datetime) -> dict[str, Sight]:
    """The same after these jobs were started."""
    return {key: replace(one, started=now) if key in keys else one for key, one in known.items()}


def _sighted(before: Sight | None, schedule: str, now: datetime) -> Sight:
    if before is None:
        return Sight(schedule, now)
    if before.schedule == schedule:
        return before
    return Sight(schedule, now, changed=True, started=before.started)


def _next_at(rules: Rules, health: JobHealth | None, now: datetime, seen: Sight | None) -> datetime | None:
    assert rules.schedule is not None
    began = [last_start(health) if health else None, seen.started if seen else None]
    # A start in the future is a clock that was wrong: it must not keep the job from running until then.
    past = [one for one in began if one is not None and one - now <= SKEW]
    first = seen.since if seen else now
    if isinstance(rules.schedule, Every):
        if not past:
            end = window_end(rules.windows, first)
            return first if end is None else end
        return due_outside(rules.schedule, _began(max(past), seen), rules.windows)
    if not past or (seen is not None and seen.changed):
        past.append(first)
    return due_outside(rules.schedule, max(past), rules.windows)


def _began(last: datetime, seen: Sight | None) -> datetime:
    """The start an interval counts from: the pulse's own time, as its process took a moment to begin."""
    by_pulse = seen.started if seen else None
    return by_pulse if by_pulse is not None and last - by_pulse <= _BOOT else last


def slack(schedule: Schedule) -> timedelta:
    """How much too early counts as due: the next pulse would otherwise be the one after this."""
    return min(_EARLY, schedule.span / 20) if isinstance(schedule, Every) else timedelta()
