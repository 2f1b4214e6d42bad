"""The documents of a new root and of the demo, whose jobs are real."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import yaml

from moie_tui.domain.pulse import next_step
from moie_tui.domain.sample import demo_config, demo_document, new_root_config, new_root_document
from moie_tui.domain.schedule import parse_schedule
from moie_tui.domain.settings import BackupSettings, HeartbeatSettings, settings_from
from moie_tui.domain.state import CYCLIC, PENDING, Job, State, parse_state
from tests.builders import a_state

NOW = "2026-11-22T16:00:00"


def demo() -> State:
    return parse_state(demo_document(NOW), 2)


def job(key: str) -> Job:
    found = demo().job(key)
    assert found is not None
    return found


def run(command: str | None, root: Path) -> int:
    assert command
    return subprocess.run(["/bin/sh", "-c", command], cwd=root, capture_output=True, check=False).returncode


def test_a_new_root_begins_with_a_job_that_its_config_proves(tmp_path: Path) -> None:
    state = parse_state(new_root_document("Project", "Operator", NOW), 2)
    assert (state.project, state.operator, state.boot_time, state.last_heartbeat) == (
        "Project",
        "Operator",
        NOW,
        None,
    )
    step = next_step(state)
    assert step.kind == "verify"
    assert run(step.command, tmp_path) == 1
    (tmp_path / "config.yaml").write_text(new_root_config())
    assert run(step.command, tmp_path) == 0


def test_two_new_roots_share_nothing() -> None:
    first = new_root_document("a", "b", NOW)
    first["phases"][0]["jobs"][0]["status"] = "completed"
    assert new_root_document("a", "b", NOW)["phases"][0]["jobs"][0]["status"] == "pending"


def test_the_config_of_a_new_root_says_the_defaults() -> None:
    settings = settings_from(yaml.safe_load(new_root_config()))
    assert settings.heartbeat == HeartbeatSettings()
    assert settings.backups == BackupSettings()


def test_the_demo_has_phases_with_a_gap_and_begins_with_the_first() -> None:
    state = demo()
    assert [phase.id for phase in state.phases] == [1, 2, 5]
    assert (state.current_phase, state.last_heartbeat) == (1, None)
    assert {one.status for one in state.phases[2].jobs} == {CYCLIC, PENDING}
    assert {one.status for phase in state.phases[:2] for one in phase.jobs} == {PENDING}


def test_the_demos_cyclic_jobs_have_a_command_and_a_schedule() -> None:
    for one in (job for job in demo().phases[2].jobs if job.status == CYCLIC):
        assert one.command
        assert one.schedule
        assert parse_schedule(one.schedule, None)


def test_the_demos_heart_beats_four_times_a_minute() -> None:
    settings = settings_from(yaml.safe_load(demo_config()))
    assert settings.heartbeat.interval_minutes == 0.25
    assert settings.heartbeat.max_age_minutes > settings.heartbeat.interval_minutes
    assert settings.job("5.3").max_failure_rate > settings.job("5.1").max_failure_rate


def test_no_job_is_proven_before_its_time_and_each_comes_true(tmp_path: Path) -> None:
    proofs = {one.key: one.verification_cmd for _, one in demo().jobs() if one.status == PENDING}
    assert {
        key: run(command, tmp_path) for key, command in proofs.items() if run(command, tmp_path) == 0
    } == {}
    (tmp_path / "logs").mkdir()
    (tmp_path / "backups").mkdir()
    for at in range(20):
        (tmp_path / f"backups/sovereign_state_v2_20261122_1500{at:02}Z.json").touch()
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/tally.txt").write_text("20\n")
    (tmp_path / "logs/events-2026-11-22.jsonl").write_text("{}\n" * 8)
    (tmp_path / "sovereign_state_v2.json").write_text(json.dumps(a_state(), indent=2))
    assert {key: run(command, tmp_path) for key, command in proofs.items()} == dict.fromkeys(proofs, 0)


def test_the_demos_watchers_really_measure(tmp_path: Path) -> None:
    assert run(job("5.1").command, tmp_path) == 0
    assert (tmp_path / "notes/load.txt").read_text().strip()
    assert run(job("5.2").command, tmp_path) == 0
    assert int((tmp_path / "notes/files.txt").read_text()) >= 1


def test_the_demos_feed_fails_now_and_then(tmp_path: Path) -> None:
    results = [run(job("5.3").command, tmp_path) for _ in range(60)]
    assert set(results) == {0, 1}
