"""What somebody must hear of, and since when: told by facts, pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from moie_tui.domain.alerts import conditions
from moie_tui.domain.condition import Condition, is_acknowledged, is_muted, unknowable
from moie_tui.domain.due import Sight
from moie_tui.domain.event import Event
from moie_tui.domain.health import RUNNING, Verdict, parse_health
from moie_tui.domain.hold import Hold
from moie_tui.domain.judge import judge
from moie_tui.domain.quiet import Acknowledgement, Mute, Quiet
from moie_tui.domain.settings import BackupSettings, HeartbeatSettings, JobSettings, Settings
from moie_tui.domain.snapshot import Snapshot
from moie_tui.domain.state import parse_state
from moie_tui.domain.view import Problem, SystemView
from moie_tui.values import replace
from tests.builders import a_health, a_job, a_phase, a_state, an_execution

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
WRITTEN = NOW - timedelta(minutes=3)


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def a_snapshot(taken_at: datetime) -> Snapshot:
    return Snapshot(
        id="abc", name="sovereign_state_v2_x.json", taken_at=taken_at, reason="heartbeat", sequence=1
    )


def a_view(beat: datetime | None = None, health: dict[str, Any] | None = None, **more: Any) -> SystemView:
    """A root whose heart beat four minutes ago, with a fresh snapshot and one cyclic job."""
    beat = beat or ago(minutes=4)
    meta = {"last_heartbeat": beat.isoformat()}
    document = a_state(a_phase(1, a_job("1.1")), a_phase(5, a_job("5.1", "cyclic")), meta=meta)
    facts: dict[str, Any] = {
        "state": parse_state(document, 2),
        "health": parse_health(health or {}, UTC),
        "snapshots": (a_snapshot(ago(minutes=4)),),
        "written": {"state": WRITTEN, "health": WRITTEN, "config": WRITTEN},
        "zone": UTC,
    }
    return SystemView(root="/r", read_at=NOW, **{**facts, **more})


def found(view: SystemView, now: datetime = NOW) -> tuple[Condition, ...]:
    return conditions(view, judge(view, now), now)


def runs(*words: str, every: float = 20, last: datetime = NOW - timedelta(minutes=5)) -> dict[str, Any]:
    """Health of job 5.1: "good" and "bad" runs, the newest `last`."""
    named = {"good": "success", "bad": "failure"}
    times = [last - timedelta(minutes=every * at) for at in reversed(range(len(words)))]
    rows = [an_execution(at.isoformat(), named[word]) for at, word in zip(times, words, strict=True)]
    return {"5.1": a_health(*rows)}


def test_a_root_that_is_well_has_no_condition() -> None:
    assert found(a_view(health=runs("good", "good", "good"))) == ()


def test_a_stale_heartbeat_is_critical_since_its_limit_passed() -> None:
    (one,) = found(a_view(beat=ago(minutes=40)))
    assert (one.key, one.kind, one.level, one.subject) == ("heartbeat", "heartbeat", "critical", "heartbeat")
    assert one.since == ago(minutes=25)
    assert "late by 25m" in one.message


def test_a_skewed_heartbeat_is_critical_too() -> None:
    (one,) = found(a_view(beat=NOW + timedelta(hours=1)))
    assert (one.kind, one.since, one.moving) == ("clock-skew", WRITTEN, True)


def test_a_held_heartbeat_is_no_alert_unless_it_is_stale() -> None:
    held = Settings(heartbeat=HeartbeatSettings(enabled=False))
    assert found(a_view(settings=held)) == ()
    assert [one.kind for one in found(a_view(beat=ago(hours=1), settings=held))] == ["heartbeat"]


def test_a_heart_that_never_beat_is_noticed_once_it_had_its_time() -> None:
    meta = {"last_heartbeat": None, "boot_time": ago(minutes=20).isoformat()}
    young = a_view(state=parse_state(a_state(meta=meta), 2))
    assert [one.since for one in found(young)] == [ago(minutes=5)]
    assert found(young, ago(minutes=10)) == ()


def test_a_stale_job_is_late_since_its_last_run_and_the_silence_it_is_allowed() -> None:
    (one,) = found(a_view(health=runs("good", last=ago(hours=2))))
    assert (one.key, one.kind, one.level, one.subject) == ("job:5.1", "stale", "warning", "5.1")
    assert one.since == ago(minutes=90)


def test_an_unhealthy_job_is_so_since_the_run_that_made_it_so() -> None:
    (one,) = found(a_view(health=runs("good", "good", "good", "bad", "bad", "bad", "bad")))
    assert (one.kind, one.since) == ("unhealthy", ago(minutes=25))


def test_two_bad_stretches_of_a_job_never_begin_at_the_same_time() -> None:
    (first,) = found(a_view(health=runs("bad", "bad", "bad", every=1, last=ago(minutes=9))))
    (again,) = found(a_view(health=runs("bad", "bad", "bad", "good", "bad", "bad", "bad", every=1)))
    assert first.since == ago(minutes=9)
    assert again.since == ago(minutes=5)


def test_that_a_run_has_begun_does_not_make_good_how_the_others_ended_but_ends_the_silence() -> None:
    for health, kinds in ((runs("bad", "bad", "bad"), ["unhealthy"]), (runs("good", last=ago(hours=9)), [])):
        view = a_view(health=health)
        judgement = judge(view, NOW)
        running = tuple(replace(one, verdict=Verdict(RUNNING, "running now")) for one in judgement.jobs)
        assert [one.kind for one in conditions(view, replace(judgement, jobs=running), NOW)] == kinds


def test_a_job_whose_schedule_nobody_can_read_would_be_silent_for_ever() -> None:
    settings = Settings(jobs={"5.1": JobSettings(schedule="sometimes")})
    (one,) = found(a_view(health=runs("good"), settings=settings))
    assert (one.kind, one.key, one.moving) == ("schedule", "job:5.1", True)


def test_a_scheduled_job_that_never_came_is_late_since_pulses_know_of_it() -> None:
    settings = Settings(jobs={"5.1": JobSettings(schedule="every 20m", grace_minutes=5)})
    view = a_view(settings=settings, sights={"5.1": Sight("every 20m", ago(minutes=6))})
    (one,) = found(view)
    assert (one.kind, one.since) == ("stale", ago(minutes=1))
    assert "never run" in one.message
    assert found(view, ago(minutes=2)) == ()


def a_beat(outcome: str, minutes: float, **more: Any) -> Event:
    return Event(ago(minutes=minutes), "info", "heartbeat", "", {"outcome": outcome, "job": "1.1", **more})


def test_a_job_that_waits_for_a_hand_too_long_is_an_alert_since_its_first_beat() -> None:
    beats = tuple(a_beat("action-required", 10 * at) for at in reversed(range(6)))
    (one,) = found(a_view(events=beats))
    assert (one.key, one.kind, one.since) == ("standing:1.1", "stuck", ago(minutes=50))
    assert found(a_view(events=beats[1:])) == ()


def test_a_job_blocked_after_its_attempts_is_an_alert_at_once() -> None:
    (one,) = found(a_view(events=(a_beat("blocked", 4, attempts=3),)))
    assert (one.kind, one.subject) == ("blocked", "1.1")
    assert "3 attempts" in one.message


def a_change(minutes: float, name: str = "1.1 verification_cmd") -> Event:
    facts = {"before": None, "after": "true"}
    return Event(ago(minutes=minutes), "warning", "trust", f"the command of job {name} is new", facts)


def test_commands_that_came_together_are_one_alert_that_a_day_or_a_hand_ends() -> None:
    events = tuple(a_change(60, f"1.{at} command") for at in range(5))
    (one,) = found(a_view(events=events))
    assert (one.kind, one.subject, one.since) == ("command", "commands", ago(minutes=60))
    assert one.message == "5 commands are new or changed"
    quiet = Quiet(acknowledged={one.key: Acknowledgement(NOW)})
    assert found(a_view(events=events, quiet=quiet)) == ()
    assert found(a_view(events=(a_change(60 * 24),))) == ()


def test_commands_are_no_news_once_somebody_trusted_them() -> None:
    trusted = Event(ago(minutes=30), "info", "trust", "trusted: 5 commands may run", {"trusted": 5})
    assert found(a_view(events=(a_change(60), trusted))) == ()
    assert [one.kind for one in found(a_view(events=(a_change(60), trusted, a_change(10, "1.2"))))] == [
        "command"
    ]


def test_a_failing_job_comes_before_snapshots_and_commands_last() -> None:
    view = a_view(health=runs("bad", "bad", "bad"), snapshots=(), events=(a_change(60),))
    assert [one.kind for one in found(view)] == ["unhealthy", "snapshots", "command"]


def test_a_hold_nobody_ends_is_a_warning_after_a_day() -> None:
    (one,) = found(a_view(hold=Hold(ago(hours=25), why="moving")))
    assert (one.kind, one.level, one.since) == ("hold", "warning", ago(hours=1))
    assert one.message == "pulses are on hold until `moie resume`, for 1d 1h: moving"
    assert found(a_view(hold=Hold(ago(hours=23)))) == ()
    assert found(a_view(hold=Hold(ago(hours=25), until=NOW + timedelta(hours=1)))) == ()


def test_documents_that_cannot_be_read_are_critical_and_silence_what_they_would_tell() -> None:
    problem = Problem("x.json:1:2", "broken", "")
    stale = a_view(beat=ago(days=1), health=runs("bad", "bad", "bad"))
    (state,) = found(replace(stale, state_problem=problem))
    assert (state.key, state.level, state.since) == ("document:state", "critical", WRITTEN)
    assert set(unknowable((state,))) == {"heartbeat", "job:", "standing:", "snapshots"}
    health = found(replace(stale, health_problem=problem))
    assert [one.key for one in health] == ["document:health", "heartbeat"]
    assert unknowable(health) == ("job:",)
    assert unknowable(found(replace(stale, config_problem=problem))) == ()


def test_snapshots_that_stopped_while_the_heart_beats_are_noticed() -> None:
    (one,) = found(a_view(snapshots=(a_snapshot(ago(minutes=46)),)))
    assert (one.kind, one.since) == ("snapshots", ago(minutes=1))
    assert [one.kind for one in found(a_view(snapshots=()))] == ["snapshots"]
    assert found(a_view(snapshots=(a_snapshot(ago(minutes=44)),))) == ()


def test_no_snapshot_is_missed_where_pulses_were_on_hold() -> None:
    old = (a_snapshot(ago(hours=5)),)
    assert found(a_view(snapshots=old, hold=Hold(ago(hours=5)))) == ()
    assert found(a_view(snapshots=old, hold=Hold(ago(hours=5), until=ago(minutes=1)))) != ()
    assert found(a_view(snapshots=old, events=(a_beat("held", 4),))) == ()


def test_a_failing_mirror_is_an_alert_since_the_event_that_said_so() -> None:
    told = Event(ago(hours=3), "warning", "backup", "the mirror failed: x", {"mirror": "/m"})
    whole = Event(ago(hours=4), "info", "backup", "the mirror is whole again", {"mirror": "/m"})
    problems = (Problem("backups.mirror", "the mirror failed: x"),)
    settings = Settings(backups=BackupSettings(mirror="/m"))
    (one,) = found(a_view(problems=problems, events=(whole, told), settings=settings))
    assert (one.kind, one.since) == ("mirror", ago(hours=3))


def test_what_files_say_is_made_plain() -> None:
    (one,) = found(a_view(state_problem=Problem("", "bad \x1b[31mred\x07", "")))
    assert one.message == "the state can't be read: bad red"


def test_a_mute_takes_a_job_a_kind_or_all_and_ends_by_itself() -> None:
    (one,) = found(a_view(health=runs("good", last=ago(hours=2))))
    for what in ("5.1", "stale", "all"):
        assert is_muted(one, (), Quiet((Mute(what),)), NOW)
        assert is_muted(one, (what,), Quiet(), NOW)
    for quiet in (Quiet((Mute("5.1", until=NOW),)), Quiet((Mute("5"), Mute("heartbeat")))):
        assert not is_muted(one, (), quiet, NOW)


def test_an_acknowledgement_holds_for_the_episode_it_was_given_to() -> None:
    (one,) = found(a_view(health=runs("good", last=ago(hours=2))))
    assert is_acknowledged(one, Quiet(acknowledged={one.key: Acknowledgement(NOW)}))
    assert not is_acknowledged(one, Quiet(acknowledged={one.key: Acknowledgement(ago(hours=3))}))
