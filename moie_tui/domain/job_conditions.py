"""Which jobs somebody must hear of: late ones, failing ones, and those of which nobody can tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from moie_tui.domain.condition import SCHEDULE, Condition, condition
from moie_tui.domain.event import WARNING
from moie_tui.domain.health import NEVER_RUN, RUNNING, STALE, UNHEALTHY, Rules, Verdict, ago, judge_results
from moie_tui.domain.judge import JudgedJob, Judgement
from moie_tui.domain.rules import rules_of
from moie_tui.domain.unstarted import NO_SCHEDULE, unstarted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from moie_tui.domain.view import SystemView


def of_jobs(view: SystemView, judgement: Judgement, now: datetime) -> Iterator[Condition]:
    """One for each job in trouble."""
    idle = unstarted(view.state, view.settings) if view.state else {}
    for one in judgement.jobs:
        kind, message, since = _trouble(view, one)
        # Runs that somebody else has started and recorded need no schedule.
        if not kind and one.verdict.status == NEVER_RUN and idle.get(one.key) == NO_SCHEDULE:
            kind, message = SCHEDULE, NO_SCHEDULE
        if kind:
            words = f"job {one.key} {one.task}: {message}" if one.task else f"job {one.key}: {message}"
            known = since or view.written.get("health", now)
            yield condition(f"job:{one.key}", kind, WARNING, one.key, words, known, moving=since is None)


def _trouble(view: SystemView, one: JudgedJob) -> tuple[str, str, datetime | None]:
    """The kind of alert, why, and since when where facts tell; kind "" when all is well."""
    verdict, settings = one.verdict, view.settings.job(one.key)
    if verdict.status == NEVER_RUN:
        return _never_run(view, one)
    if verdict.status == RUNNING:
        # It is not silent, but that a run has begun does not make good how the others ended.
        verdict = judge_results(one.health, Rules(max_failure_rate=settings.max_failure_rate))
        if verdict.status != UNHEALTHY and one.overrun is not None and one.overrun.since is not None:
            return STALE, one.overrun.message, one.overrun.since
    return _as_trouble(verdict)


def _never_run(view: SystemView, one: JudgedJob) -> tuple[str, str, datetime | None]:
    """A job that has no run yet is in trouble when it should have one, or when nobody can tell."""
    try:
        grace = rules_of(one.key, one.job, view.settings, view.zone).patience
    except ValueError as error:
        return SCHEDULE, f"nobody can tell when it is due: {error}", None
    if one.due.next_at is None or one.due.late_by <= grace:
        return "", "", None
    late = f"it has never run, its first one is late by {ago(one.due.late_by - grace)}"
    return STALE, f"{STALE}, {late}", one.due.next_at + grace


def _as_trouble(verdict: Verdict) -> tuple[str, str, datetime | None]:
    if verdict.status not in (STALE, UNHEALTHY):
        return "", "", None
    return verdict.status, f"{verdict.status}, {verdict.message}", verdict.since
