"""A key that was pressed on one screen does nothing on another that opened meanwhile."""

from __future__ import annotations

from textual.events import Key

from moie_tui.tui.aimed import Aimed
from moie_tui.tui.screens.operations import OperationsScreen
from tests.tui.stage import staged


async def test_a_key_that_comes_back_counts_only_where_it_was_pressed() -> None:
    async with staged() as (app, _):
        dashboard, sheet, aimed = app.screen, OperationsScreen(), Aimed()
        early, late = Key("y", "y"), Key("y", "y")
        assert aimed.hits(early, dashboard)
        assert aimed.hits(late, sheet)
        for key in (early, late):
            key._set_forwarded()
        assert aimed.hits(early, dashboard)
        assert not aimed.hits(early, sheet)
        assert aimed.hits(late, sheet)


async def test_what_was_pressed_before_a_sheet_opened_never_means_something_there() -> None:
    async with staged() as (app, pilot):
        early = Key("q", "q")
        assert app.aimed.hits(early, app.screen)
        early._set_forwarded()
        await app.push_screen(OperationsScreen())
        await app.on_event(early)
        await pilot.pause()
        assert isinstance(app.screen, OperationsScreen)
        await pilot.press("q")
        assert len(app.screen_stack) == 1
