"""The app with an empty screen under its sheets."""

from __future__ import annotations

import time
from collections.abc import Callable

from textual.pilot import Pilot
from textual.screen import Screen

from moie_tui.tui.acting import Acting
from moie_tui.tui.app import MoieApp
from moie_tui.tui.screens.plan_sheet import PlanSheet
from tests.tui.fake_source import FakeSource, Seconds
from tests.waiting import PATIENCE


class BareApp(MoieApp):
    """Themes and sheets of the real app, its dispatcher on a clock that tests move, and no dashboard."""

    COMMANDS: set[object] = set()

    def __init__(self, source: FakeSource | None = None, *, read_only: bool = False) -> None:
        self.seconds = Seconds()
        self.offered = source or FakeSource()
        super().__init__(self.offered, read_only=read_only)
        self.acting = Acting(self, self.seconds)

    def get_default_screen(self) -> Screen[object]:
        """Nothing."""
        return Screen()


def words(app: BareApp) -> str:
    """Everything the top screen shows, as plain text."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Lets the app work until it is so; a test that waits in vain fails."""
    last = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < last, "it never came about"
        await pilot.pause(0.005)


def shows(app: BareApp, kind: type[Screen[object]]) -> Callable[[], bool]:
    """Whether a sheet of that kind is on top."""
    return lambda: isinstance(app.screen, kind) and bool(words(app).strip())


async def begin(app: BareApp, pilot: Pilot[None], name: str) -> None:
    """Requests an operation and consents to its plan."""
    app.acting.request(name)
    await until(pilot, shows(app, PlanSheet))
    await consent(app, pilot)


async def consent(app: BareApp, pilot: Pilot[None]) -> None:
    """Waits the guard out on the clock that tests move, then presses y."""
    await pilot.pause()
    app.seconds.pass_by(0.6)
    await pilot.press("y")
