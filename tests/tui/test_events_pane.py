"""The log on screen: filters, jumps, the tail, older pages, and what an event leads to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.widgets import Input

from moie_tui.domain.event import ERROR, INFO, WARNING, Event
from moie_tui.domain.past import AsOf
from moie_tui.domain.view import SystemView
from moie_tui.tui.event_window import MOST
from moie_tui.tui.screens.event_sheet import EventSheet
from moie_tui.tui.screens.executions import ExecutionsScreen
from moie_tui.tui.screens.operation import OperationScreen
from moie_tui.tui.screens.review_sheet import ReviewSheet
from moie_tui.tui.screens.snapshot_diff import SnapshotDiffScreen
from moie_tui.tui.screens.sorts_sheet import SortsSheet
from moie_tui.tui.widgets.events_pane import EventsPane
from moie_tui.values import replace
from tests.tui.bare_app import shows, until, words
from tests.tui.sample_views import NOW, rich_view
from tests.tui.stage import StagedApp, read, shown, staged

pytestmark = pytest.mark.long

MINUTE = timedelta(minutes=1)


def an_event(number: int, count: int) -> Event:
    level = ERROR if number % 10 == 9 else WARNING if number % 10 == 5 else INFO
    return Event(NOW - MINUTE * (count - 1 - number), level, ("job", "beat")[number % 2], f"number {number}")


def a_view(count: int, *more: Event) -> SystemView:
    return rich_view(events=(*(an_event(number, count) for number in range(count)), *more))


def pane(app: StagedApp) -> EventsPane:
    return app.screen_stack[0].query_one(EventsPane)


def at(app: StagedApp) -> str:
    event = pane(app).event()
    return event.message if event else ""


def border(app: StagedApp) -> str:
    return str(pane(app).border_subtitle)


async def test_words_of_a_task_find_the_events_of_its_job() -> None:
    told = (
        Event(NOW - MINUTE * 2, INFO, "job", "job 5.2: success", {"job": "5.2"}),
        Event(NOW - MINUTE, INFO, "job", "job 5.1: success", {"job": "5.1"}),
    )
    async with staged(rich_view(events=told), (80, 24)) as (app, pilot):
        await pilot.press("5", "slash", *"research feed", "enter")
        await until(pilot, lambda: "1 found" in border(app))
        assert at(app) == "job 5.2: success"
        await pilot.press("escape", "g", "n")
        await read(app, pilot)
        assert at(app) == "job 5.2: success"


async def test_f_goes_from_warnings_to_critical_ones_and_the_cursor_stays_at_its_event() -> None:
    async with staged(a_view(200), (80, 24)) as (app, pilot):
        await pilot.press("5", *"k" * 10)
        assert at(app) == "number 189"
        for held, marked in ((40, "only warnings and worse"), (20, "only errors and worse")):
            await pilot.press("f")
            await read(app, pilot)
            assert marked in words(app)
            assert border(app).startswith(f"{held} found")
            assert at(app) == "number 189"
        await pilot.press("f")
        await read(app, pilot)
        assert "No event fits what is asked for" in words(app)
        await pilot.press("escape")
        await read(app, pilot)
        assert "only" not in words(app)
        assert border(app).startswith("200 ·")


async def test_words_filter_the_whole_log_and_hotkeys_rest_while_they_are_typed() -> None:
    async with staged(a_view(1800), (80, 24)) as (app, pilot):
        await pilot.press("5")
        await pilot.press("slash", *"number", "space", *"7t", "enter")
        await pilot.pause(0.12)
        await read(app, pilot)
        assert "only with “number 7t”" in words(app)
        assert not app.requests
        await pilot.press("slash", "backspace", *"77", "enter")
        await pilot.pause(0.12)
        await read(app, pilot)
        assert (at(app), border(app)) == ("number 1779", "36 found · tail")
        assert app.focused is pane(app).rows
        await shown(app, pilot, a_view(1800, Event(NOW, INFO, "job", "no such number")))
        assert at(app) == "number 1779"
        await shown(
            app, pilot, a_view(1800, Event(NOW, INFO, "job", "x"), Event(NOW, INFO, "job", "number 77b"))
        )
        assert (at(app), border(app)) == ("number 77b", "37 found · tail")


async def test_s_chooses_categories() -> None:
    async with staged(a_view(100), (80, 24)) as (app, pilot):
        await pilot.press("5", "s")
        await until(pilot, lambda: "[ ] beat" in words(app))
        await pilot.press("j", "enter")
        await read(app, pilot)
        assert "only of job" in words(app)
        assert (border(app), at(app)) == ("50 found · tail", "number 98")
        await pilot.press("s")
        await until(pilot, shows(app, SortsSheet))
        await until(pilot, lambda: "[x] job" in words(app))
        await pilot.press("x")
        await read(app, pilot)
        assert border(app) == "100 · tail"


async def test_a_time_is_understood_while_it_is_typed_and_gone_to() -> None:
    async with staged(a_view(3000), (80, 24)) as (app, pilot):
        await pilot.press("5", "w", *"yester")
        await pilot.pause()
        assert " ? " in words(app)
        await pilot.press(*"day", "space", "9", ":", "0", "0")
        await pilot.pause()
        assert "2026-11-21 09:00:00" in words(app)
        await pilot.press("enter")
        await read(app, pilot)
        event = pane(app).event()
        assert event is not None
        assert f"{event.timestamp:%d %H:%M}" == "21 09:00"
        assert "Nov 21 09:00:12" in words(app)
        assert border(app).endswith("tail off")
        await pilot.press("w", *"soon", "enter")
        await pilot.pause()
        assert 'no such time: say "14:05"' in words(app)
        assert not [*app._notifications]
        await pilot.press("escape", "G")
        await read(app, pilot)
        assert (at(app), app.focused) == ("number 2999", pane(app).rows)
        assert border(app).endswith("· tail")


async def test_older_pages_come_as_one_scrolls_up_and_the_number_held_is_bounded() -> None:
    async with staged(a_view(2400), (80, 24)) as (app, pilot):
        await pilot.press("5")
        seen = []
        for _ in range(40):
            pane(app).rows.action_page(-4)
            await read(app, pilot)
            seen.append(int(at(app).split()[1]))
        assert seen == sorted(seen, reverse=True)
        assert seen[-1] == 0
        assert pane(app)._window.size <= MOST
        await pilot.press("g")
        await read(app, pilot)
        assert at(app) == "number 0"
        await shown(app, pilot, a_view(2400, Event(NOW, INFO, "job", "number 2400")))
        assert at(app) == "number 0"
        await pilot.press("t")
        await read(app, pilot)
        assert at(app) == "number 2400"


async def test_t_stops_the_tail_and_new_events_no_longer_move_the_cursor() -> None:
    async with staged(a_view(30), (80, 24)) as (app, pilot):
        await pilot.press("5", "t")
        assert border(app) == "30 · tail off"
        await shown(app, pilot, a_view(30, Event(NOW, INFO, "job", "number 30")))
        assert (at(app), border(app)) == ("number 29", "31 · tail off")
        await pilot.press("t")
        await read(app, pilot)
        await shown(
            app, pilot, a_view(30, Event(NOW, INFO, "job", "number 30"), Event(NOW, INFO, "log", "spoilt"))
        )
        assert (at(app), border(app)) == ("spoilt", "32 · 1 line unreadable · tail")
        rows = pane(app).rows
        assert rows.vertical_scrollbar.position == rows.max_scroll_y > 0


async def test_in_the_past_there_is_only_what_was_written_by_then() -> None:
    async with staged(a_view(100), (80, 24)) as (app, pilot):
        await pilot.press("5", "k", "k")
        live = app.view
        then = replace(live, as_of=AsOf(NOW - MINUTE * 50), events=live.events[:50])
        app.view = then
        await read(app, pilot)
        assert (at(app), border(app)) == ("number 49", "50 · tail off")
        app.view = live
        await read(app, pilot)
        assert at(app) == "number 97"


async def test_an_event_leads_to_its_run_its_job_the_snapshot_and_the_operation() -> None:
    view = rich_view()
    run = replace(view.health["5.2"].executions[-1], run_id="r1")
    health = dict(view.health) | {"5.2": replace(view.health["5.2"], executions=(run,))}
    facts = {"job": "5.2", "run_id": "r1", "snapshot": "k00f", "operation": "op7", "started": ["gone"]}
    view = replace(view, health=health, events=(Event(NOW, ERROR, "job", "it failed", facts),))
    screens = (ReviewSheet, None, ExecutionsScreen, None, SnapshotDiffScreen, OperationScreen)
    async with staged(view, (100, 40)) as (app, pilot):
        await pilot.press("5", "enter")
        await until(pilot, shows(app, EventSheet))
        text = words(app)
        for line in (
            "1  the failure, with what changed before it",
            "2  the output of run r1",
            "3  job 5.2 Scan research feed",
            "4  job gone  (no longer there)",
            "5  snapshot k00f",
            "6  operation op7 pulse",
        ):
            assert line in text
        for digit, screen in enumerate(screens, 1):
            if screen is not None:
                await pilot.press(str(digit))
                await until(pilot, shows(app, screen))
                await pilot.press("escape")
                await until(pilot, shows(app, EventSheet))
        await pilot.press("4", "9")
        assert isinstance(app.screen, EventSheet)
        await pilot.press("enter")
        await until(pilot, shows(app, ReviewSheet))


async def test_a_filter_line_that_is_left_empty_goes_away() -> None:
    async with staged(a_view(10), (80, 24)) as (app, pilot):
        await pilot.press("5", "slash")
        assert isinstance(app.focused, Input)
        await pilot.press("tab")
        await pilot.pause()
        assert not isinstance(app.focused, Input)
        assert "words to look for" not in words(app)


async def test_n_goes_to_newer_and_older_events_with_the_words_looked_for_through_the_whole_log() -> None:
    async with staged(a_view(1800), (80, 24)) as (app, pilot):
        await pilot.press("5", "slash", *"number", "space", *"40", "enter")
        await pilot.pause(0.12)
        await read(app, pilot)
        await pilot.press("escape", "G")
        await read(app, pilot)
        found = []
        for key in "NNNn":
            await pilot.press(key)
            await read(app, pilot)
            found.append(at(app))
        assert found == ["number 1740", "number 1640", "number 1540", "number 1640"]
        await pilot.press("g")
        await read(app, pilot)
        await pilot.press("n")
        await read(app, pilot)
        assert at(app) == "number 40"
        assert "number 39" in words(app)
        await pilot.press("N")
        await read(app, pilot)
        assert "no older event with “number 40”" in border(app)
