"""What a job's own code is told of its health."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from moie_tui import check_health
from moie_tui.domain.errors import UsageError
from moie_tui.domain.run import Run
from moie_tui.storage.runs import Runs
from tests.builders import a_health, a_job, a_phase, a_state, an_execution
from tests.roots import Root


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Root:
    found = Root(tmp_path, a_state(a_phase(1, a_job("5.1", "cyclic"), a_job("5.2", "cyclic", paused=True))))
    monkeypatch.setenv("MOIE_ROOT", str(found.folder))
    return found


def ago(**span: float) -> str:
    return (datetime.now(UTC) - timedelta(**span)).isoformat(timespec="seconds")


def with_runs(root: Root, *runs: dict[str, Any]) -> None:
    (root.folder / "cyclic_job_health.json").write_text(json.dumps({"5.1": a_health(*runs)}))


def test_health_is_told_by_the_words_of_the_contract(root: Root) -> None:
    assert check_health("5.1") == {"status": "unknown", "message": "no recorded run"}
    assert check_health("5.2") == {"status": "paused", "message": "paused"}
    assert check_health("9.9") == {"status": "unknown", "message": "there is no job 9.9"}
    with_runs(root, an_execution(ago(minutes=20)))
    assert check_health("5.1") == {"status": "healthy", "message": "the last run succeeded"}
    with_runs(root, an_execution(ago(minutes=45)))
    found = check_health("5.1")
    assert found["status"] == "stale"
    assert found["message"].startswith("no run within 30m, late by 15m")
    with_runs(root, *[an_execution(ago(minutes=9 - n), "failure") for n in range(3)])
    assert check_health("5.1") == {"status": "unhealthy", "message": "the last 3 runs failed"}


def test_health_is_asked_by_an_age_of_ones_own(root: Root) -> None:
    with_runs(root, an_execution(ago(minutes=20)))
    assert check_health("5.1", max_age_minutes=10)["status"] == "stale"
    assert check_health("5.1", 25)["status"] == "healthy"
    assert check_health("5.1", None)["status"] == "healthy"
    (root.folder / "config.yaml").write_text("jobs: {'5.1': {schedule: every 5m}}")
    assert check_health("5.1", None)["status"] == "stale"
    assert check_health("5.1", 25)["status"] == "healthy"
    for wrong in (-1, float("nan")):
        with pytest.raises(UsageError, match="max_age_minutes"):
            check_health("5.1", wrong)


def test_a_job_whose_run_is_alive_is_running(root: Root, monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run("20261122T185612Z-3f9a", "5.1", "true", datetime.now(UTC))
    monkeypatch.setattr(Runs, "running", lambda _: (run,))
    assert check_health("5.1")["status"] == "running"


def test_with_an_unreadable_document_health_is_unknown_and_says_which(root: Root) -> None:
    (root.folder / "cyclic_job_health.json").write_bytes(b"{")
    found = check_health("5.1")
    assert found["status"] == "unknown"
    assert found["message"].startswith("cyclic_job_health.json:1:")


def test_no_root_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no MOIE root here"):
        check_health("5.1", root=tmp_path)
