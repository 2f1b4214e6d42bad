from __future__ import annotations

from datetime import timedelta

import pytest
from textual.widget import Widget

from moie_tui.domain.view import SystemView
from moie_tui.tui.messages import Selected
from moie_tui.tui.screens.executions import ExecutionsScreen
from moie_tui.tui.times import when
from moie_tui.tui.widgets.snapshots_pane import SnapshotsPane
from moie_tui.values import replace
from tests.tui import sample_views as sample
from tests.tui.bare_app import until
from tests.tui.sample_views import rich_view
from tests.tui.stage import board, key_of, panes_shown, staged

SIZES = ((200, 60), (120, 40), (80, 24), (40, 12), (20, 5))


async def test_at_120_by_40_all_five_panes_are_there() -> None:
    async with staged() as (app, _):
        assert panes_shown(app) == ["phases", "jobs", "heart", "snapshots", "events"]
        text = "\n".join(app.text())
        for words in ("WIRE THE NERVOUS SYSTEM", "Scan research feed", "♥ 4m 12s", "k", "HTTP 503 from feed"):
            assert words in text
        assert "Inspector" not in text


async def test_at_80_by_24_one_pane_stands_under_tabs_with_counts() -> None:
    async with staged(size=(80, 24)) as (app, pilot):
        assert panes_shown(app) == ["phases"]
        assert app.text()[1].strip() == "Phases 2/3 │ Jobs ✗1 ▲1 │ Heart ♥4m │ Snaps 31 │ Events"
        await pilot.press("4")
        assert panes_shown(app) == ["snapshots"]
        assert isinstance(app.focused, Widget)
        assert app.screen.query_one("#snapshots") in app.focused.ancestors


async def test_a_narrow_snapshots_pane_tells_rows_apart_by_clock_time_and_note() -> None:
    async with staged() as (app, _):
        region = board(app).pane("snapshots").region
        rows = [line[region.x : region.right] for line in app.text()[region.y + 1 : region.bottom - 1]]
        for one, row in zip(app.view.snapshots, rows, strict=False):
            assert when(one.taken_at, app.now, app.view.zone) in row
            assert one.note in row
        assert any("before the new feed" in row for row in rows)


async def test_a_narrow_snapshots_pane_says_when_also_where_some_are_of_another_day() -> None:
    old = [
        replace(one, taken_at=one.taken_at - timedelta(days=at))
        for at, one in enumerate(rich_view().snapshots)
    ]
    async with staged(rich_view(snapshots=tuple(old))) as (app, _):
        region = board(app).pane("snapshots").region
        rows = [line[region.x : region.right] for line in app.text()[region.y + 1 : region.bottom - 1]]
        for one, row in zip(old, rows, strict=False):
            assert when(one.taken_at, app.now, app.view.zone) in row


@pytest.mark.long
async def test_at_200_by_60_an_inspector_follows_the_selection() -> None:
    async with staged(size=(200, 60)) as (app, pilot):
        await pilot.press("2", "j")
        await pilot.pause()
        text = "\n".join(app.text())
        assert "Inspector" in text
        assert "./scan-feed --since yesterday" in text
        assert "51 runs, 7 failed" in text
        await pilot.press("4", "j")
        await pilot.pause()
        assert "taken    14:00:00, 14m 12s ago" in "\n".join(app.text())


@pytest.mark.long
async def test_the_layout_changes_with_the_size_and_keeps_the_selection() -> None:
    async with staged() as (app, pilot):
        await pilot.press("4", "j", "j")
        for size in (*SIZES, SIZES[0]):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert len(app.text()) == size[1]
            assert "snapshots" in panes_shown(app)
            assert key_of(app, "snapshots") == "k02f"


async def test_messages_that_come_while_it_is_taken_apart_find_it_deaf() -> None:
    async with staged() as (app, pilot):
        await app.screen.query(SnapshotsPane).remove()
        await pilot.resize_terminal(100, 30)
        board(app).post_message(Selected("job", "5.1"))
        await pilot.pause()
        assert app.is_running


@pytest.mark.parametrize("view", ["rich", "empty", "broken", "hostile"])
@pytest.mark.parametrize("size", [pytest.param((20, 5), marks=pytest.mark.slow), (79, 31)])
async def test_no_size_and_no_view_crashes(view: str, size: tuple[int, int]) -> None:
    picture: SystemView = getattr(sample, f"{view}_view")()
    async with staged(picture, size) as (app, pilot):
        await pilot.press("2", "tab", "tab", "G", "5")
        assert app.return_code is None


@pytest.mark.long
async def test_a_job_leaves_no_slivers_of_the_dashboard_beside_it() -> None:
    async with staged(size=(120, 40)) as (app, pilot):
        await pilot.press("2", "enter")
        await until(pilot, lambda: isinstance(app.screen, ExecutionsScreen))
        await until(pilot, lambda: app.screen.query_one("#frame").region.width == 120)
