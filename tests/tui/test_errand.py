"""What becomes of an act on its way: another try where somebody else was at it."""

from __future__ import annotations

import pytest

from moie_tui.domain.errors import Busy
from moie_tui.domain.plan import Cancel, Outcome, Plan, Progress
from moie_tui.tui.screens.failure_sheet import BusySheet
from moie_tui.tui.screens.plan_sheet import PlanSheet
from tests.tui.bare_app import BareApp, begin, consent, shows, until, words
from tests.tui.fake_source import A_PLAN, DONE, FakeSource


@pytest.mark.long
async def test_where_somebody_else_held_the_lock_r_plans_and_asks_once_more() -> None:
    held = [Busy("held by pulse", holder="pulse", where="/r/pulse.lock", fix="wait until it is done")]

    def act(plan: Plan, progress: Progress, cancel: Cancel) -> Outcome:
        if held:
            raise held.pop()
        return DONE

    source = FakeSource()
    source.offer(A_PLAN, act=act)
    app = BareApp(source)
    async with app.run_test() as pilot:
        await begin(app, pilot, "backup")
        await until(pilot, shows(app, BusySheet))
        assert "r try again" in words(app)
        await pilot.press("r")
        await until(pilot, shows(app, PlanSheet))
        await pilot.press("y")
        assert len(source.ran) == 1
        await consent(app, pilot)
        await until(pilot, lambda: [one.message for one in app._notifications] == ["it is done"])
        assert not app.screen.is_modal
