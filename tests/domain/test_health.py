"""Verdicts, by the rules of the contract word by word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.health import Execution, JobHealth, Rules, ago, judge_heartbeat, judge_job
from moie_tui.domain.schedule import parse_schedule

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def a_history(results: str, gap: timedelta = MINUTE, last: datetime = NOW) -> JobHealth:
    """Runs `gap` apart that end at `last`; "+" succeeded, "-" failed."""
    runs = tuple(
        Execution(last - gap * (len(results) - 1 - at), "success" if one == "+" else "failure", 10)
        for at, one in enumerate(results)
    )
    return JobHealth(runs, len(runs), results.count("-"), last if runs else None)


def status(
    health: JobHealth | None, rules: Rules | None = None, now: datetime = NOW, running: bool = False
) -> str:
    return judge_job(health, rules or Rules(), now, running).status


def test_paused_comes_before_running_and_running_before_all_else() -> None:
    failing = a_history("---")
    assert status(failing, Rules(paused=True), running=True) == "paused"
    assert status(failing, running=True) == "running"
    assert status(None, running=True) == "running"


@pytest.mark.parametrize(
    "health", [None, JobHealth(), JobHealth((), 9, 9, NOW), JobHealth((Execution(None, "success", 1),), 1)]
)
def test_without_a_history_to_go_by_it_is_unknown(health: JobHealth | None) -> None:
    assert status(health) == "unknown"


def test_failures_count_even_when_their_times_can_not_be_read() -> None:
    assert status(JobHealth((Execution(None, "failure", 1),) * 3, 3, 3)) == "unhealthy"


@pytest.mark.parametrize(
    ("late", "expected"), [(timedelta(minutes=25), "healthy"), (timedelta(minutes=25, seconds=1), "stale")]
)
def test_with_a_schedule_it_is_stale_after_the_grace(late: timedelta, expected: str) -> None:
    rules = Rules(parse_schedule("every 20m", UTC), grace=5 * MINUTE)
    assert status(a_history("+"), rules, NOW + late) == expected


def test_a_job_that_is_due_once_a_week_is_not_stale_the_day_after() -> None:
    rules = Rules(parse_schedule("0 12 * * 0", UTC))
    assert status(a_history("+"), rules, NOW + timedelta(days=6)) == "healthy"
    assert status(a_history("+"), rules, NOW + timedelta(days=7, minutes=6)) == "stale"


def test_a_schedule_that_never_comes_again_is_never_stale() -> None:
    class Never:
        def next_after(self, moment: datetime) -> datetime | None:
            return None

    assert status(a_history("+"), Rules(Never()), NOW + timedelta(days=3000)) == "healthy"


@pytest.mark.parametrize("runs", ["+", "++++"])
def test_with_fewer_than_five_runs_it_is_stale_after_thirty_minutes(runs: str) -> None:
    health = a_history(runs, gap=timedelta(hours=5))
    assert status(health, now=NOW + 30 * MINUTE) == "healthy"
    assert status(health, now=NOW + 30 * MINUTE + timedelta(seconds=1)) == "stale"


def test_with_five_runs_it_is_stale_after_three_times_their_median_gap() -> None:
    health = a_history("+++++", gap=timedelta(hours=5))
    assert status(health, now=NOW + timedelta(hours=15)) == "healthy"
    assert status(health, now=NOW + timedelta(hours=15, seconds=1)) == "stale"


def test_but_never_before_thirty_minutes() -> None:
    health = a_history("+++++", gap=timedelta(seconds=1))
    assert status(health, now=NOW + 30 * MINUTE) == "healthy"
    assert status(health, now=NOW + 31 * MINUTE) == "stale"


def test_max_age_replaces_the_schedule_and_the_rhythm() -> None:
    rules = Rules(parse_schedule("every 20m", UTC), max_age=timedelta(days=1))
    assert status(a_history("+"), rules, NOW + timedelta(days=1)) == "healthy"
    assert status(a_history("+"), rules, NOW + timedelta(days=1, seconds=1)) == "stale"


def test_stale_comes_before_unhealthy() -> None:
    assert status(a_history("---"), now=NOW + timedelta(days=1)) == "stale"


def test_a_last_run_in_the_future_is_never_healthy() -> None:
    assert status(a_history("+", last=NOW + timedelta(seconds=60))) == "healthy"
    verdict = judge_job(a_history("+", last=NOW + timedelta(seconds=61)), Rules(), NOW)
    assert verdict.status == "stale"
    assert "clock" in verdict.message


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ("---", "unhealthy"),
        ("+++++++---", "unhealthy"),
        ("--", "healthy"),
        ("+--", "healthy"),
        ("--+", "healthy"),
        ("---++-", "healthy"),
        ("-+-+-+-+-", "healthy"),
        ("-+-+-+-+-+", "unhealthy"),
        ("+++++++-+-", "unhealthy"),
        ("+++++++++-", "healthy"),
        ("-------+++", "healthy"),
        ("--------++", "unhealthy"),
        ("+" * 18 + "--", "healthy"),
        ("+" * 17 + "---", "unhealthy"),
        ("+" * 15 + "--+-+", "unhealthy"),
        ("-" * 80 + "+" * 20, "healthy"),
        ("-" * 80 + "+" * 19 + "-", "healthy"),
    ],
)
def test_results_make_it_unhealthy(results: str, expected: str) -> None:
    assert status(a_history(results)) == expected


def test_the_rate_it_may_fail_at_can_be_set() -> None:
    often = a_history("+-" * 10)
    assert status(often, Rules(max_failure_rate=0.5)) == "healthy"
    assert status(often, Rules(max_failure_rate=0.49)) == "unhealthy"


@given(st.text(alphabet="+-", min_size=1, max_size=30), st.integers(-(10**9), 10**9))
def test_it_is_never_healthy_when_it_should_not_be(results: str, seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    found = status(a_history(results), now=now)
    if results.endswith("---") or seconds < -60 or seconds > 1800:
        assert found != "healthy"


def test_times_at_both_ends_of_the_calendar_raise_nothing() -> None:
    ends = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
    for last in ends:
        runs = tuple(Execution(at, "success", 1) for at in (*ends, *ends, NOW))
        for rules in (
            Rules(),
            Rules(parse_schedule("0 4 * * *", UTC)),
            Rules(parse_schedule("every 1d", UTC)),
        ):
            assert status(JobHealth(runs, 5, 0, last), rules) in ("stale", "healthy")


def test_the_usual_gap_is_the_median_whatever_the_order() -> None:
    times = [NOW + timedelta(minutes=at) for at in (50, 0, 10, 20, 1000)]
    assert JobHealth(tuple(Execution(at, "success", 1) for at in times)).usual_gap == timedelta(minutes=20)
    assert JobHealth(tuple(Execution(at, "success", 1) for at in times[:4])).usual_gap is None
    assert JobHealth((Execution(None, "success", 1),) * 9).usual_gap is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, "unknown"),
        ("soon", "unknown"),
        ("2026-11-22T12:00:00Z", "healthy"),
        ("2026-11-22T11:45:00Z", "healthy"),
        ("2026-11-22T11:44:59Z", "stale"),
        ("2026-11-22T12:01:00Z", "healthy"),
        ("2026-11-22T12:01:01Z", "clock-skew"),
        ("2026-11-22T12:00:00", "healthy"),
        ("1970-01-01T00:00:00Z", "stale"),
        ("9999-12-31T23:59:59Z", "clock-skew"),
    ],
)
def test_the_heartbeat_is_judged_by_its_age(text: str | None, expected: str) -> None:
    assert judge_heartbeat(text, 15 * MINUTE, NOW, UTC).status == expected


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-5, "0s"),
        (0, "0s"),
        (59.9, "59s"),
        (60, "1m"),
        (252, "4m 12s"),
        (7800, "2h 10m"),
        (3601, "1h"),
        (273600, "3d 4h"),
    ],
)
def test_spans_are_said_as_people_do(seconds: float, said: str) -> None:
    assert ago(timedelta(seconds=seconds)) == said
