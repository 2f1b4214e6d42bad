"""A root on one page: how the heart is, how far the phases are, what the jobs do, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from moie_tui.cli.page import Line, table, text
from moie_tui.domain.blocked import blocked
from moie_tui.domain.health import STALE, ago
from moie_tui.domain.judge import JudgedJob, Judgement
from moie_tui.domain.state import CYCLIC, Phase, State
from moie_tui.domain.stuck import BLOCKED
from moie_tui.domain.summary import problems_of
from moie_tui.tui import glyphs, looks
from moie_tui.tui.times import duration, percent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.view import SystemView

JOB_NUMBERS = (4, 5, 6)
"""The columns of a job's row that stand flush right."""


def picture(view: SystemView, judgement: Judgement, now: datetime) -> Iterator[Line]:
    """The page, top to bottom."""
    yield from _head(view, judgement)
    if view.state:
        rows = [phase_line(phase, view.state) for phase in view.state.phases]
        yield from _section("Phases", rows, right=(3,))
    if found := blocked(view):
        words = f"job {found.job.key} {found.job.task}: {BLOCKED}, {found.why}"
        yield ((f"  {glyphs.FAILED} ", "failed"), *text(words))
        yield text(f"    `moie job {found.job.key} pending` allows its attempts anew", "faint")
    if judgement.jobs:
        yield from _section("Cyclic jobs", job_lines(judgement.jobs, now), right=JOB_NUMBERS)
    yield ()
    yield _snapshots(view, now)
    problems = problems_of(view)
    if problems:
        yield ()
        yield text("Problems")
    for problem in problems:
        lost = problem == view.state_problem
        mark = (f"  {glyphs.FAILED} ", "failed") if lost else (f"  {glyphs.LATE} ", "late")
        yield (mark, *text(f"{problem.where}: {problem.what}" if problem.where else problem.what))
        if problem.fix:
            yield text(f"    {problem.fix}", "faint")


def phase_line(phase: Phase, state: State) -> tuple[Line, ...]:
    """Glyph, id, name, how far it is, and whether it is the current one."""
    current = str(state.current_phase) == phase.key
    endless = sum(job.status == CYCLIC for job in phase.jobs)
    finite = len(phase.jobs) - endless
    counts = [f"{phase.completed}/{finite}"] if finite or not endless else []
    far = " ".join([*counts, *[glyphs.CYCLIC] * bool(endless)])
    done = bool(phase.jobs) and phase.completed == len(phase.jobs)
    return (
        ((glyphs.OK, "ok") if done else looks.of_phase(phase, current),),
        text(phase.key),
        text(phase.name, "strong" if current else ""),
        text(far),
        text("← now" if current else "", "accent"),
    )


def job_lines(jobs: Sequence[JudgedJob], now: datetime) -> list[tuple[Line, ...]]:
    """A row for each job; what its schedule makes of it only where a job has one."""
    scheduled = any(job.schedule for job in jobs)
    return [_job_line(job, now, scheduled) for job in jobs]


def _job_line(job: JudgedJob, now: datetime, scheduled: bool) -> tuple[Line, ...]:
    """Glyph, id, task, verdict, when it ran last, how often it succeeds, how long it takes, and why."""
    look = looks.of_verdict(job.verdict.status)
    last = job.health.last_execution
    rate = job.health.success_rate
    return (
        (look,),
        text(job.key),
        text(job.task),
        text(job.verdict.status, look[1]),
        text(f"{ago(now - last)} ago" if last else "", "faint"),
        text("" if rate is None else f"{percent(rate)} %"),
        text(duration(job.health.avg_duration_ms) if job.health.executions else ""),
        *((text(job.schedule, "faint"), _due(job, now)) if scheduled else ()),
        text("" if job.verdict.message == job.verdict.status else job.verdict.message, "faint"),
    )


def _due(job: JudgedJob, now: datetime) -> Line:
    """When it is due next, or by how much it is late already."""
    due = job.due
    if due.running_since is not None:
        return text(f"running {ago(now - due.running_since)}", "waiting")
    if due.next_at is None:
        return ()
    if due.next_at > now:
        return text(f"in {ago(due.next_at - now)}", "faint")
    return text(f"late {ago(due.late_by)}", "late" if job.verdict.status == STALE else "")


def heart(judgement: Judgement) -> Line:
    """The heartbeat's age beside its limit, and the verdict."""
    glyph, tone = looks.of_verdict(judgement.heartbeat.status)
    words = f"{ago(judgement.age)} ago" if judgement.age is not None and judgement.beat_at else "no heartbeat"
    return (
        (f"{glyphs.HEART} ", tone),
        *text(words, "strong"),
        *text(f"  limit {ago(judgement.limit)}   ", "faint"),
        (f"{glyph} ", tone),
        *text(f"{judgement.heartbeat.status}: {judgement.heartbeat.message}", tone),
    )


def _head(view: SystemView, judgement: Judgement) -> Iterator[Line]:
    state = view.state
    if state is None:
        yield text("The state can't be read", "failed")
        yield text(view.root, "faint")
        return
    yield (*text(state.project, "strong"), *text(f" · {state.operator} · schema v{state.version}", "faint"))
    yield text(view.root, "faint")
    yield ()
    yield heart(judgement)
    if view.running:
        yield ((f"{glyphs.RUNNING} ", "waiting"), *text(f"running now: {view.running}"))


def _snapshots(view: SystemView, now: datetime) -> Line:
    if not view.snapshots:
        return text("Snapshots  none yet, `moie backup` takes one")
    newest = view.snapshots[0]
    words = f"{len(view.snapshots)}, the newest {ago(now - newest.taken_at)} old ({newest.reason})"
    return (*text("Snapshots  "), *text(words, "faint"))


def _section(title: str, rows: list[tuple[Line, ...]], right: tuple[int, ...] = ()) -> Iterator[Line]:
    yield ()
    yield text(title)
    yield from table(rows, right=right)
