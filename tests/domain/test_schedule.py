"""When a job is due, across both changes of the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.schedule import parse_schedule
from tests.domain.zones import machine_in

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def due(text: str, after: datetime, times: int = 1, zone: ZoneInfo | None = BERLIN) -> list[str]:
    schedule, found = parse_schedule(text, zone), []
    for _ in range(times):
        following = schedule.next_after(after)
        assert following is not None
        found.append(f"{following:%m-%d %H:%M}")
        after = following
    return found


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("every 20m", timedelta(minutes=20)),
        ("every 2h", timedelta(hours=2)),
        ("every 1d", timedelta(days=1)),
        ("EVERY 30 s", timedelta(seconds=30)),
        ("  every  5m ", timedelta(minutes=5)),
    ],
)
def test_an_interval_is_due_one_span_after_the_last_run(text: str, span: timedelta) -> None:
    assert parse_schedule(text, None).next_after(NOON) == NOON + span


@pytest.mark.parametrize(
    "text",
    [
        "", "every", "every 20", "every m", "every 0m", "every -5m", "every 1.5h", "every 999999999d",
        "every ٢m", "every20m", "every 20m now", "often", "every 20min",
        "@daily", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *",
        "* * 0 * *", "* * * 13 *", "*/0 * * * *", "5-1 * * * *", "0 0 30 2 *", "a b c d e", "² * * * *",
        "9" * 5000 + " * * * *", "* * * * 1#9", "* * LX * *",
    ],
)  # fmt: skip
def test_what_is_no_schedule_is_a_plain_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"^'.*(must|neither|no cron line)"):
        parse_schedule(text, BERLIN)


@given(st.text(alphabet="*/-,0123456789LW# every", max_size=20))
def test_any_text_is_a_schedule_or_a_value_error(text: str) -> None:
    try:
        schedule = parse_schedule(text, BERLIN)
    except ValueError:
        return
    following = schedule.next_after(NOON)
    assert following is None or following > NOON


def test_a_cron_line_is_read_in_its_zone() -> None:
    assert due("30 4 * * *", NOON, 2) == ["11-23 03:30", "11-24 03:30"]
    assert due("30 4 * * mon", NOON, 2) == ["11-23 03:30", "11-30 03:30"]


def test_without_a_zone_a_cron_line_is_read_in_that_of_the_machine() -> None:
    with machine_in("America/New_York"):
        assert due("30 4 * * *", NOON, zone=None) == ["11-23 09:30"]


def test_a_time_that_is_lived_twice_is_due_once() -> None:
    assert due("30 2 * * *", datetime(2026, 10, 24, 22, tzinfo=UTC), 2) == ["10-25 00:30", "10-26 01:30"]


def test_within_the_second_pass_of_an_hour_the_next_time_lies_ahead() -> None:
    second_pass = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    assert due("30 2 * * *", second_pass) == ["10-26 01:30"]


def test_a_time_that_is_skipped_is_due_when_the_clock_goes_on() -> None:
    assert due("30 2 * * *", datetime(2026, 3, 28, 12, tzinfo=UTC), 2) == ["03-29 01:00", "03-30 00:30"]


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Europe/Berlin", datetime(2026, 3, 28, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 10, 24, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 3, 7, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 10, 31, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 4, 4, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 10, 3, tzinfo=UTC)),
    ],
)
def test_every_twenty_minutes_stays_so_while_the_clock_changes(name: str, day: datetime) -> None:
    # Lord Howe moves its clock by half an hour.
    longest = timedelta(minutes=30 if "Howe" in name else 20)
    for zone in (ZoneInfo(name), None):
        with machine_in(name):
            schedule, moment = parse_schedule("*/20 * * * *", zone), day
            assert (day + timedelta(days=2)).astimezone(ZoneInfo(name)).dst() != day.astimezone(
                ZoneInfo(name)
            ).dst()
            while moment < day + timedelta(days=2):
                following = schedule.next_after(moment)
                assert following is not None
                assert timedelta() < following - moment <= longest
                moment = following


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("hour", [0, 1, 2, 3])
def test_a_daily_job_is_due_once_on_each_of_a_years_days(name: str, hour: int) -> None:
    zone = ZoneInfo(name)
    schedule, moment, days = parse_schedule(f"30 {hour} * * *", zone), datetime(2026, 1, 1, tzinfo=UTC), []
    for _ in range(365):
        following = schedule.next_after(moment)
        assert following is not None
        moment = following
        days.append(moment.astimezone(zone).date())
    assert len(set(days)) == 365
    assert days[-1] - days[0] == timedelta(days=364)


def test_a_line_that_never_comes_true_has_no_next_time() -> None:
    assert parse_schedule("0 0 30 2 1#5", BERLIN).next_after(NOON) is not None
    last_day = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert parse_schedule("0 4 * * *", BERLIN).next_after(last_day) is None
    assert parse_schedule("every 1d", BERLIN).next_after(last_day) is None
