"""Verdicts of a whole root at a moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from moie_tui.domain.due import Sight
from moie_tui.domain.executions import parse_health
from moie_tui.domain.hold import Hold
from moie_tui.domain.judge import Judgement, judge
from moie_tui.domain.run import Run
from moie_tui.domain.settings import settings_from
from moie_tui.domain.state import parse_state
from moie_tui.domain.view import NO_VIEW, SystemView
from tests.builders import a_health, a_job, a_phase, a_state, an_execution

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FRESH = "2026-11-22T11:55:00Z"


def judged(
    *jobs: dict[str, Any],
    health: dict[str, Any] | None = None,
    now: datetime = NOW,
    hold: Hold | None = None,
    runs: tuple[Run, ...] = (),
    sights: dict[str, Sight] | None = None,
    **config: Any,
) -> Judgement:
    document = a_state(a_phase(5, *jobs), current=5, meta={"last_heartbeat": FRESH})
    view = SystemView(
        root="/r",
        read_at=NOW,
        state=parse_state(document, 2),
        health=parse_health(health or {}, UTC),
        settings=settings_from(config),
        zone=UTC,
        hold=hold,
        runs=runs,
        sights=sights or {},
    )
    return judge(view, now)


def statuses(found: Judgement) -> dict[str, str]:
    return {one.key: one.verdict.status for one in found.jobs}


def test_cyclic_jobs_and_those_with_a_history_are_judged_in_natural_order() -> None:
    found = judged(
        a_job("5.10", "cyclic"),
        a_job("5.9", "cyclic"),
        a_job("5.1", "completed"),
        a_job("5.2"),
        health={"5.2": a_health(an_execution(FRESH)), "gone": a_health(an_execution(FRESH))},
    )
    assert statuses(found) == {"5.2": "healthy", "5.9": "unknown", "5.10": "unknown", "gone": "healthy"}
    assert [one.task for one in found.jobs] == ["Task 5.2", "Task 5.9", "Task 5.10", ""]


def test_verdicts_age_without_any_file_changing() -> None:
    health = {"5.1": a_health(an_execution(FRESH))}
    early, late = (
        judged(a_job("5.1", "cyclic"), health=health, now=NOW + timedelta(hours=at)) for at in (0, 1)
    )
    assert (early.heartbeat.status, late.heartbeat.status) == ("healthy", "stale")
    assert (statuses(early), statuses(late)) == ({"5.1": "healthy"}, {"5.1": "stale"})
    assert ((early.failing, early.late), (late.failing, late.late)) == ((0, 0), (0, 1))
    assert early.age == timedelta(minutes=5)


def test_the_states_word_on_a_schedule_wins_over_the_configs() -> None:
    health = {"5.1": a_health(an_execution("2026-11-22T09:00:00Z"))}
    config = {"jobs": {"5.1": {"schedule": "every 20m", "grace_minutes": 0}}}
    assert statuses(judged(a_job("5.1", "cyclic"), health=health, **config)) == {"5.1": "stale"}
    own = a_job("5.1", "cyclic", schedule="every 4h", grace_minutes=1)
    assert statuses(judged(own, health=health, **config)) == {"5.1": "healthy"}


def test_a_job_paused_in_the_state_or_the_config_is_paused_even_with_a_broken_schedule() -> None:
    for job, config in (
        (a_job("5.1", "cyclic", paused=True, schedule="never"), {}),
        (a_job("5.1", "cyclic", schedule="never"), {"jobs": {"5.1": {"paused": True}}}),
    ):
        assert statuses(judged(job, **config)) == {"5.1": "paused"}


def test_a_broken_schedule_is_said() -> None:
    (found,) = judged(a_job("5.1", "cyclic", schedule="never")).jobs
    assert found.verdict.status == "unknown"
    assert "never" in found.verdict.message


@pytest.mark.parametrize("number", [10**400, 1e300, 0])
def test_any_number_of_minutes_can_be_judged(number: float) -> None:
    job = a_job("5.1", "cyclic", schedule="every 20m", grace_minutes=number)
    health = {"5.1": a_health(an_execution(FRESH))}
    assert statuses(judged(job, health=health)) == {"5.1": "healthy"}
    found = judged(job, heartbeat={"max_age_minutes": number, "interval_minutes": number})
    assert found.heartbeat.status == ("stale" if number == 0 else "healthy")


def test_a_heart_that_is_switched_off_is_held_until_it_is_stale() -> None:
    off = {"heartbeat": {"enabled": False}}
    assert judged(**off).heartbeat.status == "held"
    assert judged(now=NOW + timedelta(hours=1), **off).heartbeat.status == "stale"


def test_before_the_first_read_nothing_is_known() -> None:
    found = judge(NO_VIEW, NOW)
    assert (found.heartbeat.status, found.age, found.beat_at, found.jobs) == ("unknown", None, None, ())


def test_of_two_jobs_with_one_id_the_first_is_meant_as_everywhere() -> None:
    found = judged(a_job("5.1", "cyclic", task="first"), a_job("5.1", "cyclic", task="second"))
    assert [one.task for one in found.jobs] == ["first"]


def test_a_row_has_the_keys_of_the_contract() -> None:
    (found,) = judged(a_job("5.1", "cyclic"), health={"5.1": a_health(an_execution(FRESH))}).jobs
    assert found.as_json() == {
        "id": "5.1",
        "task": "Task 5.1",
        "status": "healthy",
        "total_runs": 1,
        "success_rate": 1,
        "recent_success_rate": 1,
        "avg_duration_ms": 100,
        "last_execution": "2026-11-22T11:55:00+00:00",
        "message": "the last run succeeded",
        "schedule": None,
        "next_due": None,
        "late_seconds": None,
        "running_since": None,
    }


def test_silence_in_a_maintenance_window_is_not_late() -> None:
    health = {"5.1": a_health(an_execution("2026-11-22T09:50:00Z"))}
    config = {"schedule": "every 20m", "maintenance": ["0 10 * * 0 for 2h"]}
    assert statuses(judged(a_job("5.1", "cyclic"), health=health, jobs={"5.1": config})) == {"5.1": "healthy"}
    later = judged(
        a_job("5.1", "cyclic"), health=health, jobs={"5.1": config}, now=NOW + timedelta(minutes=6)
    )
    assert statuses(later) == {"5.1": "stale"}
    assert later.jobs[0].verdict.since == NOW + timedelta(minutes=5, milliseconds=100)


def test_a_long_run_by_another_programs_cron_is_not_stale_before_it_can_have_ended() -> None:
    hour = 60 * 60_000
    health = {"5.1": a_health(an_execution("2026-11-22T03:00:00Z", duration_ms=hour))}
    job = a_job("5.1", "cyclic", schedule="0 2 * * *")
    at = {hours: NOW + timedelta(hours=hours) for hours in (14.5, 15.2)}
    found = {key: statuses(judged(job, health=health, now=now))["5.1"] for key, now in at.items()}
    assert found == {14.5: "healthy", 15.2: "stale"}


def test_a_start_that_nobody_heard_of_again_hides_no_silence() -> None:
    job = a_job("5.1", "cyclic", schedule="every 20m")
    health = {"5.1": a_health(an_execution("2026-11-22T11:00:00Z"))}
    sight = Sight("every 20m", NOW - timedelta(days=1), started=NOW - timedelta(minutes=1))
    (found,) = judged(job, health=health, sights={"5.1": sight}).jobs
    assert found.verdict.status == "stale"
    assert found.due.next_at == NOW + timedelta(minutes=19)


def test_a_job_that_runs_is_running_and_says_since_when() -> None:
    run = Run("20261122T115600Z-0001", "5.1", "sleep 9", NOW - timedelta(minutes=4))
    (found,) = judged(a_job("5.1", "cyclic"), runs=(run,)).jobs
    assert found.verdict.status == "running"
    assert found.as_json()["running_since"] == "2026-11-22T11:56:00+00:00"


def test_a_heart_on_hold_is_held_until_the_hold_is_over() -> None:
    hold = Hold(NOW, NOW + timedelta(hours=2), "deploy")
    found = judged(hold=hold)
    assert found.heartbeat.status == "held"
    assert found.heartbeat.message == "pulses are on hold until 2026-11-22 14:00: deploy"
    assert judged(hold=Hold(NOW - timedelta(hours=2), NOW)).heartbeat.status == "healthy"
    assert judged(hold=hold, now=NOW + timedelta(hours=1)).heartbeat.status == "stale"


def a_long_run(minutes: int, **config: Any) -> Judgement:
    run = Run("20261122T110000Z-0001", "5.1", "work", NOW - timedelta(minutes=minutes))
    return judged(a_job("5.1", "cyclic", **({"schedule": "every 1m"} | config)), runs=(run,))


def test_a_run_past_the_next_start_says_so_and_becomes_an_alert_when_it_stays() -> None:
    (short,), (late,), (hung,) = a_long_run(0).jobs, a_long_run(3).jobs, a_long_run(14).jobs
    assert (short.verdict.message, short.overrun) == ("running now", None)
    assert late.overrun is not None
    assert hung.overrun is not None
    assert (late.verdict.status, late.verdict.message, late.overrun.since) == (
        "running", "running 3m, its next start is 2m late", None
    )  # fmt: skip
    assert hung.verdict.message == "running 14m, its next start is 13m late"
    assert hung.overrun.since == NOW - timedelta(minutes=8)  # a minute, and five of grace


def test_a_run_over_its_time_is_an_alert_with_and_without_a_schedule() -> None:
    (one,) = a_long_run(14, schedule=None, timeout_seconds=60).jobs
    assert one.overrun is not None
    assert (one.verdict.message, one.overrun.since) == (
        "running 14m, over its limit of 1m", NOW - timedelta(minutes=13)
    )  # fmt: skip


def test_a_job_that_comes_due_between_two_pulses_is_not_stale_before_the_next_one_could_start_it() -> None:
    started = {"5.1": a_health(an_execution("2026-11-22T11:24:00Z", duration_ms=0))}
    job = a_job("5.1", "cyclic", command="./go", schedule="every 20m")

    def status(minutes_late: float, **config: Any) -> str:
        now = datetime(2026, 11, 22, 11, 44, tzinfo=UTC) + timedelta(minutes=minutes_late)
        return statuses(judged(job, health=started, now=now, **config))["5.1"]

    assert [status(late) for late in (9.5, 14.5, 15.5)] == ["healthy", "healthy", "stale"]
    assert [status(late, heartbeat={"interval_minutes": 1}) for late in (5.5, 6.5)] == ["healthy", "stale"]
