"""The real app on a real root, with a record of every view it got and of when it drew."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from textual.events import Key
from textual.pilot import Pilot
from textual.screen import Screen

from moie_tui.domain.view import SystemView
from moie_tui.tui.acting import Acting
from moie_tui.tui.app import MoieApp
from moie_tui.workspace import Workspace
from tests.tui.bare_app import until, words
from tests.tui.fake_source import Seconds


class LiveApp(MoieApp):
    """Remembers its views; times are of the monotonic clock."""

    def __init__(self, workspace: Workspace) -> None:
        self.views: list[SystemView] = []
        self.seconds = Seconds()
        self.drawn_at = 0.0
        super().__init__(workspace, read_only=workspace.read_only)
        self.acting = Acting(self, self.seconds)

    def show(self, view: SystemView) -> None:
        """Notes it down."""
        self.views.append(view)
        super().show(view)

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        super()._display(screen, renderable)
        self.drawn_at = time.monotonic()

    async def drawn_with(self, project: str, until: float) -> float:
        """When the first frame with this project's name was on screen."""
        while not self.view.state or self.view.state.project != project:
            assert time.monotonic() < until, f"{project} never came: {words(self)}"
            await asyncio.sleep(0.001)
        await self.next_frame()
        assert f"{project} " in words(self)
        return self.drawn_at

    async def next_frame(self) -> None:
        """Until something was drawn after this moment."""
        now = time.monotonic()
        while self.drawn_at < now:
            await asyncio.sleep(0.001)

    async def typed(self, key: str, effect: Callable[[], object]) -> float:
        """Seconds from a key to the first frame after what `effect` says has changed.

        Pilot's own way waits until the whole process idles, which it never does under load."""
        before, pressed = effect(), time.monotonic()
        assert self._driver is not None
        self._driver.send_message(Key(key, key))
        while effect() == before:
            assert time.monotonic() < pressed + 2, f"{key} did nothing"
            await asyncio.sleep(0.001)
        await self.next_frame()
        return self.drawn_at - pressed


@asynccontextmanager
async def live(
    workspace: Workspace, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[LiveApp, Pilot[None]]]:
    """The app with its first view on screen."""
    app = LiveApp(workspace)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: bool(app.views) and bool(words(app).strip()))
        await pilot.pause()
        yield app, pilot
