"""Verdicts of a whole root at a moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from moie_tui.domain.executions import parse_health
from moie_tui.domain.judge import Judgement, judge
from moie_tui.domain.settings import settings_from
from moie_tui.domain.state import parse_state
from moie_tui.domain.view import NO_VIEW, SystemView
from tests.builders import a_health, a_job, a_phase, a_state, an_execution

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FRESH = "2026-11-22T11:55:00Z"


def judged(
    *jobs: dict[str, Any], health: dict[str, Any] | None = None, now: datetime = NOW, **config: Any
) -> Judgement:
    document = a_state(a_phase(5, *jobs), current=5, meta={"last_heartbeat": FRESH})
    view = SystemView(
        root="/r",
        read_at=NOW,
        state=parse_state(document, 2),
        health=parse_health(health or {}, UTC),
        settings=settings_from(config),
        zone=UTC,
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
    assert (early.failing, late.failing) == (0, 1)
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
    }
