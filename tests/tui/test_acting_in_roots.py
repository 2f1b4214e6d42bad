"""Acts where several roots are open: for the one in front, and never over another."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest

from moie_tui.domain.plan import Plan
from moie_tui.tui.screens.dashboard import Dashboard
from moie_tui.tui.screens.plan_sheet import PlanSheet
from moie_tui.tui.screens.running_sheet import RunningSheet
from moie_tui.values import dataclass, field
from tests.tui.bare_app import shows, until, words
from tests.tui.fake_source import A_PLAN, DONE, FakeOperation, Held
from tests.tui.several_roots import ALPHA, BETA, go, several
from tests.waiting import PATIENCE

pytestmark = pytest.mark.long


@dataclass
class SlowOperation(FakeOperation):
    """Plans only when it is let."""

    let: threading.Event = field(default_factory=threading.Event)

    def plan(self, now: datetime) -> Plan:
        """The next plan, when its time has come."""
        assert self.let.wait(PATIENCE)
        return super().plan(now)


async def test_an_act_goes_to_the_root_in_front_and_its_sheet_says_which() -> None:
    async with several() as (app, pilot):
        for stage in app.stages:
            stage.offer(A_PLAN)
        await go(app, pilot, BETA, ">")
        await pilot.press("B")
        await until(pilot, shows(app, PlanSheet))
        text = words(app)
        assert " beta  Backup" in text
        assert "same as: moie --root /srv/beta backup" in text
        await pilot.pause()
        app.seconds.pass_by(0.6)
        await pilot.press("y")
        await until(pilot, lambda: bool(app.stages[1].ran))
        assert not app.stages[0].asked
        assert not app.stages[0].ran


async def test_what_is_typed_before_the_other_root_is_there_does_nothing_to_this_one() -> None:
    async with several() as (app, pilot):
        for stage in app.stages:
            stage.offer(A_PLAN)
        front = app.screen
        front.action_root(1)
        assert front.check_action("act", ("backup",)) is False
        await until(pilot, lambda: app.view.root == BETA)
        await go(app, pilot, ALPHA, "<")
        assert front.check_action("act", ("backup",)) is True


async def test_a_plan_that_comes_late_waits_until_its_root_is_in_front_again() -> None:
    async with several() as (app, pilot):
        slow = SlowOperation("backup", [A_PLAN])
        app.stages[0].operations["backup"] = slow
        await pilot.press("B")
        await until(pilot, lambda: bool(app.stages[0].asked))
        await go(app, pilot, BETA, ">")
        slow.let.set()
        await until(pilot, lambda: "alpha · go there to see it" in [one.title for one in app._notifications])
        assert isinstance(app.screen, Dashboard)
        assert "alpha · backup is being asked for already" in app.acting.why_not()
        await pilot.press("<")
        await until(pilot, shows(app, PlanSheet))
        assert app.view.root == ALPHA
        assert slow.planned == 2, "it was planned anew"


async def test_what_runs_in_one_root_is_named_in_another_and_its_sheet_opens_over_its_own() -> None:
    async with several() as (app, pilot):
        held = Held(DONE)
        app.stages[0].offer(A_PLAN, act=held)
        await pilot.press("B")
        await until(pilot, shows(app, PlanSheet))
        await pilot.pause()
        app.seconds.pass_by(0.6)
        await pilot.press("y")
        await until(pilot, held.started.is_set)
        if isinstance(app.screen, RunningSheet):
            await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, Dashboard))
        await go(app, pilot, BETA, ">")
        await until(pilot, lambda: "alpha · backup:" in words(app))
        assert not app.acting.allows("backup")
        await pilot.press("o")
        await until(pilot, shows(app, RunningSheet))
        assert app.view.root == ALPHA
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, Dashboard))
        await go(app, pilot, BETA, ">")
        held.let_go.set()
        await until(pilot, lambda: "alpha · Backup" in [one.title for one in app._notifications])
