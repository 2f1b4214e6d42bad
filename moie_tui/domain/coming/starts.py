"""Which endless jobs each coming beat starts, if each run takes as long as usual."""

from __future__ import annotations

from datetime import datetime, timedelta

from moie_tui.domain.coming.beat import Start, Wait
from moie_tui.domain.due import Sight, due, scheduled, sighted
from moie_tui.domain.durations import p50, p95
from moie_tui.domain.executions import JobHealth
from moie_tui.domain.rules import command_of, is_paused, minutes, schedule_of
from moie_tui.domain.state import CYCLIC, Job, Phase
from moie_tui.domain.view import SystemView
from moie_tui.values import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.run import Run

EARLY = timedelta(minutes=1)
"""A due time that is further away than this is not asked for anew."""
NO_COMMAND = "no command a pulse could start: it is run from elsewhere"


class Starts:
    """Follows the jobs of a view from beat to beat; `take` is asked for beats in the order of their times."""

    def __init__(self, view: SystemView) -> None:
        self._view = view
        self._sights: dict[str, Sight] = dict(view.sights)
        self._busy = {run.job: self._over(run) for run in view.runs}
        self._next: dict[str, datetime] = {}
        self._known: dict[Wait, Wait] = {}

    def take(self, phase: Phase | None, at: datetime) -> tuple[tuple[Start, ...], tuple[Wait, ...]]:
        """What the beat at `at` starts in the current phase, and what it does not start, and why."""
        starts: list[Start] = []
        waits: list[Wait] = []
        watched = scheduled(phase, self._view.settings)
        jobs: dict[str, Job] = {}
        for job in phase.jobs if phase else ():
            if job.status == CYCLIC:
                jobs.setdefault(job.key, job)
        for key, job in jobs.items():
            one = self._turn(watched[key], at) if key in watched else self._left(job)
            if isinstance(one, Start):
                starts.append(one)
            else:
                waits.append(self._known.setdefault(one, one))
        return tuple(starts), tuple(waits)

    def is_busy(self, job: str, at: datetime) -> bool:
        """Whether a run of it should still go on; one of unknown length that starts here is soon over."""
        until = self._busy.get(job)
        return until is not None and until > at

    def begin(self, job: str, at: datetime) -> None:
        """A run of it starts."""
        self._busy[job] = at + (_usual(self._view.health.get(job)) or timedelta())

    def _over(self, run: Run) -> datetime:
        """When a run that goes on should end; one that takes longer than usual, after as long again."""
        view = self._view
        usual = _usual(view.health.get(run.job))
        if usual is None:
            # Only so much is assumed: that the next beat still meets it.
            return view.read_at + minutes(view.settings.heartbeat.interval_minutes)
        end = run.started_at + usual
        return end if end > view.read_at else view.read_at + usual

    def _left(self, job: Job) -> Wait:
        """One whose schedule no pulse looks at."""
        is_left = is_paused(job, self._view.settings.job(job.key))
        return Wait(job.key, job.task, "paused" if is_left else "no schedule: no pulse starts it")

    def _turn(self, job: Job, at: datetime) -> Start | Wait:
        settings, problem = self._view.settings.job(job.key), self._view.health_problem
        if not command_of(job, settings):
            return Wait(job.key, job.task, NO_COMMAND)
        if problem is not None:
            return Wait(job.key, job.task, f"nobody knows what ran when: {problem.where}: {problem.what}")
        if self.is_busy(job.key, at):
            return Wait(job.key, job.task, "still running, if it takes as long as usual", self._busy[job.key])
        coming = self._next.get(job.key)
        if coming is not None and coming - EARLY > at:
            return Wait(job.key, job.task, "not due", coming)
        return self._by_schedule(job, schedule_of(job, settings), at)

    def _by_schedule(self, job: Job, schedule: str, at: datetime) -> Start | Wait:
        view = self._view
        self._sights |= sighted({**self._sights}, {job.key: schedule}, at)
        health, settings = view.health.get(job.key), view.settings.job(job.key)
        found = due(job, settings, health, None, at, view.zone, self._sights[job.key])
        if not found.is_due:
            if found.next_at is not None and found.next_at > at:
                self._next[job.key] = found.next_at
                return Wait(job.key, job.task, "not due", found.next_at)
            return Wait(job.key, job.task, found.why)
        self._next.pop(job.key, None)
        self._sights[job.key] = replace(self._sights[job.key], started=at)
        self.begin(job.key, at)
        return _start(job, schedule, health)


def _start(job: Job, schedule: str, health: JobHealth | None) -> Start:
    runs = health.executions if health else ()
    return Start(job.key, job.task, schedule, span_of(p50(runs)), span_of(p95(runs)))


def span_of(milliseconds: float | None) -> timedelta | None:
    """A duration as a span, a year at most: others may write any number."""
    return None if milliseconds is None else timedelta(milliseconds=min(milliseconds, 365 * 86_400_000))


def _usual(health: JobHealth | None) -> timedelta | None:
    return span_of(p50(health.executions)) if health else None
