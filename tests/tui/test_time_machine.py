"""Going through time: every pane as it was, and nothing to be done there."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from moie_tui.domain.compared import Compared
from moie_tui.domain.view import SystemView
from moie_tui.tui.acting import IN_THE_PAST
from moie_tui.tui.messages import ActRequested
from moie_tui.tui.screens.moments_compare import MomentsCompare
from moie_tui.tui.time_machine import COMPARING
from moie_tui.tui.times import brief
from moie_tui.tui.widgets.time_band import TimeBand
from tests.tui.bare_app import until, words
from tests.tui.live_app import live
from tests.tui.sample_views import rich_view
from tests.tui.stage import staged
from tests.tui.travelling import BACK, FORWARD, a_root, everything, step, told
from tests.waiting import PATIENCE

pytestmark = pytest.mark.long


async def test_each_step_back_shows_every_pane_as_it_was_and_esc_is_live(tmp_path: Path) -> None:
    async with live(a_root(tmp_path).workspace) as (app, pilot):
        await until(pilot, lambda: "WATCH" in words(app))
        assert not app.screen.query(TimeBand)
        await step(app, pilot, BACK)
        await until(pilot, lambda: "▮ AS OF" in words(app))
        text = words(app)
        assert "▮ AS OF 12:50:00 · 5m ago" in text
        assert "Esc live" in text
        await step(app, pilot, BACK)
        assert "AS OF 12:40:00 · 15m ago" in words(app)
        await step(app, pilot, BACK)
        await until(pilot, lambda: "job 5.1" not in words(app) and "pulse: verified: job 1.2" in words(app))
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


async def test_the_day_on_screen_is_always_that_of_the_moment_shown(tmp_path: Path) -> None:
    root = a_root(tmp_path)
    async with live(root.workspace) as (app, pilot):
        await until(pilot, lambda: app.day is not None)
        await step(app, pilot, BACK)
        # Nothing of now is shown meanwhile, however near the moment is.
        assert app.day is None or app.day.until == app.now
        await until(pilot, lambda: app.day is not None)
        assert app.view.as_of is not None
        assert app.day is not None
        assert app.day.until == app.view.as_of.at
        await until(pilot, lambda: " in time" in words(app))
        await pilot.press("escape")
        await until(pilot, lambda: app.view.as_of is None)
        assert app.day is None or app.day.until == app.present
        await until(pilot, lambda: app.day is not None)


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


async def test_large_steps_lead_an_hour_back_and_on_and_at_last_to_now(tmp_path: Path) -> None:
    root = a_root(tmp_path)
    root.clock.advance(hours=5)
    root.do("pulse")
    hour = timedelta(hours=1)
    async with live(root.workspace) as (app, pilot):
        await until(pilot, lambda: bool(app.view.operations))
        start = app.present
        for times in (1, 2):
            await step(app, pilot, "left_curly_bracket")
            assert app.view.as_of is not None
            assert app.view.as_of.at == start - times * hour
        assert "{ back 1h  } on 1h" in words(app)
        await step(app, pilot, "right_curly_bracket")
        assert app.view.as_of is not None
        assert app.view.as_of.at == start - hour
        assert "} now" in words(app)
        await step(app, pilot, "right_curly_bracket")
        assert app.view.as_of is None


async def test_a_large_step_ends_at_the_first_moment_of_all_and_that_is_said_once(tmp_path: Path) -> None:
    async with live(a_root(tmp_path).workspace) as (app, pilot):
        await until(pilot, lambda: bool(app.view.operations))
        first = min(one.at for one in await app.time_machine.moments())
        await step(app, pilot, "left_curly_bracket")
        assert app.view.as_of is not None
        assert app.view.as_of.at == first
        assert "The beginning" in told(app)
        assert not {"[ ", "{ "} & {words(app).splitlines()[-1][at : at + 2] for at in range(119)}
        shown = app.view
        for _ in range(4):
            await pilot.press("left_curly_bracket", BACK)
        await until(pilot, lambda: not app.time_machine._turn.locked())
        assert app.view is shown
        assert told(app).count("The beginning") == 1


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_no_act_is_offered_in_the_past_and_the_borders_are_others(size: tuple[int, int]) -> None:
    async with staged(size=size) as (app, pilot):
        assert "P pulse" in app.text()[-1]
        await step(app, pilot, BACK)
        past = app.view.as_of
        assert past is not None
        assert past.earlier is not None
        said = f"[ back {brief(past.at - past.earlier)}  ] now  {{ back 1h  }} now  T time"
        assert said in app.text()[-1]
        assert "Esc live" in app.text()[-1]
        assert "pulse" not in app.text()[-1].partition("[")[2]
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


async def test_a_key_held_down_does_not_go_on_after_it_is_let_go() -> None:
    async with staged() as (app, pilot):
        for _ in range(25):
            app.screen.action_time("back")
        await until(pilot, lambda: bool(app.stage.visited))
        seen = 0
        while seen < len(app.stage.visited):
            seen = len(app.stage.visited)
            await pilot.pause(0.3)
        assert seen <= 4


async def test_a_click_on_the_band_leads_back_to_now() -> None:
    async with staged() as (app, pilot):
        await step(app, pilot, BACK)
        await pilot.click("#band")
        await until(pilot, lambda: app.view.as_of is None)


async def test_a_mark_is_of_the_moment_the_steps_before_it_lead_to(monkeypatch: pytest.MonkeyPatch) -> None:
    async with staged() as (app, pilot):
        read, go_on = app.stage.view_at, Event()

        def slowly(moment: datetime, view: SystemView) -> SystemView:
            assert go_on.wait(PATIENCE)
            return read(moment, view)

        monkeypatch.setattr(app.stage, "view_at", slowly)
        await pilot.press(BACK, BACK, "x")
        assert app.marked is None
        go_on.set()
        await until(pilot, lambda: app.marked is not None)
        assert len(app.stage.visited) == 2
        assert app.view.as_of is not None
        assert app.marked == app.view.as_of.at


async def test_a_comparison_under_way_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with staged() as (app, pilot):
        compare, go_on = app.stage.compare_moments, Event()

        def slowly(*asked: Any) -> Compared:
            assert go_on.wait(PATIENCE)
            return compare(*asked)

        monkeypatch.setattr(app.stage, "compare_moments", slowly)
        await step(app, pilot, BACK)
        await pilot.press("x", "d")
        await until(pilot, lambda: COMPARING in "\n".join(app.text()))
        go_on.set()
        await until(pilot, lambda: isinstance(app.screen, MomentsCompare))
        assert app.activity == ""


async def test_while_esc_means_a_filter_the_way_back_to_now_is_said_to_be_another_key() -> None:
    async with staged(size=(80, 24)) as (app, pilot):
        await pilot.press("5")
        await step(app, pilot, BACK)
        assert ("Esc live" in app.text()[1], "Esc live" in app.text()[-1]) == (True, True)
        await pilot.press("f")
        await until(pilot, lambda: "q live" in app.text()[1] and "q live" in app.text()[-1])
        assert "Esc live" not in words(app)
        await pilot.press("escape")
        await until(pilot, lambda: "Esc live" in app.text()[1] and "Esc live" in app.text()[-1])
        assert app.view.as_of is not None
        await pilot.press("1", "slash")
        await until(pilot, lambda: "q live" in app.text()[1])
        await pilot.press("escape")
        await until(pilot, lambda: "Esc live" in app.text()[1])
        await pilot.press("4", "slash", "k", "enter")
        await until(pilot, lambda: "q live" in app.text()[1])
        await pilot.press("2")
        await until(pilot, lambda: "Esc live" in app.text()[1])
        await pilot.press("4")
        await until(pilot, lambda: "q live" in app.text()[1])
        await pilot.press("q")
        await until(pilot, lambda: app.view.as_of is None)
