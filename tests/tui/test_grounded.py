"""Screens over screens go by what is so, whatever they are told late."""

from __future__ import annotations

import pytest
from textual.screen import Screen

from moie_tui.tui.grounded import Grounded
from moie_tui.tui.once import Once
from moie_tui.tui.screens.choices import Palette
from moie_tui.tui.screens.dashboard import Dashboard
from moie_tui.tui.screens.help import HelpScreen
from moie_tui.tui.screens.operations import OperationsScreen
from tests.tui.bare_app import shows, until
from tests.tui.stage import staged


def test_every_screen_of_ours_is_grounded() -> None:
    assert all(issubclass(one, Grounded) for one in (Dashboard, Once, Palette))


@pytest.mark.long
async def test_a_click_that_comes_late_does_not_have_sheets_draw_each_other_for_ever() -> None:
    async with staged() as (app, pilot):
        sheets: list[Screen[None]] = [OperationsScreen(), HelpScreen({}, ""), OperationsScreen()]
        for sheet in sheets:
            await app.push_screen(sheet)
        await pilot.pause()
        sheets[0]._layout_cache.clear()
        for sheet in sheets[:2]:
            sheet.refresh()
        assert sheets[0].get_style_at(0, 0)
        await pilot.pause()
        await pilot.press("escape")
        await until(pilot, shows(app, HelpScreen))
