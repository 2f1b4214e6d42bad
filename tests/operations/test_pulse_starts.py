"""A pulse starts what is due as processes of their own, and waits for none of them."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from moie_tui.domain.errors import OperationFailed, Untrusted
from tests.builders import a_health, a_job, a_phase, a_state, an_execution
from tests.roots import NOON, Root
from tests.waiting import came


@pytest.fixture
def ended() -> Iterator[list[Root]]:
    """Roots whose runs are ended when the test is over."""
    roots: list[Root] = []
    yield roots
    for root in roots:
        for run in root.workspace.stores.runs.running():
            os.kill(run.pid, signal.SIGTERM)
        assert came(lambda root=root: not root.workspace.stores.runs.running())


def _cyclic(folder: Path, *jobs: dict[str, Any], config: str = "") -> Root:
    return Root(folder, a_state(a_phase(5, *jobs), current=5), config=config)


def _endless(key: str = "5.1", **more: Any) -> dict[str, Any]:
    return a_job(key, "cyclic", **({"command": "true", "schedule": "every 20m"} | more))


def _working(folder: Path, config: str = "", **more: Any) -> Root:
    job = a_job("2.1", **({"verification_cmd": "test -e made", "command": "touch made"} | more))
    return Root(folder, a_state(a_phase(1, job)), config=config).trust()


def test_a_run_that_takes_long_delays_no_beat_and_outlives_the_pulse(
    tmp_path: Path, ended: list[Root]
) -> None:
    root = _cyclic(tmp_path, _endless(command="echo begun; sleep 40")).trust()
    ended.append(root)
    before = time.monotonic()
    outcome = root.do("pulse")
    assert time.monotonic() - before < 30
    assert (outcome.outcome, outcome.detail["started"]) == ("cyclic", ["5.1"])
    assert outcome.message == "cyclic: phase 5 runs for ever; started 5.1"
    assert came(lambda: root.workspace.stores.runs.running())
    (run,) = root.workspace.view().runs
    assert (run.job, run.scheduled, run.pid != os.getpid()) == ("5.1", True, True)
    root.clock.now = datetime.now(UTC)
    root.clock.advance(hours=1)
    assert root.do("pulse").detail["started"] == [], "it is running still"


def test_a_started_run_is_recorded_by_itself(tmp_path: Path) -> None:
    root = _cyclic(tmp_path, _endless(command="echo done")).trust()
    root.do("pulse")
    assert came(lambda: "5.1" in root.workspace.stores.health.read(None))
    (execution,) = root.workspace.stores.health.read(None)["5.1"].executions
    assert execution.good
    assert came(lambda: not root.workspace.stores.runs.running())


def test_only_what_is_due_is_started_and_only_once(tmp_path: Path, begun: list[str]) -> None:
    root = _cyclic(
        tmp_path,
        _endless("5.1"),
        _endless("5.2", schedule="0 13 * * *"),
        _endless("5.3", paused=True),
        _endless("5.4", command=None),
        _endless("5.5", schedule=None),
        _endless("5.6", schedule="whenever"),
        config="system: {timezone: UTC}\n",
    ).trust()
    assert root.do("pulse").detail["started"] == ["5.1"]
    assert root.do("pulse").detail["started"] == []
    root.clock.advance(minutes=20)
    assert root.do("pulse").detail["started"] == ["5.1"]
    root.clock.now = NOON.replace(hour=13)
    assert root.do("pulse").detail["started"] == ["5.1", "5.2"]
    assert begun == ["5.1", "5.1", "5.1", "5.2"]


def test_the_history_says_when_it_is_due(tmp_path: Path, begun: list[str]) -> None:
    root = _cyclic(tmp_path, _endless()).trust()
    health = a_health(an_execution("2026-11-22T11:55:00Z"))
    root.workspace.stores.health.path.write_text(f'{{"5.1": {json.dumps(health)}}}')
    assert root.do("pulse").detail["started"] == []
    root.clock.advance(minutes=15)
    assert root.do("pulse").detail["started"] == ["5.1"]


def test_the_plan_shows_what_would_be_started_and_its_command(tmp_path: Path) -> None:
    workspace = _cyclic(tmp_path, _endless(command="./fetch")).workspace
    plan = workspace.plan(workspace.operation("pulse"))
    assert [one.command for one in plan.commands] == ["./fetch"]
    assert ("run", "job 5.1", "./fetch") in [(one.kind, one.target, one.after) for one in plan.effects]


def test_an_untrusted_root_starts_nothing_and_nothing_is_written(tmp_path: Path, begun: list[str]) -> None:
    root = _cyclic(tmp_path, _endless())
    before = root.bytes
    with pytest.raises(Untrusted):
        root.do("pulse")
    assert (root.bytes, begun) == (before, [])
    assert not (root.folder / "backups").exists()


def test_a_changed_command_waits_for_approval_where_changes_must_be_approved(
    tmp_path: Path, begun: list[str]
) -> None:
    config = "trust: {changes: ask}\njobs: {'5.1': {command: 'true', schedule: every 20m}}\n"
    root = _cyclic(tmp_path, a_job("5.1", "cyclic"), config=config).trust()
    assert root.do("pulse").detail["started"] == ["5.1"]
    (root.folder / "config.yaml").write_text(config.replace("'true'", "'false'"))
    root.clock.advance(hours=1)
    with pytest.raises(Untrusted):
        root.do("pulse")


def test_what_becomes_due_after_the_plan_was_made_is_left_to_the_next_pulse(
    tmp_path: Path, begun: list[str]
) -> None:
    config = "system: {timezone: UTC}\n"
    root = _cyclic(tmp_path, _endless("5.1"), _endless("5.2", schedule="1 12 * * *"), config=config).trust()
    root.do("pulse")
    workspace = root.workspace
    operation = workspace.operation("pulse")
    plan = workspace.plan(operation)
    root.clock.advance(minutes=5)
    assert workspace.run(operation, plan).detail["started"] == []
    assert root.do("pulse").detail["started"] == ["5.2"]


def test_in_a_maintenance_window_nothing_is_started(tmp_path: Path, begun: list[str]) -> None:
    config = "system: {timezone: UTC}\njobs: {'5.1': {maintenance: ['30 11 * * * for 1h']}}\n"
    root = _cyclic(tmp_path, _endless(), config=config).trust()
    assert root.do("pulse").detail["started"] == []
    root.clock.advance(minutes=30)
    assert root.do("pulse").detail["started"] == ["5.1"]


def test_an_unreadable_health_document_starts_nothing_and_stops_no_beat(
    tmp_path: Path, begun: list[str]
) -> None:
    root = _cyclic(tmp_path, _endless()).trust()
    root.workspace.stores.health.path.write_text("{")
    workspace = root.workspace
    plan = workspace.plan(workspace.operation("pulse"))
    assert any("no job is started" in warning for warning in plan.warnings)
    assert root.do("pulse").outcome == "cyclic"
    assert begun == []


def test_that_a_process_cannot_be_started_stops_no_beat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> str:
        raise OperationFailed("no process left")

    monkeypatch.setattr("moie_tui.operations.starting.start_run", fail)
    root = _cyclic(tmp_path, _endless()).trust()
    assert root.do("pulse").detail["started"] == []
    assert [event.message for event in root.workspace.view().events if event.level == "error"] == [
        "no process left"
    ]


def test_a_job_that_does_its_own_work_is_started_and_proven_by_a_later_pulse(tmp_path: Path) -> None:
    root = _working(tmp_path)
    first = root.do("pulse")
    assert (first.outcome, first.exit_code, first.detail["started"]) == ("started", 0, ["2.1"])
    assert first.message == "started: job 2.1 Task 2.1, attempt 1 of 3 (exit 1)"
    assert came(lambda: _has_ended(root))
    assert (root.folder / "made").exists()
    assert root.do("pulse").outcome == "verified"
    assert root.workspace.stores.attempts.of("2.1") is None


def _has_ended(root: Root) -> bool:
    """Whether a run of the job is written down and nobody is at work on it any more."""
    runs = root.workspace.stores.runs
    return bool(runs.of_job("2.1")) and runs.job_lock("2.1").holder() is None


def test_a_run_that_ends_between_plan_and_beat_is_proven_by_the_next_pulse(tmp_path: Path) -> None:
    root = _working(tmp_path)
    (root.folder / "made").write_text("")
    operation = root.workspace.operation("pulse")
    with root.workspace.stores.runs.job_lock("2.1").hold():
        plan = root.workspace.plan(operation)
    assert root.workspace.run(operation, plan).outcome == "running"
    assert root.do("pulse").outcome == "verified"


def test_while_its_run_lives_it_is_not_verified(tmp_path: Path, ended: list[Root]) -> None:
    root = _working(tmp_path, command="touch made; sleep 40")
    ended.append(root)
    root.do("pulse")
    assert came(lambda: (root.folder / "made").exists())
    outcome = root.do("pulse")
    assert (outcome.outcome, outcome.message) == ("running", "running: job 2.1 Task 2.1 is at work")


def test_attempts_come_at_doubling_distances_until_they_are_used_up(tmp_path: Path, begun: list[str]) -> None:
    root = _working(tmp_path, command="false")
    outcomes = []
    for _ in range(8):
        outcome = root.do("pulse")
        outcomes.append((outcome.outcome, outcome.exit_code))
        root.clock.now = root.clock.now.replace(second=0)
        root.clock.advance(minutes=10)
    assert outcomes == [
        ("started", 0), ("started", 0), ("waiting", 0), ("started", 0),
        ("blocked", 1), ("blocked", 1), ("blocked", 1), ("blocked", 1),
    ]  # fmt: skip
    assert begun == ["2.1"] * 3
    assert "3 attempts failed" in outcome.message
    assert root.workspace.view().events[-1].metadata["attempts"] == 3


def test_waiting_says_when_the_next_attempt_comes(tmp_path: Path, begun: list[str]) -> None:
    root = _working(tmp_path, command="false")
    root.do("pulse")
    outcome = root.do("pulse")
    assert outcome.message == "waiting: job 2.1 Task 2.1, attempt 2 of 3 comes in 9m 59s (exit 1)"


@pytest.mark.parametrize("how", ["operator", "command"])
def test_attempts_are_counted_anew(tmp_path: Path, begun: list[str], how: str) -> None:
    root = _working(tmp_path, command="false", max_attempts=1)
    assert [root.do("pulse").outcome for _ in range(2)] == ["started", "blocked"]
    if how == "operator":
        root.do("job", job="2.1", change="pending")
    else:
        document = root.document
        document["phases"][0]["jobs"][0]["command"] = "false again"
        root.write(document)
    assert root.do("pulse").outcome == "started"


def test_blocked_pulse_after_pulse_becomes_a_problem(tmp_path: Path, begun: list[str]) -> None:
    root = _working(tmp_path, "heartbeat: {stuck_after: 2}\n", command="false", max_attempts=1)
    for _ in range(3):
        root.do("pulse")
    assert [problem.where for problem in root.workspace.view().problems] == ["job 2.1"]


def test_without_a_verification_a_command_that_succeeded_waits_for_a_hand(tmp_path: Path) -> None:
    root = _working(tmp_path, verification_cmd=None)
    root.clock.now = datetime.now(UTC)
    assert root.do("pulse").outcome == "started"
    assert came(lambda: _has_ended(root))
    root.clock.advance(hours=1)
    outcome = root.do("pulse")
    assert outcome.outcome == "action-required"
    assert "its command succeeded, but it has no verification command" in outcome.message


def test_all_goes_on_and_tells_of_every_start(tmp_path: Path, begun: list[str]) -> None:
    phases = [
        a_phase(1, a_job("1.1"), _endless("1.2", command="./one")),
        a_phase(5, a_job("5.1"), _endless("5.2", command="./two"), status="pending"),
    ]
    root = Root(tmp_path, a_state(*phases)).trust()
    outcome = root.do("pulse", repeat=True)
    assert outcome.outcome == "cyclic"
    assert outcome.detail["started"] == ["1.2"]
    assert begun == ["1.2"]
