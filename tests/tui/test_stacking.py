"""However one walks from sheet to sheet, the pile of them has an end, and the way back is the one walked."""

from __future__ import annotations

import pytest
from textual.screen import Screen

from moie_tui.tui.messages import AS, MatterWanted
from moie_tui.tui.once import Once
from moie_tui.tui.screens.form_sheet import FormSheet
from moie_tui.tui.screens.help import HelpScreen
from moie_tui.tui.screens.operations import OperationsScreen
from moie_tui.tui.screens.sheet import Sheet
from moie_tui.tui.stacking import DEEP
from tests.tui.bare_app import shows, until
from tests.tui.stage import StagedApp, staged


def kinds(app: StagedApp) -> list[str]:
    return [type(one).__name__ for one in app.screen_stack[1:]]


def test_every_screen_over_the_dashboard_can_leave_with_those_over_it() -> None:
    def all_below(kind: type) -> set[type]:
        return {kind}.union(*(all_below(one) for one in kind.__subclasses__()))

    assert all(issubclass(one, Once) for one in all_below(Sheet))


@pytest.mark.long
async def test_sheets_opened_in_circles_do_not_pile_up_without_end() -> None:
    async with staged() as (app, pilot):
        for _ in range(4 * DEEP):
            opened: Screen[None] = OperationsScreen()
            await app.push_screen(opened)
            await app.push_screen(HelpScreen(opened.active_bindings, ""))
        await pilot.pause()
        assert len(app.screen_stack) <= DEEP
        await pilot.press("escape")
        await until(pilot, shows(app, OperationsScreen))


@pytest.mark.long
async def test_the_way_back_of_a_short_walk_is_the_one_walked() -> None:
    async with staged() as (app, pilot):
        walked = [OperationsScreen(), HelpScreen({}, ""), OperationsScreen()]
        for one in walked:
            await app.push_screen(one)
        await pilot.pause()
        assert kinds(app) == [type(one).__name__ for one in walked]


@pytest.mark.long
async def test_who_waits_for_a_sheet_that_gave_way_hears_of_no_choice() -> None:
    async with staged() as (app, pilot):
        heard: list[object] = []
        await app.push_screen(OperationsScreen(), heard.append)
        for _ in range(DEEP):
            await app.push_screen(OperationsScreen())
        await until(pilot, lambda: heard == [None])


async def test_the_list_of_forms_opens_no_list_of_its_own_forms() -> None:
    async with staged() as (app, pilot):
        app.post_message(MatterWanted(app.screen.query_one("#phases").matter(), AS))
        await until(pilot, shows(app, FormSheet))
        await pilot.press("C", "e", "C")
        await pilot.pause()
        assert kinds(app) == ["FormSheet"]
