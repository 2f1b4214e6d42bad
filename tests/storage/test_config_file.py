"""The config: its defaults, its errors with their places, and its cache."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from moie_tui.domain.errors import InvalidDocument
from moie_tui.domain.settings import JobSettings, SafetySettings, Settings, settings_from
from moie_tui.storage import config_file
from moie_tui.storage.config_file import ConfigFile, effective, zone_of
from tests.storage.child import start

LIKE_A_REAL_ONE = """
system: {name: "Sovereign", version: "1.0.0", operator: Me, base_path: /Users/me/elsewhere}
reasoning_core: {model: "llama3:latest", temperature: 0.7}
logging: {level: info, journal_path: /Users/me/daily.md, system_journal: /Users/me/journal.md}
safety: {enabled: true, critical_error_threshold: 3, auto_shutdown: true, save_state_on_shutdown: true}
file_system: {safe_mode: true, allowed_paths: [/Users/me]}
heartbeat: {enabled: true, interval_minutes: 10, state_file: /Users/me/sovereign_state.json}
"""


def lay(root: Path, text: str) -> ConfigFile:
    path = root / "config.yaml"
    path.write_text(text)
    os.utime(path, (1, 1))
    return ConfigFile(root)


def test_without_a_config_everything_has_its_default(tmp_path: Path) -> None:
    config = ConfigFile(tmp_path).read()
    assert (config.raw, config.settings, config.problems, config.zone) == ({}, Settings(), (), None)


def test_a_config_of_another_machine_loads_as_it_is(tmp_path: Path) -> None:
    config = lay(tmp_path, LIKE_A_REAL_ONE).read()
    assert config.raw["file_system"] == {"safe_mode": True, "allowed_paths": ["/Users/me"]}
    assert config.settings == Settings(
        safety=SafetySettings(enabled=True), system_journal="/Users/me/journal.md"
    )
    assert config.problems == ()


def test_sections_and_keys_may_be_null(tmp_path: Path) -> None:
    text = "heartbeat:\nbackups: {keep: null}\njobs: {5.1: null}\ntrust: {changes: null}\nui: {confirm: null}"
    settings = lay(tmp_path, text).read().settings
    assert settings == Settings(jobs={"5.1": JobSettings()})


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("heartbeat:\n  interval_minutes: often\n", "2:21 (heartbeat.interval_minutes): must be a number"),
        ("heartbeat:\n  interval_minutes: 0\n", "2:21 (heartbeat.interval_minutes): must be more than 0"),
        ("backups: {keep: 5.0}", "1:17 (backups.keep): must be a whole number"),
        ("trust: {changes: never}", '1:18 (trust.changes): must be "run" or "ask"'),
        ("jobs:\n  5.1:\n    max_failure_rate: 2", "3:23 (jobs.5.1.max_failure_rate): must be at most 1"),
        ("system:\n  timezone: Mars/Crater", "2:13 (system.timezone): 'Mars/Crater' is no known"),
        ("ui: [dark]", "1:5 (ui): must be an object"),
        ("- a list", "1:1: must be an object"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_line_column_and_key(tmp_path: Path, text: str, line: str) -> None:
    with pytest.raises(InvalidDocument) as error:
        lay(tmp_path, text).read()
    assert error.value.line().startswith(f"config.yaml:{line}")
    assert not list(tmp_path.glob(".moie"))


def test_a_zone_or_window_that_cannot_be_read_is_a_problem_of_its_job_too(tmp_path: Path) -> None:
    text = "jobs: {5.1: {timezone: Nowhere, maintenance: [0 2 * * 0 for 2h, sometimes]}}"
    problems = lay(tmp_path, text).read().problems
    assert [one.where for one in problems] == [
        "config.yaml (jobs.5.1.timezone)",
        "config.yaml (jobs.5.1.maintenance.1)",
    ]


def test_a_schedule_that_cannot_be_read_is_a_problem_of_its_job(tmp_path: Path) -> None:
    text = "jobs: {5.1: {schedule: now and then}, 5.2: {schedule: every 20m}, 5.3: {schedule: 0 4 * * *}}"
    problems = lay(tmp_path, text).read().problems
    assert [one.where for one in problems] == ["config.yaml (jobs.5.1.schedule)"]


def test_the_zone_is_that_of_the_config(tmp_path: Path) -> None:
    config = lay(tmp_path, "system: {timezone: Europe/Berlin}").read()
    assert str(config.zone) == "Europe/Berlin"
    with pytest.raises(InvalidDocument):
        zone_of(Settings(timezone="../../etc/passwd"))


def test_looking_at_a_root_leaves_no_trace(tmp_path: Path) -> None:
    lay(tmp_path, LIKE_A_REAL_ONE).read()
    assert os.listdir(tmp_path) == ["config.yaml"]


def test_the_parsed_config_is_cached_by_content(tmp_path: Path) -> None:
    (tmp_path / ".moie").mkdir()
    first = lay(tmp_path, "jobs: {1.10: {paused: true}}").read()
    (cache,) = (tmp_path / ".moie/cache").iterdir()
    assert json.loads(cache.read_bytes().partition(b"\n")[2]) == first.raw
    code = """
        import sys
        from pathlib import Path
        from moie_tui.storage.config_file import ConfigFile
        assert ConfigFile(Path(sys.argv[1])).read().settings.job("1.10").paused
        print(sorted({"yaml", "jsonschema"} & sys.modules.keys()))
    """
    with start(code, tmp_path) as process:
        assert process.communicate()[0] == "[]\n"
    second = lay(tmp_path, "jobs: {1.10: {paused: false}}").read()
    assert not second.settings.job("1.10").paused
    assert len(list((tmp_path / ".moie/cache").iterdir())) == 1


def test_a_spoilt_or_impossible_cache_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / ".moie").mkdir()
    config = lay(tmp_path, "backups: {keep: 7}")
    config.read()
    (cache,) = (tmp_path / ".moie/cache").iterdir()
    cache.write_bytes(b'{"backups"')
    assert config.read().settings.backups.keep == 7
    cache.unlink()
    cache.parent.rmdir()
    cache.parent.write_text("a file where the folder belongs")
    assert config.read().settings.backups.keep == 7


def test_half_of_a_config_is_not_read_as_a_whole_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config, parts = lay(tmp_path, ""), ["heartbeat:", " {enabled:", " false}"]

    def write_on(seconds: float) -> None:
        with config.path.open("a") as file:
            file.write(parts.pop(0))

    def now() -> float:
        return config.path.stat().st_mtime + (0.01 if parts else 1)

    clock = SimpleNamespace(sleep=write_on, time=now, monotonic=lambda: 0.0)
    monkeypatch.setattr(config_file, "time", clock)
    assert not config.read().settings.heartbeat.enabled
    assert parts == []


def test_a_config_at_rest_is_read_without_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = lay(tmp_path, "backups: {keep: 7}")
    os.utime(config.path, (0, 0))
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    config.read()
    assert waits == []


def test_the_effective_config_has_every_default_and_they_are_those_in_force() -> None:
    bare = effective({})
    assert settings_from(bare) == Settings()
    assert bare["heartbeat"] == {
        "enabled": True,
        "interval_minutes": 10,
        "max_age_minutes": 15,
        "verification_timeout_seconds": 60,
        "stuck_after": 6,
    }
    assert bare["server"] == {
        "host": "127.0.0.1",
        "port": 8420,
        "token_env": "MOIE_TOKEN",
        "allow_actions": False,
    }
    assert bare["events"] == {"keep_days": 90, "max_mb": 500}
    assert bare["ui"]["confirm"] == {"pulse": "sheet", "backup": "sheet"}
    assert bare["alerts"]["urls"] == []


def test_the_effective_config_keeps_what_is_set_and_unknown() -> None:
    shown = effective({"backups": {"keep": 3, "mine": 1}, "jobs": {"5.1": {"paused": True}}, "own": [1]})
    assert (shown["backups"]["keep"], shown["backups"]["hourly"], shown["backups"]["mine"]) == (3, 24, 1)
    assert (shown["jobs"]["5.1"]["paused"], shown["jobs"]["5.1"]["timeout_seconds"]) == (True, 3600)
    assert shown["own"] == [1]


def test_keys_and_colours_that_can_not_be_are_problems_and_stop_nothing(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(
        "ui:\n  keymap: {pulse: p, zoom: Z}\n  mark: {name: PROD, colour: blood}\n"
    )
    config = ConfigFile(tmp_path).read()
    assert [problem.where for problem in config.problems] == [
        "config.yaml (ui.keymap.pulse)", "config.yaml (ui.mark.colour)"
    ]  # fmt: skip
    assert config.settings.ui.mark.name == "PROD"
