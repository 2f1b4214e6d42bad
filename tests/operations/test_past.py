"""A root as it was: held against what was really seen at each moment."""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from moie_tui.domain.diff import diff
from moie_tui.domain.judge import judge
from moie_tui.domain.view import SystemView
from moie_tui.storage.live_record import LIVE_NAME
from moie_tui.values import replace
from tests.builders import a_job, a_phase, a_state
from tests.roots import NOON, Root


def a_root(folder: Path) -> Root:
    jobs = [a_job("1.1"), a_job("1.2", verification_cmd="test -e done")]
    watch = a_phase(5, a_job("5.1", "cyclic", schedule="every 20m"), status="pending")
    document = a_state(a_phase(1, *jobs), watch, meta={"last_heartbeat": "2026-11-22T11:50:00"})
    return Root(folder, document, config="system: {timezone: UTC}\n").trust()


def seen(root: Root) -> SystemView:
    """What the dashboard showed at this moment."""
    return root.workspace.view()


def lived(root: Root) -> list[tuple[datetime, SystemView]]:
    """A day of pulses, runs, holds and a change by hand, with what was seen after each step."""
    steps: list[tuple[datetime, SystemView]] = []
    for name, arguments in (
        ("pulse", {}),
        ("record", {"job": "5.1", "status": "success", "duration_ms": 900}),
        ("backup", {"note": "by hand"}),
        ("job", {"job": "1.2", "change": "pause"}),
        ("pulse", {}),
        ("hold", {"span": timedelta(hours=2), "why": "moving"}),
        ("record", {"job": "5.1", "status": "failure", "duration_ms": 5, "error": "no answer"}),
        ("resume", {}),
        ("undo", {}),
        ("rollback", {}),
    ):
        root.clock.advance(minutes=10)
        root.do(name, **arguments)
        steps.append((root.clock.now, seen(root)))
        root.clock.advance(minutes=5)
    return steps


@pytest.mark.long
def test_every_moment_is_as_it_was_seen_then(tmp_path: Path) -> None:
    root = a_root(tmp_path)
    steps = lived(root)
    live = seen(root)
    for at, then in steps:
        past = root.workspace.view_at(at, live)
        assert past.state == then.state, at
        assert past.health == then.health
        assert past.hold == then.hold
        assert [one.id for one in past.snapshots] == [one.id for one in then.snapshots]
        assert past.events == then.events
        assert [(one.id, one.undone_by) for one in past.operations] == [
            (one.id, one.undone_by) for one in then.operations
        ]
        assert judge(past, at) == judge(then, at)
        assert past.as_of is not None
        assert (past.as_of.at, past.as_of.unsure_until, past.as_of.config_known) == (at, None, True)


def test_a_beat_that_lands_after_the_view_was_read_is_none_of_the_past(tmp_path: Path) -> None:
    root = a_root(tmp_path)
    root.clock.advance(minutes=10)
    root.do("pulse")
    at = (root.clock.now - timedelta(seconds=1)).timestamp()
    for name in (root.name, LIVE_NAME):
        os.utime(root.folder / name, (at, at))
    live = seen(root)
    root.clock.advance(seconds=15)
    moment = root.clock.now - timedelta(seconds=5)
    root.do("pulse")
    past = root.workspace.view_at(moment, live)
    assert past.state == live.state
    assert judge(past, moment) == judge(live, moment)
    later = root.workspace.view_at(moment, seen(root))
    assert past.as_of is not None
    assert later.as_of is not None
    assert (later.state, later.as_of.copy, later.as_of.by_beat) == (
        past.state,
        past.as_of.copy,
        past.as_of.by_beat,
    )


@pytest.mark.long
def test_one_steps_from_change_to_change_and_a_state_names_its_snapshot(tmp_path: Path) -> None:
    root = a_root(tmp_path)
    lived(root)
    live, visited = seen(root), []
    at: datetime | None = root.clock.now
    while at is not None:
        past = root.workspace.view_at(at, live).as_of
        assert past is not None
        visited.append(at)
        at = past.earlier
    changes = visited[1:]
    assert changes == sorted(set(changes), reverse=True)
    assert len(changes) >= 11
    back: list[datetime] = [changes[-1]]
    while (after := root.workspace.view_at(back[-1], live).as_of.later) is not None:
        back.append(after)
    assert back == changes[::-1]
    first = live.snapshots[-1]
    past = root.workspace.view_at(first.taken_at + timedelta(minutes=1), live).as_of
    assert (past.copy, past.copy_at, past.acts) == (first.id, first.taken_at, 1)


