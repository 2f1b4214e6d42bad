from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.durations import (
    Streak,
    first_failure,
    flips,
    last_success,
    p50,
    p95,
    percentile,
    streak,
)
from moie_tui.domain.executions import Execution

BEGIN = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


def runs(results: str, *durations: float) -> list[Execution]:
    """One run an hour: "+" a good one, "-" a failed one."""
    return [
        Execution(
            BEGIN + timedelta(hours=n),
            "success" if one == "+" else "failure",
            durations[n] if durations else 1.0,
        )
        for n, one in enumerate(results)
    ]


def hour(number: int) -> datetime:
    return BEGIN + timedelta(hours=number)


def test_half_and_nearly_all_runs_are_no_longer_than_these() -> None:
    hundred = runs("+" * 100, *(float(n) for n in range(100, 0, -1)))
    assert (p50(hundred), p95(hundred)) == (50, 95)
    assert (p50(runs("+++", 9, 1, 5)), p95(runs("+++", 9, 1, 5))) == (5, 9)
    assert (p50(runs("+", 7)), p95(runs("-", 7))) == (7, 7)
    assert (p50([]), p95([])) == (None, None)


@given(st.lists(st.floats(0, 1e15), min_size=1), st.sampled_from([0.0, 0.05, 0.5, 0.95, 1.0]))
def test_a_percentile_is_one_of_the_durations_and_holds_its_share(
    durations: list[float], share: float
) -> None:
    found = percentile(durations, share)
    assert found in durations
    assert found is not None
    assert sum(one <= found for one in durations) >= share * len(durations) - 1e-9


@pytest.mark.parametrize(
    ("results", "changes"), [("", 0), ("+", 0), ("+++", 0), ("+-", 1), ("+-+-+", 4), ("--++--", 2)]
)
def test_a_flip_is_a_change_of_the_result(results: str, changes: int) -> None:
    assert flips(runs(results)) == changes


def test_a_streak_says_since_when_runs_end_as_they_do() -> None:
    assert streak([]) is None
    assert streak(runs("--+++")) == Streak(True, 3, hour(2), whole=False)
    assert streak(runs("+--")) == Streak(False, 2, hour(1), whole=False)
    assert streak(runs("++")) == Streak(True, 2, hour(0), whole=True)
    assert streak([Execution(None, "failure", 1.0)]) == Streak(False, 1, None, whole=True)


def test_the_last_success_and_the_first_failure_since_are_told() -> None:
    assert (last_success(runs("+-+--")), first_failure(runs("+-+--"))) == (hour(2), hour(3))
    assert (last_success(runs("-+")), first_failure(runs("-+"))) == (hour(1), None)
    assert (last_success(runs("--")), first_failure(runs("--"))) == (None, hour(0))
    assert (last_success([]), first_failure([])) == (None, None)
