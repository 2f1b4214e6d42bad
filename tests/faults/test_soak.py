"""Many fast pulses, some of them killed, and views and a dashboard that stay open through it all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from moie_tui.domain.plan import OperationRecord
from moie_tui.values import dataclass, field
from tests.builders import a_job, a_phase, a_state
from tests.faults import forked
from tests.faults.conftest import Figure
from tests.faults.moie_process import ON_LINUX, environment
from tests.faults.scale import times
from tests.roots import Root
from tests.wheel.terminal import start as in_a_terminal

pytestmark = pytest.mark.faults

KILLED = 0.05
CONFIG = "backups: {keep: 20, hourly: 24, daily: 14}\n"
GROWTH = times(25, 5) / 100
"""In the short form the windows of events and operations are still filling while it is measured."""


def a_root(folder: Path) -> Root:
    """A cyclic phase, so that pulses go on for ever."""
    jobs = [a_job(f"5.{number}", "cyclic", verification_cmd="false") for number in range(1, 6)]
    state = a_state(a_phase(1, a_job("1.1", "completed")), a_phase(5, *jobs), current=5)
    return Root(folder, state, config=CONFIG).trust()


@dataclass
class Account:
    """Who beat and what came of it, held against operation log, events and heartbeat after each pulse."""

    root: Root
    random: Random = field(default_factory=lambda: Random(7))
    counts: Counter[str] = field(default_factory=Counter)
    told: set[str] = field(default_factory=set)
    slowest: float = 0.03
    newest: OperationRecord | None = None

    def __post_init__(self) -> None:
        self.operations = self.root.workspace.stores.operations

    def pulse(self) -> None:
        before, heartbeat = self.newest, self.heartbeat()
        fate = self.killed() if self.random.random() < KILLED else forked.forked(self.beat)
        newest = self.newest = next(iter(self.operations.all()), None)
        if fate.told is not None:
            self.counts["acknowledged"] += 1
            self.told.add(fate.told["operation"])
            assert newest is not None
            assert (newest.id, newest.outcome) == (fate.told["operation"], "cyclic")
            assert self.heartbeat() == fate.told["stamp"]
        else:
            self.counts["killed"] += 1
            self.account_for_a_death(before, newest, heartbeat)
        self.root.clock.advance(seconds=self.random.choice((1, 1, 20, 600)))

    def beat(self) -> dict[str, Any]:
        outcome = self.root.do("pulse")
        return {"operation": outcome.operation, "stamp": self.heartbeat()}

    def killed(self) -> forked.Fate:
        """A pulse that is killed somewhere within the time that one takes."""
        child, reading = forked.start(self.beat)
        time.sleep(self.random.random() * self.slowest)
        os.kill(child, signal.SIGKILL)
        return forked.end(child, reading)

    def account_for_a_death(
        self, before: OperationRecord | None, newest: OperationRecord | None, heartbeat: object
    ) -> None:
        """A heart that beat has its intent in the log; one whose intent is missing did not beat."""
        begun = newest is not None and (before is None or newest.id != before.id)
        beat = self.heartbeat() != heartbeat
        assert begun or not beat
        self.counts["killed with a beat"] += beat
        if newest is not None and begun:
            self.told.add(newest.id)

    def heartbeat(self) -> object:
        return self.root.document["meta"]["last_heartbeat"]

    def events(self) -> Counter[str]:
        """How often each operation has an event of its heartbeat."""
        found: Counter[str] = Counter()
        for path in (self.root.folder / "logs").iterdir():
            for line in path.read_text().splitlines():
                event = json.loads(line)
                if event["category"] == "heartbeat" and "operation" in event["metadata"]:
                    found[event["metadata"]["operation"]] += 1
        return found


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def age_temps(folder: Path) -> int:
    """Make leftovers old, as an hour does; how many there are."""
    temps = list(folder.rglob(".*.tmp"))
    for path in temps:
        os.utime(path, (1, 1))
    return len(temps)


@pytest.mark.parametrize("part", range(times(1, 4)))
def test_every_pulse_is_accounted_for_and_nothing_grows_without_bound(
    part: int, fast_path: Path, figure: Figure
) -> None:
    account = Account(root := a_root(fast_path), Random(part))
    pulses, sizes = times(200, 2500), []
    for number in range(1, pulses + 1):
        account.pulse()
        if number % (pulses // 5) == 0:
            sizes.append((size_of(root.folder / ".moie"), size_of(root.folder / "backups")))
    counts, events = account.counts, account.events()
    assert counts["acknowledged"] + counts["killed"] == pulses
    assert set(events) <= account.told
    assert max(events.values()) == 1
    assert len(events) >= counts["acknowledged"]
    left = age_temps(root.folder)
    root.do("pulse")
    assert list(root.folder.rglob(".*.tmp")) == []
    # 200 operations and some slack, 20 + 24 + 14 snapshots, an index of a line for each and some to spare.
    state = len(root.bytes)
    assert sizes[-1][0] < 600 * 2_000 + 300 * state
    assert sizes[-1][1] < 60 * (state + 200) + 700 * 500
    assert len(root.workspace.snapshots()) <= 20 + 24 + 14
    assert size_of(root.folder / "logs") < pulses * 1_000
    figure(
        "soak",
        pulses=pulses,
        killed=counts["killed"],
        killed_with_a_beat=counts["killed with a beat"],
        unaccounted_for=0,
        temps_left_and_swept=left,
        kB_of_moie_and_backups=sum(sizes[-1]) / 1000,
    )


VIEWS = """
import gc, os, sys, time
from pathlib import Path
from moie_tui.workspace import Workspace
from moie_tui.domain.judge import judge
from moie_tui.domain.summary import summary

