"""The pane of the cyclic jobs."""

from __future__ import annotations

from datetime import UTC, timedelta

from moie_tui.domain.executions import parse_health
from moie_tui.domain.state import parse_state
from moie_tui.tui.widgets.jobs_pane import JobsPane
from tests.builders import a_health, a_job, a_phase, a_state, an_execution
from tests.tui.bare_app import until
from tests.tui.sample_views import NOW, rich_view
from tests.tui.stage import shown, staged


async def test_nothing_is_kept_of_jobs_that_are_gone() -> None:
    async with staged() as (app, pilot):
        pane = app.screen.query_one(JobsPane)
        await pilot.press("2")
        await until(pilot, lambda: "5.1" in pane._sparks)
        other = parse_state(a_state(a_phase(7, a_job("7.1", "cyclic"))), 2)
        await shown(app, pilot, rich_view(state=other, health={}))
        await until(pilot, lambda: set(pane._sparks) == {"7.1"})


async def test_of_two_well_jobs_the_one_that_failed_more_is_the_worse() -> None:
    jobs = [a_job(key, "cyclic", schedule="every 60m") for key in ("5.1", "5.2")]
    lately = [(NOW - timedelta(minutes=ago)).isoformat() for ago in (40, 30, 20, 10)]
    health = {
        "5.1": a_health(*(an_execution(at) for at in lately)),
        "5.2": a_health(an_execution(lately[0], "failure"), *(an_execution(at) for at in lately[1:])),
    }
    view = rich_view(state=parse_state(a_state(a_phase(5, *jobs)), 2), health=parse_health(health, UTC))
    async with staged(view) as (app, pilot):
        await pilot.press("2", "s")
        assert app.judgement is not None
        assert {one.key: one.verdict.status for one in app.judgement.jobs} == {
            "5.1": "healthy",
            "5.2": "healthy",
        }
        await until(pilot, lambda: app.screen.query_one(JobsPane).rows._keys[0] == "5.2")


async def test_the_foot_tells_late_jobs_from_failing_ones() -> None:
    async with staged() as (app, pilot):
        pane = app.screen.query_one(JobsPane)
        await until(pilot, lambda: str(pane.border_subtitle).strip() == "3 · 1 failing · 1 late")
