"""What every sheet shares, in little room."""

from __future__ import annotations

import pytest

from moie_tui.tui.screens.alerts import AlertsScreen
from moie_tui.tui.screens.executions import ExecutionsScreen
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
