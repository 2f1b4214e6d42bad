from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from textual.pilot import Pilot

from moie_tui.domain.errors import OperationFailed
from moie_tui.domain.view import SystemView
from moie_tui.tui import desk, live
from tests.tui.bare_app import until
from tests.tui.sample_views import NOW, rich_view
from tests.tui.stage import Stage, StagedApp, staged


class Failing(Stage):
    async def watch(self) -> AsyncIterator[SystemView]:
        yield self.picture
        raise OperationFailed("the folder can't be [b]watched[/b]")


async def test_a_watch_that_fails_says_so_and_the_last_view_stays() -> None:
    app = StagedApp(Failing())
    async with app.run_test() as pilot:
        await until(pilot, lambda: len(app._notifications) > 0)
        assert next(iter(app._notifications)).message == "the folder can't be [b]watched[/b]"
        assert app.view is app.stage.picture


async def test_r_reads_again_at_once() -> None:
    async with staged() as (app, pilot):
        app.stage.picture = rich_view(snapshots=())
        await pilot.press("r")
        await until(pilot, lambda: app.view is app.stage.picture)


async def test_a_gone_terminal_ends_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    async with staged() as (app, pilot):
        monkeypatch.setattr(live, "terminal_is_gone", lambda: True)
        app.tick()
        await until(pilot, lambda: app._exit)


@pytest.mark.long
async def test_a_root_where_many_jobs_change_each_second_is_judged_less_often(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    judged: list[object] = []
    real, second = desk.Desk.judge, timedelta(seconds=1)
    monkeypatch.setattr(desk.Desk, "judge", lambda self, now: judged.append(now) or real(self, now))
    monkeypatch.setattr(desk.Judging, "restless", 5 * desk.JOBS_PER_SECOND)
    async with staged(rich_view(), (80, 24)) as (app, pilot):
        assert judged == [NOW]
        await ticks(app, pilot, 12)
        assert judged == [NOW, NOW + 5 * second], "and looked far ahead, once"
        assert "♥ 4m 24s" in app.text()[0]


async def ticks(app: StagedApp, pilot: Pilot[None], count: int) -> None:
    for _ in range(count):
        app.pass_by(seconds=1)
    await pilot.pause()
