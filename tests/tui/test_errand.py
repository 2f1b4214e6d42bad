"""What becomes of an act on its way: another try where somebody else was at it."""

from __future__ import annotations

import pytest

from moie_tui.domain.errors import Busy
from moie_tui.domain.plan import Cancel, Outcome, Plan, Progress
from moie_tui.tui.errand import Errand
from moie_tui.tui.screens.failure_sheet import BY_ITSELF, BusySheet
from moie_tui.tui.screens.help import HelpScreen
from moie_tui.tui.screens.plan_sheet import PlanSheet
from moie_tui.tui.screens.plan_text import SAME
from moie_tui.values import replace
from tests.tui.bare_app import BareApp, begin, consent, shows, until, words
from tests.tui.fake_source import A_PLAN, DONE, FakeSource


def busy_once() -> tuple[BareApp, FakeSource]:
    """An app whose operation meets a pulse at work the first time."""
    held = [Busy("held by pulse", holder="pulse", where="/r/.moie/pulse.lock", fix="wait until it is done")]

    def act(plan: Plan, progress: Progress, cancel: Cancel) -> Outcome:
        if held:
            raise held.pop()
        return DONE

    source = FakeSource()
    source.picture = replace(source.picture, running="pulse (since 14:14)")
    source.offer(A_PLAN, act=act)
    return BareApp(source), source


@pytest.mark.long
@pytest.mark.parametrize("covered", [False, True])
async def test_once_the_other_one_is_done_it_plans_and_asks_once_more_by_itself(covered: bool) -> None:
    app, source = busy_once()
    async with app.run_test(size=(120, 40)) as pilot:
        await begin(app, pilot, "backup")
        await until(pilot, shows(app, BusySheet))
        await until(pilot, lambda: app.desk.read.running)
        if covered:
            await pilot.press("question_mark")
            await until(pilot, shows(app, HelpScreen))
        source.picture = replace(source.picture, running="")
        await app.action_read_again()
        if covered:
            await until(pilot, lambda: all(one.is_finished for one in app.workers if one.group == "busy"))
            assert isinstance(app.screen, HelpScreen)
            await pilot.press("escape")
        await until(pilot, shows(app, PlanSheet))
        assert SAME in words(app)
        assert len(source.ran) == 1
        await consent(app, pilot)
        await until(pilot, lambda: [one.message for one in app._notifications] == ["it is done"])


@pytest.mark.long
async def test_where_somebody_else_held_the_lock_r_plans_and_asks_once_more() -> None:
    app, source = busy_once()
    async with app.run_test() as pilot:
        await begin(app, pilot, "backup")
        await until(pilot, shows(app, BusySheet))
        assert "r try again" in words(app)
        assert BY_ITSELF in " ".join(words(app).replace("│", " ").split())
        await pilot.press("r")
        await until(pilot, shows(app, PlanSheet))
        await pilot.press("y")
        assert len(source.ran) == 1
        await consent(app, pilot)
        await until(pilot, lambda: [one.message for one in app._notifications] == ["it is done"])
        assert not app.screen.is_modal


@pytest.mark.parametrize(
    ("message", "started", "told"),
    [
        ("cyclic: phase 5 runs for ever", [], "beat, nothing was due"),
        ("cyclic: phase 5 runs for ever; started 5.1", ["5.1"], "beat; started 5.1"),
        (
            "cyclic: phase 5 runs for ever; mirror failed; disk full",
            [],
            "beat, nothing was due; mirror failed; disk full",
        ),
    ],
)
async def test_the_toast_of_a_heartbeat_says_whether_anything_was_due(
    message: str, started: list[str], told: str
) -> None:
    app = BareApp(FakeSource())
    async with app.run_test() as pilot:
        Errand(app).report(
            Plan("pulse", "Beat"), Outcome("op1", "cyclic", message, detail={"started": started})
        )
        await until(pilot, lambda: [one.message for one in app._notifications] == [told])
