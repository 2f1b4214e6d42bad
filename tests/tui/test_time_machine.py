"""Going through time: every pane as it was, nothing to be done there, and two moments side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from moie_tui.domain.event import Event
from moie_tui.domain.plan import JOB, Effect
from moie_tui.tui.acting import IN_THE_PAST
from moie_tui.tui.messages import ActRequested
from moie_tui.tui.screens.effects_diff import EffectsDiff
from moie_tui.tui.screens.event_sheet import EventSheet
from moie_tui.tui.screens.executions import ExecutionsScreen
from moie_tui.tui.screens.moment_sheet import MomentSheet
from moie_tui.tui.screens.moments_compare import MomentsCompare
from moie_tui.tui.screens.snapshot_diff import SnapshotDiffScreen
from moie_tui.tui.widgets.time_band import TimeBand
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root
from tests.tui.bare_app import shows, until, words
from tests.tui.live_app import LiveApp, live
from tests.tui.sample_views import NOW, rich_view
from tests.tui.stage import StagedApp, staged

pytestmark = pytest.mark.long

BACK, FORWARD = "left_square_bracket", "right_square_bracket"
PATH = ("phases", "5", "jobs", "5.2", "status")


def a_root(folder: Path) -> Root:
    """A root whose jobs came true one after the other, ten minutes apart, from 12:10 on."""
    first = a_phase(1, a_job("1.1"), a_job("1.2"), name="FIRST")
    watch = a_phase(5, a_job("5.1", "cyclic"), status="pending", name="WATCH")
    document = a_state(first, watch, meta={"last_heartbeat": None})
    root = Root(folder, document, config="system: {timezone: UTC}\n").trust()
    for name, arguments in (
        ("pulse", {}),
        ("backup", {"note": "by hand"}),
        ("pulse", {}),
        ("record", {"job": "5.1", "status": "failure", "duration_ms": 9, "error": "no answer"}),
        ("pulse", {}),
    ):
        root.clock.advance(minutes=10, seconds=-1)
        root.do(name, **arguments)
    root.clock.advance(minutes=5, seconds=-1)
    return root


def everything(root: Root) -> dict[Path, bytes]:
    """Every byte of the root, but for the caches that readings make."""
    found = (path for path in root.folder.rglob("*") if path.is_file() and "cache" not in path.parts)
    return {path: path.read_bytes() for path in found}


def told(app: LiveApp | StagedApp) -> str:
    """What the toasts say, titles too."""
    return "\n".join(f"{one.title}: {one.message}" for one in app._notifications)


async def step(app: LiveApp | StagedApp, pilot: Pilot[None], key: str) -> None:
    """One moment on; waits for it."""
    before = app.view
    await pilot.press(key)
    await until(pilot, lambda: app.view is not before)
    await pilot.pause()


async def test_each_step_back_shows_every_pane_as_it_was_and_esc_is_live(tmp_path: Path) -> None:
    async with live(a_root(tmp_path).workspace) as (app, pilot):
        await until(pilot, lambda: "WATCH" in words(app))
        assert not app.screen.query_one(TimeBand).display
        await step(app, pilot, BACK)
        text = words(app)
        assert "▮ AS OF 12:50:00 · 5m ago" in text
        assert "Esc live" in text
        await step(app, pilot, BACK)
        assert "AS OF 12:40:00 · 15m ago" in words(app)
        await step(app, pilot, BACK)
        await until(pilot, lambda: "pulse: verified: job 1.2" in words(app))
        assert "job 5.1" not in words(app)
        await step(app, pilot, BACK)
        await until(pilot, lambda: "verified: job 1.2" not in words(app))
        text = words(app)
        assert "AS OF 12:20:00 · 35m ago" in text
        assert "state as of snapshot" in text
        assert "1 of 2 jobs done" in text
        assert "♥ 10m" in text
        assert "by hand" in text
        assert "No cyclic job" not in text
        assert "never" in text
        assert app.now == app.view.as_of.at
        await step(app, pilot, FORWARD)
        assert "2 of 2 jobs done" in words(app)
        await pilot.press("escape")
        await until(pilot, lambda: app.view.as_of is None)
        await pilot.pause()
        assert "AS OF" not in words(app)
        assert "LIVE" in words(app)
        await until(pilot, lambda: "12:50:00" in words(app))


async def test_a_step_beyond_the_last_moment_leads_back_to_now() -> None:
    async with staged() as (app, pilot):
        await step(app, pilot, BACK)
        await step(app, pilot, FORWARD)
        assert app.view.as_of is None
        await pilot.press(FORWARD)
        await until(pilot, lambda: "This is now" in told(app))


async def test_no_act_can_be_done_in_the_past_however_it_is_asked_for(tmp_path: Path) -> None:
    root = a_root(tmp_path)
    async with live(root.workspace) as (app, pilot):
        await until(pilot, lambda: bool(app.view.operations))
        await step(app, pilot, BACK)
        before, opened = everything(root), len(app.screen_stack)
        app.screen.query_one("#snapshots").target.focus()
        for key in "PBVXHRMU":
            await pilot.press(key)
        for name in ("ack", "mute", "trust", "prune", "pin", "job", "resume"):
            app.screen.post_message(ActRequested(name))
        await until(pilot, lambda: len(app._notifications) >= 14)
        assert len(app.screen_stack) == opened
        said = [one.message for one in app._notifications]
        assert [one for one in said if one != IN_THE_PAST and not one.startswith("Select a job")] == []
        assert said.count(IN_THE_PAST) >= 13
        assert app.acting.run is None
        assert everything(root) == before


async def test_a_plan_that_is_ready_only_after_one_left_for_the_past_is_not_shown(tmp_path: Path) -> None:
    root = a_root(tmp_path)
    async with live(root.workspace) as (app, pilot):
        await until(pilot, lambda: bool(app.view.operations))
        past = root.workspace.view_at(app.now - timedelta(minutes=30), app.view)
        app.acting.request("backup")
        app.show_past(past)
        await until(pilot, lambda: IN_THE_PAST in told(app))
        assert not app.screen.is_modal


async def test_the_keys_of_acts_are_dim_and_the_borders_are_others() -> None:
    async with staged(size=(200, 60)) as (app, pilot):
        assert "P pulse" in app.text()[-1]
        await step(app, pilot, BACK)
        assert "[ ] step  T time  x mark  d compare  Esc live" in app.text()[-1]
        hints = app.screen.query_one("#hints").lines[0]
        assert any("P pulse" in piece[0] and piece[1] == "faint" for piece in hints)
        assert app.screen.query_one("#phases").styles.border_top[0] == "dashed"


async def test_alerts_of_now_are_told_in_the_past_and_the_past_stays() -> None:
    async with staged() as (app, pilot):
        await step(app, pilot, BACK)
        past, rung = app.view, []
        app.bell = lambda: rung.append(True)  # type: ignore[method-assign]
        app.stage.moment += timedelta(minutes=30)
        fresh = rich_view(read_at=app.stage.moment)
        app.stage.coming.put_nowait(fresh)
        await until(pilot, lambda: app.newest is fresh)
        await until(pilot, lambda: "new alert" in told(app).lower())
        assert rung
        assert app.view is past
        await pilot.press("escape")
        await until(pilot, lambda: app.view is fresh)


async def test_time_goes_on_in_the_band_alone() -> None:
    async with staged() as (app, pilot):
        await step(app, pilot, BACK)
        assert "· 2m ago" in app.text()[1]
        age = app.text()[0].split("♥")[1][:6]
        app.pass_by(minutes=3)
        await pilot.pause()
        assert "· 5m ago" in app.text()[1]
        assert app.text()[0].split("♥")[1][:6] == age


async def test_selection_zoom_and_the_events_cursor_come_back_with_now() -> None:
    async with staged() as (app, pilot):
        await pilot.press("4", "j", "j", "5", "k", "k", "2", "j", "z")
        selected = [app.screen.pane(name).selected() for name in ("snapshots", "jobs", "events")]
        await step(app, pilot, BACK)
        await step(app, pilot, BACK)
        await pilot.press("escape")
        await until(pilot, lambda: app.view.as_of is None)
        await until(pilot, lambda: app.screen.pane("events").selected() == selected[2])
        assert [app.screen.pane(name).selected() for name in ("snapshots", "jobs", "events")] == selected
        assert (app.screen.front, app.screen.zoomed) == ("jobs", True)


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


async def test_a_key_held_down_does_not_go_on_after_it_is_let_go() -> None:
    async with staged() as (app, pilot):
        for _ in range(25):
            app.screen.action_time("back")
        await until(pilot, lambda: bool(app.stage.visited))
        await pilot.pause(0.1)
        seen = len(app.stage.visited)
        assert seen <= 4
        await pilot.pause(0.05)
        assert len(app.stage.visited) == seen


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


async def test_a_click_on_the_band_leads_back_to_now() -> None:
    async with staged() as (app, pilot):
        await step(app, pilot, BACK)
        await pilot.click("#band")
        await until(pilot, lambda: app.view.as_of is None)
