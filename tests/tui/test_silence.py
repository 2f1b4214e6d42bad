"""A silent heart on screen: why, in the pane and in the list of alerts, and in full one key further."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from moie_tui.domain.state import parse_state
from moie_tui.domain.surroundings import Surroundings
from moie_tui.domain.timer import KindOfTimer, Timers
from moie_tui.domain.view import SystemView
from moie_tui.tui.screens.heart_sheet import HeartSheet
from moie_tui.tui.silence_watch import SilenceWatch
from tests.tui.bare_app import until, words
from tests.tui.fake_source import NOW as ASKED
from tests.tui.fake_source import FakeSource
from tests.tui.sample_views import NOW, rich_document, rich_view
from tests.tui.stage import shown, staged

pytestmark = pytest.mark.long

NO_TIMER = Timers("r", "cron", (KindOfTimer("cron", ""),), ())
AROUND = Surroundings(
    ASKED, "here", timedelta(hours=9), timedelta(), timers=NO_TIMER, free_bytes=10**10
)  # fmt: skip
WHY = "nothing starts pulses by itself"


def silent_view(hours: float = 2) -> SystemView:
    """Last beaten so long ago, by a root that runs nothing."""
    document = rich_document()
    document["meta"]["last_heartbeat"] = (NOW - timedelta(hours=hours)).isoformat()
    return rich_view(state=parse_state(document, 2), events=(), trusted=True)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_the_pane_says_why_and_enter_shows_the_evidence(size: tuple[int, int]) -> None:
    async with staged(size=size) as (app, pilot):
        app.stage.around = AROUND
        await shown(app, pilot, silent_view())
        await pilot.press("3")
        await until(pilot, lambda: "why   nothing starts" in words(app))
        assert "do    `moie timers" in words(app)
        # Nothing beside it promises a beat that nobody will give.
        assert "overdue" not in words(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, HeartSheet) and WHY in words(app))
        text = words(app)
        assert "Heart · stale, late by 1h 45m" in text
        assert "no entry of cron pulses this root" in text
        assert "→ `moie timers install` has pulses run every 10m" in text
        assert "Ruled out" in text
        assert "● the disk can be written, 10.0 GB are free" in text
        record = app.screen.matter().record
        assert record is not None
        assert [one["kind"] for one in record["silence"]] == ["timer"]
        await shown(app, pilot, rich_view())
        await until(pilot, lambda: "The heart beats again" in words(app))
        await pilot.press("escape")
        assert "why " not in words(app)


async def test_the_alert_of_a_silent_heart_says_why_and_what_to_do() -> None:
    async with staged(size=(100, 30)) as (app, pilot):
        app.stage.around = AROUND
        await shown(app, pilot, silent_view())
        await pilot.press("a")
        await until(pilot, lambda: WHY in words(app))
        assert "do        `moie timers install`" in words(app)


async def test_nothing_is_asked_while_it_beats_and_once_a_minute_while_it_is_silent() -> None:
    async with staged() as (app, pilot):
        app.stage.around = AROUND
        app.pass_by(minutes=2)
        assert app.stage.looked_around == 0
        await shown(app, pilot, silent_view())
        await until(pilot, lambda: app.silence is not None)
        for _ in range(3):
            app.pass_by(seconds=10)
            await pilot.pause()
        assert app.stage.looked_around == 1
        app.pass_by(seconds=40)
        await until(pilot, lambda: app.stage.looked_around == 2)


async def test_what_lies_around_is_asked_only_once_the_first_frame_is_there() -> None:
    source, drawn = FakeSource(picture=silent_view(), around=AROUND), asyncio.Event()
    watch = SilenceWatch(source)
    asking = asyncio.create_task(watch.look_around(NOW, drawn))
    await asyncio.sleep(0)
    assert (source.looked_around, watch.is_due(NOW + timedelta(hours=1))) == (0, False)
    drawn.set()
    await asking
    assert (source.looked_around, watch.is_due(NOW + timedelta(hours=1))) == (1, True)
    async with staged(silent_view()) as (app, pilot):
        await until(pilot, lambda: app.silence is not None)
        assert app.drawn.is_set()


async def test_in_the_past_nothing_is_said_of_why_it_is_silent_now() -> None:
    async with staged(size=(100, 30)) as (app, pilot):
        app.stage.around = AROUND
        await shown(app, pilot, silent_view())
        await pilot.press("3")
        await until(pilot, lambda: "why   nothing" in words(app))
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: app.in_the_past)
        await pilot.pause()
        assert "why   nothing" not in words(app)
        await pilot.press("escape")
        await until(pilot, lambda: "why   nothing" in words(app))


async def test_a_machine_that_slept_has_one_interval_before_its_heart_is_called_stale() -> None:
    async with staged(silent_view(hours=0.1), size=(100, 30)) as (app, pilot):
        app.pass_by(seconds=1)
        app.slept = 8 * 3600.0
        app.pass_by(hours=8)
        await pilot.press("3")
        await until(pilot, lambda: "this machine slept; a beat is due within 10m" in words(app))
        assert app.silence is None
        assert not any("heartbeat" in one.message for one in app._notifications)
        app.pass_by(minutes=10)
        await until(pilot, lambda: "stale" in words(app))
