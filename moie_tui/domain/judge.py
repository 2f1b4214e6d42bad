"""What to think of a root at a moment: verdicts age without any file changing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from moie_tui.domain.health import (
    HEALTHY,
    HELD,
    NEVER_RUN,
    PAUSED,
    STALE,
    UNHEALTHY,
    JobHealth,
    Rules,
    Verdict,
    judge_heartbeat,
    judge_job,
)
from moie_tui.domain.ids import natural_key
from moie_tui.domain.schedule import parse_schedule
from moie_tui.domain.settings import JobSettings, Settings
from moie_tui.domain.state import CYCLIC, Job
from moie_tui.domain.timestamps import moment_of
from moie_tui.domain.view import SystemView


@dataclass(frozen=True, slots=True)
class JudgedJob:
    """A cyclic job, or one the health document knows, with its verdict."""

    key: str
    task: str
    verdict: Verdict
    health: JobHealth
    job: Job | None

    def as_json(self) -> dict[str, object]:
        """The contract's row of `status` and `jobs`."""
        last = self.health.last_execution
        return {
            "id": self.key,
            "task": self.task,
            "status": self.verdict.status,
            "total_runs": self.health.total_runs,
            "success_rate": self.health.success_rate,
            "recent_success_rate": self.health.recent_success_rate,
            "avg_duration_ms": self.health.avg_duration_ms,
            "last_execution": last.isoformat() if last else None,
            "message": self.verdict.message,
        }


@dataclass(frozen=True, slots=True)
class Judgement:
    """All verdicts of one view at one moment; `age` is None without a readable heartbeat."""

    heartbeat: Verdict
    beat_at: datetime | None
    age: timedelta | None
    limit: timedelta
    interval: timedelta
    jobs: tuple[JudgedJob, ...]

    @property
    def failing(self) -> int:
        """How many jobs are neither fine nor merely waiting."""
        return sum(one.verdict.status in (STALE, UNHEALTHY) for one in self.jobs)


def judge(view: SystemView, now: datetime) -> Judgement:
    """Verdicts of the heartbeat and of every job to watch, at `now` (aware UTC)."""
    beat = view.settings.heartbeat
    limit = _minutes(beat.max_age_minutes)
    last = view.state.last_heartbeat if view.state else None
    verdict = judge_heartbeat(last, limit, now, view.zone)
    if not beat.enabled and verdict.status == HEALTHY:
        verdict = Verdict(HELD, "pulses are off (heartbeat.enabled: false)")
    at = moment_of(last, view.zone)
    return Judgement(
        heartbeat=verdict,
        beat_at=at,
        age=None if at is None else now - at,
        limit=limit,
        interval=_minutes(beat.interval_minutes),
        jobs=tuple(_judged(view, key, job, now) for key, job in watched(view).items()),
    )


def watched(view: SystemView) -> dict[str, Job | None]:
    """The cyclic jobs and those in the health document, by id in natural order."""
    found: dict[str, Job] = {}
    for _, job in view.state.jobs() if view.state else ():
        found.setdefault(job.key, job)
    keys = {key for key, job in found.items() if job.status == CYCLIC} | set(view.health)
    return {key: found.get(key) for key in sorted(keys, key=natural_key)}


_LONGEST_MINUTES = 10 * 366 * 24 * 60


def rules_for(job: Job | None, settings: JobSettings, zone: tzinfo | None) -> Rules:
    """What a job is measured against: the state's own words first, then the config's."""
    schedule = (job.schedule if job else None) or settings.schedule
    grace = job.grace_minutes if job and job.grace_minutes is not None else settings.grace_minutes
    return Rules(
        schedule=parse_schedule(schedule, zone) if schedule else None,
        grace=_minutes(grace),
        max_age=None if settings.max_age_minutes is None else _minutes(settings.max_age_minutes),
        max_failure_rate=settings.max_failure_rate,
        paused=bool(job and job.paused) or settings.paused,
    )


def _judged(view: SystemView, key: str, job: Job | None, now: datetime) -> JudgedJob:
    settings: Settings = view.settings
    health = view.health.get(key)
    try:
        verdict = judge_job(health, rules_for(job, settings.job(key), view.zone), now)
    except ValueError as error:
        paused = bool(job and job.paused) or settings.job(key).paused
        verdict = Verdict(PAUSED, "paused") if paused else Verdict(NEVER_RUN, f"its schedule: {error}")
    return JudgedJob(key, job.task if job else "", verdict, health or JobHealth(), job)


def _minutes(number: float) -> timedelta:
    # A document may hold any number; ten years are as good as for ever, and fit a timedelta.
    return timedelta(minutes=min(number, _LONGEST_MINUTES))
