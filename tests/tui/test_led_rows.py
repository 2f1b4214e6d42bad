"""The cursor goes with the newest snapshot and the current phase, until the operator moves it."""

from __future__ import annotations

import pytest

from moie_tui.domain.snapshot import Snapshot
from moie_tui.domain.state import parse_state
from moie_tui.domain.view import SystemView
from moie_tui.tui.messages import GoTo
from moie_tui.tui.screens.snapshot_diff import SnapshotDiffScreen
from moie_tui.tui.widgets.pane import ListPane
from moie_tui.values import replace
from tests.builders import a_job, a_phase, a_state
from tests.tui import sample_views as sample
from tests.tui.bare_app import until
from tests.tui.sample_views import NOW, rich_view
from tests.tui.stage import StagedApp, board, key_of, shown, staged
from tests.tui.travelling import BACK, step

SMALL = (80, 24)


def with_newer(count: int) -> SystemView:
    """The usual thirty snapshots, and so many newer ones."""
    return rich_view(snapshots=(*(newer(number) for number in range(count, 0, -1)), *sample.snapshots(31)))


def newer(number: int) -> Snapshot:
    """One taken after the newest of the sample."""
    return replace(sample.snapshots(1)[0], id=f"new{number}", sequence=99 + number, taken_at=NOW)


def in_phase(current: int) -> SystemView:
    """Thirty phases, and which one is the current one."""
    phases = (a_phase(number, a_job(f"{number}.1")) for number in range(1, 31))
    return rich_view(state=parse_state(a_state(*phases, current=current), 2), health={})


def top(app: StagedApp, pane: str) -> int:
    """The first line of the list that is in sight."""
    return app.screen.query_one(f"#{pane}", ListPane).rows.scroll_offset.y


async def test_who_touches_nothing_is_offered_the_newest_snapshot() -> None:
    async with staged() as (app, pilot):
        for count in (1, 9):
            await shown(app, pilot, with_newer(count))
        assert key_of(app, "snapshots") == "new9"
        assert top(app, "snapshots") == 0
        await pilot.press("4", "R")
        assert app.requests == [("rollback", {"snapshot": "new9"})]


async def test_who_touches_nothing_sees_the_current_phase() -> None:
    async with staged(in_phase(2), SMALL) as (app, pilot):
        assert board(app).selection == ("phase", "2")
        await shown(app, pilot, in_phase(25))
        assert board(app).selection == ("phase", "25")
        assert 0 < 24 - top(app, "phases") < 24
        await pilot.press("k")
        await shown(app, pilot, in_phase(3))
        assert board(app).selection == ("phase", "24")


@pytest.mark.long
async def test_a_pane_that_is_not_on_screen_follows_too() -> None:
    async with staged(in_phase(2), SMALL) as (app, pilot):
        await pilot.press("4")
        await shown(app, pilot, replace(in_phase(25), snapshots=with_newer(3).snapshots))
        await pilot.press("1")
        await pilot.pause()
        assert board(app).selection == ("phase", "25")
        assert any(line.lstrip("│ ").startswith("▾") for line in app.text()), "in sight"
        await pilot.press("4", "R")
        assert app.requests == [("rollback", {"snapshot": "new3"})]


@pytest.mark.long
async def test_home_in_the_usual_order_lets_the_cursor_follow_again() -> None:
    async with staged() as (app, pilot):
        await pilot.press("4", "j", "k")
        await shown(app, pilot, with_newer(1))
        assert key_of(app, "snapshots") == "k00f", "it was moved, if only there and back"
        await pilot.press("home")
        await shown(app, pilot, with_newer(2))
        assert key_of(app, "snapshots") == "new2"


@pytest.mark.long
async def test_home_in_another_order_stays_on_that_row() -> None:
    async with staged(rich_view(snapshots=sample.snapshots(1))) as (app, pilot):
        await pilot.press("4", "s", "home")
        await shown(app, pilot, rich_view(snapshots=(newer(1), *sample.snapshots(1))))
        assert key_of(app, "snapshots") == "new1", "never moved"
        await pilot.press("home")
        await shown(app, pilot, with_newer(2))
        assert key_of(app, "snapshots") == "k00f"


@pytest.mark.long
async def test_a_jump_and_a_filter_choose_a_row() -> None:
    async with staged() as (app, pilot):
        app.screen.post_message(GoTo("snapshot", "k00f"))
        await pilot.pause()
        await shown(app, pilot, with_newer(1))
        assert key_of(app, "snapshots") == "k00f"
        await pilot.press("home", "slash", *"feed", "enter", "escape")
        await shown(app, pilot, with_newer(2))
        assert key_of(app, "snapshots") == "k06f"


@pytest.mark.long
async def test_a_click_chooses_a_row() -> None:
    async with staged() as (app, pilot):
        await pilot.click("#snapshots Rows", offset=(3, 2))
        assert key_of(app, "snapshots") == "k02f"
        await shown(app, pilot, with_newer(1))
        assert key_of(app, "snapshots") == "k02f"


@pytest.mark.long
async def test_what_the_wheel_brought_in_sight_stays_there() -> None:
    async with staged(size=SMALL) as (app, pilot):
        await pilot.press("4")
        app.screen.query_one("#snapshots", ListPane).rows.scroll_to(y=8, animate=False)
        await pilot.pause()
        await shown(app, pilot, with_newer(3))
        assert (key_of(app, "snapshots"), top(app, "snapshots")) == ("new3", 11)


@pytest.mark.long
@pytest.mark.parametrize("keys", [(), ("j", "j", "j")])
async def test_after_the_past_the_cursor_follows_if_it_did_before(keys: tuple[str, ...]) -> None:
    async with staged() as (app, pilot):
        await pilot.press("4")
        await step(app, pilot, BACK)
        await step(app, pilot, BACK)
        await pilot.press(*keys)
        await pilot.press("escape")
        await until(pilot, lambda: app.view.as_of is None)
        assert key_of(app, "snapshots") == "k00f"
        await shown(app, pilot, with_newer(4))
        assert key_of(app, "snapshots") == "new4"


@pytest.mark.long
async def test_after_the_past_the_cursor_is_on_the_row_it_was_moved_to() -> None:
    async with staged() as (app, pilot):
        await pilot.press("4", "j", "k")
        while key_of(app, "snapshots") == "k00f":
            await step(app, pilot, BACK)
        await pilot.press("j", "j", "escape")
        await until(pilot, lambda: app.view.as_of is None)
        await shown(app, pilot, with_newer(4))
        assert key_of(app, "snapshots") == "k00f"


@pytest.mark.long
async def test_a_sheet_that_is_open_keeps_its_snapshot() -> None:
    async with staged() as (app, pilot):
        await pilot.press("4", "enter")
        await until(pilot, lambda: isinstance(app.screen, SnapshotDiffScreen))
        app.stage.coming.put_nowait(fresh := with_newer(1))
        await until(pilot, lambda: app.view is fresh)
        await pilot.pause()
        await pilot.press("R")
        assert app.requests == [("rollback", {"snapshot": "k00f"})]
