"""From a job or an event to the events of that job, and back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from moie_tui.domain.event import INFO, Event
from moie_tui.tui.messages import JobOpened
from moie_tui.tui.screens.executions import ExecutionsScreen
from moie_tui.tui.widgets.events_pane import EventsPane
from moie_tui.tui.widgets.jobs_pane import JobsPane
from tests.tui.bare_app import shows, until, words
from tests.tui.sample_views import NOW, rich_view
from tests.tui.stage import StagedApp, staged

pytestmark = pytest.mark.long

MINUTE = timedelta(minutes=1)


def pane(app: StagedApp) -> EventsPane:
    return app.screen_stack[0].query_one(EventsPane)


def at(app: StagedApp) -> str:
    event = pane(app).event()
    return event.message if event else ""


def border(app: StagedApp) -> str:
    return str(pane(app).border_subtitle)


def successes(*jobs: str) -> tuple[Event, ...]:
    """One a minute."""
    times = range(len(jobs) + 2, 2, -1)
    return tuple(
        Event(NOW - MINUTE * at, INFO, "job", f"job {key}: success", {"job": key})
        for at, key in zip(times, jobs, strict=True)
    )


async def test_from_a_job_one_key_leads_to_its_events_and_back() -> None:
    told = successes("5.1", "5.2", "1.1")
    async with staged(rich_view(events=told), (120, 40)) as (app, pilot):
        await pilot.press("2")
        app.screen.query_one(JobsPane).reveal("job", "5.2")
        await until(pilot, lambda: app.screen.selection == ("job", "5.2"))
        await pilot.press("asterisk")
        await until(pilot, lambda: "1 found" in border(app))
        assert app.screen.front == "events"
        assert "only of job 5.2 Scan research feed" in words(app)
        await pilot.press("asterisk")
        await until(pilot, lambda: app.screen.selection == ("job", "5.2"))
        assert app.screen.front == "jobs"
        await until(pilot, lambda: not pane(app).wanted.job)
        await pilot.press("5", "end")
        await until(pilot, lambda: at(app) == "job 1.1: success")


async def test_on_an_event_the_same_key_shows_those_of_its_job_and_the_focus_stays() -> None:
    told = successes("5.1", "5.2", "5.1")
    async with staged(rich_view(events=told), (120, 40)) as (app, pilot):
        await pilot.press("2")
        app.screen.query_one(JobsPane).reveal("job", "5.2")
        await until(pilot, lambda: app.screen.selection == ("job", "5.2"))
        await pilot.press("asterisk")
        await until(pilot, lambda: "1 found" in border(app))
        # Who goes on by hand is back already: the way back is no longer to the job.
        await pilot.press("1", "5", "escape", "end")
        await until(pilot, lambda: "3 · tail" in border(app) and at(app) == "job 5.1: success")
        await pilot.press("asterisk")
        await until(pilot, lambda: "2 found" in border(app))
        assert "only of job 5.1" in words(app)
        assert app.screen.front == "events"
        await pilot.press("asterisk")
        await until(pilot, lambda: border(app).startswith("3 ·"))
        await pilot.pause()
        assert (app.screen.front, pane(app).rows.has_focus) == ("events", True)
        assert at(app) == "job 5.1: success"


async def test_from_the_sheet_of_a_job_too() -> None:
    told = (Event(NOW - MINUTE, INFO, "job", "job 5.2: success", {"job": "5.2"}),)
    async with staged(rich_view(events=told), (120, 40)) as (app, pilot):
        app.post_message(JobOpened("5.2"))
        await until(pilot, shows(app, ExecutionsScreen))
        await pilot.press("asterisk")
        await until(pilot, lambda: not app.screen.is_modal and "only of job 5.2" in words(app))
