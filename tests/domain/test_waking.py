"""A machine that slept gets one interval of patience, and only then is its heart stale."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from moie_tui.domain.judge import judge
from moie_tui.domain.state import parse_state
from moie_tui.domain.view import SystemView
from moie_tui.domain.waking import Waking
from tests.builders import a_state

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
VIEW = SystemView("/r", NOON, parse_state(a_state(meta={"last_heartbeat": NOON.isoformat()}), 2), zone=UTC)
EIGHT = timedelta(hours=8)
MINUTE = timedelta(minutes=1)


def status(waking: Waking, now: datetime) -> str:
    return waking.patient(judge(VIEW, now), now).heartbeat.status


def test_a_machine_that_slept_has_one_interval_to_beat() -> None:
    waking, morning = Waking(), NOON + EIGHT
    waking.saw(NOON, 1000.0)
    waking.saw(morning, 1001.0)
    assert waking.woke_at == morning
    assert status(waking, morning) == "healthy"
    said = waking.patient(judge(VIEW, morning + MINUTE), morning + MINUTE).heartbeat.message
    assert said == "this machine slept; a beat is due within 9m"
    assert status(waking, morning + 9 * MINUTE) == "healthy"
    assert status(waking, morning + 10 * MINUTE) == "stale"


def test_hours_awake_are_no_sleep_and_neither_is_a_clock_that_is_put_right() -> None:
    waking = Waking()
    waking.saw(NOON, 1000.0)
    waking.saw(NOON + EIGHT, 1000.0 + EIGHT.total_seconds())
    waking.saw(NOON + EIGHT + timedelta(seconds=30), 1001.0 + EIGHT.total_seconds())
    assert waking.woke_at is None
    assert status(waking, NOON + EIGHT) == "stale"


def test_a_clock_set_back_after_waking_gives_no_patience_without_end() -> None:
    waking = Waking()
    waking.saw(NOON, 1000.0)
    waking.saw(NOON + EIGHT, 1001.0)
    assert status(waking, NOON + EIGHT - 60 * MINUTE) == "stale"
