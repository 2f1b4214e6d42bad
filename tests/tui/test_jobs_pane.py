"""The pane of the cyclic jobs."""

from __future__ import annotations

from moie_tui.domain.state import parse_state
from moie_tui.tui.widgets.jobs_pane import JobsPane
from tests.builders import a_job, a_phase, a_state
from tests.tui.bare_app import until
from tests.tui.sample_views import rich_view
from tests.tui.stage import shown, staged


async def test_nothing_is_kept_of_jobs_that_are_gone() -> None:
    async with staged() as (app, pilot):
        pane = app.screen.query_one(JobsPane)
        await pilot.press("2")
        await until(pilot, lambda: "5.1" in pane._sparks)
        other = parse_state(a_state(a_phase(7, a_job("7.1", "cyclic"))), 2)
        await shown(app, pilot, rich_view(state=other, health={}))
        await until(pilot, lambda: set(pane._sparks) == {"7.1"})
