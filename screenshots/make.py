"""Makes the pictures of the README: the real app on a root that really lived a day, by a clock of its own."""

from __future__ import annotations

import asyncio
import json
import random
import re
import tempfile
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from moie_tui.domain.machine import Machine
from moie_tui.domain.view import SystemView
from moie_tui.tui.acting import Acting
from moie_tui.tui.app import MoieApp
from moie_tui.values import replace
from moie_tui.workspace import Workspace

HERE = Path(__file__).parent
END = datetime(2026, 11, 22, 14, 6, 52, tzinfo=UTC)
CONFIG = "system: {timezone: UTC}\njobs: {'5.3': {schedule: '30 6 * * *'}}\n"


class Clock:
    """Stands still until it is moved on."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class Shown:
    """A workspace whose root has a name fit for a picture."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.looks = 0

    def machine(self) -> Machine:
        """A quiet machine, the same in each picture."""
        self.looks += 1
        at = self.looks * 2.0
        return Machine(at, at / 4, at * 2, 41.0, 16_000_000_000, int(at * 210_000), int(at * 84_000))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.workspace, name)

    def view(self) -> SystemView:
        """The reading, as if it lay in the operator's home."""
        return replace(self.workspace.view(), root=str(Path.home() / "vy-nexus"))

    async def watch(self) -> AsyncIterator[SystemView]:
        """One view: nothing changes while a picture is taken."""
        yield self.view()
        await asyncio.Event().wait()


def main() -> None:
    """Writes every picture into this folder."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = lived_root(Path(folder))
        shots = [
            ("dashboard-80x24", (80, 24), []),
            ("dashboard-120x40", (120, 40), ["2"]),
            ("dashboard-200x60", (200, 60), ["2"]),
            ("plan-sheet", (120, 40), ["4", "j", "j", "j", "j", "R"]),
            ("executions", (120, 40), ["2", "j", "enter"]),
            ("operations", (120, 40), ["u"]),
            ("metrics", (120, 40), ["m", *"jjjjjjj"]),
        ]
        for name, size, keys in shots:
            asyncio.run(shoot(workspace, name, size, keys))
            print(f"screenshots/{name}.svg")
        asyncio.run(shoot(torn(workspace), "recovery", (120, 40), ["4"]))
        print("screenshots/recovery.svg")


def torn(workspace: Workspace) -> Workspace:
    """The same root, its state left as a killed writer leaves it, before somebody who never saw it whole."""
    state = workspace.root / "sovereign_state_v2.json"
    state.write_bytes(state.read_bytes()[:-400])
    return Workspace(workspace.stores, workspace.clock)


async def shoot(workspace: Workspace, name: str, size: tuple[int, int], keys: list[str]) -> None:
    """One picture after these keys."""
    app = MoieApp(Shown(workspace))
    app.acting = Acting(app, time.monotonic)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for key in keys:
            await pilot.press(key)
            await settled(pilot)
        svg = app.export_screenshot(title="moie")
    # Without the fonts it would fetch from elsewhere: a picture in a README should ask nobody.
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    (HERE / f"{name}.svg").write_text(svg, encoding="utf-8")


async def settled(pilot: Pilot[None]) -> None:
    """Until the view is there and workers have had their say."""
    for _ in range(5):
        await pilot.pause(0.1)


def lived_root(folder: Path) -> Workspace:
    """A root after a day: phases done, hundreds of beats, recorded runs, some of them failed."""
    root, clock = folder / "vy-nexus", Clock(END - timedelta(hours=26, minutes=4, seconds=12))
    root.mkdir()
    (root / "sovereign_state_v2.json").write_text(json.dumps(document(), indent=2))
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
    jobs = [
        {
            "id": f"{number}.{at}",
            "task": task,
            "description": "",
            "status": "pending",
            "verification_cmd": "test -d backups",
        }
        for at, task in enumerate(tasks, 1)
    ]
    return {"id": number, "name": name, "status": "active", "jobs": jobs}


def cyclic(key: str, task: str, description: str, schedule: str) -> dict[str, Any]:
    """A job that runs for ever."""
    words = {"id": key, "task": task, "description": description, "status": "cyclic"}
    return words | {"verification_cmd": "false", "schedule": schedule}


if __name__ == "__main__":
    main()
