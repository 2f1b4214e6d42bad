"""What the endless jobs did, and what to think of it: rates, averages and verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from statistics import median

from moie_tui.domain.errors import ShapeError
from moie_tui.domain.schedule import Schedule
from moie_tui.domain.timestamps import parse_timestamp

WINDOW = 100
"""How many executions a health document keeps per job."""
SUCCESS, FAILURE = "success", "failure"
PAUSED, RUNNING, NEVER_RUN, STALE = "paused", "running", "unknown", "stale"
UNHEALTHY, HEALTHY, CLOCK_SKEW, HELD = "unhealthy", "healthy", "clock-skew", "held"
SKEW = timedelta(seconds=60)
DEFAULT_AGE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Execution:
    """One run of a cyclic job; `at` is None when its timestamp can't be read."""

    at: datetime | None
    status: str
    duration_ms: float
    error: str | None = None
    exit_code: int | None = None
    run_id: str | None = None

    @property
    def good(self) -> bool:
        """Whether the run succeeded."""
        return self.status == SUCCESS


@dataclass(frozen=True, slots=True)
class JobHealth:
    """One job of the health document, oldest execution first."""

    executions: tuple[Execution, ...] = ()
    total_runs: int = 0
    total_failures: int = 0
    last_execution: datetime | None = None

    @property
    def success_rate(self) -> float | None:
        """Of all recorded runs, 0 to 1; None without runs."""
        return 1 - self.total_failures / self.total_runs if self.total_runs else None

    @property
    def recent_success_rate(self) -> float | None:
        """Of the last 20 runs, 0 to 1; None without runs."""
        recent = self.executions[-20:]
        return sum(one.good for one in recent) / len(recent) if recent else None

    @property
    def avg_duration_ms(self) -> float | None:
        """Over the last 10 runs."""
        recent = self.executions[-10:]
        return sum(one.duration_ms for one in recent) / len(recent) if recent else None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status word of the contract and one sentence of why."""

    status: str
    message: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What one job is measured against; `schedule` None means by its own rhythm."""

    schedule: Schedule | None = None
    grace: timedelta = timedelta(minutes=5)
    max_age: timedelta | None = None
    max_failure_rate: float = 0.1
    paused: bool = False


def parse_health(raw: object, zone: tzinfo | None) -> dict[str, JobHealth]:
    """The values of a parsed health document by job id, or ShapeError."""
    if not isinstance(raw, dict):
        raise ShapeError((), "must be an object")
    return {key: _job_health(key, value, zone) for key, value in raw.items()}


def judge_job(health: JobHealth | None, rules: Rules, now: datetime, running: bool = False) -> Verdict:
    """The first status that holds of paused, running, unknown, stale, unhealthy, healthy."""
    if rules.paused:
        return Verdict(PAUSED, "paused")
    if running:
        return Verdict(RUNNING, "running now")
    if health is None or health.last_execution is None:
        return Verdict(NEVER_RUN, "no recorded run" if not (health and health.executions) else "no readable time")
    if health.last_execution - now > SKEW:
        return Verdict(STALE, "its last run lies in the future: check the clock")
    limit, why = _due_by(health, rules)
    if now > limit:
        return Verdict(STALE, f"{why}, late by {ago(now - limit)}")
    return _by_results(health, rules)


def judge_heartbeat(last: str | None, max_age: timedelta, now: datetime, zone: tzinfo | None) -> Verdict:
    """Status of the heartbeat from the text in the state."""
    if last is None:
        return Verdict(NEVER_RUN, "no heartbeat yet")
    try:
        beat = parse_timestamp(last, zone)
    except ValueError:
        return Verdict(NEVER_RUN, "its time can't be read")
    age = now - beat
    if -age > SKEW:
        return Verdict(CLOCK_SKEW, f"{ago(-age)} in the future: check the clock")
    if age > max_age:
        return Verdict(STALE, f"late by {ago(age - max_age)}")
    return Verdict(HEALTHY, "in time")


