from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from moie_tui.domain.moments import parse_moment

NOW = datetime(2026, 11, 22, 14, 14, 12, tzinfo=UTC)  # a Sunday
VIENNA = ZoneInfo("Europe/Vienna")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("now", "2026-11-22 14:14:12"),
        ("14:05", "2026-11-22 14:05:00"),
        ("14:05:09", "2026-11-22 14:05:09"),
        ("23:00", "2026-11-21 23:00:00"),
        ("2h ago", "2026-11-22 12:14:12"),
        (" 1h30m ", "2026-11-22 12:44:12"),
        ("-15m", "2026-11-22 13:59:12"),
        ("today", "2026-11-22 00:00:00"),
        ("Yesterday 9:00", "2026-11-21 09:00:00"),
        ("sun", "2026-11-22 00:00:00"),
        ("Monday 8:00", "2026-11-16 08:00:00"),
        ("nov 21", "2026-11-21 00:00:00"),
        ("21 November 6:30", "2026-11-21 06:30:00"),
        ("dec 24, 18:00", "2025-12-24 18:00:00"),
        ("feb 29", "2024-02-29 00:00:00"),
        ("feb 28 2023", "2023-02-28 00:00:00"),
        ("2026-11-20", "2026-11-20 00:00:00"),
        ("2026-11-20 7:05", "2026-11-20 07:05:00"),
        ("2026-11-20T07:05:00+02:00", "2026-11-20 05:05:00"),
        ("2026-11-20t07:05:00z", "2026-11-20 07:05:00"),
    ],
)
def test_what_people_type_is_a_moment_of_the_past(text: str, told: str) -> None:
    assert f"{parse_moment(text, NOW, UTC):%Y-%m-%d %H:%M:%S}" == told


def test_clocks_and_days_are_those_of_the_zone() -> None:
    assert parse_moment("15:00", NOW, VIENNA) == datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert parse_moment("today 0:10", late, VIENNA) == datetime(2026, 11, 22, 23, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "25:00",
        "9",
        "feb 30",
        "nov",
        "21 21",
        "nov 21 nine",
        "2026-13-01",
        "monty",
        "nov 1 9999999",
    ],
)
def test_what_tells_no_moment_is_refused_with_what_can_be_said(text: str) -> None:
    with pytest.raises(ValueError, match="is no time: say it like"):
        parse_moment(text, NOW, UTC)
