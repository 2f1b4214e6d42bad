"""A root with a past, and the steps through it."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot

from tests.builders import a_job, a_phase, a_state
from tests.roots import Root
from tests.tui.bare_app import until
from tests.tui.live_app import LiveApp
from tests.tui.stage import StagedApp

BACK, FORWARD = "left_square_bracket", "right_square_bracket"


def a_root(folder: Path) -> Root:
    """A root whose jobs came true one after the other, ten minutes apart, from 12:10 on."""
    first = a_phase(1, a_job("1.1"), a_job("1.2"), name="FIRST")
    watch = a_phase(5, a_job("5.1", "cyclic"), status="pending", name="WATCH")
    document = a_state(first, watch, meta={"last_heartbeat": None})
    root = Root(folder, document, config="system: {timezone: UTC}\n").trust()
    for name, arguments in (
        ("pulse", {}),
        ("backup", {"note": "by hand"}),
        ("pulse", {}),
        ("record", {"job": "5.1", "status": "failure", "duration_ms": 9, "error": "no answer"}),
        ("pulse", {}),
    ):
        root.clock.advance(minutes=10, seconds=-1)
        root.do(name, **arguments)
    root.clock.advance(minutes=5, seconds=-1)
    return root


def everything(root: Root) -> dict[Path, bytes]:
    """Every byte of the root, but for the caches that readings make."""
    found = (path for path in root.folder.rglob("*") if path.is_file() and "cache" not in path.parts)
    return {path: path.read_bytes() for path in found}


def told(app: LiveApp | StagedApp) -> str:
    """What the toasts say, titles too."""
    return "\n".join(f"{one.title}: {one.message}" for one in app._notifications)


async def step(app: LiveApp | StagedApp, pilot: Pilot[None], key: str) -> None:
    """One moment on; waits for it."""
    before = app.view
    await pilot.press(key)
    await until(pilot, lambda: app.view is not before)
    await pilot.pause()
