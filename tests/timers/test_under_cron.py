"""The real cron, the real crontab of whoever runs this: only where CI asks for it (`pytest -m cron`)."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from moie_tui.processes.crontab import cron_runs, has_crontab, read_crontab, write_crontab
from moie_tui.workspace import Workspace, utc_now
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root

pytestmark = pytest.mark.cron

WAIT = timedelta(seconds=150)


@pytest.fixture
def cron() -> Iterator[None]:
    """A daemon: the one that runs, else one of our own; the crontab is put back to the byte."""
    daemon = shutil.which("cron") or shutil.which("crond")
    if not has_crontab() or not (cron_runs() or (daemon and os.geteuid() == 0)):
        pytest.skip("needs a crontab program and a cron daemon, running or to be started as root")
    before = read_crontab()
    started = None if cron_runs() else subprocess.Popen([str(daemon), "-f"], stdin=subprocess.DEVNULL)
    try:
        yield
    finally:
        if read_crontab() != before:
            write_crontab(before or b"")
        if started is not None:
            started.terminate()
            started.wait(10)


def test_a_heartbeat_beats_at_least_twice_under_cron(
    tmp_path: Path, cron: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read_crontab()
    root = Root(
        tmp_path,
        a_state(
            a_phase(1, a_job("1.1", verification_cmd="echo proven > proof")),
            a_phase(2, a_job("2.1", "cyclic")),
        ),
        config="heartbeat: {interval_minutes: 1}\n",
    ).trust()
    monkeypatch.setenv("MOIE_HOME", str(root.home))
    root.clock.now = utc_now()
    root.do("timers install", kind="cron")
    beats: list[datetime] = []
    until = utc_now() + WAIT
    while len(beats) < 2 and utc_now() < until:
        time.sleep(1)
        beats = _beats(root.workspace)
    root.do("timers remove")
    assert len(beats) >= 2, f"{len(beats)} heartbeats in {WAIT}"
    minutes = [beat.replace(second=0, microsecond=0) for beat in beats[:2]]
    assert minutes[1] - minutes[0] == timedelta(minutes=1)
    assert (root.folder / "proof").read_text() == "proven\n"
    assert root.document["phases"][0]["jobs"][0]["status"] == "completed"
    assert read_crontab() == before


def _beats(workspace: Workspace) -> list[datetime]:
    """When pulses beat that cron started."""
    events = workspace.stores.events.tail(50)
    return sorted(
        one.timestamp
        for one in events
        if one.category == "heartbeat" and one.metadata["origin"]["via"] == "cron"
    )
