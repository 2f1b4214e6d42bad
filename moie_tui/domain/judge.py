"""What to think of a root at a moment: verdicts age without any file changing."""

from __future__ import annotations

from datetime import datetime, timedelta

from moie_tui.domain.due import Due, Settled, Sight, due_by
from moie_tui.domain.health import (
    HEALTHY,
    HELD,
    NEVER_RUN,
    PAUSED,
    RUNNING,
    STALE,
    UNHEALTHY,
    JobHealth,
    Rules,
    Verdict,
    judge_heartbeat,
    judge_job,
    last_start,
)
from moie_tui.domain.hold import held_by
from moie_tui.domain.ids import natural_key
from moie_tui.domain.rules import is_paused, minutes, rules_of, schedule_of
from moie_tui.domain.settings import JobSettings
from moie_tui.domain.state import CYCLIC, Job
from moie_tui.domain.timestamps import moment_of
from moie_tui.values import dataclass, field, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.overrun import Overrun
    from moie_tui.domain.run import Run
    from moie_tui.domain.view import SystemView


@dataclass(frozen=True, slots=True)
class JudgedJob:
    """A cyclic job, or one the health document knows, with its verdict."""

    key: str
    task: str
    verdict: Verdict
    health: JobHealth
    job: Job | None
    schedule: str = ""
    due: Due = field(default_factory=Due)
    overrun: Overrun | None = None

    def as_json(self) -> dict[str, object]:
        """The contract's row of `status` and `jobs`, then what its schedule makes of it."""
        last, due = self.health.last_execution, self.due
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
            "schedule": self.schedule or None,
            "next_due": due.next_at.isoformat() if due.next_at else None,
            "late_seconds": round(due.late_by.total_seconds(), 3) if due.next_at else None,
            "running_since": due.running_since.isoformat() if due.running_since else None,
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
        """How many jobs are unhealthy by how their runs ended."""
        return sum(one.verdict.status == UNHEALTHY for one in self.jobs)

    @property
    def late(self) -> int:
        """How many jobs are stale: a run that was due did not come."""
        return sum(one.verdict.status == STALE for one in self.jobs)


def judge(view: SystemView, now: datetime, jobs: tuple[JudgedJob, ...] | None = None) -> Judgement:
    """Verdicts of the heartbeat and of every job to watch, at `now` (aware UTC).

    `jobs` come from who has judged them already."""
    beat = view.settings.heartbeat
    limit = minutes(beat.max_age_minutes)
    last = view.state.last_heartbeat if view.state else None
    verdict = judge_heartbeat(last, limit, now, view.zone)
    if verdict.status == HEALTHY and (why := held_by(view.settings, view.hold, now, view.zone)):
        verdict = Verdict(HELD, why)
    at = moment_of(last, view.zone)
    return Judgement(
        heartbeat=verdict,
        beat_at=at,
        age=None if at is None else now - at,
        limit=limit,
        interval=minutes(beat.interval_minutes),
        jobs=_every_job(view, now) if jobs is None else jobs,
    )


def _every_job(view: SystemView, now: datetime) -> tuple[JudgedJob, ...]:
    runs = oldest_runs(view)
    return tuple(
        judge_by(view, key, job, runs.get(key), rules_or_flaw(view, key, job), now)
        for key, job in watched(view).items()
    )


def oldest_runs(view: SystemView) -> dict[str, Run]:
    """The run that is meant of each job that runs: of several the one that began first."""
    return {run.job: run for run in reversed(view.runs)}


def watched(view: SystemView) -> dict[str, Job | None]:
    """The cyclic jobs and those in the health document, by id in natural order."""
    phases = view.state.phases if view.state else ()
    # Of several with one id the first is meant.
    found = {str(job.id): job for phase in reversed(phases) for job in reversed(phase.jobs)}
    keys = {key for key, job in found.items() if job.status == CYCLIC} | set(view.health)
    return {key: found.get(key) for key in sorted(keys, key=natural_key)}


def rules_or_flaw(view: SystemView, key: str, job: Job | None) -> Rules | ValueError:
    """What a job is measured against, or why nobody can tell."""
    try:
        return rules_of(key, job, view.settings, view.zone)
    except ValueError as error:
        return error


def judge_by(
    view: SystemView, key: str, job: Job | None, run: Run | None, rules: Rules | ValueError, now: datetime
) -> JudgedJob:
    """One job, by rules that are made already."""
    settings, health = view.settings.job(key), view.health.get(key)
    found, over = Due(running_since=run.started_at if run else None), None
    if isinstance(rules, ValueError):
        broken = Verdict(NEVER_RUN, f"its schedule: {rules}")
        verdict = Verdict(PAUSED, "paused") if is_paused(job, settings) else broken
    else:
        seen = view.sights.get(key)
        found = due_by(rules, health, run, now, seen)
        verdict = judge_job(health, settled(rules, found, health, seen, now), now, run is not None)
        if run is not None and not rules.paused:
            from moie_tui.domain.overrun import overrun

            over = overrun(run, rules, _limit(job, settings), health, now)
            verdict = Verdict(RUNNING, over.message) if over else verdict
    task, schedule = job.task if job else "", schedule_of(job, settings)
    return JudgedJob(key, task, verdict, health or JobHealth(), job, schedule, found, over)


def _limit(job: Job | None, settings: JobSettings) -> timedelta:
    told = job.timeout_seconds if job else None
    return minutes((settings.timeout_seconds if told is None else told) / 60)


def settled(rules: Rules, found: Due, health: JobHealth | None, seen: Sight | None, now: datetime) -> Rules:
    """The rules with the due time that is known already, so that it is worked out once.

    A run that was started but never told of itself is silence, so a start alone does not count here."""
    if rules.schedule is None or rules.paused:
        return rules
    began = last_start(health) if health else None
    if seen is not None and seen.started is not None and (began is None or seen.started > began):
        found = due_by(rules, health, None, now, replace(seen, started=None))
    return replace(rules, schedule=Settled(found.next_at))
