"""Several roots on stage, all of them read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from moie_tui.domain.view import SystemView
from moie_tui.tui.acting import Acting
from moie_tui.tui.app import MoieApp
from moie_tui.tui.screens.dashboard import Dashboard
from moie_tui.values import replace
from tests.tui.bare_app import until, words
from tests.tui.fake_source import Seconds
from tests.tui.sample_views import rich_view
from tests.tui.stage import Stage, read

ALPHA, BETA = "/srv/alpha", "/srv/beta"


class Several(MoieApp):
    """The real app before stages, its dispatcher on a clock that tests move."""

    def __init__(self, *stages: Stage) -> None:
        super().__init__(*stages)
        self.stages, self.seconds = stages, Seconds()
        self.acting = Acting(self, self.seconds)

    def awake_seconds(self) -> float:
        """The machine never sleeps."""
        return self.stages[0].moment.timestamp()

    def lines(self) -> list[str]:
        """What is on screen."""
        return words(self).split("\n")


def at(root: str, **changes: object) -> SystemView:
    """The rich view, of a root in that folder."""
    return replace(rich_view(), root=root, **changes)


@asynccontextmanager
async def several(
    *views: SystemView, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[Several, Pilot[None]]]:
    """The app on these roots, all of them read."""
    stages = [Stage(view) for view in views or (at(ALPHA), at(BETA))]
    app = Several(*stages)
    async with app.run_test(size=size) as pilot:
        await until(
            pilot, lambda: len(app.roots) == len(stages) and all(one.jobs or one.trouble for one in app.roots)
        )
        await read(app, pilot)
        app.clear_notifications()
        yield app, pilot


async def go(app: Several, pilot: Pilot[None], root: str, *keys: str) -> None:
    """These keys, which lead to that root."""
    await pilot.press(*keys)
    await until(pilot, lambda: app.view.root == root and app.screen.is_mounted)
    await pilot.pause()
    await until(pilot, lambda: isinstance(app.screen, Dashboard) and app.screen.view.root == root)
