"""What one job is measured against."""

from __future__ import annotations

from datetime import UTC

from moie_tui.domain.rules import command_of, flaws, rules_for, windows_of
from moie_tui.domain.settings import JobSettings
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
