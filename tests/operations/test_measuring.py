"""Each metric against a log whose figures were worked out by hand."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from moie_tui.domain.event_query import Wanted
from moie_tui.domain.metric_kinds import KINDS
from moie_tui.domain.plan import Never
from moie_tui.storage.event_pages import page
from tests.log_by_hand import NOON, Log


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path)


def test_a_beat_fails_when_it_is_blocked_dies_or_ends_with_an_error(log: Log) -> None:
    log.beats("08:00", "08:40")
    log.say("08:50", "warning", "heartbeat", "pulse: blocked", outcome="blocked")
    log.say("09:00", "error", "operation", "pulse failed: no space left", kind="pulse")
    log.say("09:10", "warning", "heartbeat", "the heartbeat of pid 7 died before it ended", outcome="died")
    log.say("09:11", "info", "heartbeat", "pulse: cancelled while verifying 1.1", outcome="cancelled")
    log.say("09:12", "error", "operation", "backup failed: no space left", kind="backup")
    log.beat("09:20", "held")
    found = log.metric("heartbeat_success")
    assert (found.value, found.of) == (6 / 9, (6, 9))
    assert found.trend[:9] == (1, 1, 1, 1, 1, 0, 0, 0, 1)
    assert set(found.trend[9:]) == {None}


def test_other_programs_beats_count_by_their_level(log: Log) -> None:
    plain = {"timestamp": "2026-11-22T09:00:00Z", "category": "heartbeat", "message": "beat"}
    for level in ("INFO", "error"):
        log.raw(json.dumps(plain | {"level": level}).encode() + b"\n")
    assert log.metric("heartbeat_success").of == (1, 2)


def test_a_silence_lacks_a_beat_for_each_interval_in_it(log: Log) -> None:
    log.beats("07:50", "08:50")
    log.beats("09:20", "11:50")  # 09:00 and 09:10 did not come
    found = log.metric("heartbeat_in_time")
    assert (found.of, found.value) == ((22, 24), 22 / 24)
    assert found.trend[5:8] == (1, 0, 0)


def test_a_beat_that_comes_within_the_allowed_age_is_in_time(log: Log) -> None:
    log.beats("08:00", "11:48", minutes=14)
    assert log.metric("heartbeat_in_time", until=NOON.replace(hour=11, minute=50)).of == (17, 17)


def test_a_beat_that_failed_was_due_and_is_not_in_time(log: Log) -> None:
    log.beats("08:00", "11:40")
    log.say("11:50", "warning", "heartbeat", "pulse: blocked", outcome="blocked")
    assert log.metric("heartbeat_in_time").of == (23, 24)


def test_the_silence_that_goes_on_counts_up_to_now(log: Log) -> None:
    log.beats("08:00", "11:00")  # 11:10 to 11:50 did not come, 12:00 is not over
    assert log.metric("heartbeat_in_time").of == (19, 24)


def test_a_silence_that_began_before_the_window_counts_in_it(log: Log) -> None:
    log.beat("2026-11-21 08:00")
    found = log.metric("heartbeat_in_time")
    assert (found.of, found.value) == ((0, 24), 0)


def test_nothing_is_due_before_the_first_beat_of_the_log(log: Log) -> None:
    log.say("08:00", "info", "worker", "a line")
    log.beats("11:00", "11:50")
    assert log.metric("heartbeat_in_time").of == (6, 6)


@pytest.mark.parametrize(
    ("before", "after", "lacking"),
    [
        (1000.0, 1600.0, 0),
        (5000.0, 300.0, 0),
        (1000.0, 1000.0 + 3600, 5),
        (None, None, 11),
        (1000.0, None, 11),
    ],
)
def test_time_the_machine_slept_or_was_off_is_not_due(
    log: Log, before: float | None, after: float | None, lacking: int
) -> None:
    log.beat("09:00", **({} if before is None else {"awake_seconds": before}))
    log.beat("11:00", **({} if after is None else {"awake_seconds": after}))
    log.beats("11:10", "11:50")
    assert log.metric("heartbeat_in_time").of == (7, 7 + lacking)


def test_a_clock_set_forward_makes_no_silence(log: Log) -> None:
    log.beat("08:00", awake_seconds=1000)
    log.beat("10:10", awake_seconds=1600)
    log.beat("10:20", awake_seconds=2200)
    assert log.metric("heartbeat_in_time", until=NOON.replace(hour=10, minute=30)).of == (3, 3)


def test_lines_out_of_order_and_a_clock_set_back_count_by_their_times(log: Log) -> None:
    for at in ("08:00", "08:20", "08:10", "08:31", "08:26", "08:36", "08:46"):
        log.beat(at)
    found = log.metrics(until=NOON.replace(hour=8, minute=50)).metrics
    assert [one.of for one in found[:2]] == [(7, 7), (7, 7)]


def test_the_interval_is_the_mean_from_beat_to_beat(log: Log) -> None:
    for at in ("08:00", "08:10", "08:30", "09:00"):
        log.beat(at)
    found = log.metric("heartbeat_interval")
    assert found.value == 20 * 60
    assert found.trend[:7] == (None, 600, None, 1200, None, None, 1800)
    assert log.metric("heartbeat_interval", hours=0.5, until=NOON.replace(hour=9, minute=5)).value == 30 * 60


def test_the_length_of_a_beat_is_that_of_beats_that_told_it(log: Log) -> None:
    log.beat("09:00", beat_ms=100)
    log.beat("09:10", beat_ms=300)
    log.beat("09:20")
    assert log.metric("heartbeat_duration").value == 0.2


def _complete(log: Log) -> None:
    log.say("08:00", "info", "job", "job 1.1 Build: first seen pending", job="1.1", seen="pending")
    log.say("08:00", "info", "job", "2 jobs first seen pending: …", jobs=["1.2", "1.3"], seen="pending")
    log.beat("08:10", "action-required", job="1.1", exit_code=1)
    log.beat("08:20", "action-required", job="1.1", exit_code=1)
    log.beat("08:30", "verified", job="1.2", exit_code=0)
    log.beat("09:00", "verified", job="1.1", exit_code=0)
    log.say("10:00", "warning", "job", "job 1.3 is completed", job="1.3", change="done")
    log.say("11:00", "warning", "job", "job 1.2 is pending", job="1.2", change="pending")
    log.say("11:05", "info", "job", "job 1.2 Build: first seen pending", job="1.2")
    log.beat("11:10", "verified", job="1.2", exit_code=0)


def test_completion_is_measured_from_the_first_sight_as_pending(log: Log) -> None:
    _complete(log)  # 30 minutes, 60, 120, and 10 for the one that was pending again
    assert log.metric("completion_mean").value == 55 * 60
    assert log.metric("completion_p50").value == 30 * 60
    assert log.metric("completion_p95").value == 120 * 60
    assert log.metric("completion_mean").trend[19] == 600


def test_completion_of_a_job_seen_long_before_the_window_has_its_whole_time(log: Log) -> None:
    log.say("2026-11-20 09:00", "info", "job", "job 1.1 Build: first seen pending", job="1.1")
    log.beat("2026-11-20 09:10", "action-required", job="1.1", exit_code=1)
    log.beat("09:00", "verified", job="1.1", exit_code=0)
    assert log.metric("completion_mean").value == 48 * 3600
    assert log.metric("first_try_verification").of == (0, 1)


def test_the_first_proof_since_it_was_pending_tells(log: Log) -> None:
    _complete(log)
    found = log.metric("first_try_verification")
    assert (found.of, found.value) == ((2, 3), 2 / 3)


def _run(log: Log, at: str, took: float, level: str = "info", **more: object) -> None:
    log.say(at, level, "job", "job 5.1 ended", job="5.1", operation="abc", duration_ms=took, **more)


def test_runs_count_when_they_end_and_cancelled_ones_not_at_all(log: Log) -> None:
    for at, took in (("08:00", 100), ("08:05", 200), ("08:10", 300)):
        _run(log, at, took)
    _run(log, "08:15", 400, "error")
    _run(log, "08:20", 9000, "warning")
    _run(log, "2026-11-22 07:59:59", 5000)
    assert log.metric("runs_success").of == (3, 4)
    assert log.metric("run_duration").value == 0.25
    assert log.metric("run_duration").trend[:2] == pytest.approx((0.15, 0.35))


def test_what_runs_used_is_added_up_and_the_machine_averaged(log: Log) -> None:
    used = {"cpu_seconds": 1.5, "max_rss_bytes": 4000, "read_bytes": 512, "write_bytes": 1024}
    _run(log, "08:00", 1, resources=used, machine={"cpu_percent": 20.0, "memory_percent": 40.0})
    more = {"cpu_percent": 60.0, "memory_percent": 50.0, "disk_read_bytes": 7, "disk_write_bytes": 9}
    _run(log, "08:01", 1, resources=used | {"max_rss_bytes": 9000}, machine=more)
    _run(log, "08:02", 1, resources={"cpu_seconds": "many", "max_rss_bytes": -1}, machine=None)
    values = {one.key: one.value for one in log.metrics().metrics if one.group == "resources"}
    assert values == {
        "run_cpu": 3.0, "run_memory": 9000, "run_disk_read": 1024, "run_disk_write": 2048,
        "machine_cpu": 40, "machine_memory": 45, "machine_disk_read": 7, "machine_disk_write": 9,
    }  # fmt: skip


def test_the_time_without_a_critical_event_ends_now_and_the_longest_may_be_past(log: Log) -> None:
    log.say("07:00", "info", "worker", "before the window")
    log.say("10:30", "critical", "state", "the state can't be read")
    log.say("11:00", "CRITICAL", "state", "again")
    assert log.metric("critical_free").value == 3600
    assert log.metric("critical_free_longest").value == 3.5 * 3600, (
        "as long as it was, not as the span shows it"
    )
    trend = log.metric("critical_free").trend
    assert (trend[0], trend[13], trend[15], trend[-1]) == (70 * 60, 200 * 60, 10 * 60, 3600)


def test_without_a_critical_event_the_log_itself_is_the_stretch(log: Log) -> None:
    log.say("09:00", "info", "worker", "the log begins")
    log.raw(b'{"timestamp": "1970-01-01T00:00:00Z", "message": "a broken clock"}\n')
    assert log.metric("critical_free").value == 3 * 3600
    assert log.metric("critical_free_longest").value == 3 * 3600


def test_a_critical_event_before_the_window_is_the_last_one(log: Log) -> None:
    log.say("2026-11-20 12:00", "critical", "state", "long ago")
    assert log.metric("critical_free").value == 48 * 3600
    assert log.metric("critical_free_longest").value == 48 * 3600, "never less than the one that lasts"


def test_levels_are_counted_however_they_are_spelled(log: Log) -> None:
    for level in ("warn", "WARNING", "fatal", "err", "info", "debug", "strange"):
        log.say("09:00", level, "worker", "words")
    assert log.metric("errors").value == 2
    assert log.metric("warnings").value == 3


OURS = (
    b'{"timestamp": "2026-11-22T09:00:00.000000+00:00", "level": "info", '
    b'"category": "a", "message": "b", "metadata": {}}\n'
)
ODD = (
    b"plain words\n",
    b'{"timestamp": "2026-11-22T09:00:00.000000+00:00", "level": "in\n',
    b'{"time": 1}\n',
    b"[1, 2]\n",
    b"7\n",
    b"null\n",
    OURS.replace(b"2026-11-22", b"2026-13-45"),
    b'{"timestamp": 5, "message": "no time"}\n',
    b'{"timestamp": "2026-11-22T09:00:00Z", "message": 5}\n',
    b'{"timestamp": "2026-11-22T09:00:00Z", "message": "' + b"x" * 70_000 + b'"}\n',
    b"[" * 5000 + b"\n",
)
GOOD = (
    b'{"timestamp": "2026-11-22T10:00:00", "message": "naive"}\r\n',
    b'{"timestamp": "2026-11-22T09:00:00Z", "message": "bad \xff bytes", "metadata": []}\n',
    b'  {"timestamp": "2026-11-22 09:00+01:00", "message": "an offset", "category": 7}\n',
    OURS,
)


def test_foreign_and_torn_lines_are_counted_as_what_they_are_as_the_reader_does(tmp_path: Path) -> None:
    log = Log(tmp_path, ZoneInfo("Europe/Berlin"))
    log.raw(b"".join((*ODD, b"\n", b"   \n", *GOOD)))
    found = log.metrics()
    assert (found.lines, found.unreadable, found.behind) == (len(ODD) + len(GOOD), len(ODD), 0)
    read = page(tmp_path / "logs", log.zone, Wanted(), 100, before=None, after=None, cancel=Never())
    assert read.unreadable == found.unreadable


def test_an_empty_log_has_no_figures_and_each_metric_says_what_it_is(log: Log) -> None:
    found = log.metrics()
    assert [one.key for one in found.metrics] == [one.key for one in KINDS]
    assert {one.value for one in found.metrics} == {None}
    assert all(one.definition.endswith(".") and one.name for one in found.metrics)


def test_the_window_is_as_long_as_asked_for(log: Log) -> None:
    for hours, step in ((24, 1), (7 * 24, 6), (30 * 24, 24)):
        found = log.metrics(hours, NOON.replace(minute=3))
        assert (found.span, found.bucket) == (timedelta(hours=hours), timedelta(hours=step))
        assert found.until - timedelta(hours=hours) <= found.since <= found.until


def test_of_the_past_nothing_is_counted_that_came_later(log: Log) -> None:
    log.beats("10:00", "10:58", minutes=1)
    for minute, second, count in ((30, 0, 31), (32, 0, 33), (34, 59, 35), (35, 1, 36)):
        moment = NOON.replace(hour=10, minute=minute, second=second)
        found = log.metrics(until=moment, past=True)
        beats = found.get("heartbeat_in_time")
        assert found.until == moment
        assert beats is not None
        assert beats.of == (count, count)


def test_a_silence_that_went_on_at_a_moment_of_the_past_lacks_each_beat_once(log: Log) -> None:
    log.beats("08:00", "09:00")
    log.beat("09:40")
    found = log.metrics(until=NOON.replace(hour=9, minute=30), past=True).get("heartbeat_in_time")
    assert found is not None
    assert found.of == (7, 9)


def test_what_happened_in_the_last_minutes_of_the_past_counts_as_it_does_later(log: Log) -> None:
    log.beat("10:31", beat_ms=2000)
    log.say("10:31", "critical", "state", "lost")
    log.say("10:32", "info", "job", "job 5.1: success", duration_ms=700, job="5.1")
    log.raw(b'{"timestamp": "2026-11-22T11:33:00+01:00", "level": "WARN", "message": "odd"}\nspoilt\n')
    until = NOON.replace(hour=10, minute=34)
    past, then = log.metrics(until=until, past=True), log.metrics(until=until)
    assert past == then
    assert [one.key for one in past.metrics if one.value] != []
