"""What the next beats will do: worked out by hand for each kind of step."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from moie_tui.domain.coming.beat import Beat
from moie_tui.domain.due import Sight
from moie_tui.domain.event import Event
from moie_tui.domain.executions import SUCCESS, Execution, JobHealth
from moie_tui.domain.forecast import DAY, REST_WORDS, forecast
from moie_tui.domain.hold import Hold
from moie_tui.domain.own_work import Tried
from moie_tui.domain.run import Run
from moie_tui.domain.settings import settings_from
from moie_tui.domain.state import parse_state
from moie_tui.domain.view import Problem, SystemView
from moie_tui.values import replace
from tests.builders import Document, a_job, a_phase, a_state

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LAST = NOON - 4 * MINUTE


def a_view(*phases: Document, current: int = 1, last: datetime | None = LAST, **more: Any) -> SystemView:
    """Beaten four minutes ago, every 10 minutes, and trusted."""
    raw = a_state(*phases, current=current, meta={"last_heartbeat": last.isoformat() if last else None})
    view = SystemView("/r", NOON, parse_state(raw, 2), zone=UTC, trusted=True)
    return replace(view, **more)


def endless(*jobs: Document) -> Document:
    return a_phase(1, *jobs)


def a_scan(key: str = "5.1", schedule: str = "every 20m", **more: Any) -> Document:
    return a_job(key, "cyclic", schedule=schedule, command="./scan", **more)


def ran(minutes_ago: float, seconds: float = 60) -> JobHealth:
    """One run that ended so long ago, as nine before it did."""
    ends = [NOON - minutes_ago * MINUTE - back * 20 * MINUTE for back in range(9, -1, -1)]
    runs = tuple(Execution(end, SUCCESS, seconds * 1000) for end in ends)
    return JobHealth(runs, 10, 0, runs[-1].at)


def proof(key: str, outcome: str, at: datetime = LAST) -> Event:
    said = {"outcome": outcome, "job": key, "exit_code": 0, "duration_ms": 2000, "beat_ms": 2400}
    return Event(at, "info", "heartbeat", "pulse", said)


def at(beats: tuple[Beat, ...]) -> list[str]:
    return [f"{one.at:%H:%M}" for one in beats]


def started(beats: tuple[Beat, ...]) -> list[tuple[str, ...]]:
    return [tuple(one.job for one in beat.starts) for beat in beats]


def said(view: SystemView, most: int = 4) -> list[str]:
    found = forecast(view, NOON, most=most)
    return [f"{one.what}{f' ({one.condition})' if one.condition else ''}" for one in found.beats]


def test_beats_come_each_interval_from_the_last_one_for_a_day() -> None:
    found = forecast(a_view(endless(a_job("5.1", "cyclic"))), NOON)
    assert (at(found.beats)[:3], len(found.beats)) == (["12:06", "12:16", "12:26"], 144)
    assert found.beats[-1].at <= NOON + DAY
    assert not found.overdue


def test_a_heart_that_is_late_is_forecast_from_the_next_minute_and_said_to_be() -> None:
    late = forecast(a_view(endless(a_job()), last=NOON - 60 * MINUTE), NOON + timedelta(seconds=7), most=2)
    assert (late.overdue, at(late.beats)) == (True, ["12:01", "12:11"])
    assert forecast(a_view(last=None), NOON, most=1).overdue


def test_a_heart_that_beats_within_a_minute_is_forecast_so_and_where_it_is_late_for_now() -> None:
    often = settings_from({"heartbeat": {"interval_minutes": 0.25}})
    view = a_view(endless(a_job("5.1", "cyclic")), last=NOON - timedelta(seconds=5), settings=often)
    beats = forecast(view, NOON, most=3).beats
    assert [one.at - NOON for one in beats] == [timedelta(seconds=each) for each in (10, 25, 40)]
    late = forecast(view, NOON + timedelta(seconds=12), most=1)
    assert (late.overdue, late.beats[0].at) == (True, NOON + timedelta(seconds=12))


def test_the_event_of_the_last_beat_tells_the_part_of_a_second_that_its_stamp_lacks() -> None:
    for late, moment in ((0.4, 6.4 / 60), (1.2, 0.1)):
        told = Event(LAST + timedelta(seconds=late), "info", "heartbeat", "pulse", {})
        often = settings_from({"heartbeat": {"interval_minutes": 4.1}})
        found = forecast(a_view(endless(a_scan()), events=(told,), settings=often), NOON, most=1)
        assert found.beats[0].at == NOON + moment * MINUTE


def test_endless_jobs_start_when_they_are_due_and_the_others_say_why_not() -> None:
    view = a_view(
        endless(
            a_scan(), a_scan("5.2", "30 14 * * *"), a_scan("5.3", paused=True), a_job("5.4", "cyclic"),
            a_job("5.5", "cyclic", schedule="every 1h"), a_scan("5.6", "every blue moon"),
        ),
        health={"5.1": ran(5)},
        sights={key: Sight(text, NOON) for key, text in (("5.1", "every 20m"), ("5.2", "30 14 * * *"))},
    )  # fmt: skip
    found = forecast(view, NOON)
    assert started(found.beats)[:5] == [(), ("5.1",), (), ("5.1",), ()]
    assert [f"{one.at:%H:%M}" for one in found.beats if "5.2" in [two.job for two in one.starts]] == ["14:36"]
    first = found.beats[0]
    assert (first.kind, first.what, first.acts) == ("cyclic", "nothing is due", False)
    waits = {one.job: (one.why, one.until) for one in first.waits}
    assert waits["5.1"] == ("not due", NOON + 14 * MINUTE + timedelta(seconds=1))
    assert waits["5.2"] == ("not due", NOON.replace(hour=14, minute=30))
    assert waits["5.3"][0] == "paused"
    assert waits["5.4"][0] == "no schedule: no pulse starts it"
    assert waits["5.5"][0].startswith("no command a pulse could start")
    assert "every blue moon" in waits["5.6"][0]


def test_a_start_tells_how_long_it_usually_takes_and_a_long_run_is_not_started_twice() -> None:
    view = a_view(endless(a_scan(schedule="every 10m")), health={"5.1": ran(15, seconds=15 * 60)})
    beats = forecast(view, NOON, most=5).beats
    assert started(beats) == [("5.1",), (), ("5.1",), (), ("5.1",)]
    assert beats[0].starts[0].usual == beats[0].starts[0].longest == 15 * MINUTE
    assert beats[1].waits[0].why == "still running, if it takes as long as usual"
    assert beats[1].waits[0].until == NOON + 21 * MINUTE
    longer = replace(view, runs=(Run("r", "5.1", "./scan", NOON - 40 * MINUTE),))
    assert started(forecast(longer, NOON, most=3).beats) == [(), ("5.1",), ()], "as long again"
    running = replace(view, health={}, runs=(Run("r", "5.1", "./scan", NOON - MINUTE),))
    assert started(forecast(running, NOON, most=3).beats) == [(), ("5.1",), ("5.1",)]


def test_what_rests_on_a_proof_says_so_from_there_on() -> None:
    view = a_view(a_phase(1, a_job("1.1"), a_job("1.2")), a_phase(5, a_scan(), status="pending"))
    assert said(view) == [
        "verifies job 1.1",
        "verifies job 1.2 (if 1.1 is proven)",
        "phase 5 becomes current (if 1.1, 1.2 are proven)",
        " (if 1.1, 1.2 are proven)",
    ]
    beats = forecast(view, NOON, most=4).beats
    assert beats[0].otherwise == "waits for a hand"
    assert [(one.job, one.why) for one in beats[0].waits] == [("1.2", "waits for job 1.1")]
    assert started(beats)[3] == ("5.1",)


def test_a_proof_that_failed_last_is_not_hoped_for_and_its_time_is_known() -> None:
    events = (proof("1.1", "action-required", LAST - 10 * MINUTE), proof("1.1", "action-required"))
    view = a_view(a_phase(1, a_job("1.1"), a_job("1.2")), events=events)
    assert said(view, 2) == ["verifies job 1.1, which was not proven the last 2 times"] * 2
    assert forecast(view, NOON, most=1).beats[0].takes == timedelta(seconds=2.4)
    never = replace(view, events=(Event(LAST, "info", "heartbeat", "pulse", {"beat_ms": 400}),))
    assert forecast(never, NOON, most=1).beats[0].takes is None


def test_a_job_without_a_proof_waits_for_a_hand_and_so_does_everything_after_it() -> None:
    found = forecast(a_view(a_phase(1, a_job("1.1", verification_cmd=None))), NOON)
    assert [one.what for one in found.beats] == ["waits for a hand: job 1.1 has no verification command"]
    assert found.rest == REST_WORDS


def test_a_job_with_a_command_of_its_own_is_tried_and_then_hoped_for() -> None:
    view = a_view(a_phase(1, a_job("1.1", command="make")))
    assert said(view, 2) == [
        "verifies job 1.1, and starts its command unless that is proven already: attempt 1 of 3",
        "verifies job 1.1",
    ]
    assert forecast(view, NOON, most=2).beats[1].otherwise == "starts its command, attempt 2 of 3"
    failed = Event(LAST, "error", "job", "1.1: failure", {"job": "1.1", "run_id": "r1"})
    tried = replace(view, tried={"1.1": Tried("make", 2, LAST)}, events=(failed,))
    assert said(tried, 3)[0] == "verifies job 1.1; attempt 3 of 3 is not due yet"
    assert said(tried, 3)[1].endswith("unless that is proven already: attempt 3 of 3")
    used_up = replace(view, tried={"1.1": Tried("make", 3, LAST)}, events=(failed,))
    found = forecast(used_up, NOON)
    assert [one.what for one in found.beats] == [
        "verifies job 1.1; 3 attempts did not prove it, no more are made"
    ]
    at_work = replace(view, runs=(Run("r", "1.1", "make", NOON),))
    assert said(at_work, 1) == ["job 1.1 is at work, if it takes as long as usual"]


def test_a_hold_only_stamps_until_it_is_over_and_the_brake_for_good() -> None:
    held = a_view(endless(a_scan()), hold=Hold(NOON, NOON + 15 * MINUTE, "deploy"))
    kinds = [one.kind for one in forecast(held, NOON, most=3).beats]
    assert kinds == ["held", "held", "cyclic"] or kinds == ["held", "cyclic", "cyclic"]
    assert "only stamps: pulses are on hold until 2026-11-22 12:15: deploy" in said(held)[0]
    critical = tuple(Event(NOON - MINUTE, "critical", "state", "torn") for _ in range(3))
    braked = a_view(endless(a_scan()), events=critical, settings=settings_from({"safety": {"enabled": True}}))
    found = forecast(braked, NOON)
    assert ("3 critical events" in found.beats[0].what, len(found.beats), found.rest) == (True, 1, REST_WORDS)


def test_a_root_nobody_trusted_is_refused_where_it_would_run_something() -> None:
    found = forecast(a_view(a_phase(1, a_job("1.1")), trusted=False), NOON)
    assert [(one.kind, one.starts) for one in found.beats] == [("refused", ())]
    assert said(a_view(endless(a_job("5.1", "cyclic")), trusted=False), 1) == ["nothing is due"]


def test_the_last_phase_the_end_and_what_no_rule_knows_are_said() -> None:
    assert said(a_view(a_phase(1, a_job("1.1", "completed")))) == [
        "the last phase is done", "nothing is left to do: all phases are done"
    ]  # fmt: skip
    assert said(a_view(a_phase(1, a_job("1.1", "strange"))))[0].startswith("is blocked: a status no rule")


def test_documents_that_can_not_be_read_have_no_forecast() -> None:
    torn = a_view(state_problem=Problem("x", "torn"))
    assert forecast(torn, NOON).unable == "no pulse can beat while the state can't be read"
    assert forecast(a_view(config_problem=Problem("x", "bad")), NOON).unable.endswith("config can't be read")


def test_ten_times_the_jobs_take_no_more_than_about_ten_times_the_steps() -> None:
    few, many = steps_for(4), steps_for(40)
    assert 1_000 < few < many < 12 * few


def steps_for(jobs: int) -> int:
    """How many calls it takes to work out a day of so many jobs."""
    view = a_view(endless(*(a_scan(f"5.{at}", f"{at} */2 * * *") for at in range(jobs))))
    calls = 0

    def count(frame: object, kind: str, argument: object) -> None:
        nonlocal calls
        calls += kind in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        found = forecast(view, NOON)
    finally:
        sys.setprofile(before)
    assert sum(len(one.starts) for one in found.beats) >= 11 * jobs
    return calls
