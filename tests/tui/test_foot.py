"""The last rows offer only what is possible, and call it what it is."""

from __future__ import annotations

import pytest

from moie_tui.tui.screens.sorts_sheet import TICKED, UNTICKED, SortsSheet
from moie_tui.values import replace
from tests.tui.bare_app import shows, until
from tests.tui.sample_views import rich_view
from tests.tui.stage import shown, staged


async def test_while_locked_no_way_back_is_offered() -> None:
    async with staged() as (app, pilot):
        app.locked = True
        await until(pilot, lambda: "L unlock" in app.text()[-1])
        assert "undo" not in app.text()[-1]
        app.locked = False
        await until(pilot, lambda: "undo with U" in app.text()[-1])


async def test_no_rollback_is_offered_where_there_is_no_snapshot() -> None:
    async with staged() as (app, pilot):
        await pilot.press("4")
        await until(pilot, lambda: "R rollback" in app.text()[-1])
        await shown(app, pilot, replace(rich_view(), snapshots=()))
        await until(pilot, lambda: "P pulse" in app.text()[-1] and "R rollback" not in app.text()[-1])


@pytest.mark.long
async def test_no_undo_is_offered_where_nothing_was_done() -> None:
    async with staged(size=(200, 60)) as (app, pilot):
        await until(pilot, lambda: "U undo" in app.text()[-1].split("P pulse")[-1])
        await shown(app, pilot, replace(rich_view(), operations=(), next_undo=""))
        await until(pilot, lambda: "P pulse" in app.text()[-1] and "U undo" not in app.text()[-1])


async def test_the_sheet_of_running_operations_is_missed_aloud() -> None:
    async with staged() as (app, pilot):
        await pilot.press("o")
        await until(pilot, lambda: bool(app._notifications))
        assert [one.title for one in app._notifications] == ["Nothing that was started here runs"]


@pytest.mark.long
async def test_the_kinds_of_events_are_called_so_and_ticked_like_no_job() -> None:
    async with staged() as (app, pilot):
        await pilot.press("5")
        await until(pilot, lambda: "s kinds" in app.text()[-1])
        await pilot.press("s")
        await until(pilot, shows(app, SortsSheet))
        await until(pilot, lambda: any(UNTICKED in line for line in app.text()))
        assert "Kinds of events · none ticked, all listed" in "\n".join(app.text())
        await pilot.press("space")
        await until(pilot, lambda: any(TICKED in line for line in app.text()))
        await until(pilot, lambda: "Kinds of events · 1 ticked" in "\n".join(app.text()))
