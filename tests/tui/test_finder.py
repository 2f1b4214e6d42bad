"""Filter, search, order and zoom in the panes that are lists, one way in all of them."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from moie_tui.domain.view import SystemView
from moie_tui.tui.messages import GoTo
from moie_tui.tui.widgets.filter_line import FilterLine
from moie_tui.tui.widgets.pane import FoundPane
from moie_tui.values import replace
from tests.tui.bare_app import words
from tests.tui.sample_views import broken_view, rich_view
from tests.tui.stage import StagedApp, shown, staged

pytestmark = pytest.mark.long


def pane(app: StagedApp, name: str) -> FoundPane:
    return app.screen_stack[0].query_one(f"#{name}", FoundPane)


def keys(app: StagedApp, name: str) -> list[str]:
    rows = pane(app, name).rows
    return list(rows._keys)


def border(app: StagedApp, name: str) -> str:
    return str(pane(app, name).border_subtitle)


async def test_words_leave_in_the_jobs_that_have_them_and_escape_brings_all_back() -> None:
    async with staged() as (app, pilot):
        every = keys(app, "jobs")
        await pilot.press("2", "slash", *"feed", "enter")
        assert keys(app, "jobs") == ["5.2"]
        assert "only with “feed”" in words(app)
        assert border(app, "jobs").startswith(f"1 of {len(every)} found")
        assert app.focused is pane(app, "jobs").rows
        await pilot.press("escape")
        assert keys(app, "jobs") == every
        assert "only with" not in words(app)


async def test_an_exclamation_mark_leaves_in_the_others() -> None:
    async with staged() as (app, pilot):
        every = keys(app, "jobs")
        await pilot.press("2", "slash", *"!feed", "enter")
        assert keys(app, "jobs") == [key for key in every if key != "5.2"]


async def test_keys_typed_into_a_filter_do_nothing_else() -> None:
    async with staged() as (app, pilot):
        await pilot.press("4", "slash", *"PBVXHRMUELqz1T[!?")
        await pilot.pause()
        assert app.requests == []
        assert len(app.screen_stack) == 1
        assert not app.locked
        typed = pane(app, "snapshots").query_one(Input)
        assert (typed.has_focus, typed.value) == (True, "PBVXHRMUELqz1T[!?")
        await pilot.press("escape")
        assert not pane(app, "snapshots").query_one(FilterLine).display


async def test_a_filter_stays_through_new_views_and_the_cursor_with_its_row() -> None:
    async with staged() as (app, pilot):
        await pilot.press("4", "slash", *"k1", "enter", "j")
        chosen = pane(app, "snapshots").rows.key
        kept = keys(app, "snapshots")
        assert 1 < len(kept) < len(app.view.snapshots)
        gone = keys(app, "snapshots")[0]
        await shown(
            app, pilot, rich_view(snapshots=tuple(one for one in app.view.snapshots if one.id != gone))
        )
        assert keys(app, "snapshots") == kept[1:]
        assert pane(app, "snapshots").rows.key == chosen
        await pilot.press("escape")
        assert pane(app, "snapshots").rows.key == chosen


async def test_a_job_is_found_in_a_closed_phase_and_its_phase_shown_with_it() -> None:
    async with staged(size=(80, 13)) as (app, pilot):
        await pilot.press("g", "h")
        assert "job 1.2" not in keys(app, "phases")
        await pilot.press("slash", *"1.2", "enter")
        assert keys(app, "phases") == ["phase 1", "job 1.2"]
        assert border(app, "phases") == "1 found"
        await pilot.press("escape")
        assert "phase 5" in keys(app, "phases")


async def test_f_leaves_in_what_fails() -> None:
    async with staged() as (app, pilot):
        await pilot.press("2", "f")
        failing = {one.key for one in app.judgement.jobs if one.verdict.status in ("stale", "unhealthy")}
        assert failing
        assert set(keys(app, "jobs")) == failing
        await pilot.press("f", "1", "f")
        assert set(keys(app, "jobs")) > failing
        assert {key for key in keys(app, "phases") if key.startswith("job")} == {
            f"job {one}" for one in failing
        }


async def test_when_nothing_is_like_that_the_list_says_so_and_the_way_back() -> None:
    async with staged() as (app, pilot):
        await pilot.press("4", "f")
        assert "No row fits." in words(app)
        assert "Esc all" in words(app)


async def test_s_sorts_and_says_how_and_the_cursor_stays_with_its_row() -> None:
    async with staged() as (app, pilot):
        await pilot.press("2", "j")
        chosen = pane(app, "jobs").rows.key
        await pilot.press("s")
        assert border(app, "jobs").endswith("worst first")
        verdicts = {one.key: one.verdict.status for one in app.judgement.jobs}
        assert verdicts[keys(app, "jobs")[0]] == "unhealthy"
        assert pane(app, "jobs").rows.key == chosen
        newest_first = keys(app, "snapshots")
        await pilot.press("4", "s")
        assert keys(app, "snapshots") == newest_first[::-1]
        await pilot.press("s", "s")
        reasons = {one.id: one.reason for one in app.view.snapshots}
        assert [reasons[key] for key in keys(app, "snapshots")] == sorted(reasons.values())


async def test_n_goes_on_to_what_was_looked_for_among_all_rows() -> None:
    async with staged() as (app, pilot):
        await pilot.press("4", "n")
        await pilot.pause()
        assert "Nothing to find again yet: / looks for words first." in " ".join(
            one.message for one in app._notifications
        )
        await pilot.press("slash", *"k1", "enter", "escape", "g")
        rows = pane(app, "snapshots").rows
        sought = [key for key in keys(app, "snapshots") if "k1" in key]
        found = []
        for _ in sought:
            await pilot.press("n")
            found.append(rows.key)
        assert sorted(found) == sorted(sought)
        await pilot.press("N")
        assert rows.key == found[-2]


async def test_going_to_a_row_that_is_left_out_shows_all_again() -> None:
    async with staged() as (app, pilot):
        await pilot.press("2", "slash", *"feed", "enter")
        app.screen.post_message(GoTo("watched", "5.1"))
        await pilot.pause()
        assert pane(app, "jobs").rows.key == "5.1"
        assert "only with" not in words(app)


async def test_the_way_out_of_an_unreadable_state_is_never_left_out() -> None:
    async with staged() as (app, pilot):
        await pilot.press("4", "slash", *"no such snapshot", "enter")
        assert keys(app, "snapshots") == []
        broken: SystemView = replace(
            broken_view(), snapshots=app.view.snapshots, way_out=app.view.snapshots[3].id
        )
        await shown(app, pilot, broken)
        assert pane(app, "snapshots").rows.key == broken.way_out != ""


@pytest.mark.parametrize("name", ["1", "2", "3", "4", "5"])
async def test_every_pane_zooms(name: str) -> None:
    async with staged() as (app, pilot):
        await pilot.press(name, "z")
        panes = [
            one
            for one in ("phases", "jobs", "heart", "snapshots", "events")
            if app.screen.query_one(f"#{one}").display
        ]
        assert len(panes) == 1
        await pilot.press("z")
        assert app.screen.query_one("#phases").display
