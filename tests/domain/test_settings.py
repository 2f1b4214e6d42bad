"""What a config sets, and what it leaves to the defaults of the contract."""

from __future__ import annotations

from moie_tui.domain.settings import BackupSettings, HeartbeatSettings, JobSettings, Settings, settings_from

REAL = {
    "system": {"name": "MOIE-OS Sovereign Intelligence", "base_path": "/Users/someone/vy-nexus"},
    "reasoning_core": {"model": "llama3:latest"},
    "logging": {"level": "info", "system_journal": "/Users/someone/system_journal.md"},
    "safety": {"enabled": True, "critical_error_threshold": 3},
    "heartbeat": {
        "enabled": True,
        "interval_minutes": 5,
        "state_file": "/Users/someone/sovereign_state.json",
    },
}


def test_an_empty_config_has_the_defaults_of_the_contract() -> None:
    assert settings_from({}) == Settings()
    assert Settings().heartbeat == HeartbeatSettings(True, 10, 15, 60, 6)
    assert Settings().backups == BackupSettings(20, 24, 14, 20, None)
    assert Settings().job("5.1") == JobSettings(None, 5, 3600, None, 0.1, None, False, 3, False)
    assert Settings().trust_changes == "run"


def test_null_sections_and_keys_are_as_if_they_were_not_there() -> None:
    nothing = dict.fromkeys(["heartbeat", "backups", "jobs", "trust", "system", "logging", "ui"])
    assert settings_from(nothing) == Settings()
    assert settings_from({"backups": {"keep": None}, "jobs": {"5.1": None}}).job("5.1") == JobSettings()


def test_a_real_config_is_read_and_its_unknown_keys_are_left_alone() -> None:
    settings = settings_from(REAL)
    assert settings.heartbeat == HeartbeatSettings(interval_minutes=5)
    assert settings.system_journal == "/Users/someone/system_journal.md"


def test_each_section_sets_its_own() -> None:
    settings = settings_from(
        {
            "backups": {"keep": 3, "mirror": "/mnt/x"},
            "jobs": {5.1: {"max_failure_rate": 0.5, "paused": True}},
            "system": {"timezone": "Europe/Berlin"},
            "trust": {"changes": "ask"},
            "ui": {"read_only": True, "keymap": {}},
        }
    )
    assert settings.backups == BackupSettings(keep=3, mirror="/mnt/x")
    assert settings.job("5.1") == JobSettings(max_failure_rate=0.5, paused=True)
    assert (settings.timezone, settings.trust_changes, settings.ui.read_only) == (
        "Europe/Berlin",
        "ask",
        True,
    )
