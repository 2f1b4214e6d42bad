"""Consent: nothing but a deliberate y runs a plan."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.widgets import Input

from moie_tui.domain.errors import Refused
from moie_tui.domain.plan import ABSENT, JOB, Command, Effect, Plan
from moie_tui.tui.guard import Guard
from moie_tui.tui.screens.effects_diff import EffectsDiff
from moie_tui.tui.screens.plan_sheet import AGAIN, NOT_NOW, RUN, SOON, TOO_SOON, PlanSheet
from moie_tui.tui.widgets.cancel_button import CancelButton
from moie_tui.values import replace
from tests.tui.bare_app import BareApp, until, words
from tests.tui.fake_source import A_PLAN, Seconds

HOSTILE = "[@click=app.quit()]x[/] \x1b[31mred\x1b[0m\nnext"
STATUS = ("phases", "2", "jobs", "2.1", "status")
ROLLBACK = Plan(
    "rollback",
    f"Roll back to k3f9 {HOSTILE}",
    effects=(
        Effect(JOB, "2.1", "completed", "pending", STATUS),
        Effect(JOB, "1.2 task", "now", HOSTILE, ("phases", "1", "jobs", "1.2", "task")),
        Effect(JOB, "1.2 note", ABSENT, "found again", ("phases", "1", "jobs", "1.2", "note")),
    ),
    commands=(Command("1.3", f"test -w a &&\n  rm {HOSTILE}"),),
    warnings=(f"mind {HOSTILE}",),
    rests_on={"sovereign_state_v2.json": "9b1c33aa" * 8, "gone.json": ""},
    same_as="moie rollback k3f9",
)
UNDOABLE = replace(A_PLAN, confirm_by_typing="k3f9y")


class Sheeted(BareApp):
    """The app with one plan's sheet open."""

    def __init__(
        self, plan: Plan, *, before: Plan | None = None, again: Callable[[], Plan] | None = None
    ) -> None:
        super().__init__()
        self.sheet = PlanSheet(plan, before=before, again=again, clock=self.seconds)
        self.answers: list[str | None] = []

    def on_mount(self) -> None:
        """Opens it."""
        self.push_screen(self.sheet, self.answers.append)


async def test_keys_typed_before_the_sheet_could_be_read_do_not_count() -> None:
    app = Sheeted(A_PLAN)
    async with app.run_test() as pilot:
        await pilot.press("y", "y")
        app.seconds.pass_by(0.49)
        await pilot.press("y")
        assert app.answers == []
        app.seconds.pass_by(0.5)
        await pilot.press("y")
        assert app.answers == [RUN]


async def test_the_wait_counts_from_the_first_frame_and_not_from_when_the_machine_had_time_for_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app, drawn = Sheeted(A_PLAN), PlanSheet._compositor_refresh
    start = app.seconds()

    def slowly(sheet: PlanSheet) -> None:
        drawn(sheet)
        if any(one.region for one in sheet.query("#hints")) and app.seconds() == start:
            app.seconds.pass_by(0.6)

    monkeypatch.setattr(PlanSheet, "_compositor_refresh", slowly)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.seconds() > start)
        await pilot.pause()
        await pilot.press("y")
        assert app.answers == [RUN]


def test_before_the_first_frame_no_key_is_consent_however_late_that_is() -> None:
    seconds = Seconds()
    guard = Guard(seconds)
    seconds.pass_by(9)
    assert not guard.open
    assert not guard.admits()
    guard.arm()
    seconds.pass_by(0.6)
    assert guard.admits()


async def test_a_held_y_never_consents() -> None:
    app = Sheeted(A_PLAN)
    async with app.run_test() as pilot:
        for _ in range(12):
            app.seconds.pass_by(0.1)
            await pilot.press("y")
        assert app.answers == []


@pytest.mark.parametrize("key", ["enter", "escape", "n", "q"])
async def test_enter_and_every_way_out_is_a_no(key: str) -> None:
    app = Sheeted(A_PLAN)
    async with app.run_test() as pilot:
        app.seconds.pass_by(9)
        await pilot.press(key)
        assert app.answers == [None]


@pytest.mark.parametrize("keys", [["tab", "enter"], ["shift+tab", "enter"], ["tab", "tab", "enter"]])
async def test_no_way_of_moving_the_focus_lets_enter_consent(keys: list[str]) -> None:
    app = Sheeted(A_PLAN)
    async with app.run_test() as pilot:
        app.seconds.pass_by(9)
        await pilot.press(*keys)
        assert RUN not in app.answers


async def test_a_click_on_run_is_consent_and_waits_for_the_guard_too() -> None:
    app = Sheeted(A_PLAN)
    async with app.run_test() as pilot:
        await pilot.click("#hints", offset=(2, 0))
        assert app.answers == []
        app.seconds.pass_by(0.6)
        await pilot.click("#hints", offset=(2, 0))
        assert app.answers == [RUN]


