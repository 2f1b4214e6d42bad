"""The figures of a job's sheet, worked out of the runs that are kept whenever these change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from moie_tui.domain import durations
from moie_tui.domain.blocked import blocked
from moie_tui.domain.cadence import suggested
from moie_tui.domain.executions import Execution, JobHealth
from moie_tui.domain.history_gaps import Gap, gaps
from moie_tui.domain.rules import rules_of, schedule_of
from moie_tui.domain.state import Job
from moie_tui.domain.view import SystemView
from moie_tui.values import dataclass


@dataclass(frozen=True, slots=True)
class Figures:
    """Durations in milliseconds, None without any; `gaps` are its silences, oldest first.

    `schedule` says when it is due, `cadence` what its runs suggest where nothing says it.
    `blocked` says why no pulse tries it any more, "" of all other jobs."""

    p50: float | None = None
    p95: float | None = None
    flips: int = 0
    streak: durations.Streak | None = None
    last_success: datetime | None = None
    gaps: tuple[Gap, ...] = ()
    schedule: str = ""
    cadence: str = ""
    blocked: str = ""


def figures_of(key: str, job: Job | None, runs: Sequence[Execution], view: SystemView) -> Figures:
    """All of them."""
    health, settings = view.health.get(key), view.settings.job(key)
    schedule = schedule_of(job, settings)
    stuck = blocked(view)
    return Figures(
        p50=durations.p50(runs),
        p95=durations.p95(runs),
        flips=durations.flips(runs),
        streak=durations.streak(runs),
        last_success=durations.last_success(runs),
        gaps=_gaps(health, job, view, key) if health else (),
        schedule=schedule,
        cadence="" if schedule or not health else suggested(health.executions, view.zone) or "",
        blocked=stuck.why if stuck is not None and stuck.job.key == key else "",
    )


def _gaps(health: JobHealth, job: Job | None, view: SystemView, key: str) -> tuple[Gap, ...]:
    try:
        return gaps(health, rules_of(key, job, view.settings, view.zone))
    except ValueError:
        return ()  # its verdict says what is wrong with its schedule
