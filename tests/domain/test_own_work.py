"""When the command of a pending job is tried, and tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from moie_tui.domain.own_work import Tried, Turn, next_turn

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEN = timedelta(minutes=10)


def turn(count: int, later: timedelta, *, command: str = "./work", ended: timedelta | None = None) -> Turn:
    """The turn after so many attempts, so long after the last one began."""
    tried = Tried("./work", count, NOON) if count else None
    return next_turn(tried, command, 3, None if ended is None else NOON + ended, TEN, NOON + later)


def test_the_first_attempt_is_at_once() -> None:
    assert turn(0, timedelta()) == Turn("start", 1, 3)


@pytest.mark.parametrize(("count", "minutes"), [(1, 10), (2, 20)])
def test_each_wait_is_twice_the_one_before(count: int, minutes: int) -> None:
    at = NOON + timedelta(minutes=minutes)
    assert turn(count, timedelta(minutes=minutes - 1)) == Turn("wait", count + 1, 3, at)
    assert turn(count, timedelta(minutes=minutes)) == Turn("start", count + 1, 3, at)


def test_the_wait_counts_from_the_end_of_a_long_attempt() -> None:
    late = turn(1, 4 * TEN, ended=4 * TEN)
    assert (late.kind, late.at) == ("wait", NOON + 5 * TEN)


def test_the_last_attempt_is_followed_by_none() -> None:
    assert turn(3, timedelta(days=9)) == Turn("used up", 3, 3)


def test_another_command_is_tried_anew() -> None:
    assert turn(3, timedelta(), command="./other") == Turn("start", 1, 3)


def test_any_interval_and_count_fit_a_date() -> None:
    tried = Tried("./work", 10**9, NOON)
    assert next_turn(tried, "./work", 10**10, None, timedelta(days=3660), NOON).kind == "wait"
