"""Views of roots as the dashboard may meet them, all at one moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from moie_tui.domain.event import Event
from moie_tui.domain.executions import FAILURE, SUCCESS, Execution, JobHealth
from moie_tui.domain.plan import META, Effect, OperationRecord
from moie_tui.domain.snapshot import HEARTBEAT, MANUAL, PHASE, Snapshot
from moie_tui.domain.state import parse_state
from moie_tui.domain.view import Problem, SystemView
from moie_tui.values import replace
from tests.builders import a_job, a_phase, a_state

NOW = datetime(2026, 11, 22, 14, 14, 12, tzinfo=UTC)
BEAT = timedelta(minutes=4, seconds=12)
HOSTILE = "[@click=app.quit()]x[/] \x1b[31mred\x1b[0m \x1b]0;title\x07 two\nlines \u202eback"


def runs(
    count: int, every: timedelta, last: timedelta, usual: float, failed: set[int], error: str
) -> JobHealth:
    """So many runs, the newest `last` ago; `failed` counts from the newest, 0."""
    executions = tuple(
        Execution(
            at=NOW - last - every * back,
            status=FAILURE if back in failed else SUCCESS,
            duration_ms=usual * (1 + (back * 7 % 5) / 4 + 3 * (back % 11 == 9)),
            error=error if back in failed else None,
        )
        for back in reversed(range(count))
    )
    return JobHealth(executions, count * 4, len(failed) * 2, executions[-1].at)


def rich_document() -> dict[str, Any]:
    """Phases 1, 2 and 5, the last one endless."""
    return a_state(
        a_phase(
            1,
            a_job("1.1", "completed", task="Register the launch agent"),
            a_job("1.2", "completed", task="Write the heartbeat script"),
            a_job("1.3", "completed", task="Prove that the pulse writes the state"),
            status="completed",
            name="WIRE THE NERVOUS SYSTEM",
        ),
        a_phase(2, a_job("2.1", "completed"), status="completed", name="UPGRADE THE HEART (Llama 3)"),
        a_phase(
            5,
            a_job("5.1", "cyclic", task="Deep Research Scan", schedule="every 20m"),
            a_job(
                "5.2",
                "cyclic",
                task="Scan research feed",
                verification_cmd="test -w research_logs/feed.jsonl",
                command="./scan-feed --since yesterday",
                schedule="every 20m",
                description="Reads the feed and files what is new.",
            ),
            a_job("5.3", "cyclic", task="Nightly digest", schedule="30 2 * * *", verification_cmd=None),
            name="ETERNAL MONITORING",
        ),
        current=5,
        meta={
            "project": "MOIE-OS Sovereign Architecture",
            "operator": "Lord Wilson",
            "last_heartbeat": (NOW - BEAT).isoformat(),
        },
    )


def snapshots(count: int) -> tuple[Snapshot, ...]:
    """So many, newest first, ten minutes apart; the seventh was taken by hand."""
    found = []
    for back in range(count):
        taken = NOW - BEAT - timedelta(minutes=10) * back
        reason = MANUAL if back == 6 else PHASE if back == 11 else HEARTBEAT
        found.append(
            Snapshot(
                id=f"k{back:02}f",
                name=f"sovereign_state_v2_{taken:%Y%m%d_%H%M%S}Z.json",
                sequence=count - back,
                taken_at=taken,
                reason=reason,
                note="before the new feed" if reason == MANUAL else "",
                size_bytes=1912 - back,
                sha256=f"{back:02}9b1c77ae" * 6,
                proven=back != 2,
                pinned=reason == MANUAL,
                kept=back > 20,
                origin="cron",
            )
        )
    return tuple(found)


def events(count: int) -> tuple[Event, ...]:
    """So many, oldest first: beats, and what went wrong between them."""
    found = []
    for back in reversed(range(count)):
        moment = NOW - BEAT - timedelta(minutes=5) * back
        level, category, message = "info", "heartbeat", "pulse: cyclic, ran 5.1 (1.1 s)"
        if back % 7 == 1:
            level, category, message = "error", "job", "5.2 Scan research feed: HTTP 503 from feed"
        elif back % 9 == 4:
            level, category, message = "warning", "job", "5.3 Nightly digest: its scheduled run did not come"
        elif back % 2:
            category, message = "snapshot", "snapshot taken (heartbeat)"
        found.append(Event(moment, level, category, message, {"origin": "op@host cron pid 4711"}))
    return tuple(found)


def health() -> dict[str, JobHealth]:
    """One job in order, one failing, one late."""
    minutes = timedelta(minutes=1)
    return {
        "5.1": runs(64, 20 * minutes, 8 * minutes, 1100, set(), ""),
        "5.2": runs(
            64,
            20 * minutes,
            2 * minutes,
            3600,
            {0, 1, 3, 6, 8, 17, 30},
            "HTTP 503 from feed (3 of the last 4)",
        ),
        "5.3": runs(30, 1440 * minutes, 36 * 60 * minutes, 38000, {12}, "disk full"),
    }


def rich_view(**changes: Any) -> SystemView:
    """A root in the middle of its life."""
    record = OperationRecord(
        "op7", "pulse", NOW - BEAT, "op", (Effect(META, "heartbeat", "a", "b"),), outcome="cyclic"
    )
    view = SystemView(
        root="/home/op/vy-nexus",
        read_at=NOW,
        state=parse_state(rich_document(), 2),
        state_file="sovereign_state_v2.json",
        health=health(),
        snapshots=snapshots(31),
        events=events(40),
        operations=(record,),
        next_undo="op7",
        zone=UTC,
        trusted=True,
    )
    return replace(view, **changes)


def empty_view() -> SystemView:
    """A folder that is no root yet."""
    return SystemView(root="/home/op/new", read_at=NOW, zone=UTC)


def broken_view() -> SystemView:
    """A state that a foreign program left half written; the last good one is four minutes old."""
    return rich_view(
        state_problem=Problem(
            "sovereign_state_v2.json:12:5",
            "Expecting ',' delimiter",
            "repair it, or R rolls back to a snapshot",
        ),
        state_since=NOW - timedelta(minutes=4),
        problems=(Problem("config.yaml:3:1", "heartbeat.interval must be a number", "edit it"),),
    )


def cold_view() -> SystemView:
    """A state that could not be read from the start: the fourth snapshot is the newest sound one."""
    return rich_view(
        shown_snapshot=snapshots(4)[3],
        way_out=snapshots(4)[3].id,
        state_problem=Problem(
            "sovereign_state_v2.json:12:5", "is not JSON: expecting ',' delimiter", "fix it"
        ),
        problems=(Problem("sovereign_state_v2.json:12:5", "is not JSON: expecting ',' delimiter", "fix it"),),
    )


def hostile_view() -> SystemView:
    """Every text of every file tries to be more than text."""
    job = a_job("5.1", "cyclic", task=HOSTILE, description=HOSTILE, verification_cmd=HOSTILE)
    document = a_state(
        a_phase(5, job, a_job(HOSTILE, HOSTILE, task=HOSTILE), name=HOSTILE, status=HOSTILE),
        current=5,
        meta={"project": HOSTILE, "operator": HOSTILE, "last_heartbeat": (NOW - BEAT).isoformat()},
    )
    first = replace(snapshots(1)[0], note=HOSTILE, name=HOSTILE, id=HOSTILE, origin=HOSTILE)
    event = Event(NOW - BEAT, HOSTILE, HOSTILE, HOSTILE, {HOSTILE: HOSTILE})
    done = OperationRecord("op", HOSTILE, NOW - BEAT, HOSTILE, outcome=HOSTILE)
    return rich_view(
        root=f"/home/op/{HOSTILE}",
        state=parse_state(document, 2),
        health={"5.1": health()["5.1"], HOSTILE: runs(3, timedelta(minutes=9), BEAT, 9, {0, 1, 2}, HOSTILE)},
        snapshots=(first,),
        events=(event,),
        operations=(done,),
        problems=(Problem(HOSTILE, HOSTILE, HOSTILE),),
    )
