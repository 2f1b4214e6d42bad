"""Pulses are put on hold, go on again, and either can be taken back."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from moie_tui.domain.errors import PlanOutdated, UsageError
from moie_tui.domain.plan import HOLD
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root

TWO_HOURS = timedelta(hours=2)


def _root(folder: Path, config: str = "") -> Root:
    return Root(folder, a_state(a_phase(1, a_job("1.1", verification_cmd="true"))), config=config).trust()


def test_a_pulse_on_hold_only_stamps_and_says_why_and_until_when(tmp_path: Path) -> None:
    root = _root(tmp_path, "system: {timezone: UTC}\n")
    root.do("hold", span=TWO_HOURS, why="deploy")
    before = root.document
    outcome = root.do("pulse")
    assert outcome.outcome == "held"
    assert outcome.message == "held: pulses are on hold until 2026-11-22 14:00: deploy"
    after = root.document
    assert after["meta"].pop("last_heartbeat") != before["meta"].pop("last_heartbeat")
    assert after == before
    assert root.workspace.view().snapshots == ()


def test_a_hold_with_an_end_is_over_by_itself(tmp_path: Path) -> None:
    root = _root(tmp_path)
    root.do("hold", span=TWO_HOURS)
    root.clock.advance(hours=2)
    assert root.do("pulse").outcome == "verified"
    assert root.do("resume").outcome == "unchanged"


def test_resuming_lets_pulses_go_on_and_says_so(tmp_path: Path) -> None:
    root = _root(tmp_path)
    root.do("hold", why="deploy")
    assert root.do("resume").message == "pulses go on"
    assert root.do("pulse").outcome == "verified"
    events = [event for event in root.workspace.view().events if event.category == "hold"]
    assert [event.level for event in events] == ["warning", "info"]


def test_undo_takes_a_hold_back_and_undoing_the_resume_holds_again(tmp_path: Path) -> None:
    root = _root(tmp_path)
    root.do("hold", why="first")
    first = root.workspace.stores.hold.read()
    root.do("hold", span=TWO_HOURS, why="second")
    root.do("undo")
    assert root.workspace.stores.hold.read() == first
    resume = root.do("resume")
    root.do("undo", operation=resume.operation)
    assert root.workspace.stores.hold.read() == first


def test_the_plan_shows_the_hold_it_replaces_and_the_command_that_does_the_same(tmp_path: Path) -> None:
    root = _root(tmp_path)
    root.do("hold")
    workspace = root.workspace
    plan = workspace.plan(workspace.operation("hold", span=TWO_HOURS, why="a deploy"))
    (effect,) = plan.effects
    assert (effect.before, effect.after) == ("until `moie resume`", "for 2h: a deploy")
    assert plan.same_as == "moie hold --for 2h --why 'a deploy'"


def test_resuming_says_when_the_config_keeps_pulses_off(tmp_path: Path) -> None:
    root = _root(tmp_path, "heartbeat: {enabled: false}\n")
    assert "heartbeat.enabled: false" in root.do("resume").message
    assert "heartbeat.enabled: false" in root.do("pulse").message


def test_a_hold_of_no_time_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        _root(tmp_path).do("hold", span=timedelta())


def test_a_rollback_that_holds_pulses_is_one_act_and_is_taken_back_as_one(tmp_path: Path) -> None:
    root = _root(tmp_path)
    root.do("backup")
    root.do("pulse")
    verified = root.bytes
    workspace = root.workspace
    plan = workspace.plan(workspace.operation("rollback", snapshot="latest", hold=True))
    assert plan.effects[-1].kind == HOLD
    assert plan.same_as.endswith(" --hold")
    outcome = root.do("rollback", snapshot="latest", hold=True)
    assert outcome.message.endswith("; pulses are on hold")
    hold = root.workspace.stores.hold.read()
    assert hold is not None
    assert hold.why.startswith("rolled back to ")
    assert root.do("pulse", scheduled=True).outcome == "held"
    root.do("undo")
    assert root.workspace.stores.hold.read() is None
    assert root.document["phases"] == json.loads(verified)["phases"]


def test_a_rollback_that_comes_too_late_leaves_no_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = _root(tmp_path)
    root.do("backup")
    root.do("pulse")
    monkeypatch.setattr("moie_tui.storage.state_file.StateFile.swap", lambda *_: False)
    with pytest.raises(PlanOutdated):
        root.do("rollback", hold=True)
    assert root.workspace.stores.hold.read() is None
