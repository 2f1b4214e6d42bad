"""What operators of such tools ask for, tried on the whole dashboard; more of it stands with its parts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.events import MouseScrollDown
from textual.pilot import Pilot

from moie_tui.domain.health import parse_health
from moie_tui.domain.key_catalogue import ACT, ACTIONS, SHEETS
from moie_tui.tui.palette import MoieCommands
from moie_tui.tui.screens.executions import ExecutionsScreen
from moie_tui.tui.screens.snapshot_diff import SnapshotDiffScreen
from moie_tui.tui.widgets.pane import ListPane
from moie_tui.values import replace
from tests.builders import a_health, an_execution
from tests.tui import sample_views as sample
from tests.tui.bare_app import until, words
from tests.tui.sample_views import NOW, rich_view
from tests.tui.stage import StagedApp, staged

pytestmark = pytest.mark.long
PANES = ("phases", "jobs", "snapshots", "events")


async def test_the_palette_has_every_act_and_everything_one_can_go_to() -> None:
    async with staged() as (app, _):
        offered = [str(hit.text) async for hit in MoieCommands(app.screen).discover()]
        acts = [one.words for one in ACTIONS if one.kind == ACT and one.where != SHEETS]
        assert [words for words in acts if words not in offered] == []
        found = [entry.words for entry in MoieCommands(app.screen)._entries()]
        assert app.view.state is not None
        for _, job in app.view.state.jobs():
            assert any(one.startswith(f"Job {job.key} ") for one in found)
        for snapshot in app.view.snapshots:
            assert any(snapshot.id in one for one in found)


async def test_a_job_says_its_last_success_its_flips_and_how_its_duration_runs() -> None:
    results = ("success", "failure", "success", "failure", "failure")
    runs = [
        an_execution((NOW - timedelta(hours=9 - at)).isoformat(), result, duration_ms=1000 * (at + 1))
        for at, result in enumerate(results)
    ]
    health = parse_health({"5.2": a_health(*runs)}, NOW.tzinfo)
    async with staged(rich_view(health=health)) as (app, pilot):
        await pilot.press("2")
        await _at_job(app, pilot, "5.2")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ExecutionsScreen))
        await until(pilot, lambda: "3 flips" in words(app))
        for said in ("success   7h ago", "the last 2 runs failed", "p95 5.0s", "p50 3.0s", "●✗●✗✗"):
            assert said in words(app)


async def _at_job(app: StagedApp, pilot: Pilot[None], key: str) -> None:
    for _ in range(20):
        if key in app.screen.query_one("#jobs", ListPane).rows.key:
            return
        await pilot.press("j")
    raise AssertionError(f"job {key} is not listed")


async def test_everything_of_the_dashboard_can_be_had_with_the_mouse_alone() -> None:
    async with staged() as (app, pilot):
        keys = app.text()[-1]
        await pilot.click(offset=(keys.index("P pulse") + 3, 39))
        await until(pilot, lambda: app.requests == [("pulse", {})])
        rows = app.screen.query_one("#snapshots", ListPane).rows
        await pilot.click(rows, offset=(4, 1))
        await until(pilot, lambda: "Enter diff" in app.text()[-1])
        await pilot.click(offset=(app.text()[-1].index("Enter diff") + 1, 39))
        await until(pilot, lambda: isinstance(app.screen, SnapshotDiffScreen))
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        row = next(at for at, line in enumerate(app.text()) if "Scan research feed" in line)
        column = app.text()[row].rindex("Scan research feed")
        await pilot.click(offset=(column, row), times=2)
        await until(pilot, lambda: isinstance(app.screen, ExecutionsScreen))
        line = next(at for at, one in enumerate(app.text()) if "esc back" in one)
        await pilot.click(offset=(app.text()[line].index("esc back") + 5, line))
        await until(pilot, lambda: len(app.screen_stack) == 1)
        rows = app.screen.query_one("#events", ListPane).rows
        before = rows.scroll_offset.y
        await pilot._post_mouse_events([MouseScrollDown], rows)
        assert rows.scroll_offset.y >= before


@pytest.mark.parametrize("pane", PANES)
async def test_in_every_pane_a_refresh_leaves_the_selection_where_it_is_and_in_sight(pane: str) -> None:
    view = rich_view(events=sample.events(60))
    async with staged(view, (80, 24)) as (app, pilot):
        app.screen.query_one(f"#{pane}", ListPane).rows.focus()
        await pilot.press({"phases": "1", "jobs": "2", "snapshots": "4", "events": "5"}[pane], "g", "j", "j")
        rows = app.screen.query_one(f"#{pane}", ListPane).rows
        chosen = rows.key
        taken = replace(view.snapshots[0], id="new")
        told = replace(view.events[-1], timestamp=NOW + timedelta(seconds=1), message="just now")
        newer = replace(view, snapshots=(taken, *view.snapshots), events=(*view.events, told))
        for fresh in (replace(view, read_at=NOW), newer):
            app.view = fresh
            await pilot.pause()
            assert rows.key == chosen
            assert 0 <= rows.standing[1] - rows.scroll_offset.y < rows.size.height
