"""Processes that call `log_execution` at once on one root: every call that returned is there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import a_job, a_phase, a_state
from tests.house.checkout import ROOT
from tests.roots import Root

RECORDER = """
import sys
from moie_tui import log_execution
root, writer, calls = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
for number in range(calls):
    log_execution("5.1", "success" if number % 5 else "failure", writer * 1000 + number, root=root)
"""


@pytest.mark.parametrize(
    ("writers", "calls"),
    [
        pytest.param(4, 40, id="a few", marks=pytest.mark.long),
        pytest.param(16, 500, id="8,000", marks=pytest.mark.slow),
    ],
)
def test_not_one_execution_is_lost(tmp_path: Path, writers: int, calls: int) -> None:
    root = Root(tmp_path, a_state(a_phase(1, a_job("5.1", "cyclic"))))
    running = [
        subprocess.Popen(
            [sys.executable, "-c", RECORDER, root.folder, str(writer), str(calls)],
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
        )
        for writer in range(writers)
    ]
    assert [(one.communicate()[1], one.returncode) for one in running] == [("", 0)] * writers
    job = json.loads((root.folder / "cyclic_job_health.json").read_bytes())["5.1"]
    assert job["total_runs"] == writers * calls
    assert job["total_failures"] == writers * len(range(0, calls, 5))
    kept = [divmod(run["duration_ms"], 1000) for run in job["executions"]]
    assert len(kept) == len(set(kept)) == 100
    for writer in range(writers):
        mine = [number for who, number in kept if who == writer]
        assert mine == list(range(calls - len(mine), calls)), (
            "the window holds its newest ones, in their order"
        )
    assert len(root.workspace.operations()) <= 250
