"""Sheets and the palette leave once, and bear what arrives late."""

from __future__ import annotations

import pytest
from textual.command import CommandList
from textual.events import Click
from textual.style import Style

from moie_tui.tui.messages import OperationsOpened
from moie_tui.tui.screens.choices import Palette
from moie_tui.tui.screens.help import HelpScreen
from moie_tui.tui.screens.operations import OperationsScreen
from moie_tui.tui.screens.undo_sheet import UndoSheet
from tests.tui.bare_app import shows, until
from tests.tui.fake_source import A_PLAN
from tests.tui.stage import staged


@pytest.mark.long
async def test_two_escapes_at_once_leave_one_sheet() -> None:
    async with staged() as (app, pilot):
        await pilot.press("u")
        await until(pilot, shows(app, OperationsScreen))
        await pilot.press("question_mark")
        await until(pilot, shows(app, HelpScreen))
        sheet = app.screen
        sheet.dismiss(None)
        await sheet.dismiss(None)
        await until(pilot, shows(app, OperationsScreen))
        assert len(app.screen_stack) == 2


async def test_a_sheet_that_leaves_before_it_was_there_writes_nothing() -> None:
    async with staged() as (app, pilot):
        app.push_screen(sheet := OperationsScreen())
        sheet.dismiss(None)
        await pilot.pause()
        assert len(app.screen_stack) == 1


async def test_a_click_on_a_result_that_has_just_gone_chooses_nothing() -> None:
    async with staged() as (app, pilot):
        await pilot.press("ctrl+p")
        await until(
            pilot,
            lambda: isinstance(app.screen, Palette) and app.screen.query_one(CommandList).option_count > 3,
        )
        found = app.screen.query_one(CommandList)
        stale = found.option_count
        found.post_message(
            Click(
                found, 1, 1, 0, 0, 1, False, False, False, 1, 1, Style.from_meta({"option": stale}).rich_style
            )
        )
        await pilot.press("pagedown", "escape", "escape")
        await pilot.pause()
        assert len(app.screen_stack) == 1


@pytest.mark.long
async def test_what_a_sheet_leaves_for_does_not_depend_on_how_fast_the_sheet_goes() -> None:
    async with staged() as (app, pilot):
        await app.push_screen(sheet := UndoSheet(A_PLAN))
        heard = sheet.post_message
        gone = (OperationsOpened,)
        sheet.post_message = lambda one: not isinstance(one, gone) and heard(one)  # type: ignore[method-assign]
        sheet.action_operations()
        await until(pilot, shows(app, OperationsScreen))
        assert sheet not in app.screen_stack
