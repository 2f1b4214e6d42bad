"""What the next beats will do: a line in the pane of the heart, and all of it one key further."""

from __future__ import annotations

from datetime import timedelta

import pytest

from moie_tui.domain.state import parse_state
from moie_tui.domain.view import SystemView
from moie_tui.tui.screens.forecast import ForecastScreen
from moie_tui.tui.screens.heart_sheet import HeartSheet
from moie_tui.tui.widgets.rows import Rows
from moie_tui.values import replace
from tests.builders import a_job, a_phase, a_state
from tests.tui.bare_app import until, words
from tests.tui.sample_views import BEAT, NOW, rich_view
from tests.tui.stage import shown, staged

pytestmark = pytest.mark.long


def a_view(beat: timedelta = BEAT) -> SystemView:
    """One job to prove, then a phase whose scan runs every 20 minutes."""
    scan = a_job("5.1", "cyclic", task="Deep Research Scan", schedule="every 20m", command="./scan")
    document = a_state(
        a_phase(1, a_job("1.1", task="Wire it")), a_phase(5, scan, status="pending"),
        meta={"last_heartbeat": (NOW - beat).isoformat()},
    )  # fmt: skip
    return rich_view(state=parse_state(document, 2), events=(), health={})


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_enter_on_the_heart_lists_the_beats_and_what_rests_on_a_proof(size: tuple[int, int]) -> None:
    async with staged(a_view(), size=size) as (app, pilot):
        await pilot.press("3")
        await until(pilot, lambda: "does  verifies job 1.1" in words(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ForecastScreen) and "if proven" in words(app))
        lines = app.text()
        assert any("14:20:00" in line and "verifies job 1.1" in line for line in lines)
        assert any("phase 5 becomes current" in line and " 1.1 " in line for line in lines)
        assert any("starts 5.1" in line and " 1.1 " in line for line in lines)
        assert "if the proof fails: waits for a hand" in words(app)
        assert "every 10m, as long as somebody beats" in words(app)
        await pilot.press("j", "j")
        await until(pilot, lambda: "starts 5.1  Deep Research Scan" in words(app))
        assert "every 20m · it never ran yet" in words(app)
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)


async def test_why_a_job_is_not_started_is_said_and_idle_beats_can_be_left_out() -> None:
    async with staged(a_view(), size=(120, 40)) as (app, pilot):
        await pilot.press("3", "enter")
        await until(pilot, lambda: "144 beats" in words(app))
        await pilot.press("j", "j", "j")
        await until(pilot, lambda: "5.1  Deep Research Scan: not due until" in words(app))
        assert "nothing is due" in words(app)
        await pilot.press("f")
        await until(pilot, lambda: "nothing is due" not in words(app))
        assert "f all beats" in words(app)


async def test_the_cursor_stays_on_its_beat_while_beats_go_by() -> None:
    async with staged(a_view(), size=(120, 40)) as (app, pilot):
        await pilot.press("3", "enter")
        await until(pilot, lambda: "144 beats" in words(app))
        await pilot.press("j", "j")
        rows = app.screen.query_one(Rows)
        key = rows.key
        app.stage.moment = NOW + timedelta(minutes=10)
        later = replace(a_view(BEAT - timedelta(minutes=10)), read_at=app.stage.moment)
        await shown(app, pilot, later)
        await until(pilot, lambda: "14:30:00" in words(app) and "14:20:00" not in words(app))
        assert rows.key == key


async def test_a_silent_heart_says_first_why_and_then_what_would_happen() -> None:
    async with staged(a_view(timedelta(hours=2)), size=(100, 30)) as (app, pilot):
        await pilot.press("3", "enter")
        await until(pilot, lambda: isinstance(app.screen, HeartSheet))
        await pilot.press("enter")
        await until(pilot, lambda: "the next is overdue" in words(app))


async def test_a_second_costs_no_new_forecast() -> None:
    from moie_tui.tui.coming_words import known_forecast

    async with staged(a_view(), size=(120, 40)) as (app, pilot):
        await pilot.press("3", "enter")
        await until(pilot, lambda: "144 beats" in words(app))
        known = known_forecast.cache_info().misses
        for _ in range(5):
            app.pass_by(seconds=1)
            await pilot.pause()
        assert known_forecast.cache_info().misses == known


async def test_a_quick_heart_is_worked_out_for_so_many_beats_and_the_title_says_so() -> None:
    view = a_view()
    heart = replace(view.settings.heartbeat, interval_minutes=0.25)
    async with staged(replace(view, settings=replace(view.settings, heartbeat=heart)), size=(120, 40)) as (
        app,
        pilot,
    ):
        await pilot.press("3", "enter")
        await until(pilot, lambda: "Heart · the next 300 beats, 1h 1" in words(app))
        assert "24 hours" not in str(app.screen.query_one("#frame").border_title)
