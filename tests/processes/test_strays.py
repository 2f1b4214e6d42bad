from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from moie_tui.processes.descendants import environment_of, living, process_of
from moie_tui.processes.strays import end_strays, marker, strays_of
from tests.processes.commands import ON_LINUX, wait_for_pid
from tests.waiting import PATIENCE, until

pytestmark = pytest.mark.skipif(not ON_LINUX, reason="needs /proc")
DEAD = f"{os.getpid()}.1"
"""The mark of a process that had our pid before us."""


def _is_a_sleep(pid: int) -> bool:
    return Path(f"/proc/{pid}/comm").read_text() == "sleep\n" and b"PATH" in environment_of(pid)


@pytest.fixture
def sleeping() -> Iterator[object]:
    with ExitStack() as running:

        def start(command: str = "exec sleep 60", **env: str) -> subprocess.Popen[bytes]:
            process = running.enter_context(
                subprocess.Popen(
                    ["/bin/sh", "-c", command], env={**os.environ, **env}, start_new_session=True
                )
            )
            running.callback(process.kill)
            # While a program takes another one's place it has no environment for a moment.
            until(lambda: _is_a_sleep(process.pid) or "exec" not in command)
            return process

        yield start


def test_a_command_is_astray_only_when_it_is_of_this_root_and_all_its_moies_are_dead(
    sleeping, tmp_path: Path
) -> None:
    here, there = str(tmp_path), str(tmp_path / "other")
    astray = sleeping(MOIE_ROOT=here, MOIE_MARK_a=DEAD)
    sleeping(MOIE_ROOT=there, MOIE_MARK_a=DEAD)
    sleeping(MOIE_ROOT=here)
    sleeping(MOIE_ROOT=here, MOIE_MARK_a=DEAD, MOIE_MARK_b=marker())
    sleeping(MOIE_ROOT=here, MOIE_MARK_a="1")
    sleeping(MOIE_MARK_a=DEAD)
    assert {process.pid for process in strays_of(tmp_path)} == {astray.pid}
    of_a_job = sleeping(MOIE_ROOT=here, MOIE_MARK_a=DEAD, MOIE_JOB_ID="5.1")
    assert {process.pid for process in strays_of(tmp_path, "5.1")} == {of_a_job.pid}


def test_what_a_stray_started_ends_with_it_even_when_it_ignores_term(sleeping, tmp_path: Path) -> None:
    command = 'trap "" TERM; env -i setsid sleep 60 & echo $! > child; while :; do sleep 1; done'
    process = sleeping(f"cd '{tmp_path}'; {command}", MOIE_ROOT=str(tmp_path), MOIE_MARK_a=DEAD)
    child = wait_for_pid(tmp_path / "child")
    assert end_strays(tmp_path, grace_seconds=0.1) >= 2
    assert process.wait(PATIENCE) == -9
    assert child not in {one.pid for one in living()}
    assert end_strays(tmp_path) == 0


def test_we_and_those_that_started_us_are_spared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    marked = {b"MOIE_ROOT": os.fsencode(tmp_path), b"MOIE_MARK_a": DEAD.encode()}
    line = {os.getpid(), os.getppid()}
    monkeypatch.setattr("moie_tui.processes.strays.environment_of", lambda pid: marked if pid in line else {})
    assert not line & {process.pid for process in strays_of(tmp_path)}


def test_our_mark_names_this_very_process() -> None:
    ours = process_of(os.getpid())
    assert ours is not None
    assert marker() == f"{ours.pid}.{ours.started}"
