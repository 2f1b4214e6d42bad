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
from tests.waiting import PATIENCE


class LiveApp(MoieApp):
    """Remembers its views; times are of the monotonic clock."""

    def __init__(self, workspace: Workspace) -> None:
        self.views: list[SystemView] = []
        self.seconds = Seconds()
        self._shown_at = self._drawn_at = self._came_at = 0.0
        self._wanted: Callable[[], bool] = lambda: False
        super().__init__(workspace, read_only=workspace.read_only and not workspace.follows_config)
        self.acting = Acting(self, self.seconds)

    def show(self, view: SystemView) -> None:
        """Notes it down."""
        self.views.append(view)
        self._shown_at = time.monotonic()
        super().show(view)

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        super()._display(screen, renderable)
        if renderable is not None:
            self._drawn_at = time.monotonic()
            if not self._came_at and self._wanted():
                self._came_at = self._drawn_at

    async def drawn_when(self, wanted: Callable[[], bool], seconds: float = PATIENCE) -> float:
        """When the first frame was drawn in which it is so; fails when that takes longer."""
        until = time.monotonic() + seconds
        already = wanted() and self._drawn_at >= self._shown_at
        self._wanted, self._came_at = wanted, self._drawn_at if already else 0.0
        while not self._came_at:
            assert time.monotonic() < until, f"it never came: {words(self)}"
            await asyncio.sleep(0.001)
        return self._came_at

    async def drawn_with(self, project: str, seconds: float = PATIENCE) -> float:
        """When the state of a project of that name was on screen."""
        moment = await self.drawn_when(
            lambda: self.view.state is not None and self.view.state.project == project, seconds
        )
        assert f"{project} " in words(self)
        return moment

    async def typed(self, key: str, effect: Callable[[], object]) -> float:
        """Seconds from a key to the first frame in which what `effect` says has changed.

        Pilot's own way waits until the whole process idles, which it never does under load."""
        before, pressed = effect(), time.monotonic()
        assert self._driver is not None
        self._driver.send_message(Key(key, key))
        return await self.drawn_when(lambda: effect() != before) - pressed


@asynccontextmanager
async def live(
    workspace: Workspace, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[LiveApp, Pilot[None]]]:
    """The app with its first view on screen."""
    app = LiveApp(workspace)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: bool(app.views) and bool(words(app).strip()))
        await pilot.pause()
        # What was wrong before is told at the first view; tests look at what is told after it.
        app.clear_notifications()
        yield app, pilot
