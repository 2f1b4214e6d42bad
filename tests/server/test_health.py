"""What a monitor is told, for roots in every shape."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from moie_tui.domain.judge import judge
from moie_tui.domain.state import parse_state
from moie_tui.domain.view import as_read
from moie_tui.server.health import Health, health, is_sovereign
from tests.builders import a_health, a_job, a_phase, a_state, an_execution
from tests.roots import NOON, Root

BEAT = "2026-11-22T11:55:00+00:00"


def _health(root: Root, *, open_to: bool = False) -> Health:
    view = as_read(root.workspace.view())
    now = root.clock()
    return health(view, judge(view, now), now, now - timedelta(minutes=1), open_to=open_to)


def _root(folder: Path, *phases: dict[str, Any], **meta: Any) -> Root:
    return Root(folder, a_state(*phases, meta={"last_heartbeat": BEAT} | meta))


def _check(found: Health, name: str) -> dict[str, object]:
    return next(one.as_json() for one in found.checks if one.name == name)


def test_a_root_in_time_is_healthy_and_tells_the_contracts_keys(tmp_path: Path) -> None:
    root = _root(tmp_path, boot_time="2026-11-22T10:00:00Z")
    root.do("backup")
    root.clock.now = NOON
    found = _health(root)
    assert (found.code, found.as_json()) == (
        200,
        {
            "status": "active",
            "lastHeartbeat": "2026-11-22T11:55:00.000000+00:00",
            "currentPhase": 1,
            "uptime": 7200.0,
            "healthy": True,
            "checks": [
                {"name": name, "ok": True, "reason": ""}
                for name in ("heartbeat", "document:state", "document:health", "document:config")
            ],
        },
    )


@pytest.mark.parametrize("booted", [None, "soon", "2026-11-23T00:00:00Z"])
def test_without_a_boot_that_can_be_uptime_is_that_of_the_server(tmp_path: Path, booted: str | None) -> None:
    assert _health(_root(tmp_path, boot_time=booted)).uptime == 60


@pytest.mark.parametrize(
    ("phases", "current", "sovereign"),
    [
        ([a_phase(1, a_job("1.1", "pending"))], 1, False),
        ([a_phase(1, a_job("1.1", "completed"), a_job("1.2", "cyclic"))], 1, True),
        ([a_phase(1, a_job("1.1", "completed"), a_job("1.2", "waiting"))], 1, False),
        ([a_phase(1, a_job("1.1", "pending"))], 2, True),
        ([a_phase(1), a_phase(5, a_job("5.1"))], 3, False),
        ([a_phase("a", a_job("1.1", "pending"))], None, True),
    ],
    ids=["pending", "cyclic and completed", "an odd status", "past the last", "in a gap", "no phase left"],
)
def test_sovereign_is_past_the_last_phase_or_in_one_that_runs_for_ever(
    phases: list[dict[str, Any]], current: int | None, sovereign: bool
) -> None:
    assert is_sovereign(parse_state(a_state(*phases, current=current), 2)) is sovereign


def test_a_stale_heartbeat_is_503_and_says_why(tmp_path: Path) -> None:
    root = _root(tmp_path)
    root.clock.advance(minutes=11)
    found = _health(root)
    assert (found.code, found.healthy) == (503, False)
    assert _check(found, "heartbeat")["reason"] == "the heartbeat is stale, late by 1m"


@pytest.mark.parametrize("name", ["sovereign_state_v2.json", "cyclic_job_health.json", "config.yaml"])
def test_a_document_that_cant_be_read_is_503_and_nothing_of_it_is_quoted(tmp_path: Path, name: str) -> None:
    root = _root(tmp_path)
    _health(root)
    (root.folder / name).write_text('{"hunter2": [')
    found, opened = _health(root), _health(root, open_to=True)
    bad = [one for one in found.checks if not one.ok and one.name.startswith("document:")]
    assert (found.code, len(bad)) == (503, 1)
    assert "hunter2" not in str(found.as_json())
    assert name in str(opened.as_json())


def test_a_job_that_fails_is_a_check_and_no_reason_for_503(tmp_path: Path) -> None:
    root = _root(tmp_path, a_phase(1, a_job("1.1", "cyclic")))
    runs = [an_execution(f"2026-11-22T11:5{at}:00Z", "failure", error="hunter2") for at in range(3)]
    (root.folder / "cyclic_job_health.json").write_text(
        str({"1.1": a_health(*runs)}).replace("'", '"').replace("None", "null")
    )
    found = _health(root)
    assert (found.code, found.healthy) == (200, True)
    assert _check(found, "job:1.1")["ok"] is False
    assert "the last 3 runs failed" in str(_check(found, "job:1.1")["reason"])


def test_a_heart_in_the_future_is_not_healthy(tmp_path: Path) -> None:
    found = _health(_root(tmp_path, last_heartbeat=(NOON + timedelta(hours=1)).isoformat()))
    assert (found.code, found.healthy) == (503, False)
