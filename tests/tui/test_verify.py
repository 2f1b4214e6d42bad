"""Verification testing, running a job now and holding pulses, from the dashboard."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.widgets import Input, OptionList

from moie_tui.domain.hold import Hold
from moie_tui.domain.judge import judge
from moie_tui.domain.own_work import Tried
from moie_tui.domain.run import Run
from moie_tui.domain.state import parse_state
from moie_tui.domain.verification import Verified
from moie_tui.domain.view import SystemView
from moie_tui.processes.descendants import environment_of, living
from moie_tui.tui.alerts import NO_ALERTS
from moie_tui.tui.asking import asked
from moie_tui.tui.details import lines_about
from moie_tui.tui.messages import ActRequested, HoldWanted
from moie_tui.tui.more_details import heart_lines
from moie_tui.tui.palette import VERIFY_ALL, changes
from moie_tui.tui.pieces import words_of
from moie_tui.tui.screens.hold_sheet import HoldSheet
from moie_tui.tui.screens.plan_sheet import PlanSheet
from moie_tui.tui.screens.running_sheet import RunningSheet
from moie_tui.tui.screens.verify_results import VerifiedSheet, VerifyResultsScreen
from moie_tui.tui.status import status_line
from moie_tui.values import replace
from tests.builders import a_job, a_phase, a_state
from tests.hostile_root import MARKUP, TEXTS
from tests.processes.commands import ON_LINUX
from tests.roots import Root
from tests.tui.bare_app import BareApp, consent, shows, until, words
from tests.tui.live_app import live
from tests.tui.sample_views import NOW, rich_view
from tests.tui.stage import staged
from tests.tui.test_hostile_text import assert_plain
from tests.waiting import came

pytestmark = pytest.mark.long

HELD = Hold(NOW - timedelta(hours=1), NOW + timedelta(hours=1), "the mirror [b]moves[/b]\x1b[2J", "op")


def left_of(root: Root) -> list[int]:
    ours = str(root.folder).encode()
    return [one.pid for one in living() if environment_of(one.pid).get(b"MOIE_ROOT") == ours]


@pytest.mark.parametrize(
    ("name", "selection", "expected"),
    [
        ("verify", ("job", "1.2"), ActRequested("verify", {"job": "1.2"})),
        ("verify", ("phase", "1"), ActRequested("verify", {"phase": "1"})),
        ("verify", ("heart", ""), ActRequested("verify")),
        ("verify", ("phase", ""), ActRequested("verify")),
        ("start", ("job", "5.1"), ActRequested("start", {"job": "5.1"})),
        ("rollback", ("job", "5.1"), ActRequested("rollback", {"snapshot": "k3f9"})),
        ("pulse", ("job", "5.1"), ActRequested("pulse")),
        ("hold", ("job", "5.1"), HoldWanted()),
    ],
)
def test_an_act_is_asked_for_on_what_is_selected(
    name: str, selection: tuple[str, str], expected: object
) -> None:
    message = asked(name, rich_view(), selection, "k3f9")
    assert message == expected


def test_a_held_heart_is_resumed_by_the_same_key_and_says_until_when_and_why() -> None:
    view = rich_view(hold=HELD)
    message = asked("hold", view, ("heart", ""), "")
    assert isinstance(message, ActRequested)
    assert message.name == "resume"
    shown = words_of(status_line(view, judge(view, NOW), NO_ALERTS, NOW, 160))
    assert "‖ on hold until 15:14: the mirror [b]moves[/b]" in shown
    assert "‖ on hold until 15:14  " in words_of(status_line(view, judge(view, NOW), NO_ALERTS, NOW, 100))
    assert "‖ HELD" in words_of(status_line(view, judge(view, NOW), NO_ALERTS, NOW, 28))
    heart = [words_of(line) for line in heart_lines(view, judge(view, NOW), NOW, 34)]
    assert heart[2:4] == ["‖ on hold until 15:14: the mirror", "[b]moves[/b]"]
    over = replace(view, hold=replace(HELD, until=NOW))
    assert "● LIVE" in words_of(status_line(over, judge(over, NOW), NO_ALERTS, NOW, 160))


async def test_v_shows_the_commands_then_what_holds_the_drift_first_and_in_full(tmp_path: Path) -> None:
    said = f"printf '{MARKUP}\\033[31m gone\\n'; exit 3"
    jobs = a_job("1.1", "completed"), a_job("1.2", "completed", verification_cmd=said)
    root = Root(tmp_path, a_state(a_phase(1, *jobs))).trust()
    before = sorted(root.folder.rglob("*")), root.bytes
    async with live(root.workspace, (120, 30)) as (app, pilot):
        await pilot.press("V")
        await until(pilot, lambda: shows(app, PlanSheet)() and "exit 3" in words(app))
        assert "Verify phase 1 · 2 jobs" in words(app)
        await consent(app, pilot)
        await until(pilot, lambda: shows(app, VerifyResultsScreen)() and "✗ 1 drift" in words(app))
        lines = words(app).split("\n")
        first = max(at for at, line in enumerate(lines) if "✗ 1.2" in line)
        assert "● 1.1" in lines[first + 1]
        assert "1 drifted" in words(app)
        assert_plain(app)
        await pilot.press("enter")
        await until(pilot, lambda: shows(app, VerifiedSheet)() and f"{MARKUP} gone" in words(app))
        assert "drift: exit 3" in words(app)
        assert_plain(app)
        await pilot.press("escape", "V")
        await until(pilot, lambda: shows(app, PlanSheet)() and "Verify job 1.2" in words(app))
        await pilot.press("escape")
        await until(pilot, lambda: not app.screen.is_modal and "✗ 1.2" in words(app))
        await pilot.press("j", "j")
        await until(pilot, lambda: "verified drift: exit 3" in words(app))
        assert "✗ completed, but its proof no longer holds" in words(app)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.is_modal and "verified  drift: exit 3" in words(app))
    assert (sorted(root.folder.rglob("*")), root.bytes) == before


@pytest.mark.skipif(not ON_LINUX, reason="there is no /proc")
async def test_a_verification_shows_how_far_it_is_and_its_cancel_leaves_no_process(tmp_path: Path) -> None:
    jobs = [a_job("1.0"), *(a_job(f"1.{at}", verification_cmd="sleep 30") for at in range(1, 6))]
    root = Root(tmp_path, a_state(a_phase(1, *jobs))).trust()
    async with live(root.workspace, (80, 24)) as (app, pilot):
        await pilot.press("3", "V")
        await until(pilot, lambda: shows(app, PlanSheet)() and "Verify everything · 6 jobs" in words(app))
        await consent(app, pilot)
        await until(pilot, lambda: "1 of 6 verified · 1 proven" in words(app))
        assert len(app.acting.run.steps) == 1  # type: ignore[union-attr]
        await until(pilot, shows(app, RunningSheet))
        await pilot.press("x")
        await until(pilot, lambda: not app.screen.is_modal and not app.acting.why_not())
        assert left_of(root) == []
        assert [one.message for one in app._notifications] == ["cancelled after 1 of 6; nothing was changed"]


async def test_results_are_shown_as_plain_text_however_hostile_they_are() -> None:
    text = "".join(TEXTS.values())
    some = [
        Verified(text, text, text, status, "missing", text, text, 127, 10**9, text)
        for status in ("completed", text)
    ]
    app = BareApp()
    async with app.run_test(size=(120, 40)) as pilot:
        app.push_screen(VerifyResultsScreen(text, some))
        await until(pilot, lambda: MARKUP in words(app))
        assert_plain(app)  # type: ignore[arg-type]
        await pilot.press("enter")
        await until(pilot, lambda: shows(app, VerifiedSheet)() and MARKUP in words(app))
        assert_plain(app)  # type: ignore[arg-type]


async def test_a_job_that_runs_is_marked_where_it_stands_and_x_runs_the_selected_one() -> None:
    run = Run("20261122T141400Z-3f9a", "5.2", "./scan-feed", NOW - timedelta(seconds=12))
    async with staged(rich_view(runs=(run,)), (80, 24)) as (app, pilot):
        assert any("├ ◐ 5.2" in line for line in app.text())
        await pilot.press("X")
        await until(pilot, lambda: any("Select a job" in one.message for one in app._notifications))
        assert app.requests == []
        await pilot.press("2", "j", "X")
        await until(pilot, lambda: bool(app.requests))
        assert app.requests == [("start", {"job": "5.2"})]
        assert "X run now" in app.text()[-1]


async def test_a_job_started_with_x_lives_on_when_the_dashboard_quits(tmp_path: Path) -> None:
    job = a_job("5.1", "cyclic", command="while [ ! -e go ]; do sleep 0.05; done; touch went")
    root = Root(tmp_path, a_state(a_phase(1, job))).trust()
    async with live(root.workspace, (80, 24)) as (app, pilot):
        await pilot.press("2", "X")
        await until(pilot, shows(app, PlanSheet))
        await consent(app, pilot)
        await until(pilot, lambda: bool(app.view.runs))
        await until(pilot, lambda: "◐ 5.1" in words(app))
    (root.folder / "go").touch()
    assert came(lambda: root.workspace.stores.runs.of_job("5.1") and (root.folder / "went").exists())
    assert root.workspace.stores.runs.of_job("5.1")[0].good


async def test_h_asks_how_long_and_why_and_then_for_the_plan() -> None:
    async with staged() as (app, pilot):
        await pilot.press("H")
        await until(
            pilot, lambda: isinstance(app.screen, HoldSheet) and "until 16:14" in "\n".join(app.text())
        )
        await pilot.press("down", *"jq ", "enter")
        await until(pilot, lambda: bool(app.requests))
        assert app.requests == [("hold", {"span": timedelta(hours=8), "why": "jq"})]
        assert not app.screen.is_modal
        app.locked = True
        await pilot.press("H")
        await pilot.pause()
        assert not app.screen.is_modal


async def test_while_held_the_way_on_is_among_the_keys() -> None:
    async with staged(rich_view(hold=HELD), (80, 24)) as (app, pilot):
        assert "H resume" in app.text()[-1]
        await pilot.press("H")
        await until(pilot, lambda: bool(app.requests))
        assert app.requests == [("resume", {})]


def test_the_palette_offers_of_the_selected_job_what_makes_sense() -> None:
    odd = a_job("2", "odd", task="[b]x[/b]\x1b[2J")
    jobs = a_job("1", "completed"), odd, a_job("3"), a_job("4", "cyclic", paused=True)
    view = rich_view(state=parse_state(a_state(a_phase(1, *jobs)), 2))
    offered = {key: [(act.name, act.arguments["change"]) for _, act in changes(view, key)] for key in "12349"}
    assert offered == {
        "1": [("job", "pending")],
        "2": [("job", "done"), ("job", "pending"), ("job", "pause")],
        "3": [("job", "done"), ("job", "pause")],
        "4": [("job", "resume")],
        "9": [],
    }
    assert next(changes(view, "2"))[0] == "Mark job 2 as done  [b]x[/b]"


async def test_a_job_is_paused_and_everything_verified_from_the_palette() -> None:
    async with staged() as (app, pilot):
        await pilot.press("2")
        for typed in ("Pause job", VERIFY_ALL):
            await pilot.press("ctrl+p")
            await until(pilot, lambda: isinstance(app.screen, CommandPalette))
            app.screen.query_one(Input).value = typed
            await until(pilot, lambda: app.screen.query_one(OptionList).option_count == 1)
            await pilot.press("enter")
            await until(pilot, lambda: not app.screen.is_modal)
        await until(pilot, lambda: len(app.requests) == 2)
        assert app.requests == [("job", {"job": "5.1", "change": "pause"}), ("verify", {})]


def test_a_pending_job_says_how_often_its_command_was_tried() -> None:
    job = a_job("1", command="./deploy", max_attempts=4)
    view = rich_view(state=parse_state(a_state(a_phase(1, job)), 2))
    assert "attempts none yet of 4" in _about(view)
    tried = {"1": Tried("./deploy", 2, NOW - timedelta(minutes=4))}
    assert "attempts 2 of 4, the last 4m ago" in _about(replace(view, tried=tried))
    assert "attempts none yet of 4" in _about(replace(view, tried={"1": Tried("./old", 2, NOW)}))


def _about(view: SystemView) -> list[str]:
    return [words_of(line).strip() for line in lines_about(view, None, NOW, "job", "1", 60)]
