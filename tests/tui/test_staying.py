"""What is selected, and where it stands on screen, survives refresh, order and removal in each pane."""

from __future__ import annotations

from typing import Any

import pytest

from moie_tui.domain.event import INFO, Event
from moie_tui.domain.state import parse_state
from moie_tui.domain.view import SystemView
from moie_tui.tui.widgets.pane import ListPane
from tests.builders import a_job, a_phase, a_state
from tests.tui import sample_views as sample
from tests.tui.sample_views import NOW, rich_view
from tests.tui.stage import StagedApp, read, shown, staged

MANY = 40
PANES = {"1": "phases", "2": "jobs", "4": "snapshots", "5": "events"}


def a_view(first: int = 0, without: int = -1) -> SystemView:
    """Forty of everything; `first` of them negative ones are new and stand before the others."""
    numbers = [number for number in range(-first, MANY) if number != without]
    document: dict[str, Any] = a_state(
        *(a_phase(f"p{number:03}", a_job(f"{number:03}.1", "cyclic")) for number in numbers), current="p020"
    )
    snapshots = [one for one in sample.snapshots(MANY + 10) if 10 - first <= int(one.id[1:3])]
    return rich_view(
        state=parse_state(document, 2),
        snapshots=tuple(one for one in snapshots if int(one.id[1:3]) - 10 != without),
        events=tuple(Event(NOW, INFO, "job", f"number {number:03}") for number in range(MANY + first)),
        health={},
    )


def place(app: StagedApp, pane: str) -> tuple[str, int]:
    """What is selected, and in which line of the list."""
    rows = app.screen.query_one(f"#{pane}", ListPane).rows
    return rows.key, rows._at - rows.scroll_offset.y


@pytest.mark.long
@pytest.mark.parametrize("key", PANES)
async def test_selection_and_scroll_stay_through_refresh_new_rows_and_sorting(key: str) -> None:
    pane = PANES[key]
    async with staged(a_view(), (80, 24)) as (app, pilot):
        await pilot.press(key, "home", *["down"] * 25, *["up"] * 5)
        await read(app, pilot)
        chosen = place(app, pane)
        assert chosen[0]
        assert chosen[1] > 0
        await shown(app, pilot, a_view())
        assert place(app, pane) == chosen
        await shown(app, pilot, a_view(first=5))
        assert place(app, pane) == chosen
        for size in ((80, 12), (120, 40), (200, 60), (1, 1), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert place(app, pane)[0] == chosen[0]
        if pane in ("jobs", "snapshots"):
            await pilot.press("s")
            assert place(app, pane)[0] == chosen[0]


@pytest.mark.long
@pytest.mark.parametrize("key", ["1", "2", "4"])
async def test_when_the_selected_row_goes_its_neighbour_takes_its_place(key: str) -> None:
    pane = PANES[key]
    async with staged(a_view(), (80, 24)) as (app, pilot):
        await pilot.press(key, "home", *["down"] * 12)
        rows = app.screen.query_one(f"#{pane}", ListPane).rows
        at = rows._at
        before, line = place(app, pane)
        number = _number(before)
        after = rows._keys[at + 1]
        await shown(app, pilot, a_view(without=number))
        assert place(app, pane) == (after, line)


def _number(key: str) -> int:
    digits = "".join(one for one in key.split(".")[0] if one.isdigit())
    return int(digits) - (10 if key.startswith("k") else 0)
