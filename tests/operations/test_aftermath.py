"""A heartbeat that was killed is told of, and nothing it started runs beside the next one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import a_job, a_phase, a_state
from tests.processes.commands import ON_LINUX, is_gone, wait_for_pid
from tests.roots import Root


def warnings(root: Root) -> list[dict[str, object]]:
    files = (root.folder / "logs").glob("events-*.jsonl")
    lines = [line for file in files for line in file.read_text().splitlines()]
    return [event for event in map(json.loads, lines) if "died before it ended" in event["message"]]


@pytest.mark.skipif(not ON_LINUX, reason="strays are found in /proc")
def test_the_next_pulse_ends_what_a_killed_one_left_before_it_starts_its_own(tmp_path: Path) -> None:
    command = "test -e again && exit 0; (setsid sleep 60 & echo $! > child; wait) & wait"
    root = Root(tmp_path, a_state(a_phase(1, a_job("1.1", verification_cmd=command)))).trust()
    words = ["--root", str(root.folder), "pulse"]
    environment = {"MOIE_HOME": str(root.home)}
    killed = subprocess.Popen(
        [sys.executable, "-m", "moie_tui", *words], env=environment, cwd=Path(__file__).parents[2]
    )
    child = wait_for_pid(root.folder / "child")
    killed.kill()
    killed.wait()
    assert not is_gone(child)
    (root.folder / "again").touch()
    assert root.do("pulse").outcome == "verified"
    assert is_gone(child)
    (event,) = warnings(root)
    assert event["level"] == "warning"
    assert str(event["message"]).startswith(f"the heartbeat of pid {killed.pid} (since 20")
    root.do("pulse")
    assert len(warnings(root)) == 1


def test_an_act_that_died_with_the_lock_is_told_of_by_its_own_name(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(a_phase(1, a_job("1.1", verification_cmd="true")))).trust()
    (root.folder / ".moie").mkdir()
    (root.folder / ".moie" / "pulse.lock").write_text(
        '{"what": "rollback tests", "pid": 7, "since": "then"}\n'
    )
    root.do("pulse")
    (event,) = warnings(root)
    assert event["message"] == "rollback tests of pid 7 (since then) died before it ended"
