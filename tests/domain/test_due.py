"""When a cyclic job is to be started."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from moie_tui.domain.due import Due, Sight, due, sighted, started
from moie_tui.domain.executions import JobHealth, parse_health
from moie_tui.domain.run import Run
from moie_tui.domain.settings import settings_from
from moie_tui.domain.state import parse_state
from tests.builders import a_health, a_job, a_phase, a_state, an_execution

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def ran(end: datetime, duration_ms: float = 0) -> JobHealth:
    """A job whose only run ended then."""
    raw = {"5.1": a_health(an_execution(end.isoformat(), duration_ms=duration_ms))}
    return parse_health(raw, UTC)["5.1"]


def found(
    schedule: str | None = "every 20m",
    health: JobHealth | None = None,
    *,
    now: datetime = NOON,
    seen: Sight | None = None,
    running: Run | None = None,
    paused: bool = False,
    **config: Any,
) -> Due:
    job = a_job("5.1", "cyclic", schedule=schedule, paused=paused)
    state = parse_state(a_state(a_phase(5, job)), 2)
    settings = settings_from({"jobs": {"5.1": config}}).job("5.1")
    return due(state.job("5.1"), settings, health, running, now, UTC, seen)


def test_a_job_with_an_interval_that_never_ran_is_due_at_once() -> None:
    assert found().is_due
    late = found(seen=Sight("every 20m", NOON - 3 * MINUTE))
    assert (late.is_due, late.next_at, late.late_by) == (True, NOON - 3 * MINUTE, 3 * MINUTE)


def test_an_interval_is_measured_from_start_to_start() -> None:
    took_ten = ran(NOON - 5 * MINUTE, duration_ms=10 * 60_000)
    assert found(health=took_ten, now=NOON + 4 * MINUTE).is_due is False
    late = found(health=took_ten, now=NOON + 7 * MINUTE)
    assert late.is_due
    assert timedelta(minutes=1) < late.late_by <= 2 * MINUTE


def test_a_pulse_that_comes_a_moment_early_does_not_leave_it_to_the_next_one() -> None:
    health = ran(NOON - 20 * MINUTE)
    assert found(health=health, now=NOON - timedelta(seconds=29)).is_due
    assert not found(health=health, now=NOON - timedelta(seconds=31)).is_due


def test_a_cron_job_that_never_ran_is_due_at_the_first_time_after_pulses_saw_it() -> None:
    assert not found("0 * * * *").is_due
    seen = Sight("0 * * * *", NOON - 90 * MINUTE)
    first = found("0 * * * *", seen=seen)
    assert (first.is_due, first.next_at, first.late_by) == (True, NOON - 60 * MINUTE, 60 * MINUTE)


def test_a_run_whose_end_lost_its_fraction_of_a_second_is_not_due_again() -> None:
    cut = ran(NOON + timedelta(seconds=1), duration_ms=1900)
    assert found("0 * * * *", cut, now=NOON + MINUTE).next_at == NOON + 60 * MINUTE


def test_a_run_that_took_longer_than_an_hour_does_not_hide_the_hour_it_missed() -> None:
    long = ran(NOON + 5 * MINUTE, duration_ms=65 * 60_000)
    late = found("0 * * * *", long, now=NOON + 6 * MINUTE)
    assert (late.is_due, late.next_at) == (True, NOON)


def test_a_changed_schedule_starts_anew() -> None:
    yesterday = ran(NOON - 20 * 60 * MINUTE)
    known = {"5.1": Sight("0 2 * * *", NOON - timedelta(days=9))}
    changed = sighted(known, {"5.1": "0 11 * * *"}, NOON)["5.1"]
    assert not found("0 11 * * *", yesterday, seen=changed).is_due
    assert found("0 11 * * *", yesterday, seen=Sight("0 11 * * *", NOON)).is_due


def test_what_pulses_know_follows_the_schedules() -> None:
    known = sighted({}, {"a": "every 1h", "b": "every 2h"}, NOON)
    later = sighted(known, {"a": "every 1h", "b": "every 3h"}, NOON + MINUTE)
    assert later == {"a": Sight("every 1h", NOON), "b": Sight("every 3h", NOON + MINUTE, changed=True)}
    assert sighted(later, {"b": "every 3h"}, NOON).keys() == {"b"}
    assert started(later, ("a",), NOON)["a"].started == NOON


def test_a_job_that_was_started_just_now_is_not_started_again_before_it_told_of_itself() -> None:
    seen = Sight("every 20m", NOON - timedelta(days=1), started=NOON - MINUTE)
    assert not found(health=ran(NOON - 30 * MINUTE), seen=seen).is_due


def test_an_interval_counts_from_the_pulse_and_not_from_when_its_process_had_begun() -> None:
    seen = Sight("every 20m", NOON - timedelta(days=1), started=NOON)
    began = ran(NOON + timedelta(seconds=9), duration_ms=4000)
    assert found(health=began, seen=seen, now=NOON + MINUTE).next_at == NOON + 20 * MINUTE


def test_a_running_job_is_not_due_and_says_since_when_it_runs() -> None:
    run = Run("20261122T113000Z-0001", "5.1", "sleep 9", NOON - 30 * MINUTE)
    busy = found(health=ran(NOON - 60 * MINUTE), running=run)
    assert (busy.is_due, busy.running_since, busy.why) == (False, run.started_at, "running for 30m")


def test_paused_and_without_a_schedule_it_is_never_due() -> None:
    assert found(paused=True) == Due(why="paused")
    assert found(None) == Due(why="it has no schedule")


@pytest.mark.parametrize("config", [{}, {"maintenance": ["0 11 * * 0 for 2h"]}])
def test_in_a_maintenance_window_it_is_not_started(config: dict[str, Any]) -> None:
    late = found(health=ran(NOON - 90 * MINUTE), **config)
    assert late.is_due is not bool(config)
    after = found(health=ran(NOON - 90 * MINUTE), now=NOON + 60 * MINUTE, **config)
    assert after.is_due


def test_a_cron_line_is_read_in_the_jobs_own_zone() -> None:
    tokyo = found("30 4 * * *", timezone="Asia/Tokyo")
    assert tokyo.next_at == datetime(2026, 11, 22, 19, 30, tzinfo=UTC)


def test_what_nobody_can_read_is_a_reason_and_no_error() -> None:
    assert "whenever" in found("whenever").why
    assert "Nowhere" in found("0 * * * *", timezone="Nowhere/Land").why
    assert found(health=ran(NOON - 60 * MINUTE), maintenance=["now and then"]).is_due


def test_a_run_in_the_future_does_not_keep_a_job_from_running() -> None:
    assert found(health=ran(NOON + timedelta(days=400))).is_due