def ago(span: timedelta) -> str:
    """A span as people say it: "12s", "4m 12s", "2h 10m", "3d 4h"."""
    seconds = max(0, int(span.total_seconds()))
    for size, unit, less, small in ((86400, "d", 3600, "h"), (3600, "h", 60, "m"), (60, "m", 1, "s")):
        if seconds >= size:
            rest = seconds % size // less
            return f"{seconds // size}{unit} {rest}{small}" if rest else f"{seconds // size}{unit}"
    return f"{seconds}s"


def _due_by(health: JobHealth, rules: Rules) -> tuple[datetime, str]:
    last = health.last_execution
    assert last is not None
    if rules.max_age is not None:
        return last + rules.max_age, f"no run within {ago(rules.max_age)}"
    if rules.schedule is not None:
        due = rules.schedule.next_after(last)
        if due is None:
            return datetime.max.replace(tzinfo=last.tzinfo), "never due again"
        return due + rules.grace, "its scheduled run did not come"
    span = usual_gap(health.executions)
    limit = DEFAULT_AGE if span is None else max(DEFAULT_AGE, 3 * span)
    return last + limit, f"no run within {ago(limit)}"


def usual_gap(executions: Sequence[Execution]) -> timedelta | None:
    """The median time between runs; None with fewer than 5 runs."""
    times = sorted(one.at for one in executions if one.at is not None)
    if len(times) < 5:
        return None
    return median(later - earlier for earlier, later in zip(times, times[1:], strict=False))


def _by_results(health: JobHealth, rules: Rules) -> Verdict:
    last3, last20 = health.executions[-3:], health.executions[-20:]
    failed = sum(not one.good for one in last20)
    if len(last3) == 3 and not any(one.good for one in last3):
        return Verdict(UNHEALTHY, "the last 3 runs failed")
    enough = len(last20) >= 10
    if enough and failed / len(last20) > rules.max_failure_rate and not all(one.good for one in last3):
        return Verdict(UNHEALTHY, f"{failed} of the last {len(last20)} runs failed")
    return Verdict(HEALTHY, "the last run succeeded" if last3 and last3[-1].good else "within its limits")


def _job_health(key: str, raw: object, zone: tzinfo | None) -> JobHealth:
    if not isinstance(raw, dict):
        raise ShapeError((key,), "must be an object")
    executions = raw.get("executions", [])
    if not isinstance(executions, list):
        raise ShapeError((key, "executions"), "must be a list")
    runs = tuple(_execution(one, (key, "executions", at), zone) for at, one in enumerate(executions))
    total, failures = _count(raw, "total_runs", key), _count(raw, "total_failures", key)
    failed = sum(not one.good for one in runs)
    last = _moment(raw.get("last_execution"), zone) or max((r.at for r in runs if r.at), default=None)
    # Totals written by others may lag behind the list; a rate above 1 or below 0 would be nonsense.
    failures = max(failures, failed)
    return JobHealth(runs, max(total, len(runs), failures), failures, last)


def _execution(raw: object, path: tuple[str | int, ...], zone: tzinfo | None) -> Execution:
    if not isinstance(raw, dict):
        raise ShapeError(path, "must be an object")
    status, duration = raw.get("status"), raw.get("duration_ms")
    if status not in (SUCCESS, FAILURE):
        raise ShapeError((*path, "status"), 'must be "success" or "failure"')
    if isinstance(duration, bool) or not isinstance(duration, int | float | None) or (duration or 0) < 0:
        raise ShapeError((*path, "duration_ms"), "must be a number of at least 0")
    return Execution(
        at=_moment(raw.get("timestamp"), zone),
        status=status,
        duration_ms=duration or 0,
        error=_text(raw, "error"),
        exit_code=raw["exit_code"] if isinstance(raw.get("exit_code"), int) else None,
        run_id=_text(raw, "run_id"),
    )


def _text(raw: Mapping[str, object], key: str) -> str | None:
    value = raw.get(key)
    return None if value is None else str(value)


def _count(raw: Mapping[str, object], field_name: str, key: str) -> int:
    value = raw.get(field_name, 0)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ShapeError((key, field_name), "must be a whole number of at least 0")
    return value


def _moment(value: object, zone: tzinfo | None) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        return parse_timestamp(value, zone)
    except ValueError:
        return None
