"""The root the pictures are taken of: it really lived a day, by a clock of its own, on no real machine."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from moie_tui.domain.event import Origin
from moie_tui.domain.machine import Machine
from moie_tui.domain.view import SystemView
from moie_tui.processes.command import _ran
from moie_tui.values import replace
from moie_tui.workspace import Workspace

END = datetime(2026, 11, 22, 14, 6, 52, tzinfo=UTC)
CONFIG = "system: {timezone: UTC}\njobs: {'5.3': {schedule: '30 6 * * *'}}\n"
STATE = "sovereign_state_v2.json"


class Clock:
    """Stands still until it is moved on."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class Shown:
    """A workspace whose root has a name fit for a picture."""

    def __init__(self, workspace: Workspace, away: timedelta | None = None) -> None:
        self.workspace = workspace
        self.root = Path.home() / workspace.root.name
        self.away = away
        self.looks = 0
        self.changed = asyncio.Event()

    def machine(self) -> Machine:
        """A quiet machine, the same in each picture."""
        self.looks += 1
        at = self.looks * 2.0
        return Machine(at, at / 4, at * 2, 41.0, 16_000_000_000, int(at * 210_000), int(at * 84_000))

    def last_seen(self) -> datetime | None:
        """Since when nobody looked at it."""
        return self.workspace.clock() - self.away if self.away else None

    def note_seen(self, now: datetime) -> None:
        """Who takes pictures is nobody."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.workspace, name)

    def view(self) -> SystemView:
        """The reading, as if it lay in the operator's home."""
        view = self.workspace.view()
        known = [replace(one, where=self._at_home(one.where)) for one in view.problems]
        found = view.state_problem and replace(
            view.state_problem, where=self._at_home(view.state_problem.where)
        )
        return replace(view, root=str(self.root), problems=tuple(known), state_problem=found)

    def _at_home(self, where: str) -> str:
        return where.replace(str(self.workspace.root), str(self.root))

    async def watch(self) -> AsyncIterator[SystemView]:
        """A view now, and another whenever `changed` is set."""
        while True:
            yield self.view()
            await self.changed.wait()
            self.changed.clear()


@contextmanager
def nowhere() -> Iterator[Clock]:
    """A clock; while it goes, user, machine and chance are the same each time, and so are the pictures."""
    clock, chance = Clock(END - timedelta(hours=26, minutes=4, seconds=12)), random.Random(7)
    with ExitStack() as stack:
        stack.enter_context(patch.dict("os.environ", {"HOME": "/home/will"}))
        for name, new in {
            "os.urandom": chance.randbytes,
            "moie_tui.tui.acting.PATIENCE": 600,
            "moie_tui.processes.command._ran": lambda code, output, _, ending: _ran(code, output, 7, ending),
            "moie_tui.storage.origin.here": lambda via=None: Origin("will", "nexus", 4711, via or "cron"),
            "moie_tui.operations.incident._versions": lambda: {"moie": "0.1.0"},
            "moie_tui.incidents.export_place": lambda _, stem, *__: Path(f"/home/will/{stem}.zip"),
            "moie_tui.operations.pulse.monotonic": lambda: clock.now.timestamp(),
            "moie_tui.operations.beat.monotonic": lambda: clock.now.timestamp() + chance.uniform(0.06, 0.14),
        }.items():
            stack.enter_context(patch(name, new))
        yield clock


@contextmanager
def torn(workspace: Workspace) -> Iterator[Workspace]:
    """The same root while its state is torn in the middle, before somebody who never saw it whole."""
    state = workspace.root / STATE
    whole = state.read_bytes()
    state.write_bytes(whole[:-400])
    yield Workspace(workspace.stores, workspace.clock)
    state.write_bytes(whole)


@contextmanager
def grown(workspace: Workspace, *, commands: bool = False) -> Iterator[Workspace]:
    """The same root while its state has one more job to prove, and commands for pulses to start."""
    state = workspace.root / STATE
    before = state.read_bytes()
    document = json.loads(before)
    jobs = document["phases"][-1]["jobs"]
    for job in jobs if commands else ():
        job["command"] = f"bin/{job['task'].split()[-1].lower()}"
    jobs.append(provable("5.4", "Keep a year of backups"))
    state.write_text(json.dumps(document, indent=2))
    yield workspace
    state.write_bytes(before)


