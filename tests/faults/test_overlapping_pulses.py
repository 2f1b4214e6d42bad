"""Of pulses that overlap one runs; the others leave at once and name it."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.builders import a_job, a_phase, a_state
from tests.faults.conftest import Figure
from tests.faults.moie_process import ON_LINUX, command, environment, started
from tests.faults.scale import times
from tests.roots import Root
from tests.waiting import PATIENCE, until

pytestmark = pytest.mark.faults

PULSES = 20
AT_ONCE = times(30, 1)
"""Seconds; a short run shares its machine, and what is not at once waits for the one that runs for ever."""
ENDED = os.WEXITED | os.WNOHANG | os.WNOWAIT


def seconds_of(calls: list[list[str]], env: dict[str, str]) -> list[tuple[float, int, str]]:
    """All at once: seconds from each start to its end, its exit code and what it said.

    The time in which a process was ready but the machine gave it no processor is left out (on Linux)."""
    begun = []
    for words in calls:
        begun.append((subprocess.Popen(words, env=env, stdout=subprocess.PIPE, text=True), time.monotonic()))
    took: dict[int, float] = {}
    while len(took) < len(begun):
        for process, since in begun:
            if process.pid not in took and os.waitid(os.P_PID, process.pid, ENDED) is not None:
                took[process.pid] = time.monotonic() - since - _seconds_without_processor(process.pid)
        time.sleep(0.002)
    return [(took[one.pid], one.wait(), one.communicate()[0]) for one, _ in begun]


def _seconds_without_processor(pid: int) -> float:
    """What the scheduler says of a process, a zombie too."""
    if not ON_LINUX:
        return 0.0
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9


def test_of_twenty_pulses_at_once_one_runs_and_the_others_are_busy(tmp_path: Path, figure: Figure) -> None:
    slowest = 0.0
    for turn in range(times(1, 10)):
        (folder := tmp_path / str(turn)).mkdir()
        waits = "touch ran.$$; while ! test -e enough; do sleep 0.02; done"
        root = Root(folder, a_state(a_phase(1, a_job("1.1", verification_cmd=waits)))).trust()
        env = environment(root)
        bare = [sys.executable, "-m", "moie_tui", "--version"]
        bare_start = statistics.median(took for took, _, _ in seconds_of([bare] * PULSES, env))
        with started(root, "pulse", "--json") as runs:
            until(lambda folder=root.folder: list(folder.glob("ran.*")))
            others = seconds_of([command(root, "pulse", "--json")] * (PULSES - 1), env)
            (root.folder / "enough").touch()
            said, _ = runs.communicate(timeout=PATIENCE)
        assert (runs.returncode, json.loads(said)["outcome"]) == (0, "verified")
        assert {code for _, code, _ in others} == {4}
        assert {json.loads(one)["outcome"] for _, _, one in others} == {"busy"}
        assert all(f"pid {runs.pid}" in one for _, _, one in others)
        assert len(list(root.folder.glob("ran.*"))) == 1
        assert len(list((root.folder / "backups").glob("*.json"))) == 1
        slowest = max(slowest, max(took for took, _, _ in others) - bare_start)
        assert slowest < AT_ONCE
    figure("overlapping pulses", ran=times(1, 10), busy=(PULSES - 1) * times(1, 10), slowest_s=slowest)


def test_twenty_pulses_that_race_for_the_lock_take_one_step_each_or_none(
    tmp_path: Path, figure: Figure
) -> None:
    jobs = [a_job(f"1.{number}", verification_cmd=f"echo x >> ran.{number}") for number in range(1, 30)]
    for turn in range(times(1, 10)):
        (folder := tmp_path / str(turn)).mkdir()
        root = Root(folder, a_state(a_phase(1, *jobs))).trust()
        ended = seconds_of([command(root, "pulse", "--json")] * PULSES, environment(root))
        outcomes = [json.loads(said)["outcome"] for _, _, said in ended]
        assert set(outcomes) <= {"verified", "busy", "outdated"}
        done = [job["id"] for job in root.document["phases"][0]["jobs"] if job["status"] == "completed"]
        assert done == [f"1.{number}" for number in range(1, 1 + outcomes.count("verified"))]
        assert all(path.read_text() == "x\n" for path in root.folder.glob("ran.*"))
        assert len(list(root.folder.glob("ran.*"))) == len(done) >= 1
    figure("overlapping pulses", raced=PULSES * times(1, 10), steps_taken_twice=0)
