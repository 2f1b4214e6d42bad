"""The screen of metrics: spans, courses, definitions, and what is said where there is nothing to count."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from moie_tui.domain.errors import OperationFailed
from moie_tui.domain.metrics import Metrics
from moie_tui.tui.live import Live
from moie_tui.tui.screens.metrics import MetricsScreen
from moie_tui.tui.widgets.lines import Lines
from moie_tui.tui.widgets.rows import Rows
from moie_tui.values import replace
from tests.tui.bare_app import BareApp, until, words
from tests.tui.fake_source import NOW, FakeSource
from tests.tui.sample_metrics import metrics_of, nothing_yet
from tests.tui.sample_views import rich_view
from tests.tui.stage import shown, staged

DAY, WEEK = timedelta(days=1), timedelta(days=7)


def opened(app: BareApp) -> MetricsScreen:
    screen = MetricsScreen(app.offered).data_bind(Live.view, Live.now, Live.judgement)
    app.push_screen(screen)
    return screen


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_m_shows_figures_courses_and_definitions_and_esc_leads_back(size: tuple[int, int]) -> None:
    async with staged(size=size) as (app, pilot):
        await pilot.press("m")
        await until(pilot, lambda: "143 of 144" in words(app))
        await until(pilot, lambda: "Of the heartbeats that ran" in words(app))
        assert "the last 24h, since Nov 21" in words(app)
        assert "12,345 lines of the log · 3 lines unreadable" in words(app)
        assert "100 % ┤" in words(app)
        await pilot.press("j", "j")
        await until(pilot, lambda: "The mean time from one heartbeat to the next." in words(app))
        assert "┈ limit" in words(app)
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), (200, 60), (60, 12)])
async def test_enter_gives_one_metric_all_the_room_and_escape_takes_it_back(size: tuple[int, int]) -> None:
    app = BareApp(FakeSource())
    async with app.run_test(size=size) as pilot:
        screen = opened(app)
        await until(pilot, lambda: "143 of 144" in words(app))
        canvas = screen.query_one("#charts", Lines)
        await until(pilot, lambda: "┼" in words(app) or size[1] < 13)
        before = canvas.size
        await pilot.press("enter")
        await until(pilot, lambda: canvas.size.area > max(300, before.area))
        await until(pilot, lambda: "Of the heartbeats that ran" in words(app))
        await pilot.press("j", "j")
        await until(pilot, lambda: "The mean time from one heartbeat" in words(app))
        await pilot.press("escape")
        await until(pilot, lambda: canvas.size == before)
        assert app.screen is screen
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not screen)


@pytest.mark.long
async def test_digits_and_arrows_choose_a_span_and_any_other_can_be_typed() -> None:
    app = BareApp(FakeSource())
    async with app.run_test(size=(100, 30)) as pilot:
        opened(app)
        await until(pilot, lambda: "143 of 144" in words(app))
        await pilot.press("2")
        await until(pilot, lambda: "the last 7d, since Nov 15" in words(app))
        await pilot.press("right", "right", "left", "left", "left")
        await until(pilot, lambda: "the last 24h, since" in words(app))
        await pilot.press("4", *"6x", "enter")
        await until(pilot, lambda: "is no span of time" in words(app))
        await pilot.press("backspace", "h", "enter")
        await until(pilot, lambda: "the last 6h, since" in words(app) and "4 6h" in words(app))
        await pilot.press("4", "9", "escape")
        assert "the last 6h" in words(app)
        await pilot.press("j", "1")
        await until(pilot, lambda: "the last 24h, since" in words(app))
        assert app.offered.spans[0] == DAY
        assert {WEEK, timedelta(hours=6)} <= set(app.offered.spans)


async def test_where_nothing_happened_it_says_what_makes_it_happen() -> None:
    app = BareApp(FakeSource(measure=nothing_yet))
    async with app.run_test(size=(80, 24)) as pilot:
        opened(app)
        await until(pilot, lambda: "No heartbeat in this span yet" in words(app))
        await pilot.press("G")
        await until(pilot, lambda: "No run of this span told what it used." in words(app))


async def test_a_log_that_cannot_be_read_is_said_and_the_screen_stays() -> None:
    def fail(span: timedelta, moment: datetime) -> Metrics:
        raise OperationFailed("permission denied", where="logs/events-2026-11-22.jsonl")

    app = BareApp(FakeSource(measure=fail))
    async with app.run_test(size=(100, 24)) as pilot:
        opened(app)
        await until(pilot, lambda: "permission denied" in words(app))


async def test_a_long_log_is_counted_bit_by_bit_and_what_is_left_is_said() -> None:
    left = [900_000, 400_000, 0]

    def behind(span: timedelta, moment: datetime) -> Metrics:
        return replace(metrics_of(span, moment), behind=left.pop(0) if len(left) > 1 else left[0])

    app = BareApp(FakeSource(measure=behind))
    async with app.run_test(size=(100, 24)) as pilot:
        screen = opened(app)
        await until(pilot, lambda: screen.metrics is not None and not screen.metrics.behind)
        # A busy machine may have come to the next look at the log already.
        assert len(app.offered.spans) >= 3


@pytest.mark.long
async def test_the_machine_is_asked_only_while_the_screen_is_open() -> None:
    app = BareApp(FakeSource())
    async with app.run_test(size=(120, 30)) as pilot:
        assert app.offered.samples == 0
        opened(app)
        await until(pilot, lambda: "disk read 2.0 MB/s, written 120.0 kB/s" in words(app))
        assert "cpu 25 %" in words(app)
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        asked = app.offered.samples
        await pilot.pause(2.3)
        assert app.offered.samples == asked


async def test_the_cursor_stays_on_its_metric_when_figures_are_read_again() -> None:
    app = BareApp(FakeSource())
    async with app.run_test(size=(100, 30)) as pilot:
        screen = opened(app)
        await until(pilot, lambda: "143 of 144" in words(app))
        await pilot.press("j", "j", "j")
        rows = screen.query_one(Rows)
        assert rows.key == "heartbeat_duration"
        screen.metrics = metrics_of(WEEK, NOW)
        await pilot.pause()
        assert rows.key == "heartbeat_duration"


@pytest.mark.long
async def test_the_heart_says_how_its_day_was_and_the_inspector_draws_it() -> None:
    async with staged(size=(200, 60)) as (app, pilot):
        await pilot.press("3")
        app.tick()
        await until(pilot, lambda: "24h   143 of 144 in time" in words(app))
        await until(pilot, lambda: "lowest 50 % 02:14–03:14" in words(app))
        assert app.stage.spans == [DAY]
        await shown(app, pilot, rich_view())
        app.tick()
        assert app.stage.spans == [DAY]
        app.pass_by(minutes=2)
        await until(pilot, lambda: app.stage.spans == [DAY, DAY])
