from __future__ import annotations

import json
import os
import pwd
from pathlib import Path

import pytest

from moie_tui.cli.main import main


def test_a_new_root_is_valid_trusted_and_beats(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "deep" / "new"
    assert main(["init", str(folder), "--project", "Garden", "--operator", "Ada"]) == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        ".moie",
        "backups",
        "config.yaml",
        "logs",
        "sovereign_state_v2.json",
    ]
    assert (
        main(["--root", str(folder), "validate"]) == main(["--root", str(folder), "config", "validate"]) == 0
    )
    capsys.readouterr()
    assert main(["--root", str(folder), "pulse"]) == 0
    assert "verified" in capsys.readouterr().out
    assert main(["--root", str(folder), "status"]) == 0
    assert "Garden · Ada · schema v2" in capsys.readouterr().out


def test_a_folder_with_a_state_is_refused_and_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state = tmp_path / "sovereign_state.json"
    state.write_text("{}")
    assert main(["init", str(tmp_path)]) == 6
    assert "has a state already" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == [state.name]


def test_a_config_that_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("heartbeat: {interval_minutes: 3}\n")
    assert main(["init", str(tmp_path)]) == 0
    assert (tmp_path / "config.yaml").read_text() == "heartbeat: {interval_minutes: 3}\n"


def test_a_dry_run_makes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "new"
    assert main(["init", str(folder), "--dry-run"]) == 0
    assert "sovereign_state_v2.json" in capsys.readouterr().out
    assert not folder.exists()
    assert main(["--read-only", "init", str(folder)]) == 6
    assert not folder.exists()


def test_a_mirror_is_opened_like_an_archive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (disk := tmp_path / "disk").mkdir()
    old, new = tmp_path / "old", tmp_path / "new"
    assert main(["init", str(old)]) == 0
    (old / "config.yaml").write_text(f"backups: {{mirror: {disk}}}\n")
    assert main(["--root", str(old), "backup"]) == 0
    assert main(["init", str(new), "--from", str(disk)]) == 0
    assert "1 snapshots, the state of " in capsys.readouterr().out
    state = "sovereign_state_v2.json"
    assert (new / state).read_bytes() == (old / state).read_bytes()


def test_without_a_name_in_the_environment_the_operator_is_who_the_system_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("USER", "LOGNAME"):
        monkeypatch.delenv(name, raising=False)
    assert main(["init", str(tmp_path / "new")]) == 0
    state = json.loads((tmp_path / "new" / "sovereign_state_v2.json").read_bytes())
    assert state["meta"]["operator"] == pwd.getpwuid(os.geteuid()).pw_name
