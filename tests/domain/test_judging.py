"""A root judged again and again, job by job only where something may have changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moie_tui.domain import judging as judging_module
from moie_tui.domain.due import Sight
from moie_tui.domain.executions import Execution, JobHealth
from moie_tui.domain.judge import JudgedJob, Judgement, judge, judge_by
from moie_tui.domain.judging import Judging
from moie_tui.domain.run import Run
from moie_tui.domain.settings import settings_from
from moie_tui.domain.state import parse_state
from moie_tui.domain.view import SystemView
from moie_tui.values import replace
from tests.builders import a_job, a_phase, a_state

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
KEYS = ("1.1", "1.2", "1.10", "gone")
SCHEDULES = st.sampled_from(
    [None, "every 10m", "every 90s", "*/7 * * * *", "2 12 * * *", "0 0 30 2 *", "never"]
)
SPANS = st.sampled_from([-5000, -90, -61, -60, -59, -5, 0, 1, 29, 60, 150, 299, 400, 1500, 1799, 1801, 4000])
MOMENTS = SPANS.map(lambda seconds: NOW - seconds * SECOND)
HEALTHS = st.builds(
    lambda moments, status, last: JobHealth(
        tuple(Execution(at, status, 2_000.0) for at in sorted(moments)), len(moments), 0, last
    ),
    st.lists(MOMENTS, max_size=6),
    st.sampled_from(["success", "failure"]),
    st.none() | MOMENTS,
)
JOBS = st.builds(
    lambda schedule, paused, status: {"schedule": schedule, "paused": paused, "status": status},
    SCHEDULES,
    st.sampled_from([False, False, True]),
    st.sampled_from(["cyclic", "cyclic", "pending"]),
)
CONFIGS = st.fixed_dictionaries(
    {},
    optional={
        "max_age_minutes": st.sampled_from([1, 5, 30]),
        "maintenance": st.sampled_from([["0 12 * * * for 3m"], ["*/2 * * * * for 1m"]]),
        "grace_minutes": st.sampled_from([0, 2]),
        "command": st.just("true"),
        "schedule": st.just("every 5m"),
    },
)
RUNS = st.lists(
    st.builds(lambda key, at: Run("r", key, "true", at), st.sampled_from(KEYS), MOMENTS), max_size=1
)
SIGHTS = st.dictionaries(
    st.sampled_from(KEYS), st.builds(Sight, st.just(""), MOMENTS, st.booleans(), st.none() | MOMENTS)
)
VIEWS = st.builds(
    lambda jobs, health, config, runs, sights: a_view(jobs, health, config, runs, sights),
    st.dictionaries(st.sampled_from(KEYS[:3]), JOBS),
    st.dictionaries(st.sampled_from(KEYS), HEALTHS),
    st.dictionaries(st.sampled_from(KEYS), CONFIGS),
    RUNS,
    SIGHTS,
)


def a_view(
    jobs: dict[str, Any],
    health: dict[str, JobHealth] | None = None,
    config: dict[str, Any] | None = None,
    runs: list[Run] | None = None,
    sights: dict[str, Sight] | None = None,
) -> SystemView:
    rows = [a_job(key, **{"status": "cyclic", **facts}) for key, facts in jobs.items()]
    return SystemView(
        root="/r",
        read_at=NOW,
        state=parse_state(a_state(a_phase(1, *rows), meta={"last_heartbeat": NOW.isoformat()}), 2),
        health=health or {},
        settings=settings_from({"jobs": config or {}}),
        zone=UTC,
        runs=tuple(runs or ()),
        sights=sights or {},
    )


def told(found: Judgement) -> object:
    """All that is told of verdicts anywhere; nobody tells in how long a job will be due."""
    return found.heartbeat, found.age, [told_of(one) for one in found.jobs]


def told_of(one: JudgedJob) -> object:
    return one.as_json(), one.verdict, one.verdict.since, one.due.is_due, one.overrun, one.health, one.job


@given(VIEWS, st.lists(st.integers(-30, 400), min_size=1, max_size=12))
def test_a_view_is_thought_of_at_each_moment_as_if_it_were_judged_anew(
    view: SystemView, steps: list[int]
) -> None:
    judging, now = Judging(), NOW
    for step in steps:
        now += step * SECOND
        assert told(judging.judge(view, now)) == told(judge(view, now))


@pytest.mark.long
@settings(max_examples=30)
@given(VIEWS)
def test_no_second_is_missed(view: SystemView) -> None:
    judging = Judging()
    for second in range(200):
        now = NOW + second * SECOND
        assert told(judging.judge(view, now)) == told(judge(view, now))


@pytest.mark.long
@settings(max_examples=200)
@given(st.lists(VIEWS, min_size=2, max_size=3), st.data())
def test_views_that_share_some_facts_are_judged_each_by_its_own(
    views: list[SystemView], data: st.DataObject
) -> None:
    judging, now, view = Judging(), NOW, views[0]
    for _ in range(4):
        now += data.draw(st.integers(0, 90)) * SECOND
        assert told(judging.judge(view, now)) == told(judge(view, now))
        other = data.draw(st.sampled_from(views))
        names = data.draw(st.sets(st.sampled_from(["state", "health", "settings", "runs", "sights"])))
        view = replace(view, **{name: getattr(other, name) for name in names})


def test_of_many_jobs_only_the_one_that_ran_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def judge_one_by(view: SystemView, key: str, *facts: Any) -> JudgedJob:
        looked.append(key)
        return judge_by(view, key, *facts)

    monkeypatch.setattr(judging_module, "judge_by", judge_one_by)
    fresh = JobHealth((Execution(NOW, "success", 1.0),), 1, 0, NOW)
    view = a_view({f"1.{at}": {} for at in range(50)}, {f"1.{at}": fresh for at in range(50)})
    judging = Judging()
    first = judging.judge(view, NOW)
    assert len(looked) == 50
    assert judging.judge(view, NOW + SECOND).jobs is first.jobs
    looked.clear()
    ran = replace(view, health={**view.health, "1.7": replace(fresh, total_runs=2)})
    found = judging.judge(ran, NOW + 2 * SECOND)
    assert looked == ["1.7"]
    assert [one.key for one in found.jobs] == [one.key for one in first.jobs]
    assert judging.restless == 0


def test_a_late_job_is_judged_each_second() -> None:
    judging, late = Judging(), JobHealth((Execution(NOW, "success", 1.0),), 1, 0, NOW - timedelta(hours=1))
    judging.judge(a_view({"1.1": {}}, {"1.1": late}), NOW)
    assert judging.restless == 1
