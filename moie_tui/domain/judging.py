"""Judging one root again and again: a job only when its facts changed or its moment has come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from operator import is_

from moie_tui.domain.judge import JudgedJob, Judgement, judge, judge_by, oldest_runs, rules_or_flaw, watched
from moie_tui.domain.standing import stands_until
from moie_tui.domain.view import NO_VIEW, SystemView
from moie_tui.values import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.due import Sight
    from moie_tui.domain.executions import JobHealth
    from moie_tui.domain.health import Rules
    from moie_tui.domain.run import Run
    from moie_tui.domain.state import Job

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Known:
    """What came of one job's facts: true from `since` on, until `until`."""

    job: Job | None
    health: JobHealth | None
    run: Run | None
    seen: Sight | None
    rules: Rules | ValueError
    judged: JudgedJob
    since: datetime
    until: datetime

    def stands(
        self, job: Job | None, health: JobHealth | None, run: Run | None, seen: Sight | None, now: datetime
    ) -> bool:
        """Whether these facts at that moment come to the same."""
        same = health is self.health and (job, run, seen) == (self.job, self.run, self.seen)
        return same and self.since <= now < self.until


class Judging:
    """Comes to what `judge` does, but for the words of when a job is due that is not due yet."""

    def __init__(self) -> None:
        self._view = NO_VIEW
        self._watched: Mapping[str, Job | None] = {}
        self._known: dict[str, _Known] = {}
        self._jobs: tuple[JudgedJob, ...] = ()
        self._since = self._until = _NEVER
        self._restless = 0

    @property
    def restless(self) -> int:
        """How many jobs each second may change."""
        return self._restless

    def judge(self, view: SystemView, now: datetime) -> Judgement:
        """All verdicts at `now`; the same `jobs` as the last time where none of them differs."""
        if view is not self._view or not self._since <= now < self._until:
            self._look_at(view, now)
        return judge(view, now, self._jobs)

    def _look_at(self, view: SystemView, now: datetime) -> None:
        before, self._view = self._view, view
        if view.settings is not before.settings or view.zone != before.zone:
            self._known = {}
        if view.state is not before.state or view.health is not before.health:
            self._watched = watched(view)
        runs, known = oldest_runs(view), self._known
        self._known = {
            key: self._known_of(known.get(key), view, key, job, runs.get(key), now)
            for key, job in self._watched.items()
        }
        self._since = max((one.since for one in self._known.values()), default=_NEVER)
        self._until = min((one.until for one in self._known.values()), default=now)
        self._restless = sum(one.until <= one.since for one in self._known.values())
        jobs = tuple(one.judged for one in self._known.values())
        if len(jobs) != len(self._jobs) or not all(map(is_, jobs, self._jobs)):
            self._jobs = jobs

    def _known_of(
        self,
        known: _Known | None,
        view: SystemView,
        key: str,
        job: Job | None,
        run: Run | None,
        now: datetime,
    ) -> _Known:
        health, seen = view.health.get(key), view.sights.get(key)
        if known is not None and known.stands(job, health, run, seen, now):
            return known
        same_rules = known is not None and known.job == job
        rules = known.rules if known is not None and same_rules else rules_or_flaw(view, key, job)
        judged = judge_by(view, key, job, run, rules, now)
        return _Known(job, health, run, seen, rules, judged, now, stands_until(judged, rules, seen, now))
