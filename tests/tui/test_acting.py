"""The one dispatcher: consent, running, cancelling, refusing."""

from __future__ import annotations

import pytest

from moie_tui.domain.errors import Busy, Cancelled, PlanOutdated, Refused, Untrusted
from moie_tui.domain.keys import Keys
from moie_tui.domain.plan import JOB, Cancel, Command, Effect, Outcome, Plan, Progress
from moie_tui.domain.view import SystemView
from moie_tui.tui.screens.failure_sheet import FailureSheet, failure_rows
from moie_tui.tui.screens.plan_sheet import PlanSheet
from moie_tui.tui.screens.question import Question
from moie_tui.tui.screens.running_sheet import RunningSheet
from moie_tui.tui.screens.trust_sheet import TrustSheet
from moie_tui.values import replace
from tests.tui.bare_app import BareApp, begin, consent, shows, until, words
from tests.tui.fake_source import A_PLAN, DONE, NOW, FakeSource, Held
from tests.waiting import came

PULSE = Plan("pulse", "Heartbeat", commands=(Command("1.3", "test -w x"),), same_as="moie pulse")
TRUST = Plan("trust", "Trust /r", commands=(Command("1.3", "test -w x"),), same_as="moie trust")


def toasts(app: BareApp) -> list[str]:
    """What the toasts on screen say."""
    return [one.message for one in app._notifications]


async def test_y_after_the_guard_runs_exactly_the_plan_that_was_shown() -> None:
    source = FakeSource()
    source.offer(A_PLAN)
    app = BareApp(source)
    async with app.run_test() as pilot:
        app.acting.request("backup", note="before the storm")
        await until(pilot, shows(app, PlanSheet))
        await consent(app, pilot)
        await until(pilot, lambda: bool(toasts(app)))
        assert source.asked == [("backup", {"note": "before the storm"})]
        assert source.ran == [("backup", A_PLAN)]
        assert toasts(app) == ["it is done"]
        assert app.activity == ""


@pytest.mark.parametrize("key", ["escape", "n", "q", "enter"])
async def test_every_key_that_is_not_consent_runs_nothing(key: str) -> None:
    source = FakeSource()
    source.offer(A_PLAN)
    app = BareApp(source)
    async with app.run_test() as pilot:
        app.acting.request("backup")
        await until(pilot, shows(app, PlanSheet))
        app.seconds.pass_by(0.6)
        await pilot.press(key)
        await until(pilot, lambda: not app.screen.is_modal and not app.acting.why_not())
        assert source.ran == []


async def test_a_running_operation_shows_its_steps_and_output_and_hears_cancel() -> None:
    source, held = FakeSource(), Held()
    source.offer(A_PLAN, act=held)
    app = BareApp(source)
    async with app.run_test(size=(100, 30)) as pilot:
        await begin(app, pilot, "backup")
        await until(pilot, held.started.is_set)
        assert app.acting.show_running()
        await until(pilot, shows(app, RunningSheet))
        await until(pilot, lambda: "[@click=app.quit()]line[/]" in words(app))
        assert "verifying 1.3" in words(app)
        app.seconds.pass_by(75)
        await until(pilot, lambda: "1m 15s" in words(app) and "1m 15s" in app.activity)
        await pilot.press("x")
        await until(pilot, lambda: not app.screen.is_modal)
        assert held.cancelled


async def test_o_leaves_the_operation_running_and_its_sheet_can_be_opened_again() -> None:
    source, held = FakeSource(), Held()
    source.offer(A_PLAN, act=held)
    app = BareApp(source)
    async with app.run_test() as pilot:
        await begin(app, pilot, "backup")
        await until(pilot, shows(app, RunningSheet))
        await pilot.press("o")
        assert not app.screen.is_modal
        assert app.acting.show_running()
        await until(pilot, shows(app, RunningSheet))
        held.let_go.set()
        await until(pilot, lambda: not app.screen.is_modal)
        assert not held.cancelled
        assert not app.acting.show_running()


