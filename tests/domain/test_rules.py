"""What one job is measured against."""

from __future__ import annotations

from datetime import UTC

from moie_tui.domain.executions import SUCCESS, Execution
from moie_tui.domain.rules import command_behind, command_of, flaws, rules_for, rules_of, windows_of
from moie_tui.domain.settings import HeartbeatSettings, JobSettings, Settings
from moie_tui.domain.state import Job


def test_flaws_are_told_by_their_place() -> None:
    settings = JobSettings(
        schedule="often", timezone="Nowhere/Land", maintenance=("0 2 * * 0 for 2h", "some time")
    )
    assert [key for key, _ in flaws(settings)] == ["timezone", "schedule", "maintenance.1"]
    assert list(flaws(JobSettings(schedule="every 20m", timezone="Asia/Tokyo"))) == []


def test_one_window_nobody_can_read_leaves_the_others() -> None:
    assert len(windows_of(JobSettings(maintenance=("0 2 * * 0 for 2h", "some time")), UTC)) == 1


def test_the_states_command_goes_before_the_configs_and_space_is_none() -> None:
    settings = JobSettings(command="./config")
    assert command_of(Job("1", "t", "cyclic"), settings) == "./config"
    assert command_of(Job("1", "t", "cyclic", command="./state"), settings) == "./state"
    assert command_of(Job("1", "t", "cyclic", command=" "), settings) == ""


def test_a_job_that_is_only_in_the_health_document_has_the_configs_rules() -> None:
    rules = rules_for(None, JobSettings(schedule="every 20m", paused=True), UTC)
    assert rules.schedule is not None
    assert rules.paused


def test_only_a_cyclic_job_that_pulses_start_may_wait_for_one_beside_its_grace() -> None:
    by_config = Settings(
        heartbeat=HeartbeatSettings(interval_minutes=10),
        jobs={"1": JobSettings(schedule="every 20m", command="./go", grace_minutes=5)},
    )
    patience = {
        "by the config": rules_of("1", Job("1", "t", "cyclic"), by_config, UTC).patience,
        "by the state": rules_of(
            "2", Job("2", "t", "cyclic", command="./go", schedule="every 20m"), by_config, UTC
        ).patience,
        "recorded by others": rules_of(
            "2", Job("2", "t", "cyclic", schedule="every 20m"), by_config, UTC
        ).patience,
        "known by its history only": rules_of("1", None, by_config, UTC).patience,
        "pending": rules_of("1", Job("1", "t", "pending"), by_config, UTC).patience,
    }
    assert {name: span.total_seconds() / 60 for name, span in patience.items()} == {
        "by the config": 15,
        "by the state": 15,
        "recorded by others": 5,
        "known by its history only": 5,
        "pending": 5,
    }


def test_behind_a_proof_is_the_verification_and_behind_a_run_the_command() -> None:
    job, settings = Job("1", "t", "pending", verification_cmd="test -e x"), JobSettings(command="./config")
    run, proof = Execution(None, SUCCESS, 1), Execution(None, SUCCESS, 1, proof=True)
    assert command_behind(job, settings, run) == "./config"
    assert command_behind(job, settings, proof) == "test -e x"
    assert command_behind(Job("1", "t", "pending"), settings, proof) == ""
    assert command_behind(None, settings, run) == ""
