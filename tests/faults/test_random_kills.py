"""`kill -9` at random moments of a worker that does everything in turn: what it told as done stays done."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from moie_tui.domain.errors import Refused, UsageError
from moie_tui.storage.health_file import HEALTH_NAME
from moie_tui.storage.locks import FileLock
from moie_tui.values import dataclass
from moie_tui.values.digest import sha256_of
from tests.builders import a_job, a_phase, a_state
from tests.faults.conftest import Figure
from tests.faults.scale import times
from tests.faults.stage import temps
from tests.roots import Root

pytestmark = [
    pytest.mark.faults,
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]

KILLS, LIVES = 250, times(2, 40)
LONGEST_SECONDS = 0.04
ACTS = ("pulse",) * 7 + ("record",) * 5 + ("backup",) * 3 + ("rollback",) * 2 + ("undo",) * 3
KEEPS_STATE = ("record", "backup")


@dataclass
class Facts:
    """What was true when the worker last spoke: sums of the state, runs recorded, the last operation."""

    state: str
    runs: int
    operation: str = ""
    snapshot: str = ""


def _root(folder: Path) -> Root:
    jobs = [a_job(f"1.{at}") for at in range(1, 6)]
    root = Root(folder, a_state(a_phase(1, *jobs), a_phase(2, a_job("2.1", "cyclic"))))
    root.trust()
    root.do("backup", pin=False)
    return root


def _facts(root: Root, operation: str = "", snapshot: str = "") -> Facts:
    health = root.folder / HEALTH_NAME
    raw = json.loads(health.read_bytes()) if health.exists() else {}
    return Facts(sha256_of(root.bytes), sum(job["total_runs"] for job in raw.values()), operation, snapshot)


def _act(root: Root, name: str) -> Facts:
    arguments: dict[str, Any] = {
        "record": {"job": "2.1", "status": "success", "duration_ms": 1.0},
        "backup": {"pin": False},
    }.get(name, {})
    try:
        outcome = root.do(name, **arguments)
    except (Refused, UsageError):
        return _facts(root)  # an undo that finds nothing or a conflict, a rollback without a snapshot
    return _facts(root, outcome.operation, (outcome.snapshot or "") if name == "backup" else "")


def _work(root: Root, seed: int, writing: int) -> None:
    """Acts without end, telling before and after each what it does and what is true then."""
    choice = random.Random(seed)
    while True:
        name = choice.choice(ACTS)
        os.write(writing, json.dumps({"begins": name}).encode() + b"\n")
        done = _act(root, name).__dict__
        os.write(writing, json.dumps({"done": done}).encode() + b"\n")


def _killed_worker(root: Root, seed: int, seconds: float) -> list[dict[str, Any]]:
    """What a worker told until it was killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            _work(root, seed, writing)
        finally:
            os._exit(70)
    os.close(writing)
    begun = os.read(reading, 1)  # a busy machine may not let it work for longer than that
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the worker broke"
    with open(reading, "rb") as told:
        return [json.loads(line) for line in (begun + told.read()).splitlines()]


def _check(root: Root, last: Facts, doing: str) -> None:
    """Holds the root against what was last told; afterwards its state is that again."""
    now = _facts(root)
    operations = root.workspace.stores.operations.all()
    for path in (root.folder / ".moie").glob("*.lock"):
        assert FileLock(path).holder() is None
    if last.operation:
        assert any(one.id == last.operation and one.finished for one in operations)
    if last.snapshot and doing != "undo":
        root.workspace.stores.snapshots.read(root.workspace.stores.snapshots.find(last.snapshot))
    assert abs(now.runs - last.runs) <= (doing in ("record", "undo"))
    if now.state == last.state:
        return
    assert doing
    assert doing not in KEEPS_STATE
    root.do("undo", operation=operations[0].id)
    assert sha256_of(root.bytes) == last.state, f"{doing} can't be taken back"


@pytest.mark.parametrize("life", range(LIVES))
def test_what_was_told_as_done_survives_kills_at_random_moments(
    life: int, fast_path: Path, figure: Figure
) -> None:
    choice = random.Random(life)
    root = _root(fast_path)
    last = _facts(root)
    acts = interrupted = 0
    for kill in range(KILLS):
        told = _killed_worker(root, choice.getrandbits(32), choice.uniform(0, LONGEST_SECONDS))
        done = [one["done"] for one in told if "done" in one]
        acts += len(done)
        last = Facts(**done[-1]) if done else last
        doing = told[-1].get("begins", "") if told else ""
        interrupted += bool(doing)
        _check(root, last, doing)
        root.clock.advance(minutes=2)
        if kill % 50 == 49:
            _look_at_everything(root)
        last = _facts(root)
    assert interrupted > KILLS / 3
    figure("random kills", kills=KILLS, acts_done=acts, lost=0, torn=0)


def _look_at_everything(root: Root) -> None:
    stores = root.workspace.stores
    for snapshot in stores.snapshots.all():
        stores.snapshots.read(snapshot)
    for temp in temps(root.folder):
        os.utime(temp, (0, 0))
    root.do("record", job="2.2", status="success", duration_ms=1.0)
    root.do("backup", pin=False)
    root.do("pulse")
    assert temps(root.folder) == []
    assert root.workspace.view().state_problem is None
