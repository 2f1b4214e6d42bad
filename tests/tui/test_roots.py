"""Several roots in one dashboard: a line each, one of them in front."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from moie_tui.domain.errors import OperationFailed
from moie_tui.domain.view import Problem, SystemView
from moie_tui.tui.screens.choices import Palette
from moie_tui.tui.screens.dashboard import Dashboard
from moie_tui.tui.screens.roots import RootsScreen
from moie_tui.tui.widgets.root_bar import RootBar
from moie_tui.values import replace
from tests.tui.bare_app import shows, until, words
from tests.tui.several_roots import ALPHA, BETA, Several, at, go, several
from tests.tui.stage import Stage, staged

pytestmark = pytest.mark.long

MISSING = Problem("/srv/gone", "no MOIE root here")


async def test_each_root_has_a_line_with_its_heart_its_worst_and_its_jobs() -> None:
    async with several(at(ALPHA), at(BETA), at("/srv/gone", state=None, state_problem=MISSING)) as (app, _):
        names, first, second, third = app.lines()[:4]
        assert {"root", "heart", "beat", "alerts", "jobs", "snapshot"} <= set(names.split())
        assert names.rstrip().endswith("> next  ; all")
        assert "…" not in names
        assert "› 1 ● alpha" in first
        assert "live" in first
        assert "♥ 4m" in first
        assert "✗ 1 ▲ 1" in first
        assert "  2 ● beta" in second
        assert BETA in second
        assert "  3 ✗ gone" in third
        assert "broken" in third
        assert "no MOIE root here" in third
        assert "alpha" in app.lines()[4], "row one of the dashboard names the one in front"


@pytest.mark.parametrize("width", [80, 50, 20])
async def test_where_there_is_no_room_all_share_one_line(width: int) -> None:
    async with several(size=(width, 24)) as (app, pilot):
        assert app.screen.query_one(RootBar).region.height == 1
        assert app.lines()[0].startswith("›1")
        assert " 2" in app.lines()[0]
        await go(app, pilot, BETA, ">")
        assert "›2" in app.lines()[0]


async def test_one_root_has_no_line_and_its_keys_do_nothing() -> None:
    async with staged() as (app, pilot):
        await pilot.press(">", ";", "<")
        assert app.roots == ()
        assert len(app.screen_stack) == 1
        assert not app.screen.query(RootBar)
        assert "next-root" not in {one.binding.id for one in app.screen.active_bindings.values()}


async def test_keys_go_round_and_a_number_in_the_list_goes_there() -> None:
    async with several(at(ALPHA), at(BETA), at("/srv/gamma")) as (app, pilot):
        await go(app, pilot, BETA, ">")
        await go(app, pilot, ALPHA, "<")
        await go(app, pilot, "/srv/gamma", "<")
        await go(app, pilot, ALPHA, ">")
        await pilot.press(";")
        await until(pilot, shows(app, RootsScreen))
        assert "3 open · 3 to look at" in words(app)
        await go(app, pilot, BETA, "2")
        await pilot.press(";")
        await until(pilot, shows(app, RootsScreen))
        await go(app, pilot, "/srv/gamma", "down", "enter")
        assert app.screen.query_one(RootBar).roots[2].front


async def test_the_list_is_filtered_by_words_and_tells_what_is_wrong() -> None:
    async with several(at(ALPHA), at("/srv/gone", state=None, state_problem=MISSING)) as (app, pilot):
        await pilot.press(";")
        await until(pilot, shows(app, RootsScreen))
        await pilot.press("/", *"gone", "enter")
        await until(pilot, lambda: "1 of 2 found" in words(app))
        await until(pilot, lambda: "why     no MOIE root here" in words(app))
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, Dashboard))
        assert app.view.root == ALPHA


async def test_a_click_and_the_palette_bring_a_root_to_the_front() -> None:
    async with several() as (app, pilot):
        await pilot.click(RootBar, offset=(10, 2))
        await until(pilot, lambda: app.view.root == BETA)
        await pilot.pause()
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, Palette))
        await pilot.press(*"root 1")
        await until(pilot, lambda: "Root 1  alpha" in words(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.view.root == ALPHA)


async def test_a_click_on_the_one_in_front_leaves_its_keys_alive() -> None:
    async with several() as (app, pilot):
        await pilot.click(RootBar, offset=(10, 1))
        await pilot.press("2")
        assert app.screen.front == "jobs"


async def test_cursor_filter_and_zoom_of_each_root_are_as_they_were_left() -> None:
    async with several() as (app, pilot):
        await pilot.press("2", "down", "/", *"5.", "enter", "z")
        await until(pilot, lambda: app.screen.pane("jobs").finder.wanted.text == "5.")
        key = app.screen.pane("jobs").rows.key
        await go(app, pilot, BETA, ">")
        assert (app.screen.front, app.screen.zoomed) == ("phases", False)
        assert not app.screen.pane("jobs").finder.wanted
        await go(app, pilot, ALPHA, "<")
        jobs = app.screen.pane("jobs")
        assert (app.screen.front, app.screen.zoomed) == ("jobs", True)
        assert (jobs.finder.wanted.text, jobs.rows.key) == ("5.", key)
        await pilot.press("down")
        assert jobs.rows.has_focus


async def test_a_root_that_was_left_in_the_past_comes_back_as_it_is_now() -> None:
    async with several() as (app, pilot):
        await pilot.press("[")
        await until(pilot, lambda: app.in_the_past)
        await go(app, pilot, BETA, ">")
        assert not app.in_the_past
        await go(app, pilot, ALPHA, "<")
        assert not app.in_the_past
        assert "PAST" not in words(app)


async def test_another_root_keeps_up_while_it_is_not_in_front() -> None:
    async with several() as (app, pilot):
        app.stages[1].coming.put_nowait(at(BETA, state=None, state_problem=MISSING))
        await until(pilot, lambda: "beta" in app.lines()[2] and "broken" in app.lines()[2])
        assert app.view.root == ALPHA
        assert "LIVE" in words(app)
        (toast,) = app._notifications
        assert toast.title == "beta · New alert · ; and 2 go there"
        await go(app, pilot, BETA, ">")
        assert "no MOIE root here" in words(app)


async def test_verdicts_of_roots_that_are_not_in_front_age_too() -> None:
    async with several() as (app, pilot):
        for stage in app.stages:
            stage.moment = stage.moment.replace(hour=20)
        app.tick()
        await until(pilot, lambda: "stale" in app.lines()[2])
        assert app.roots[1].late


async def test_looks_and_keys_are_those_of_the_root_in_front() -> None:
    plain = at(ALPHA)
    ui = replace(plain.settings.ui, keymap={"zoom": "Z"}, read_only=True)
    async with several(plain, at(BETA, settings=replace(plain.settings, ui=ui))) as (app, pilot):
        await go(app, pilot, BETA, ">")
        await pilot.press("Z")
        assert app.screen.zoomed
        assert "READ-ONLY" in words(app)
        await go(app, pilot, ALPHA, "<")
        await pilot.press("z")
        assert app.screen.zoomed
        assert "READ-ONLY" not in words(app)


async def test_a_root_that_is_lost_has_a_line_and_the_others_are_followed_all_the_same() -> None:
    class Lost(Stage):
        async def watch(self) -> AsyncIterator[SystemView]:
            raise OperationFailed("the folder is gone")
            yield self.picture

    app = Several(Lost(at(ALPHA)), Stage(at(BETA)))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "beta" in app.lines()[2] and "live" in app.lines()[2])
        assert "✗ alpha" in app.lines()[1]
        assert "the folder is gone" in app.lines()[1]