def lived_root(folder: Path, clock: Clock) -> Workspace:
    """A root after a day: phases done, hundreds of beats, recorded runs, some of them failed."""
    root = folder / "vy-nexus"
    root.mkdir()
    (root / STATE).write_text(json.dumps(document(), indent=2))
    (root / "config.yaml").write_text(CONFIG)
    workspace = Workspace.open(root, home=folder / "home", via="cron", clock=clock)
    do(workspace, "trust")
    chance = random.Random(5)
    while clock.now < END - timedelta(minutes=1):
        if clock.now.minute % 20 < 10:
            record(
                workspace,
                chance,
                "5.2",
                4100,
                fails=clock.now > END - timedelta(hours=1) or chance.random() < 0.15,
            )
        record(workspace, chance, "5.1", 1200, fails=False)
        if (clock.now.hour, clock.now.minute // 10) == (6, 3):
            record(workspace, chance, "5.3", 38000, fails=False)
        clock.now += timedelta(seconds=2)
        do(workspace, "pulse", scheduled=True)
        clock.now += timedelta(minutes=9, seconds=58)
    clock.now = END - timedelta(minutes=2)
    by_hand = Workspace.open(root, home=folder / "home", via="dashboard", clock=clock)
    do(by_hand, "backup", note="before the weekend")
    clock.now = END
    return workspace


def neighbours(folder: Path, clock: Clock) -> list[Workspace]:
    """Three more roots: one that is well, one whose heart stopped, and one that is not there."""
    found = [neighbour(folder, clock, "lab", timedelta(minutes=6))]
    found.append(neighbour(folder, clock, "vault", timedelta(hours=3, minutes=20), fails=True))
    clock.now = END
    return [*found, Workspace.open(folder / "old-laptop", home=folder / "home", via="cron", clock=clock)]


def neighbour(folder: Path, clock: Clock, name: str, ago: timedelta, *, fails: bool = False) -> Workspace:
    """A small root with a mark, whose heart beat last so long ago."""
    root = folder / name
    root.mkdir()
    job = cyclic("1.1", "Copy the archive", "", "every 20m")
    few = document() | {"phases": [{"id": 1, "name": "KEEP", "status": "active", "jobs": [job]}]}
    (root / STATE).write_text(json.dumps(few, indent=2))
    (root / "config.yaml").write_text(f"system: {{timezone: UTC}}\nui: {{mark: {{name: {name.upper()}}}}}\n")
    workspace, chance = Workspace.open(root, home=folder / "home", via="cron", clock=clock), random.Random(3)
    for back in range(4):
        clock.now = END - ago - timedelta(minutes=20) * (3 - back)
        record(workspace, chance, "1.1", 900, fails=fails)
        do(workspace, "pulse", scheduled=True)
    return workspace


def record(workspace: Workspace, chance: random.Random, job: str, usual: float, *, fails: bool) -> None:
    """One execution of a cyclic job."""
    words: dict[str, Any] = {"job": job, "duration_ms": round(usual * chance.uniform(0.7, 1.6))}
    words |= {"status": "failure", "error": "HTTP 503 from feed"} if fails else {"status": "success"}
    do(workspace, "record", scheduled=True, **words)


def do(workspace: Workspace, name: str, **words: Any) -> None:
    """Plans and runs one operation."""
    operation = workspace.operation(name, **words)
    workspace.run(operation, workspace.plan(operation))


def document() -> dict[str, Any]:
    """The state a day ago."""
    return {
        "meta": {
            "project": "MOIE-OS Sovereign Architecture",
            "operator": "Lord Wilson",
            "boot_time": "2025-12-12T06:00:00",
            "mode": "daemon",
            "current_phase": 1,
            "last_heartbeat": "2025-12-12T00:00:00.000Z",
        },
        "phases": [
            phase(
                1,
                "WIRE THE NERVOUS SYSTEM",
                ["Establish persistence", "Handle files", "Link the research log"],
            ),
            phase(2, "UPGRADE THE HEART (Llama 3)", ["Verify the model inventory"]),
            {
                "id": 5,
                "name": "ETERNAL MONITORING",
                "status": "pending",
                "jobs": [
                    cyclic("5.1", "Deep Research Scan", "Scan daily papers for inversions.", "every 10m"),
                    cyclic("5.2", "Scan research feed", "Poll the feed for new titles.", "every 20m"),
                    cyclic("5.3", "Nightly digest", "Summarise the day.", "30 6 * * *"),
                ],
            },
        ],
    }


def phase(number: int, name: str, tasks: list[str]) -> dict[str, Any]:
    """A phase of provable jobs."""
    jobs = [provable(f"{number}.{at}", task) for at, task in enumerate(tasks, 1)]
    return {"id": number, "name": name, "status": "active", "jobs": jobs}


def provable(key: str, task: str) -> dict[str, Any]:
    """A job that is done once its command succeeds."""
    words = {"id": key, "task": task, "description": "", "status": "pending"}
    return words | {"verification_cmd": "test -d backups"}


def cyclic(key: str, task: str, description: str, schedule: str) -> dict[str, Any]:
    """A job that runs for ever."""
    words = {"id": key, "task": task, "description": description, "status": "cyclic"}
    return words | {"verification_cmd": "test -s feed/titles.json", "schedule": schedule}