async def test_a_second_request_says_what_runs_and_starts_nothing() -> None:
    source, held = FakeSource(), Held()
    source.offer(A_PLAN, act=held)
    app = BareApp(source)
    async with app.run_test() as pilot:
        await begin(app, pilot, "backup")
        await until(pilot, held.started.is_set)
        app.acting.request("backup")
        app.acting.request("backup")
        await pilot.pause()
        assert len(source.asked) == 1
        assert toasts(app)[-1].startswith("backup: verifying 1.3")
        held.let_go.set()
        await until(pilot, lambda: not app.acting.why_not())


async def test_an_outdated_plan_is_made_anew_shown_and_marked() -> None:
    fresh = replace(A_PLAN, title="Backup of what is there now")

    def act(plan: Plan, progress: Progress, cancel: Cancel) -> Outcome:
        if plan is A_PLAN:
            raise PlanOutdated("the state changed")
        return DONE

    source = FakeSource()
    source.offer(A_PLAN, fresh, act=act)
    app = BareApp(source)
    async with app.run_test() as pilot:
        await begin(app, pilot, "backup")
        await until(pilot, lambda: shows(app, PlanSheet)() and "changed meanwhile" in words(app))
        assert "Backup of what is there now" in words(app)
        await pilot.press("y")
        assert len(source.ran) == 1
        await consent(app, pilot)
        await until(pilot, lambda: toasts(app) == ["it is done"])
        assert [plan for _, plan in source.ran] == [A_PLAN, fresh]


async def test_a_plan_outdated_while_it_is_read_gives_way_to_the_new_one_which_locks_for_a_moment() -> None:
    lost = Effect(JOB, "2.1", "completed", "pending", ("phases", "2", "jobs", "2.1", "status"))
    fresh = replace(A_PLAN, effects=(lost,), commands=())
    source = FakeSource()
    operation = source.offer(A_PLAN)
    app = BareApp(source)
    async with app.run_test(size=(110, 30)) as pilot:
        await until(pilot, lambda: app.view is source.picture)
        app.acting.request("backup")
        await until(pilot, shows(app, PlanSheet))
        first = app.screen
        app.seconds.pass_by(5)
        app.view = replace(app.view)
        await until(pilot, lambda: operation.planned >= 2)
        await pilot.pause()
        assert app.screen is first, "what does the same stays where it is read"
        operation.plans[:] = [fresh]
        app.view = replace(app.view)
        await until(pilot, lambda: shows(app, PlanSheet)() and app.screen is not first)
        await until(pilot, lambda: "changed meanwhile" in words(app))
        assert "new:       job 2.1  completed → pending" in words(app)
        await pilot.press("y")
        assert source.ran == []
        await consent(app, pilot)
        await until(pilot, lambda: [plan for _, plan in source.ran] == [fresh])


async def test_commands_of_an_untrusted_root_are_shown_and_trusted_before_the_plan() -> None:
    source = FakeSource(picture=SystemView(root="/r", read_at=NOW))
    source.offer(PULSE)
    source.offer(TRUST)
    app = BareApp(source)
    async with app.run_test() as pilot:
        app.acting.request("pulse")
        await until(pilot, shows(app, TrustSheet))
        assert "test -w x" in words(app)
        assert source.ran == []
        source.trust()
        await consent(app, pilot)
        await until(pilot, lambda: shows(app, PlanSheet)() and not shows(app, TrustSheet)())
        assert app.view.trusted
        await consent(app, pilot)
        await until(pilot, lambda: len(source.ran) == 2)
        assert [name for name, _ in source.ran] == ["trust", "pulse"]
        await until(pilot, lambda: not app.acting.why_not())


