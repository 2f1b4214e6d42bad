from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.cadence import suggested
from moie_tui.domain.executions import Execution
from moie_tui.domain.schedule import parse_schedule

BEGIN = datetime(2026, 3, 20, 6, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def runs(*starts: datetime, took: float = 0.0) -> list[Execution]:
    """Executions as health has them, by their ends; `took` in seconds."""
    return [Execution(at + timedelta(seconds=took), "success", took * 1000) for at in starts]


def apart(seconds: float, *, jitter: float = 0.0, count: int = 40, seed: int = 1) -> list[datetime]:
    random = Random(seed)
    return [BEGIN + timedelta(seconds=n * seconds + random.uniform(-jitter, jitter)) for n in range(count)]


def nightly(
    *days: int, at: tuple[int, int] = (3, 0), late: float = 0.0, zone: tzinfo = BERLIN
) -> list[datetime]:
    """Starts at a local time on days from 20 March on, each up to so many seconds late."""
    random = Random(2)
    first = datetime(2026, 3, 20, *at, tzinfo=zone)
    return [
        (first + timedelta(days=day, seconds=random.uniform(0, late))).astimezone(UTC) for day in days
    ]  # the local clock moves on by whole days, over the change of the 29th too


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (1200, "every 20m"),
        (300, "every 5m"),
        (3600, "every 1h"),
        (1380, "every 23m"),
        (45 * 60, "every 45m"),
        (6 * 3600, "every 6h"),
        (30, "every 30s"),
        (7 * 86400, "every 7d"),
    ],
)
@pytest.mark.parametrize("jitter", [0.0, 0.04])
def test_a_steady_interval_is_told_through_its_jitter(seconds: float, text: str, jitter: float) -> None:
    assert suggested(runs(*apart(seconds, jitter=jitter * seconds)), UTC) == text


def test_an_interval_is_told_from_start_to_start() -> None:
    random = Random(3)
    uneven = [
        Execution(at + timedelta(seconds=took), "success", took * 1000)
        for at in apart(1200)
        for took in [random.uniform(1, 900)]
    ]
    assert suggested(uneven, UTC) == "every 20m"


def test_single_silences_and_runs_by_hand_do_not_hide_an_interval() -> None:
    starts = apart(1200, jitter=20)
    starts = [*starts[:10], *(one + timedelta(hours=21) for one in starts[10:])]
    by_hand = starts[20] + timedelta(minutes=7)
    assert suggested(runs(*starts, by_hand), UTC) == "every 20m"


@pytest.mark.parametrize(
    ("at", "late", "line"),
    [
        ((3, 0), 0, "0 3 * * *"),
        ((3, 0), 90, "0 3 * * *"),
        ((2, 57), 50, "57 2 * * *"),
        ((0, 0), 120, "0 0 * * *"),
        ((23, 59), 20, "59 23 * * *"),
        ((14, 30), 400, "30 14 * * *"),
    ],
)
def test_a_daily_run_is_told_as_a_cron_line_of_its_zone(at: tuple[int, int], late: float, line: str) -> None:
    starts = nightly(*range(25), at=at, late=late)
    assert suggested(runs(*starts, took=2000), BERLIN) == line


def test_missed_nights_do_not_hide_a_daily_run() -> None:
    assert suggested(runs(*nightly(0, 1, 2, 3, 6, 7, 8, 9, 10, 11)), BERLIN) == "0 3 * * *"


def test_a_daily_run_that_keeps_no_local_time_is_an_interval() -> None:
    assert suggested(runs(*apart(86400, jitter=3 * 3600)), UTC) == "every 1d"


def test_without_rhythm_or_with_too_few_runs_nothing_is_suggested() -> None:
    random = Random(4)
    wild = [BEGIN + timedelta(minutes=random.expovariate(1 / 60) * n) for n in range(40)]
    assert suggested(runs(*wild), UTC) is None
    assert suggested(runs(*apart(1200, count=4)), UTC) is None
    assert suggested([Execution(None, "success", 1.0)] * 9, UTC) is None
    assert suggested(runs(*[BEGIN] * 9), UTC) is None
    assert suggested([], None) is None


@given(
    spans=st.lists(st.floats(0, 1e7), min_size=1, max_size=30),
    took=st.floats(0, 1e15),
    zone=st.sampled_from([UTC, BERLIN, None]),
)
def test_what_is_suggested_is_always_a_schedule(spans: list[float], took: float, zone: tzinfo | None) -> None:
    moments = [BEGIN]
    for span in spans:
        moments.append(moments[-1] + timedelta(seconds=span))
    found = suggested([Execution(at, "success", took) for at in moments], zone)
    assert found is None or parse_schedule(found, zone).next_after(BEGIN) is not None


@given(
    seconds=st.sampled_from([60, 300, 600, 900, 1200, 1800, 3600, 7200, 21600]),
    seed=st.integers(0, 10_000),
    count=st.integers(12, 100),
)
def test_a_round_interval_is_found_whatever_the_jitter(seconds: int, seed: int, count: int) -> None:
    starts = apart(seconds, jitter=0.03 * seconds, seed=seed, count=count)
    (unit,) = (
        one for one in ("1m", "5m", "10m", "15m", "20m", "30m", "1h", "2h", "6h") if _seconds(one) == seconds
    )
    assert suggested(runs(*starts), UTC) == f"every {unit}"


def _seconds(text: str) -> int:
    return int(text[:-1]) * {"m": 60, "h": 3600}[text[-1]]
