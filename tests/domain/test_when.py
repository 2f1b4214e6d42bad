"""Moments as people type them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from moie_tui.domain.when import parse_when

SUNDAY = datetime(2026, 11, 22, 14, 14, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14:05", "2026-11-22T14:05:00+00:00"),
        ("at 9:00", "2026-11-22T09:00:00+00:00"),
        ("14:10:02", "2026-11-22T14:10:02+00:00"),
        ("23:59", "2026-11-21T23:59:00+00:00"),
        ("2h ago", "2026-11-22T12:14:12+00:00"),
        ("1d2h  AGO", "2026-11-21T12:14:12+00:00"),
        ("yesterday 9:00", "2026-11-21T09:00:00+00:00"),
        ("Yesterday at 9:00", "2026-11-21T09:00:00+00:00"),
        ("yesterday", "2026-11-21T00:00:00+00:00"),
        ("today 1:02", "2026-11-22T01:02:00+00:00"),
        ("sunday 9:00", "2026-11-15T09:00:00+00:00"),
        ("sat 09:30", "2026-11-21T09:30:00+00:00"),
        ("Nov 21 14:10", "2026-11-21T14:10:00+00:00"),
        ("december 24", "2025-12-24T00:00:00+00:00"),
        ("2026-11-21", "2026-11-21T00:00:00+00:00"),
        ("2026-11-21 14:05", "2026-11-21T14:05:00+00:00"),
        ("2026-11-21T14:05:00+02:00", "2026-11-21T12:05:00+00:00"),
        ("now", "2026-11-22T14:14:12+00:00"),
    ],
)
def test_it_means_what_people_mean(typed: str, meant: str) -> None:
    assert parse_when(typed, SUNDAY, UTC).isoformat() == meant


def test_clock_times_and_days_are_those_of_the_zone() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert parse_when("14:05", SUNDAY, berlin) == datetime(2026, 11, 22, 13, 5, tzinfo=UTC)
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert parse_when("yesterday 9:00", late, berlin) == datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed", ["", "   ", "25:00", "soon", "ago", "2h", "feb 30", "2026-13-01", "at", "xx 9:00", "0h ago"]
)
def test_anything_else_is_refused_in_words(typed: str) -> None:
    with pytest.raises(ValueError):
        parse_when(typed, SUNDAY, UTC)
