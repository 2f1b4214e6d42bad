"""Makes the pictures of the README and of docs/screens.md: the real app on the root of stage.py."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from rich.segment import Segment
from textual._compositor import LayoutUpdate
from textual.pilot import Pilot
from textual.widgets import Input

from moie_tui.tui.acting import Acting
from moie_tui.tui.app import MoieApp
from moie_tui.values import dataclass
from moie_tui.workspace import Workspace
from screenshots.picture import Frame, drawn
from screenshots.stage import Shown, grown, lived_root, neighbours, nowhere, torn

HERE = Path(__file__).parent
USUAL = (120, 40)


@dataclass(frozen=True)
class Shot:
    """A picture after these keys."""

    name: str
    keys: Sequence[str]
    size: tuple[int, int] = USUAL
    away: timedelta | None = None


@dataclass(frozen=True)
class Scene:
    """A step of the film: its keys, what is said of it, and for how long it is seen."""

    keys: Sequence[str]
    words: str
    seconds: float = 3.5


SHOTS = (
    Shot("dashboard-80x24", [], (80, 24)),
    Shot("dashboard-120x40", ["2", "j"]),
    Shot("dashboard-200x60", ["2", "j"], (200, 60)),
    Shot("phase-job", ["1", "g", "j", "enter"]),
    Shot("executions", ["2", "j", "enter"]),
    Shot("failures", ["2", "j", "enter", "s"]),
    Shot("run", ["2", "j", "enter", "enter"]),
    Shot("snapshot-diff", ["4", "G", "enter"]),
    Shot("event", ["5", "k", "k", "k", "enter"]),
    Shot("events-filter", ["5", "z", "f", "f", "/", *"503", "enter"]),
    Shot("event-sorts", ["5", "s"]),
    Shot("plan-sheet", ["4", "G", "R"]),
    Shot("undo-sheet", ["U"]),
    Shot("hold-sheet", ["H"]),
    Shot("verify", ["1", "g", "V", "y"]),
    Shot("operations", ["u"]),
    Shot("operation", ["u", "j", "enter"]),
    Shot("alerts", ["a"]),
    Shot("metrics", ["m", *"jjjjjjj"]),
    Shot("time-machine", ["[", "[", "["]),
    Shot("moment-sheet", ["T"]),
    Shot("moments", [*"[" * 10, "x", "escape", "d"]),
    Shot("news", ["v"], away=timedelta(hours=5)),
    Shot("bundle", ["b"]),
    Shot("copy-as", ["2", "j", "C"]),
    Shot("help", ["?"]),
    Shot("palette", [":"]),
)
DUE = (
    Shot("forecast", ["3", "enter"]),
    Shot("pulse-sheet", ["P"]),
    Shot("run-sheet", ["2", "j", "X"]),
)
SEVERAL = (
    Shot("roots-120x40", []),
    Shot("roots-80x24", [], (80, 24)),
    Shot("roots", [";", "down", "down"]),
)
FILM = (
    Scene([], "moie: all of a root, live"),
    Scene(["P"], "P: a heartbeat, first what it will do", 4.5),
    Scene(["y"], "y: job 5.4 is proven"),
    Scene(["U"], "U: take it back, first what that will do", 4.5),
    Scene(["y"], "y: taken back"),
    Scene(["[", "[", "[", "[", "[", "[", "["], "[ : every pane as it was, 24 minutes ago"),
    Scene(["escape", "m", *"jjjjjjj"], "m: the day, counted", 4.0),
    Scene(["escape"], "Esc: back, live"),
)


def main() -> None:
    """Writes every picture into this folder."""
    with tempfile.TemporaryDirectory() as folder, nowhere() as clock:
        workspace = lived_root(Path(folder), clock)
        shoot(workspace, SHOTS)
        with grown(workspace, commands=True) as due:
            shoot(due, DUE)
        with torn(workspace) as broken:
            shoot(broken, [Shot("recovery", ["4"])])
        with grown(workspace) as more:
            write("film", asyncio.run(taken([Shown(more)], FILM, (120, 34))))
        shoot(workspace, SEVERAL, neighbours(Path(folder), clock))


def shoot(workspace: Workspace, shots: Sequence[Shot], others: Sequence[Workspace] = ()) -> None:
    """Takes these pictures, each in an app of its own."""
    for shot in shots:
        sources = [Shown(workspace, shot.away), *map(Shown, others)]
        write(shot.name, asyncio.run(taken(sources, [Scene(shot.keys, "moie")], shot.size)))


def write(name: str, frames: Sequence[Frame]) -> None:
    """Writes one picture and says so."""
    (HERE / f"{name}.svg").write_text(drawn(frames), encoding="utf-8")
    print(f"screenshots/{name}.svg")


async def taken(sources: Sequence[Shown], scenes: Sequence[Scene], size: tuple[int, int]) -> list[Frame]:
    """What the app shows after the keys of each scene."""
    frames: list[Frame] = []
    app = MoieApp(*sources)
    app.acting = Acting(app, time.monotonic)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        for scene in scenes:
            app.clear_notifications()
            for key in scene.keys:
                await pilot.press(key)
                await settled(pilot)
            await ended(app, pilot)
            for source in sources:
                source.changed.set()
            await settled(pilot)
            for line in app.screen.query(Input):
                line.cursor_blink = False
            await pilot.pause()
            frames.append(Frame(rows(app), scene.words, scene.seconds))
    return frames


async def ended(app: MoieApp, pilot: Pilot[None]) -> None:
    """Until no operation runs: how long one takes depends on the machine."""
    while app.acting.run and not app.acting.run.ended:
        await pilot.pause(0.1)
    await settled(pilot)


def rows(app: MoieApp) -> list[list[Segment]]:
    """The cells of the screen and of those it lies over."""
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    assert isinstance(update, LayoutUpdate)
    return [[segment for strip in line for segment in strip] for line in update.strips]


async def settled(pilot: Pilot[None]) -> None:
    """Until the view is there and workers have had their say."""
    for _ in range(5):
        await pilot.pause(0.1)


if __name__ == "__main__":
    main()
