from __future__ import annotations

from datetime import timedelta

from moie_tui.tui.widgets.heart_pane import HeartPane
from moie_tui.tui.widgets.snapshots_pane import SnapshotsPane
from moie_tui.tui.widgets.status_bar import StatusBar
from moie_tui.tui.widgets.tab_bar import TabBar
from moie_tui.values import replace
from tests.tui.sample_views import NOW, rich_view
from tests.tui.stage import board, shown, staged


async def test_the_heart_ages_by_the_second_and_a_list_by_the_minute_a_little_late() -> None:
    young = replace(rich_view().snapshots[0], taken_at=NOW - timedelta(minutes=1, seconds=57))
    async with staged(rich_view(snapshots=(young,)), (170, 50)) as (app, pilot):
        ages = []
        for _ in range(9):
            app.pass_by(seconds=1)
            await pilot.pause()
            pane = board(app).pane("snapshots").region
            row = app.text()[pane.y + 1][pane.x : pane.right]
            ages.append((app.text()[0].split("♥ ")[1].split(" ago")[0], row.split()[2]))
        assert [heart for heart, _ in ages] == [f"4m {second}s" for second in range(13, 22)]
        assert {age for _, age in ages[:2]} == {"1m"}
        assert {age for _, age in ages[7:]} == {"2m"}


async def test_only_who_shows_seconds_says_them_each_second() -> None:
    async with staged(size=(80, 24)) as (app, _):
        screen = board(app)
        said: list[object] = []
        bars = tuple(screen.query_one(one) for one in (StatusBar, TabBar, SnapshotsPane, HeartPane))
        for one in bars:
            age = one.age
            one.age = lambda one=one, age=age: (said.append(one), age())[1]  # type: ignore[method-assign]
        for _ in range(10):
            app.pass_by(seconds=1)
        assert [said.count(one) for one in bars] == [10, 2, 2, 2], "the heart is not in sight"
        assert all(one.now == app.now for one in bars), "but each knows what time it is"


async def test_other_facts_are_told_with_the_time_at_once() -> None:
    async with staged() as (app, pilot):
        app.pass_by(seconds=1)
        await shown(app, pilot, rich_view(snapshots=rich_view().snapshots[3:]))
        assert "snap 34m" in app.text()[0]


async def test_a_clock_that_is_set_back_is_followed_at_once() -> None:
    async with staged() as (app, pilot):
        app.pass_by(seconds=1)
        app.pass_by(minutes=-2)
        await pilot.pause()
        assert "♥ 2m 13s" in app.text()[0]
        assert board(app).pane("snapshots").now == app.now


async def test_a_heart_that_grows_stale_says_so_in_that_second_and_how_late_it_is_each_second() -> None:
    async with staged() as (app, pilot):
        left = app.judgement.limit - (app.now - app.judgement.beat_at)
        said = []
        for wait in (left.total_seconds(), 1, 1):
            app.pass_by(seconds=wait)
            await pilot.pause()
            pane = board(app).pane("heart").region
            said.append(app.text()[pane.y + 3][pane.x + 1 : pane.right - 1].strip("│ "))
        assert said == ["● within its limit", "▲ stale · late by 1s", "▲ stale · late by 2s"]


async def test_who_has_left_the_screen_is_told_no_more() -> None:
    async with staged() as (app, _):
        bar = board(app).query_one(StatusBar)
        then = bar.now
        await bar.remove()
        app.pass_by(seconds=1)
        assert bar.now == then
