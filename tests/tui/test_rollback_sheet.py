"""The tick in a rollback's sheet changes the plan before anything is run."""

from __future__ import annotations

import pytest

from moie_tui.domain.plan import ABSENT, HOLD, JOB, Effect, Plan
from moie_tui.tui.screens.rollback_sheet import RollbackSheet
from moie_tui.values import replace
from tests.tui.bare_app import BareApp, consent, shows, until, words
from tests.tui.fake_source import FakeSource

pytestmark = pytest.mark.long

STATUS = ("phases", "2", "jobs", "2.1", "status")
BACK = Effect(JOB, "2.1", "completed", "pending", STATUS)
PLAIN = Plan("rollback", "Roll back to k3f9", effects=(BACK,), same_as="moie rollback k3f9")
HELD = replace(
    PLAIN,
    effects=(BACK, Effect(HOLD, ".moie/hold.json", ABSENT, "until `moie resume`")),
    same_as="moie rollback k3f9 --hold",
)


@pytest.mark.parametrize("key", ["h", "space"])
async def test_the_tick_asks_for_the_plan_with_the_hold_and_back(key: str) -> None:
    source = FakeSource()
    source.offer(PLAIN, HELD, PLAIN)
    app = BareApp(source)
    async with app.run_test(size=(120, 40)) as pilot:
        app.acting.request("rollback", snapshot="k3f9")
        await until(pilot, shows(app, RollbackSheet))
        await pilot.pause()
        assert "[ ] hold pulses until I resume  h" in words(app)
        for ticked in ("[x]", "[ ]"):
            before = app.screen
            await pilot.press(key)
            await until(pilot, lambda before=before: app.screen is not before and app.screen.is_modal)
            await pilot.pause()
            assert f"{ticked} hold pulses until I resume" in words(app)
            assert ("pulses are on hold until" in words(app)) is (ticked == "[x]")
    assert [arguments.get("hold", False) for _, arguments in source.asked] == [False, True, False]
    assert source.ran == []


async def test_consent_runs_the_plan_that_is_shown() -> None:
    source = FakeSource()
    source.offer(PLAIN, HELD)
    app = BareApp(source)
    async with app.run_test(size=(120, 40)) as pilot:
        app.acting.request("rollback", snapshot="k3f9")
        await until(pilot, shows(app, RollbackSheet))
        before = app.screen
        await pilot.press("h")
        await until(pilot, lambda: app.screen is not before and app.screen.is_modal)
        await consent(app, pilot)
        await until(pilot, lambda: bool(source.ran))
    assert source.ran == [("rollback", HELD)]


async def test_where_nothing_would_change_there_is_no_tick() -> None:
    source = FakeSource()
    source.offer(replace(PLAIN, effects=()))
    app = BareApp(source)
    async with app.run_test(size=(120, 40)) as pilot:
        app.acting.request("rollback")
        await until(pilot, shows(app, RollbackSheet))
        await pilot.press("h", "space")
        await pilot.pause()
        assert "hold pulses" not in words(app)
        assert len(source.asked) == 1