async def test_losses_come_first_and_everything_stands_there_as_plain_text() -> None:
    app = Sheeted(ROLLBACK, before=replace(ROLLBACK, effects=ROLLBACK.effects[1:]))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        shown = words(app)
        order = [
            "changed meanwhile",
            "You would lose",
            "You would gain",
            "It will",
            "Will run",
            "Rests on",
        ]
        assert sorted(order, key=shown.index) == order
        assert "✗ job 2.1  completed → pending" in shown
        assert "● note of job 1.2 added: found again" in shown
        assert "1.3  test -w a &&" in shown
        assert "┆    rm [@click=app.quit()]x[/] red" in shown
        assert "▲ mind [@click=app.quit()]x[/] red next" in shown
        assert "sovereign_state_v2.json 9b1c33…  gone.json (absent)" in shown
        assert "same as: moie rollback k3f9" in shown
        assert "\x1b" not in shown


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_a_long_plan_scrolls_and_keeps_its_keys_in_sight(size: tuple[int, int]) -> None:
    effects = tuple(
        Effect(JOB, f"{n}.1", "a", "b", ("phases", f"{n}", "jobs", f"{n}.1", "status")) for n in range(99)
    )
    app = Sheeted(replace(ROLLBACK, effects=effects))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "[ Cancel ]  y run  d diff  c copy" in words(app)
        assert "Rests on" not in words(app)
        await pilot.press("G")
        await pilot.pause()
        assert "Rests on" in words(app)
        assert "[ Cancel ]  y run  d diff  c copy" in words(app)


@pytest.mark.long
async def test_what_cannot_be_undone_asks_for_its_id_and_letters_typed_there_are_no_keys() -> None:
    app = Sheeted(UNDOABLE)
    async with app.run_test() as pilot:
        app.seconds.pass_by(9)
        await pilot.press("y", "enter", "n", "q")
        assert app.screen.query_one(Input).value == "ynq"
        assert app.answers == []
        await pilot.press("backspace", "backspace", "backspace", *"k3f9y")
        assert isinstance(app.focused, CancelButton)
        await pilot.press("y")
        assert app.answers == []
        app.seconds.pass_by(0.6)
        await pilot.press("y")
        assert app.answers == [RUN]


async def test_without_the_id_no_y_runs_it() -> None:
    app = Sheeted(UNDOABLE)
    async with app.run_test() as pilot:
        await pilot.press("k", "tab")
        assert isinstance(app.focused, CancelButton)
        app.seconds.pass_by(9)
        await pilot.press("y")
        assert app.answers == []
        await pilot.press("escape")
        assert app.answers == [None]


async def test_d_shows_every_value_in_full_and_comes_back_to_the_plan() -> None:
    app = Sheeted(ROLLBACK)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("d")
        await pilot.pause()
        assert isinstance(app.screen, EffectsDiff)
        assert "phases › 2 › jobs › 2.1 › status" in words(app)
        assert "- completed" in words(app)
        assert "+ pending" in words(app)
        assert "+ next" in words(app)
        await pilot.press("escape")
        assert app.screen is app.sheet
        assert app.answers == []


async def test_c_copies_the_command_that_does_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    monkeypatch.setattr("moie_tui.tui.screens.plan_sheet.copy_from", lambda app, text: copied.append(text))
    app = Sheeted(ROLLBACK)
    async with app.run_test() as pilot:
        await pilot.press("c")
        assert copied == ["moie rollback k3f9"]


async def test_what_of_a_title_has_no_room_in_the_border_is_said_below_and_nothing_twice() -> None:
    title = "Undo rollback 5zhxqk · rolled back to snapshot wkz5 (heartbeat, state_v2_20261122.json)"
    app = Sheeted(replace(A_PLAN, title=title))
    async with app.run_test(size=(94, 24)) as pilot:
        await pilot.pause()
        act, _, more = title.partition(" · ")
        assert (words(app).count(act), words(app).count(more)) == (1, 1)


async def test_while_y_does_not_count_it_says_so_and_says_when_it_came_too_early() -> None:
    app = Sheeted(A_PLAN)
    async with app.run_test() as pilot:
        await pilot.pause()
        keys = words(app)
        assert SOON in keys
        await pilot.press("y")
        await until(pilot, lambda: TOO_SOON in words(app))
        app.seconds.pass_by(0.6)
        await until(pilot, lambda: AGAIN in words(app))
        assert app.answers == []
        assert keys.index("y run") == words(app).index("y run"), "and nothing to click moves"
        await pilot.press("y")
        assert app.answers == [RUN]


async def test_without_haste_nothing_stands_beside_the_keys_once_y_counts() -> None:
    app = Sheeted(A_PLAN)
    async with app.run_test() as pilot:
        await until(pilot, lambda: SOON in words(app))
        app.seconds.pass_by(0.6)
        await until(pilot, lambda: SOON not in words(app))
        assert AGAIN not in words(app)
        assert "y run" in words(app)


async def test_a_plan_that_can_not_be_made_any_more_says_why_and_y_only_looks_again() -> None:
    there = False

    def again() -> Plan:
        if not there:
            raise Refused("no snapshot is called 'k3f9'", fix="choose another")
        return ROLLBACK

    app = Sheeted(ROLLBACK, again=again)
    async with app.run_test(size=(120, 40)) as pilot:
        app.seconds.pass_by(9)
        app.view = replace(app.view, root="/r")
        app.view = replace(app.view, trusted=True)
        await until(pilot, lambda: "no snapshot is called 'k3f9'" in words(app))
        assert NOT_NOW in words(app)
        assert "choose another" in words(app)
        await pilot.press("y")
        assert app.answers == []
        there = True
        await pilot.press("y")
        await until(pilot, lambda: NOT_NOW not in words(app))
        assert app.answers == []
        app.seconds.pass_by(0.6)
        await pilot.press("y")
        assert app.answers == [RUN]
