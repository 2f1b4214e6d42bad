"""What every sheet shares, in little room."""

from __future__ import annotations

import pytest

from moie_tui.tui.screens.alerts import AlertsScreen
from moie_tui.tui.screens.executions import ExecutionsScreen
from moie_tui.tui.screens.help import HelpScreen
from moie_tui.tui.screens.moment_sheet import MomentSheet
from tests.tui import sample_views as sample
from tests.tui.bare_app import shows, until
from tests.tui.sample_views import rich_view
from tests.tui.stage import staged

pytestmark = pytest.mark.long


@pytest.mark.parametrize("width", [40, 60, 80])
async def test_the_keys_of_a_sheet_that_do_not_fit_are_left_out_and_the_way_back_is_not(width: int) -> None:
    async with staged(rich_view(), (width, 24)) as (app, pilot):
        await pilot.press("2", "enter")
        await until(pilot, shows(app, ExecutionsScreen))
        await until(pilot, lambda: app.text()[-2].rstrip("│ ").endswith("esc back"))
        assert "enter look" in app.text()[-2]


async def test_in_five_rows_a_sheet_shows_what_it_is_about() -> None:
    async with staged(sample.broken_view(), (40, 5)) as (app, pilot):
        await pilot.press("a")
        await until(pilot, shows(app, AlertsScreen))
        await until(pilot, lambda: "state" in app.text()[2] or "heartbeat" in app.text()[2])


async def test_in_a_tiny_window_a_sheet_has_but_its_title_for_a_frame_until_there_is_room_again() -> None:
    async with staged(rich_view(), (20, 5)) as (app, pilot):
        await pilot.press("question_mark")
        await until(pilot, shows(app, HelpScreen))
        await until(pilot, lambda: app.text()[1].rstrip() == "Phases")
        assert app.text()[0].startswith("─Help · Phases─")
        assert app.text()[2].split() == ["⏎", "Open"]
        assert app.text()[4].strip() == "esc back"
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: app.text()[0].startswith("╭─ Help · Phases ─"))
        await until(pilot, lambda: app.text()[-1].startswith("╰─"))
        await pilot.resize_terminal(20, 5)
        await until(pilot, lambda: app.text()[0].startswith("─Help · Phases─"))


async def test_in_a_tiny_window_a_moment_is_typed_and_what_is_understood_is_said_meanwhile() -> None:
    async with staged(rich_view(), (20, 5)) as (app, pilot):
        await app.push_screen(MomentSheet([], sample.NOW, None))
        await until(pilot, lambda: "Nothing is known" in "".join(app.text()))
        await pilot.press("2", "h")
        await until(pilot, lambda: "2h ago" in app.text()[2])
        assert app.text()[1].startswith("2h")
