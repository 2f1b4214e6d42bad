"""Executions that are parsed when somebody looks are like any others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from moie_tui.domain.executions import FAILURE, SUCCESS, Execution, JobHealth
from moie_tui.storage.late_executions import LateExecutions

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
RUNS = tuple(Execution(NOON + timedelta(hours=at), (SUCCESS, FAILURE)[at % 2], at) for at in range(5))


def test_they_are_made_once_and_only_when_one_is_asked_for() -> None:
    made = []
    late = LateExecutions(5, lambda: made.append(1) or RUNS)  # type: ignore[func-returns-value]
    assert (len(late), bool(late), made) == (5, True, [])
    assert (late[-1], late[1:3], made) == (RUNS[-1], RUNS[1:3], [1])
    assert list(late) == list(RUNS)
    assert list(reversed(late)) == list(reversed(RUNS))
    assert made == [1]


def test_they_equal_the_same_ones_that_were_there_from_the_start() -> None:
    late, again, less = LateExecutions(5, lambda: RUNS), LateExecutions(5, lambda: RUNS), RUNS[:4]
    assert late == RUNS
    assert late == again
    assert late != less
    assert hash(late) == hash(RUNS)
    assert repr(late) == repr(RUNS)
    assert JobHealth(late, 5, 2, NOON) == JobHealth(RUNS, 5, 2, NOON)
