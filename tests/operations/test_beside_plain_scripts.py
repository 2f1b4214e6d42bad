"""The operator's plain scripts and ours live on one root without hurting each other."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.builders import a_job, a_phase, a_state
from tests.roots import Root

PLAIN = Path(__file__).with_name("plain_pulse.py")


@pytest.mark.slow
def test_two_hundred_alternating_beats_crash_nobody_and_keep_what_is_pinned(tmp_path: Path) -> None:
    state = a_state(a_phase(1, a_job(status="cyclic")), meta={"last_heartbeat": "2026-11-22T11:00:00.000001"})
    state["meta"]["current_phase"] = 1
    root = Root(tmp_path, state)
    pinned = root.do("backup", note="keep me").snapshot
    for _ in range(200):
        root.clock.now = datetime.now(UTC)
        assert root.do("pulse").outcome == "cyclic"
        plain = subprocess.run(
            [sys.executable, str(PLAIN), str(root.folder)], capture_output=True, text=True, check=False
        )
        assert plain.returncode == 0, plain.stderr
    kept = root.workspace.stores.snapshots.find(str(pinned))
    assert kept.pinned
    assert root.workspace.stores.snapshots.read(kept)
    assert len(list((root.folder / "backups").glob("sovereign_state_v2_*.json"))) <= 21
    assert root.workspace.view().problems == ()
