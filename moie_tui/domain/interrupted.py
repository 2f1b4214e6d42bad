"""Runs whose process vanished, as they look before a sweep has recorded them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, tzinfo

from moie_tui.domain.executions import FAILURE, WINDOW, Execution, JobHealth
from moie_tui.domain.run import INTERRUPTED, Run
from moie_tui.domain.state import CYCLIC, State
from moie_tui.domain.view import Problem
from moie_tui.values import replace

VANISHED = "its process vanished"


def as_interrupted(run: Run, last_sign: datetime | None, now: datetime) -> Run:
    """The run as it will be recorded: over at its last sign of life."""
    last = min(now, max(run.started_at, last_sign or run.started_at))
    took = (last - run.started_at) // timedelta(milliseconds=1)
    return replace(run, ending=INTERRUPTED, ended_at=last, duration_ms=took, why=VANISHED, error=INTERRUPTED)


def untold(lost: Iterable[Run], health: Mapping[str, JobHealth]) -> tuple[Run, ...]:
    """Those whose job has no execution of them yet."""
    if not (lost := tuple(lost)):
        return ()
    known = {one.run_id for job in health.values() for one in job.executions if one.run_id}
    return tuple(run for run in lost if run.id not in known)


def with_interrupted(
    health: Mapping[str, JobHealth], lost: Iterable[Run], state: State | None
) -> Mapping[str, JobHealth]:
    """The health with an execution for each of these runs that will count as one."""
    found = dict(health)
    for run in lost:
        job = state.job(run.job) if state else None
        if job is not None and job.status == CYCLIC:
            found[run.job] = _with(found.get(run.job, JobHealth()), run)
    return found


def problem_of(run: Run, zone: tzinfo | None) -> Problem:
    """What to say of one until it is recorded."""
    at = run.ended_at or run.started_at
    what = f"a run was interrupted at {at.astimezone(zone):%Y-%m-%d %H:%M:%S}: {VANISHED}"
    fix = f"the next pulse records it; `moie history {run.job} --run {run.id}` shows what it printed"
    return Problem(f"job {run.job}", what, fix)


def _with(health: JobHealth, run: Run) -> JobHealth:
    one = Execution(run.ended_at, FAILURE, run.duration_ms, run.error, run_id=run.id)
    times = [at for at in (health.last_execution, run.ended_at) if at is not None]
    return JobHealth(
        (*health.executions, one)[-WINDOW:],
        health.total_runs + 1,
        health.total_failures + 1,
        max(times, default=None),
    )