def test_before_all_copies_nothing_is_made_up(tmp_path: Path) -> None:
    root = a_root(tmp_path)
    root.clock.advance(minutes=10)
    root.do("backup")
    past = root.workspace.view_at(NOON - timedelta(hours=1), seen(root))
    assert (past.state, past.snapshots, past.health) == (None, (), {})
    assert past.as_of is not None
    assert past.as_of.copy_at is None
    assert past.as_of.oldest_copy == NOON + timedelta(minutes=10, seconds=1)


def test_a_job_whose_older_runs_were_dropped_says_since_when_they_are_known(tmp_path: Path) -> None:
    root = a_root(tmp_path)
    runs = [
        {"timestamp": (NOON + timedelta(minutes=n)).isoformat(), "status": "success", "duration_ms": 1}
        for n in range(100)
    ]
    known = {"executions": runs, "total_runs": 250, "total_failures": 3, "last_execution": None}
    (root.folder / "cyclic_job_health.json").write_text(json.dumps({"5.1": known}))
    root.clock.advance(hours=2)
    live = seen(root)
    before = root.workspace.view_at(NOON - timedelta(minutes=1), live)
    assert before.health["5.1"].total_runs == 150
    assert before.as_of is not None
    assert before.as_of.runs_from == {"5.1": NOON}
    after = root.workspace.view_at(NOON + timedelta(minutes=9, seconds=30), live)
    assert (len(after.health["5.1"].executions), after.health["5.1"].total_runs) == (10, 160)
    assert after.as_of is not None
    assert after.as_of.runs_from == {}


def test_the_settings_are_those_of_then(tmp_path: Path) -> None:
    root = a_root(tmp_path)
    root.clock.advance(minutes=10)
    root.do("pulse")
    then = root.clock.now
    root.clock.advance(minutes=10)
    (root.folder / "config.yaml").write_text("heartbeat: {max_age_minutes: 99}\nsystem: {timezone: UTC}\n")
    root.do("pulse")
    live = seen(root)
    assert live.settings.heartbeat.max_age_minutes == 99
    past = root.workspace.view_at(then, live)
    assert past.settings.heartbeat.max_age_minutes == 15


def test_two_moments_differ_by_what_was_done_between_them(tmp_path: Path) -> None:
    root = a_root(tmp_path)
    root.clock.advance(minutes=10)
    start = root.clock.now
    root.do("backup")
    before = root.document
    root.clock.advance(minutes=10)
    root.do("pulse")
    between = root.clock.now
    root.clock.advance(minutes=10)
    root.do("job", job="1.2", change="pause")
    live = seen(root)
    found = root.workspace.compare_moments(live, None, start)
    assert found.effects == diff(before, root.document)
    assert found.before.as_of is not None
    assert (found.before.as_of.at, found.after) == (start, live)
    assert [one.target for one in root.workspace.compare_moments(live, between).effects] == ["1.2 paused"]
    unknown = root.workspace.compare_moments(live, NOON - timedelta(hours=9))
    assert "earlier moment" in unknown.unknown


def test_a_file_written_later_by_another_program_leaves_a_doubt(tmp_path: Path) -> None:
    root = a_root(tmp_path)
    live = replace(seen(root), written={"state": NOON - timedelta(minutes=9)})
    at = NOON - timedelta(minutes=1)
    sure = root.workspace.view_at(at, live)
    assert sure.state == live.state
    assert sure.as_of is not None
    assert (sure.as_of.copy, sure.as_of.unsure_until) == ("", None)
    doubted = root.workspace.view_at(at, replace(live, written={"state": NOON}))
    assert doubted.as_of is not None
    assert doubted.as_of.unsure_until == NOON
