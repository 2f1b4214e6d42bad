"""A moment is chosen, told from others, and two of them are held side by side."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import Input

from moie_tui.domain.event import Event
from moie_tui.domain.plan import JOB, Effect
from moie_tui.tui.screens.effects_diff import EffectsDiff
from moie_tui.tui.screens.event_sheet import EventSheet
from moie_tui.tui.screens.executions import ExecutionsScreen
from moie_tui.tui.screens.moment_sheet import MomentSheet
from moie_tui.tui.screens.moments_compare import MomentsCompare
from moie_tui.tui.screens.snapshot_diff import SnapshotDiffScreen
from moie_tui.values import replace
from tests.tui.bare_app import shows, until, words
from tests.tui.live_app import live
from tests.tui.sample_views import NOW, rich_view
from tests.tui.stage import staged
from tests.tui.travelling import BACK, a_root, step, told

pytestmark = pytest.mark.long

PATH = ("phases", "5", "jobs", "5.2", "status")


async def test_a_moment_is_typed_and_what_is_no_moment_is_said() -> None:
    async with staged(size=(80, 24)) as (app, pilot):
        await pilot.press("T")
        await until(pilot, shows(app, MomentSheet))
        app.screen.query_one(Input).value = "half past nine"
        await until(pilot, lambda: "is no time: say it like" in words(app))
        await pilot.press("enter")
        assert isinstance(app.screen, MomentSheet)
        app.screen.query_one(Input).value = "2026-11-23 9:00"
        await until(pilot, lambda: "still to come" in words(app))
        app.screen.query_one(Input).value = "2h ago"
        await until(pilot, lambda: "12:14:12 · 2h ago" in words(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.view.as_of is not None)
        assert app.stage.visited == [NOW - timedelta(hours=2)]
        await until(pilot, lambda: "▮ AS OF 12:14:12" in words(app))


async def test_a_moment_is_chosen_from_those_in_which_anything_changed() -> None:
    async with staged(size=(120, 40)) as (app, pilot):
        await pilot.press("T")
        await until(pilot, shows(app, MomentSheet))
        assert "moments back to" in words(app)
        assert "HTTP 503 from feed" in words(app)
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: app.view.as_of is not None)
        first = app.view.as_of
        await pilot.press("T")
        await until(pilot, shows(app, MomentSheet))
        await pilot.press("enter")
        await until(pilot, lambda: not app.screen.is_modal)
        assert app.view.as_of.at == first.at, "the list begins where one is"


async def test_two_moments_are_compared_side_by_side_losses_first(tmp_path: Path) -> None:
    async with live(a_root(tmp_path).workspace) as (app, pilot):
        await until(pilot, lambda: bool(app.view.operations))
        await pilot.press("d")
        await until(pilot, lambda: "marks a moment" in told(app))
        app.clear_notifications()
        await step(app, pilot, BACK)
        await pilot.press("x")
        await until(pilot, lambda: "◆ marked" in words(app))
        for _ in range(3):
            await step(app, pilot, BACK)
        assert "d compares with 12:50:00" in words(app)
        await pilot.press("d")
        await until(pilot, shows(app, MomentsCompare))
        await until(pilot, lambda: "Changed" in words(app))
        text = words(app)
        assert "12:20:00 → 12:50:00 · 30m apart" in text
        assert "● job 1.2  pending → completed" in text
        assert "≠ jobs done  1 of 2" in text
        assert "phase 1 → 5" in text
        assert "heartbeat moves on by 40m" in text
        assert "unknown" in text.split("≠ job 5.1")[1]
        await pilot.press("d")
        await until(pilot, shows(app, EffectsDiff))
        await pilot.press("escape", "escape", "escape")
        await until(pilot, lambda: app.view.as_of is None)
        await pilot.pause()
        assert "12:50:00 is marked · d compares it with now · x forgets it" in words(app)
        await pilot.press("x")
        await pilot.pause()
        assert app.marked is None


async def test_without_a_mark_a_moment_is_compared_with_now_and_a_snapshot_by_its_own_sheet() -> None:
    async with staged() as (app, pilot):
        app.stage.differences = (Effect(JOB, "5.2", "completed", "pending", PATH),)
        await pilot.press("4", "d")
        await until(pilot, shows(app, SnapshotDiffScreen))
        await pilot.press("escape")
        await step(app, pilot, BACK)
        await pilot.press("d")
        await until(pilot, shows(app, MomentsCompare))
        text = words(app)
        assert "→ now" in text
        assert text.index("Lost") < text.index("✗ job 5.2  completed → pending")


async def test_what_is_not_known_of_a_moment_is_said_and_never_looks_new(tmp_path: Path) -> None:
    root = a_root(tmp_path)
    async with live(root.workspace, (80, 24)) as (app, pilot):
        await until(pilot, lambda: bool(app.view.operations))
        await pilot.press("T")
        await until(pilot, shows(app, MomentSheet))
        app.screen.query_one(Input).value = "yesterday 9:00"
        await pilot.press("enter")
        await until(pilot, lambda: app.view.as_of is not None)
        await until(pilot, lambda: "state not known" in words(app))
        text = words(app)
        assert "No copy tells of the state at this moment" in text
        assert "The oldest is of" in text
        assert "the config of then is not known" in text
        assert "moie init" not in text
        assert "EMPTY" not in text


async def test_a_sheet_that_covers_the_band_says_itself_that_it_is_of_the_past() -> None:
    event = Event(NOW - timedelta(minutes=3), "info", "job", "tried")
    view = replace(rich_view(), events=(*rich_view().events, event))
    async with staged(view, (80, 24)) as (app, pilot):
        await step(app, pilot, BACK)
        await step(app, pilot, BACK)
        await pilot.press("2", "enter")
        await until(pilot, shows(app, ExecutionsScreen))
        assert "▮ AS OF 14:11:12 · " in words(app).split("\n")[0]
        await pilot.press("escape", "5", "enter")
        await until(pilot, shows(app, EventSheet))
        await pilot.press("escape", "4", "enter")
        await until(pilot, shows(app, SnapshotDiffScreen))
        assert "R roll back" not in words(app)


@pytest.mark.parametrize("size", [(20, 5), (200, 60)])
async def test_the_past_fits_any_terminal(size: tuple[int, int]) -> None:
    async with staged(size=size) as (app, pilot):
        await step(app, pilot, BACK)
        band = [line for line in app.text() if "AS OF" in line]
        assert len(band) == 1
        assert all(len(line) == size[0] for line in app.text())
        await pilot.press("T")
        await until(pilot, shows(app, MomentSheet))
        await pilot.press("escape", "x", BACK)
        await until(pilot, lambda: len(app.stage.visited) == 2)
        await pilot.press("d")
        await until(pilot, shows(app, MomentsCompare))