def usage():
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE"), len(os.listdir("/proc/self/fd"))

workspace = Workspace.open(Path(sys.argv[1]), home=Path(sys.argv[2]), via="soak")
until, warm = time.monotonic() + float(sys.argv[3]), time.monotonic() + float(sys.argv[3]) / 3
first, views = None, 0
while time.monotonic() < until:
    view = workspace.view()
    summary(view, judge(view, workspace.clock()))
    views += 1
    if first is None and time.monotonic() > warm:
        first = usage()
print(views, *first, *usage())
"""


@contextmanager
def churn(root: Root) -> Iterator[None]:
    """Pulses, executions and edits as fast as they go, in a process of its own."""

    def forever() -> None:
        signal.alarm(0)
        number = 0
        while True:
            number += 1
            root.do("pulse")
            root.do("record", job=f"5.{number % 5 + 1}", status="success", duration_ms=1.0)
            root.write({**root.document, "x": number})

    child, reading = forked.start(forever)
    try:
        yield
    finally:
        os.kill(child, signal.SIGKILL)
        forked.end(child, reading)


@pytest.mark.skipif(not ON_LINUX, reason="memory and descriptors are read from /proc")
def test_a_process_that_reads_views_all_the_time_does_not_grow(fast_path: Path, figure: Figure) -> None:
    root = a_root(fast_path)
    for _ in range(times(60, 450)):
        root.do("pulse")
    words = [sys.executable, "-c", VIEWS, str(root.folder), str(root.home), str(times(9, 300))]
    with churn(root):
        ran = subprocess.run(words, env=environment(root), capture_output=True, text=True, check=True)
    views, memory, descriptors, memory_then, descriptors_then = map(int, ran.stdout.split())
    assert views > times(50, 1000)
    assert descriptors_then <= descriptors
    assert memory_then < memory * (1 + GROWTH)
    figure("soak", views=views, memory_grown_percent=100 * (memory_then / memory - 1), descriptors_more=0)


def usage_of(pid: int) -> tuple[int, int]:
    """Resident memory in bytes, and open descriptors."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE"), len(os.listdir(f"/proc/{pid}/fd"))


@pytest.mark.skipif(not ON_LINUX, reason="memory and descriptors are read from /proc")
def test_a_dashboard_open_through_churn_does_not_grow(fast_path: Path, figure: Figure) -> None:
    """Two hours of a root's usual life, 12 pulses and their like, are over in a second of this churn."""
    root, seconds = a_root(fast_path), times(12, 600)
    for _ in range(times(60, 450)):
        root.do("pulse")
    words = [sys.executable, "-m", "moie_tui", "--root", str(root.folder)]
    env = {**environment(root), "TERM": "xterm-256color"}
    terminal = in_a_terminal(words, columns=120, rows=40, cwd=fast_path, env=env)
    samples: list[tuple[int, int]] = []
    try:
        assert terminal.read_until(lambda: "Project" in terminal.text, 20)
        with churn(root):
            warm, end = time.monotonic() + seconds / 2, time.monotonic() + seconds
            while time.monotonic() < end:
                terminal.read_until(lambda: False, 1)
                terminal.forget()
                if time.monotonic() > warm:
                    samples.append(usage_of(terminal.process.pid))
            assert terminal.process.poll() is None
        terminal.press("q")
        assert terminal.read_until(lambda: terminal.process.poll() is not None, 10)
    finally:
        terminal.end()
    third = max(1, len(samples) // 3)
    memory = [max(one for one, _ in part) for part in (samples[:third], samples[-third:])]
    descriptors = [max(one for _, one in part) for part in (samples[:third], samples[-third:])]
    assert memory[1] < memory[0] * (1 + GROWTH), samples
    assert descriptors[1] <= descriptors[0] + 2, samples
    grown = 100 * (memory[1] / memory[0] - 1)
    figure("soak", seconds_of_churn_under_a_dashboard=seconds, dashboard_grown_percent=grown)
