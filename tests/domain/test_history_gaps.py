from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moie_tui.domain.executions import Execution, JobHealth
from moie_tui.domain.health import STALE, Rules, judge_job
from moie_tui.domain.history_gaps import Gap, gaps
from moie_tui.domain.maintenance import parse_window
from moie_tui.domain.schedule import parse_schedule
from moie_tui.storage.health_file import HealthFile
from tests.builders import a_health, an_execution

BEGIN = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
USUAL = timedelta(minutes=20)


def runs_at(*moments: datetime, took_ms: float = 100, failed: tuple[int, ...] = ()) -> JobHealth:
    status = ["failure" if n in failed else "success" for n in range(len(moments))]
    runs = tuple(Execution(at, one, took_ms) for at, one in zip(moments, status, strict=True))
    return JobHealth(runs, len(runs), len(failed), max(moments, default=None))


def every(span: timedelta, *silences: tuple[int, timedelta], count: int = 75) -> list[datetime]:
    """So many moments one span apart, but for the silence before some of them."""
    longer, moments = dict(silences), [BEGIN]
    for number in range(1, count):
        moments.append(moments[-1] + longer.get(number, span))
    return moments


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def test_two_gaps_among_75_runs_are_seen_in_a_health_file(tmp_path: Path) -> None:
    moments = every(USUAL, (30, hours(21)), (60, hours(4)))
    berlin = ZoneInfo("Europe/Berlin")
    texts = [at.astimezone(berlin).replace(tzinfo=None).isoformat() for at in moments]
    runs = [an_execution(one, "failure" if n in (60, 61) else "success") for n, one in enumerate(texts)]
    (tmp_path / "cyclic_job_health.json").write_text(json.dumps({"5.1": a_health(*runs)}))
    found = gaps(HealthFile(tmp_path).read(berlin)["5.1"], Rules(), moments[-1] + USUAL)
    assert found == (
        Gap(moments[29], moments[30], hours(1), hours(20), moments[30]),
        Gap(moments[59], moments[60], hours(1), hours(3), moments[62]),
    )


def test_how_late_a_run_was_is_told_by_the_rule_of_the_job() -> None:
    health = runs_at(*every(USUAL, (30, hours(21))))
    by_schedule = Rules(schedule=parse_schedule("every 20m", None), grace=timedelta(minutes=5))
    (found,) = gaps(health, by_schedule)
    assert timedelta(hours=20, minutes=34, seconds=58) <= found.late_by <= timedelta(hours=20, minutes=35)
    (found,) = gaps(health, Rules(max_age=timedelta(minutes=30)))
    assert found.late_by == timedelta(hours=20, minutes=30)
    assert found.allowed + found.late_by == found.end - found.start if found.end else None


def test_a_silence_that_still_lasts_has_no_end() -> None:
    moments = every(USUAL)
    (found,) = gaps(runs_at(*moments), Rules(), moments[-1] + hours(5))
    assert found == Gap(moments[-1], None, hours(1), hours(4), None)
    assert gaps(runs_at(*moments), Rules()) == ()
    assert gaps(runs_at(*moments), Rules(paused=True), moments[-1] + hours(5)) == ()


def test_a_job_that_only_fails_has_not_recovered() -> None:
    moments = every(USUAL, (70, hours(4)))
    (found,) = gaps(runs_at(*moments, failed=tuple(range(70, 75))), Rules())
    assert (found.end, found.recovered_at) == (moments[70], None)


def test_a_missed_night_is_a_gap_of_a_daily_job_and_a_long_run_is_none() -> None:
    nights = [datetime(2026, 11, day, 3, 0, 20, tzinfo=UTC) for day in (1, 2, 3, 5, 6)]
    daily = Rules(schedule=parse_schedule("0 3 * * *", UTC))
    (missed,) = gaps(runs_at(*nights), daily)
    assert (missed.start, missed.end) == (nights[2], nights[3])
    assert timedelta(hours=23, minutes=55) <= missed.late_by <= timedelta(hours=23, minutes=56)
    long_one = Execution(nights[4] + hours(1) + timedelta(days=1), "success", 3_600_000)
    health = JobHealth((*runs_at(*nights).executions, long_one))
    assert gaps(health, daily) == (missed,)


def test_silence_in_a_maintenance_window_is_none() -> None:
    moments = every(USUAL, (30, hours(5)))
    begin = moments[29] + timedelta(minutes=30)
    window = parse_window(f"{begin.minute} {begin.hour} * * * for 4h", UTC)
    assert gaps(runs_at(*moments), Rules(windows=(window,))) == ()
    assert len(gaps(runs_at(*moments), Rules())) == 1


def test_runs_out_of_order_or_without_a_time_make_no_gap() -> None:
    moments = every(USUAL, count=10)
    mixed = [*reversed(moments[5:]), *moments[:5]]
    health = runs_at(*mixed)
    assert gaps(JobHealth((*health.executions, Execution(None, "success", 1.0))), Rules()) == ()
    assert gaps(JobHealth(), Rules(), BEGIN) == ()
    assert gaps(JobHealth((Execution(None, "success", 1.0),)), Rules(), BEGIN) == ()


def test_a_gap_is_told_in_json_in_seconds() -> None:
    (found,) = gaps(runs_at(*every(USUAL, (30, hours(4)))), Rules())
    assert found.as_json() == {
        "start": found.start.isoformat(),
        "end": found.end.isoformat() if found.end else None,
        "allowed_seconds": 3600.0,
        "late_seconds": 10800.0,
        "recovered_at": found.end.isoformat() if found.end else None,
    }


@pytest.mark.parametrize("rules", [Rules(), Rules(max_age=hours(2)), Rules(parse_schedule("every 1h", None))])
@given(minutes=st.lists(st.integers(1, 3000), min_size=1, max_size=25), wait=st.integers(0, 9000))
def test_what_is_stale_now_is_an_open_gap_and_gaps_never_overlap(
    rules: Rules, minutes: list[int], wait: int
) -> None:
    moments = [BEGIN]
    for span in minutes:
        moments.append(moments[-1] + timedelta(minutes=span))
    health, now = runs_at(*moments), moments[-1] + timedelta(minutes=wait)
    found = gaps(health, rules, now)
    is_open = bool(found) and found[-1].end is None
    assert is_open == (judge_job(health, rules, now).status == STALE)
    ends = [moment for gap in found for moment in (gap.start, gap.end or now)]
    assert ends == sorted(ends)
    assert all(gap.late_by > timedelta() for gap in found)
