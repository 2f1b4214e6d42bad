"""A heart that beats on one spot is noticed, and only that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from moie_tui.domain.event import Event
from moie_tui.domain.stuck import standstill, stuck

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def a_beat(outcome: str, job: str | None = "1.1") -> Event:
    return Event(NOW, "info", "heartbeat", "pulse", {"outcome": outcome, "job": job})


def test_the_same_job_waiting_as_often_as_allowed_is_a_problem_that_counts() -> None:
    found = stuck([a_beat("action-required")] * 7, 6)
    assert found is not None
    assert (found.where, found.what) == ("job 1.1", "waits for a hand for 7 heartbeats in a row")


def test_one_beat_less_is_none() -> None:
    assert stuck([a_beat("action-required")] * 5, 6) is None


def test_another_outcome_or_job_in_between_begins_anew() -> None:
    waiting = [a_beat("action-required")] * 3
    assert stuck([*waiting, a_beat("verified"), *waiting], 4) is None
    assert stuck([*waiting, a_beat("action-required", "1.2"), *waiting], 4) is None


def test_events_between_the_beats_do_not_count() -> None:
    note = Event(NOW, "info", "job", "job 5.1: success")
    assert stuck([a_beat("blocked", None), note] * 6, 6) is not None


def test_a_heart_that_gets_on_is_no_problem() -> None:
    assert stuck([a_beat("cyclic")] * 20, 6) is None
    assert stuck([], 6) is None


def test_a_held_beat_tells_nothing_of_the_job_it_did_not_look_at() -> None:
    assert stuck([a_beat("held", None), *[a_beat("blocked")] * 6], 6) is not None


def test_a_standstill_knows_its_first_beat_and_the_attempts_that_were_used_up() -> None:
    beats = [
        Event(
            NOW - timedelta(minutes=10 * at),
            "info",
            "heartbeat",
            "pulse",
            {"outcome": "blocked", "job": "1.1"},
        )
        for at in range(3)
    ]
    newest = Event(NOW, "info", "heartbeat", "pulse", {"outcome": "blocked", "job": "1.1", "attempts": 3})
    found = standstill([newest, *beats[1:]])
    assert found is not None
    assert (found.job, found.count, found.since) == ("1.1", 3, NOW - timedelta(minutes=20))
    assert found.attempts == 3
