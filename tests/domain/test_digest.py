"""What happened while nobody looked: only news, the worst first, and one line of it all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from moie_tui.domain.away.item import Item
from moie_tui.domain.digest import Digest, digest
from moie_tui.domain.event import Event
from moie_tui.domain.executions import FAILURE, SUCCESS, Execution, JobHealth
from moie_tui.domain.plan import JOB, Effect, OperationRecord
from moie_tui.domain.snapshot import Snapshot
from moie_tui.domain.state import parse_state
from moie_tui.domain.view import Problem, SystemView
from moie_tui.values import replace
from tests.builders import a_job, a_phase, a_state

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SINCE = NOON - 2 * HOUR


def beats(*minutes_ago: int) -> tuple[Event, ...]:
    said = {"outcome": "cyclic"}
    return tuple(Event(NOON - ago * MINUTE, "info", "heartbeat", "pulse", said) for ago in minutes_ago)


COPY = Snapshot("k1", "n", 1, NOON - 5 * MINUTE)
STEADY = beats(*range(115, 0, -10))


def a_view(first: str = "completed", current: int = 5, beat: int = 5, **more: Any) -> SystemView:
    """A finished phase and one with a scan."""
    document = a_state(
        a_phase(2, a_job("2.1", first, task="Wire it")),
        a_phase(5, a_job("5.1", "cyclic", task="Scan"), name="WATCH"),
        current=current, meta={"last_heartbeat": (NOON - beat * MINUTE).isoformat()},
    )  # fmt: skip
    return replace(SystemView("/r", NOON, parse_state(document, 2), snapshots=(COPY,), zone=UTC), **more)


def runs(*ends: tuple[int, bool]) -> dict[str, JobHealth]:
    """Runs of 5.1 so many minutes ago, and whether they were good."""
    executions = tuple(
        Execution(NOON - ago * MINUTE, SUCCESS if good else FAILURE, 1000, None if good else "a\nHTTP 503")
        for ago, good in ends
    )
    last = executions[-1].at
    return {"5.1": JobHealth(executions, len(ends), sum(not one.good for one in executions), last)}


def found(now: SystemView, then: SystemView | None = None, events: tuple[Event, ...] = STEADY) -> Digest:
    return digest(then, now, events, SINCE, NOON)


def told(one: Digest) -> list[tuple[str, str]]:
    return [(item.level, item.what) for item in one.items]


def test_a_quiet_time_is_one_calm_line_without_anything_to_read() -> None:
    quiet = found(a_view(), a_view())
    assert (quiet.line, quiet.items) == ("12 beats, nothing else", ())
    assert replace(quiet, whole=False).line == "at least 12 beats, nothing else"


def test_the_line_counts_and_the_items_come_worst_first_then_newest() -> None:
    record = OperationRecord(
        "op1", "rollback", NOON - 90 * MINUTE, "eve@h pts/1 pid 7", outcome="done", message="back to k3f9",
        effects=(Effect(JOB, "2.1", "pending", "completed"),),
    )  # fmt: skip
    critical = Event(NOON - 80 * MINUTE, "critical", "state", "torn")
    trust = [Event(NOON - ago * MINUTE, "warning", "trust", "new command") for ago in (30, 20)]
    now = a_view(health=runs((60, True), (40, False), (20, False)), operations=(record,))
    one = found(now, a_view("pending", 2), (*STEADY, critical, *trust))
    assert one.line == "12 beats, 1 job failed, 1 job done, phase 2→5, 3 more"
    assert told(one) == [
        ("critical", "state: torn"),
        ("error", "5.1 Scan: 2 of 3 runs failed, last: HTTP 503"),
        ("warning", "trust: new command (2 times)"),
        ("info", "phase 2→5 WATCH"),
        ("info", "rollback by eve@h pts/1: back to k3f9"),
        ("good", "2.1 Wire it: pending → completed"),
    ]
    places = [item.place for item in one.items]
    assert places[:3] == [("event", ""), ("watched", "5.1"), ("event", "")]
    assert places[3:] == [("phase", "5"), ("operation", "op1"), ("job", "2.1")]
    assert one.items[-1].at == record.at


def test_a_job_that_failed_and_is_well_again_has_recovered() -> None:
    one = found(a_view(health=runs((60, False), (20, True))), a_view())
    assert one.line == "12 beats, 1 recovered"
    assert told(one) == [("good", "5.1 Scan: 1 of 2 runs failed, and is well again")]
    ill = a_view(health=runs(*[(120 + at, False) for at in (30, 20, 10)]))
    well = a_view(
        health=runs(*[(120 + at, False) for at in (30, 20, 10)], (50, True), (30, True), (10, True))
    )
    assert [item.what for item in found(well, ill).items] == ["5.1 Scan: was unhealthy, and is well again"]


def test_what_was_so_before_is_no_news() -> None:
    ill = a_view(health=runs(*[(180 + at, False) for at in (30, 20, 10)]))
    assert [one.counts for one in found(ill, ill).items] == []
    torn = replace(ill, state_problem=Problem("x", "torn"), written={"state": SINCE - HOUR})
    assert "document:state" not in [one.key for one in found(torn, replace(ill, read_at=SINCE)).items]


def test_a_silence_that_ended_and_one_that_goes_on_are_told_apart() -> None:
    over = found(a_view(), a_view(), beats(110, 50, 25, 15, 5))
    assert told(over) == [
        ("warning", "the heart was silent for 1h, and beats again, 1 shorter silence besides")
    ]
    stale = found(a_view(beat=60), a_view(), beats(110, 100, 90, 80, 70, 60))
    assert told(stale) == [("critical", "the heart is stale, late by 45m")]
    assert found(a_view(beat=600), None, ()).line == "no beat, nothing else", "it was stale before"


def test_a_document_that_became_unreadable_is_critical_and_told_once() -> None:
    torn = Problem("sovereign_state_v2.json:3:1", "is not JSON")
    event = Event(NOON - MINUTE, "critical", "state", "is not JSON")
    now = a_view(state_problem=torn, written={"state": NOON - MINUTE})
    one = found(now, replace(a_view(), read_at=SINCE), (*STEADY, event))
    assert told(one) == [("critical", "the state can't be read: sovereign_state_v2.json:3:1: is not JSON")]


def test_pulses_are_no_news_unless_one_failed_and_unknown_pasts_tell_less() -> None:
    records = tuple(
        OperationRecord(f"op{at}", "pulse", NOON - at * MINUTE, "cron", outcome=outcome, message=outcome)
        for at, outcome in ((1, "cyclic"), (2, "failed"))
    )
    one = found(a_view(operations=records))
    assert [(item.level, item.key) for item in one.items] == [("error", "act:op2")]
    assert isinstance(one.items[0], Item)
    assert one.phases == ""
