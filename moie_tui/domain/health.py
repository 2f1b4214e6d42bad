"""What to think of the heart and of the endless jobs: verdicts, each with one sentence of why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from moie_tui.domain.executions import FAILURE, SUCCESS, WINDOW, Execution, JobHealth, parse_health
from moie_tui.domain.schedule import Schedule
from moie_tui.domain.timestamps import parse_timestamp

__all__ = ["FAILURE", "SUCCESS", "WINDOW", "Execution", "JobHealth", "Rules", "Verdict", "parse_health"]

PAUSED, RUNNING, NEVER_RUN, STALE = "paused", "running", "unknown", "stale"
UNHEALTHY, HEALTHY, CLOCK_SKEW, HELD = "unhealthy", "healthy", "clock-skew", "held"
SKEW = timedelta(seconds=60)
DEFAULT_AGE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status word of the contract and one sentence of why; `since` when it came to be, where facts tell."""

    status: str
    message: str
    since: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Rules:
    """What one job is measured against; `schedule` None means by its own rhythm."""

    schedule: Schedule | None = None
    grace: timedelta = timedelta(minutes=5)
    max_age: timedelta | None = None
    max_failure_rate: float = 0.1
    paused: bool = False


def judge_job(health: JobHealth | None, rules: Rules, now: datetime, running: bool = False) -> Verdict:
    """The first status that holds of paused, running, unknown, stale, unhealthy, healthy."""
    if rules.paused:
        return Verdict(PAUSED, "paused")
    if running:
        return Verdict(RUNNING, "running now")
    if health is None or not health.executions:
        return Verdict(NEVER_RUN, "no recorded run")
    last = health.last_execution
    if last is None:
        found = judge_results(health, rules)
        return found if found.status == UNHEALTHY else Verdict(NEVER_RUN, "no run has a readable time")
    if last - now > SKEW:
        return Verdict(STALE, "its last run lies in the future: check the clock")
    allowed, why = _allowed(last, health, rules)
    if now - last > allowed:
        return Verdict(STALE, f"{why}, late by {ago(now - last - allowed)}", last + allowed)
    return judge_results(health, rules)


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
        return Verdict(STALE, f"late by {ago(age - max_age)}", beat + max_age)
    return Verdict(HEALTHY, "in time")


def judge_results(health: JobHealth, rules: Rules) -> Verdict:
    """Unhealthy or healthy by how its runs ended, be it late or not."""
    last3, last20 = health.executions[-3:], health.executions[-20:]
    failed = sum(not one.good for one in last20)
    if len(last3) == 3 and not any(one.good for one in last3):
        return Verdict(UNHEALTHY, "the last 3 runs failed", failing_since(health))
    enough = len(last20) >= 10
    if enough and failed / len(last20) > rules.max_failure_rate and not all(one.good for one in last3):
        return Verdict(UNHEALTHY, f"{failed} of the last {len(last20)} runs failed", failing_since(health))
    if last3 and last3[-1].good:
        return Verdict(HEALTHY, "the last run succeeded")
    return Verdict(HEALTHY, f"the last run failed, {failed} of the last {len(last20)}: within its limits")


def failing_since(health: JobHealth) -> datetime | None:
    """The first failure after the last 3 good runs in a row; None when no failed run has a readable time."""
    runs = health.executions
    rows = (at for at in range(len(runs), 2, -1) if all(one.good for one in runs[at - 3 : at]))
    start = next(rows, 0)
    return next((one.at for one in runs[start:] if not one.good and one.at is not None), None)


def ago(span: timedelta) -> str:
    """A span as people say it: "12s", "4m 12s", "2h 10m", "3d 4h"."""
    seconds = max(0, int(span.total_seconds()))
    for size, unit, less, small in ((86400, "d", 3600, "h"), (3600, "h", 60, "m"), (60, "m", 1, "s")):
        if seconds >= size:
            rest = seconds % size // less
            return f"{seconds // size}{unit} {rest}{small}" if rest else f"{seconds // size}{unit}"
    return f"{seconds}s"


def _allowed(last: datetime, health: JobHealth, rules: Rules) -> tuple[timedelta, str]:
    """How long after its last run the job may be silent, and what to say when it was silent longer."""
    if rules.max_age is not None:
        return rules.max_age, f"no run within {ago(rules.max_age)}"
    if rules.schedule is not None:
        due = rules.schedule.next_after(last)
        silence = timedelta.max if due is None else due - last + rules.grace
        return silence, "its scheduled run did not come"
    gap = health.usual_gap
    silence = DEFAULT_AGE if gap is None else max(DEFAULT_AGE, 3 * gap)
    return silence, f"no run within {ago(silence)}"
