"""Which endless jobs each coming beat starts, if each run takes as long as usual."""

from __future__ import annotations

from datetime import datetime, timedelta

from moie_tui.domain.coming.beat import Start, Wait
from moie_tui.domain.due import Sight, due_by, sighted
from moie_tui.domain.durations import p50, p95
from moie_tui.domain.executions import JobHealth
from moie_tui.domain.rules import command_of, is_paused, minutes, rules_for, schedule_of
from moie_tui.domain.state import CYCLIC, Job, Phase
from moie_tui.domain.view import SystemView
from moie_tui.values import replace

EARLY = timedelta(minutes=1)
"""A due time that is further away than this is not asked for anew."""
NO_COMMAND = "no command a pulse could start: it is run from elsewhere"


class Starts:
    """Follows the jobs of a view from beat to beat; `take` is asked for beats in the order of their times."""

    def __init__(self, view: SystemView) -> None:
        self._view = view
        self._sights: dict[str, Sight] = dict(view.sights)
        # Of a run whose length nobody knows only so much is assumed: that the next beat still meets it.
        unknown = view.read_at + minutes(view.settings.heartbeat.interval_minutes)
        self._busy = {run.job: _end(run.started_at, view.health.get(run.job)) or unknown for run in view.runs}
        self._next: dict[str, datetime] = {}
        self._known: dict[Wait, Wait] = {}

    def take(self, phase: Phase | None, at: datetime) -> tuple[tuple[Start, ...], tuple[Wait, ...]]:
        """What the beat at `at` starts in the current phase, and what it does not start, and why."""
        starts: list[Start] = []
        waits: list[Wait] = []
        jobs: dict[str, Job] = {}
        for job in phase.jobs if phase else ():
            if job.status == CYCLIC:
                jobs.setdefault(job.key, job)
        for job in jobs.values():
            one = self._turn(job, at)
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
        self._busy[job] = _end(at, self._view.health.get(job)) or at

    def _turn(self, job: Job, at: datetime) -> Start | Wait:
        settings = self._view.settings.job(job.key)
        schedule = schedule_of(job, settings)
        if is_paused(job, settings):
            return Wait(job.key, job.task, "paused")
        if not schedule:
            return Wait(job.key, job.task, "no schedule: no pulse starts it")
        if not command_of(job, settings):
            return Wait(job.key, job.task, NO_COMMAND)
        if self.is_busy(job.key, at):
            return Wait(job.key, job.task, "still running, if it takes as long as usual", self._busy[job.key])
        coming = self._next.get(job.key)
        if coming is not None and coming - EARLY > at:
            return Wait(job.key, job.task, "not due", coming)
        return self._by_schedule(job, schedule, at)

    def _by_schedule(self, job: Job, schedule: str, at: datetime) -> Start | Wait:
        view = self._view
        self._sights |= sighted({**self._sights}, {job.key: schedule}, at)
        health = view.health.get(job.key)
        try:
            rules = rules_for(job, view.settings.job(job.key), view.zone)
        except ValueError as error:
            return Wait(job.key, job.task, f"its schedule: {error}")
        due = due_by(rules, health, None, at, self._sights[job.key])
        if not due.is_due:
            if due.next_at is not None and due.next_at > at:
                self._next[job.key] = due.next_at
                return Wait(job.key, job.task, "not due", due.next_at)
            return Wait(job.key, job.task, due.why)
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


def _end(begin: datetime, health: JobHealth | None) -> datetime | None:
    usual = span_of(p50(health.executions)) if health else None
    return None if usual is None else begin + usual
