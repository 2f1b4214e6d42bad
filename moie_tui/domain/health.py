"""What to think of the heart and of the endless jobs: verdicts, each with one sentence of why."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from moie_tui.domain.amounts import ago
from moie_tui.domain.executions import FAILURE, ILL, SUCCESS, WELL, WINDOW, Execution, JobHealth, parse_health
from moie_tui.domain.maintenance import Window, due_outside, later_by
from moie_tui.domain.timestamps import parse_timestamp
from moie_tui.values import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.schedule import Schedule

__all__ = [
    "FAILURE", "SUCCESS", "WINDOW", "Execution", "JobHealth", "Rules", "Verdict", "ago", "parse_health"
]  # fmt: skip

PAUSED, RUNNING, NEVER_RUN, STALE = "paused", "running", "unknown", "stale"
UNHEALTHY, HEALTHY, CLOCK_SKEW, HELD = "unhealthy", "healthy", "clock-skew", "held"
SKEW = timedelta(seconds=60)
DEFAULT_AGE = timedelta(minutes=30)
_JUDGED = 20
_CUT_OFF = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status word of the contract and one sentence of why; `since` when it came to be, where facts tell."""

    status: str
    message: str
    since: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Rules:
    """What one job is measured against; without a `schedule` by its own rhythm; `windows` are maintenance.

    `wait` is how long it takes at most from a due time to the pulse that starts it, zero if none does."""

    schedule: Schedule | None = None
    grace: timedelta = timedelta(minutes=5)
    wait: timedelta = timedelta()
    max_age: timedelta | None = None
    max_failure_rate: float = 0.1
    paused: bool = False
    windows: tuple[Window, ...] = ()

    @property
    def patience(self) -> timedelta:
        """How long after a due time it may begin."""
        return self.wait + self.grace


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
    since, silence, why = allowed_silence(last, health, rules)
    if since is not None and now - since > silence:
        # Silence inside maintenance windows is none.
        end = later_by(since, silence, rules.windows)
        if end is not None and now > end:
            return Verdict(STALE, f"{why}, late by {ago(now - end)}", end)
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
    return Verdict(HEALTHY, "within its limit")


def judge_results(health: JobHealth, rules: Rules) -> Verdict:
    """Unhealthy or healthy by how its runs ended, be it late or not."""
    last20 = health.ends[-_JUDGED:]
    if flaw := _flaw(last20, rules):
        return Verdict(UNHEALTHY, flaw, _failing_since(health, rules))
    if last20.endswith(WELL):
        return Verdict(HEALTHY, "the last run succeeded")
    failed = last20.count(ILL)
    return Verdict(HEALTHY, f"the last run failed, {failed} of the last {len(last20)}: within its limits")


def _flaw(last20: str, rules: Rules) -> str:
    """What makes the newest runs unhealthy, "" when they are not."""
    last3 = last20[-3:]
    if last3 == ILL * 3:
        return "the last 3 runs failed"
    failed = last20.count(ILL)
    enough = len(last20) >= 10
    if enough and failed / len(last20) > rules.max_failure_rate and ILL in last3:
        return f"{failed} of the last {len(last20)} runs failed"
    return ""


def _failing_since(health: JobHealth, rules: Rules) -> datetime | None:
    """The end of the run that made them unhealthy: two bad stretches never begin at the same time."""
    ends = health.ends
    at = len(ends) - 1
    while at > 0 and _flaw(ends[max(0, at - _JUDGED) : at], rules):
        at -= 1
    # It nearly always is one that failed itself; the others need not be parsed to tell when.
    known = health.failed_at[ends.count(ILL, 0, at)] if ends[at] == ILL else None
    return known or next((one.at for one in health.executions[at:] if one.at is not None), None)


def allowed_silence(
    last: datetime, health: JobHealth, rules: Rules
) -> tuple[datetime | None, timedelta, str]:
    """From when on a job may be silent (None: for good) and how long, and what to say of more.

    `last` is the end of its last run; silence inside maintenance windows does not count (`later_by`)."""
    if rules.max_age is not None:
        return last, rules.max_age, f"no run within {ago(rules.max_age)}"
    if rules.schedule is not None:
        due = due_outside(rules.schedule, last_start(health) or last, rules.windows)
        # A run is recorded when it ends, so its record comes that much later than it was due.
        return due, rules.patience + longest_run(health), "its scheduled run did not come"
    gap = health.usual_gap
    silence = DEFAULT_AGE if gap is None else max(DEFAULT_AGE, 3 * gap)
    return last, silence, f"no run within {ago(silence)}"


def last_start(health: JobHealth) -> datetime | None:
    """When the last run began, never earlier than it did."""
    last = health.last_execution
    return None if last is None else start_of(last, health.last_took_ms)


def start_of(end: datetime, took_ms: float) -> datetime:
    """When a run began, never earlier than it did: its end less its duration."""
    # Others cut the fraction of a second off the end; a start before its due time would make it due again.
    span = timedelta(milliseconds=took_ms) - _CUT_OFF
    try:
        return min(end, end - span)
    except OverflowError:
        return end


def longest_run(health: JobHealth) -> timedelta:
    """The longest of the last 10 runs, a day at most: others may write any number."""
    return min(timedelta(milliseconds=health.longest_ms), timedelta(days=1))