async def test_a_run_refused_for_want_of_trust_leads_to_the_trust_sheet() -> None:
    def act(plan: Plan, progress: Progress, cancel: Cancel) -> Outcome:
        raise Untrusted("the command of job 1.3 is new")

    source = FakeSource()
    source.offer(PULSE, act=act)
    source.offer(TRUST)
    app = BareApp(source)
    async with app.run_test() as pilot:
        await begin(app, pilot, "pulse")
        await until(pilot, shows(app, TrustSheet))
        await pilot.press("escape")
        await until(pilot, lambda: not app.acting.why_not())
        assert [name for name, _ in source.ran] == ["pulse"]


@pytest.mark.parametrize(("setting", "word"), [("read_only", "read-only"), ("locked", "locked")])
async def test_read_only_and_the_lock_refuse_here_with_one_word_on_why(setting: str, word: str) -> None:
    source = FakeSource()
    source.offer(A_PLAN)
    app = BareApp(source)
    async with app.run_test() as pilot:
        setattr(app, setting, True)
        app.acting.request("backup")
        await pilot.pause()
        assert source.asked == []
        assert len(toasts(app)) == 1
        assert word in toasts(app)[0]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Busy("a pulse is running", holder="vy pid 7", where="/r", fix="wait for it"), "wait for it"),
        (
            ZeroDivisionError("division [b]by[/b] zero"),
            "unexpected ZeroDivisionError: division [b]by[/b] zero",
        ),
    ],
)
async def test_an_error_stays_on_screen_until_it_was_read(error: Exception, said: str) -> None:
    def act(plan: Plan, progress: Progress, cancel: Cancel) -> Outcome:
        progress.output("the last words\n")
        raise error

    source = FakeSource()
    source.offer(A_PLAN, act=act)
    app = BareApp(source)
    async with app.run_test() as pilot:
        await begin(app, pilot, "backup")
        await until(pilot, shows(app, FailureSheet))
        assert said in words(app)
        assert "the last words" in words(app)
        await pilot.press("escape")
        assert not app.screen.is_modal
        assert app.acting.why_not() == ""


async def test_a_cancelled_operation_is_a_word_and_no_failure() -> None:
    def act(plan: Plan, progress: Progress, cancel: Cancel) -> Outcome:
        raise Cancelled("taken back")

    source = FakeSource()
    source.offer(A_PLAN, act=act)
    app = BareApp(source)
    async with app.run_test() as pilot:
        await begin(app, pilot, "backup")
        await until(pilot, lambda: toasts(app) == ["taken back"])
        assert not app.screen.is_modal


async def test_quitting_asks_only_while_something_runs_and_then_waits_for_its_end() -> None:
    source, held = FakeSource(), Held()
    source.offer(A_PLAN, act=held)
    app = BareApp(source)
    answers: list[bool] = []

    async def ask() -> None:
        answers.append(await app.acting.may_quit())

    async with app.run_test() as pilot:
        app.run_worker(ask())
        await until(pilot, lambda: answers == [True])
        await begin(app, pilot, "backup")
        await until(pilot, held.started.is_set)
        app.run_worker(ask())
        await until(pilot, shows(app, Question))
        app.seconds.pass_by(0.6)
        await pilot.press("enter")
        await until(pilot, lambda: answers == [True, False])
        assert not held.cancelled
        app.run_worker(ask())
        await until(pilot, shows(app, Question))
        await consent(app, pilot)
        await until(pilot, lambda: answers == [True, False, True])
        assert held.cancelled


async def test_an_app_that_goes_away_stops_its_operation() -> None:
    source, held = FakeSource(), Held()
    source.offer(A_PLAN, act=held)
    app = BareApp(source)
    async with app.run_test() as pilot:
        await begin(app, pilot, "backup")
        await until(pilot, held.started.is_set)
        app.exit()
    assert came(lambda: held.cancelled)


def test_what_an_error_would_have_typed_is_said_by_its_key_on_screen() -> None:
    error = Refused("there is nothing to undo", fix="`moie operations` lists what was done")
    chosen = Keys({"operations": ("o",)})
    assert "o on the dashboard lists what was done" in str(failure_rows(error, chosen)[-1][1])
