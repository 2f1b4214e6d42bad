from __future__ import annotations

from datetime import UTC, datetime

import pytest

from moie_tui.domain.errors import Refused
from moie_tui.domain.schedule import parse_schedule
from moie_tui.timers.intervals import calendar, cron_fields, spoken

HONEST = [60, 120, 300, 600, 720, 1800, 3600, 7200, 28_800, 86_400]


@pytest.mark.parametrize("seconds", HONEST)
def test_the_fields_of_cron_are_that_interval_apart_all_day(seconds: int) -> None:
    schedule, moment = parse_schedule(cron_fields(seconds), UTC), datetime(2026, 11, 22, tzinfo=UTC)
    for _ in range(86_400 // seconds):
        following = schedule.next_after(moment)
        assert following is not None
        assert (following - moment).total_seconds() == seconds
        moment = following


@pytest.mark.parametrize(
    ("seconds", "near"),
    [
        (420, "6 or 10"),
        (15, "1"),
        (90, "1 or 2"),
        (2700, "30 or 60"),
        (18_000, "240 or 360"),
        (172_800, "1440"),
    ],
)
def test_cron_refuses_what_its_steps_cant_say_and_names_what_they_can(seconds: int, near: str) -> None:
    with pytest.raises(Refused, match="cron can't do") as caught:
        cron_fields(seconds)
    assert f"set it to {near}," in caught.value.line()
    assert calendar(seconds) == ""


def test_intervals_are_spoken_in_the_largest_unit_that_fits() -> None:
    said = [spoken(one) for one in (1, 15, 60, 600, 5400, 3600, 7200, 86_400)]
    assert said == [
        "every second", "every 15 seconds", "every minute", "every 10 minutes", "every 90 minutes",
        "every hour", "every 2 hours", "every day",
    ]  # fmt: skip
