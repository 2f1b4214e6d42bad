from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from threading import Event

import pytest
from textual.pilot import Pilot

from moie_tui.domain.errors import OperationFailed
from moie_tui.domain.judge import judge
from moie_tui.domain.view import SystemView
from moie_tui.tui import desk, live
from moie_tui.values import replace
from tests.tui.bare_app import until
from tests.tui.sample_views import NOW, rich_view
from tests.tui.stage import Stage, StagedApp, board, staged


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


class Slow:
    """Judges for as long as a test wants."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.may_end = Event(), Event()
        self.real = desk.Desk._weigh
        monkeypatch.setattr(desk.Desk, "_weigh", lambda desk, view, now: self.weigh(desk, view, now))

    def weigh(self, desk: desk.Desk, view: SystemView, now: datetime) -> object:
        """Like the real one, but late."""
        self.begun.set()
        self.may_end.wait()
        return self.real(desk, view, now)


async def test_while_a_reading_is_judged_keys_work_and_the_one_before_stays_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with staged() as (app, pilot):
        before, thought, rows = app.view, app.judgement, board(app).pane("phases").rows
        slow = Slow(monkeypatch)
        app.stage.coming.put_nowait(replace(before, health={}))
        await until(pilot, slow.begun.is_set)
        key = rows.key
        await pilot.press("j")
        app.pass_by(seconds=30)
        assert rows.key != key
        assert (app.view, app.newest, app.judgement) == (before, before, thought)
        assert app.now == NOW + timedelta(seconds=30)
        slow.may_end.set()
        await until(pilot, lambda: app.view is not before)
        assert app.judgement == judge(app.view, NOW)


async def test_two_readings_are_judged_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    async with staged() as (app, pilot):
        slow, before = Slow(monkeypatch), app.view
        app.stage.coming.put_nowait(replace(before, health={}))
        await until(pilot, slow.begun.is_set)
        app.stage.picture = last = replace(before, snapshots=())
        app.run_worker(app.action_read_again())
        slow.may_end.set()
        await until(pilot, lambda: app.view is last)
        assert app.judgement == judge(last, NOW)


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


async def test_verdicts_that_come_once_the_past_is_on_screen_are_kept_for_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with staged() as (app, pilot):
        slow, fresh = Slow(monkeypatch), replace(app.view, health={})
        app.stage.coming.put_nowait(fresh)
        await until(pilot, slow.begun.is_set)
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: app.in_the_past)
        past, thought, moment = app.view, app.judgement, app.now
        slow.may_end.set()
        await until(pilot, lambda: app.newest is not past and not app.newest.health)
        app.pass_by(seconds=30)
        assert (app.view, app.judgement, app.now) == (past, thought, moment)
        await pilot.press("escape")
        await until(pilot, lambda: app.view is app.newest)
        assert app.judgement == app.desk.judgement
