"""Windows in which a job is neither started nor missed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from moie_tui.domain.maintenance import (
    due_outside,
    in_window,
    later_by,
    parse_window,
    window_end,
)
from moie_tui.domain.schedule import parse_schedule

BERLIN = ZoneInfo("Europe/Berlin")
SUNDAY = datetime(2026, 11, 22, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NIGHT = parse_window("0 2 * * 0 for 2h", UTC)


@pytest.mark.parametrize(
    "text",
    ["", "0 2 * * 0", "every 1h for 5m", "0 2 * * 0 for", "0 2 * * 0 for ever", "often for 2h", " for 2h"],
)
def test_what_is_no_window_is_a_plain_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"must|neither|no span"):
        parse_window(text, UTC)


@pytest.mark.parametrize(
    ("minutes", "inside"), [(-1, False), (0, True), (60, True), (119, True), (120, False), (1440, False)]
)
def test_a_window_holds_its_beginning_and_not_its_end(minutes: int, inside: bool) -> None:
    moment = SUNDAY + 2 * HOUR + minutes * MINUTE
    assert in_window([NIGHT], moment) is inside
    assert window_end([NIGHT], moment) == (SUNDAY + 4 * HOUR if inside else None)


def test_windows_that_touch_are_one() -> None:
    more = parse_window("0 4 * * 0 for 30m", UTC)
    assert window_end([more, NIGHT], SUNDAY + 3 * HOUR) == SUNDAY + 4 * HOUR + 30 * MINUTE


def test_a_window_is_read_in_its_zone_and_lasts_its_span_across_a_change_of_the_clock() -> None:
    window = parse_window("0 1 * * 0 for 3h", BERLIN)
    begin = datetime(2026, 3, 28, 0, tzinfo=UTC) + timedelta(days=1)
    assert not in_window([window], begin - MINUTE)
    assert window_end([window], begin) == begin + 3 * HOUR


def test_a_cron_time_inside_a_window_does_not_count() -> None:
    nightly = parse_schedule("30 2 * * *", UTC)
    assert due_outside(nightly, SUNDAY, [NIGHT]) == SUNDAY + timedelta(days=1, hours=2, minutes=30)
    assert due_outside(nightly, SUNDAY, []) == SUNDAY + timedelta(hours=2, minutes=30)


def test_a_dense_cron_line_goes_on_right_when_the_window_is_over() -> None:
    assert due_outside(parse_schedule("*/10 * * * *", UTC), SUNDAY + 3 * HOUR, [NIGHT]) == SUNDAY + 4 * HOUR


def test_an_interval_that_ends_in_a_window_is_due_when_it_is_over() -> None:
    assert due_outside(parse_schedule("every 1h", UTC), SUNDAY + 2 * HOUR, [NIGHT]) == SUNDAY + 4 * HOUR


def test_a_cron_line_all_of_whose_times_lie_in_windows_is_never_due() -> None:
    always = parse_window("0 2 * * * for 1h", UTC)
    assert due_outside(parse_schedule("30 2 * * *", UTC), SUNDAY, [always]) is None


@pytest.mark.parametrize(
    ("start", "span", "end"), [(0, 1, 1), (0, 2, 4), (1, 2, 5), (3, 1, 5), (5, 24, 29), (5, 168, 175)]
)
def test_time_inside_windows_is_not_counted(start: int, span: int, end: int) -> None:
    assert later_by(SUNDAY + start * HOUR, span * HOUR, [NIGHT]) == SUNDAY + end * HOUR


def test_no_span_is_too_long_to_be_asked_for() -> None:
    assert later_by(SUNDAY, timedelta.max, []) is None
    assert not in_window([NIGHT], datetime.min.replace(tzinfo=UTC))
