"""The real app before views that a test gives, on a clock that a test moves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from textual.pilot import Pilot

from moie_tui.domain.view import SystemView
from moie_tui.tui.app import MoieApp
from moie_tui.tui.messages import ActRequested
from moie_tui.tui.screens.dashboard import Dashboard
from moie_tui.tui.widgets.events_pane import EventsPane
from moie_tui.tui.widgets.pane import ListPane
from tests.tui.bare_app import until
from tests.tui.fake_source import FakeSource
from tests.tui.sample_views import NOW, rich_view


class Stage(FakeSource):
    """Yields each view as it is given; time stands still until it is moved."""

    def __init__(self, view: SystemView | None = None) -> None:
        super().__init__(picture=view or rich_view())
        self.moment = NOW
        self.coming: asyncio.Queue[SystemView] = asyncio.Queue()

    def clock(self) -> datetime:
        """The moment of the stage."""
        return self.moment

    async def watch(self) -> AsyncIterator[SystemView]:
        """The first view, then those given."""
        yield self.picture
        while True:
            self.picture = await self.coming.get()
            yield self.picture


class StagedApp(MoieApp):
    """Remembers what was asked for instead of planning it."""

    def __init__(self, stage: Stage, *, read_only: bool = False) -> None:
        super().__init__(stage, read_only=read_only)
        self.stage = stage
        self.slept = 0.0
        self.requests: list[tuple[str, dict[str, object]]] = []

    def on_act_requested(self, message: ActRequested) -> None:
        """Notes it down."""
        message.prevent_default()
        self.requests.append((message.name, dict(message.arguments)))

    def awake_seconds(self) -> float:
        """The machine on stage never sleeps, unless a test says so."""
        return self.stage.moment.timestamp() - self.slept

    def pass_by(self, **span: float) -> None:
        """Moves time on and ticks once."""
        self.stage.moment += timedelta(**span)
        self.tick()

    def text(self) -> list[str]:
        """The lines on screen, as plain text."""
        return [strip.text for strip in self.screen._compositor.render_strips()]


@asynccontextmanager
async def staged(
    view: SystemView | None = None, size: tuple[int, int] = (120, 40), *, read_only: bool = False
) -> AsyncIterator[tuple[StagedApp, Pilot[None]]]:
    """The app on stage, its first view shown."""
    app = StagedApp(Stage(view), read_only=read_only)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.judgement is not None)
        await read(app, pilot)
        # What was wrong before is told at the first view; tests look at what is told after it.
        app.clear_notifications()
        yield app, pilot


async def shown(app: StagedApp, pilot: Pilot[None], view: SystemView) -> None:
    """The next view, on screen."""
    app.stage.coming.put_nowait(view)
    await until(pilot, lambda: app.view is view)
    await read(app, pilot)


async def read(app: StagedApp, pilot: Pilot[None]) -> None:
    """Waits until the log is on screen as far as it is wanted now."""
    await pilot.pause()
    await until(pilot, lambda: not app.screen_stack[0].query_one(EventsPane).searching)
    await pilot.pause()


def board(app: StagedApp) -> Dashboard:
    """The dashboard, where nothing lies over it."""
    assert isinstance(app.screen, Dashboard)
    return app.screen


def panes_shown(app: StagedApp) -> list[str]:
    """The ids of the panes there is room for."""
    return [str(pane.id) for pane in app.screen.query(".pane") if pane.display]


def key_of(app: StagedApp, pane: str) -> str:
    """The key of the row under the cursor of a pane."""
    return app.screen.query_one(f"#{pane}", ListPane).rows.key
