"""Alerts ring in the dashboard, are listed, acknowledged with a note, and silenced."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from moie_tui.domain.alerting import OpenAlert
from moie_tui.domain.alerts import conditions
from moie_tui.domain.checking import Board
from moie_tui.domain.condition import Condition
from moie_tui.domain.event import CRITICAL, WARNING
from moie_tui.domain.judge import judge
from moie_tui.domain.outbox import Parcel
from moie_tui.domain.quiet import Acknowledgement, Mute, Quiet
from moie_tui.domain.settings import AlertSettings
from moie_tui.domain.view import Problem
from moie_tui.tui.alerts import alerts_of, place_of
from moie_tui.tui.pieces import words_of
from moie_tui.tui.ringing import Ringer, Rung
from moie_tui.tui.screens.alert_text import EMPTY
from moie_tui.tui.screens.alerts import AlertsScreen
from moie_tui.tui.screens.note_sheet import NoteSheet
from moie_tui.tui.screens.plan_sheet import PlanSheet
from moie_tui.tui.screens.silence_sheet import SilenceSheet
from moie_tui.tui.status import status_line
from moie_tui.tui.widgets.jobs_pane import JobsPane
from moie_tui.values import replace
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root
from tests.tui.bare_app import consent, shows, until, words
from tests.tui.live_app import live
from tests.tui.sample_views import HOSTILE, NOW, rich_view
from tests.tui.stage import Stage, StagedApp, shown, staged

pytestmark = pytest.mark.long

HEART = Condition("heartbeat", "heartbeat", CRITICAL, "heartbeat", "the heartbeat is stale", NOW)
JOB = Condition("job:5.2", "unhealthy", WARNING, "5.2", "job 5.2: unhealthy", NOW)
DISK = Condition("document:state", "document", CRITICAL, "state", "the state can't be read", NOW)


class Hearing:
    """A ringer on a clock of its own; each look is a second after the one before."""

    def __init__(self, *there: Condition) -> None:
        self.ringer, self.now = Ringer(), NOW
        self.first = self.look(*there)

    def look(self, *there: Condition, quiet: Quiet | None = None, seconds: float = 1) -> Rung:
        self.now += timedelta(seconds=seconds)
        return self.ringer.hear(there, self.now, AlertSettings(repeat_minutes=1), quiet or Quiet())


def told(rung: Rung) -> list[str]:
    return [f"{one.title}: {one.message.splitlines()[0]}" for one in rung.toasts]


def test_what_is_there_at_the_first_look_is_counted_and_not_told() -> None:
    hearing = Hearing(HEART, JOB)
    assert hearing.first == Rung()
    assert told(hearing.look(HEART, JOB, DISK)) == ["New alert: the state can't be read"]


def test_a_new_alert_rings_once_however_long_it_lasts_and_its_end_is_told_quietly() -> None:
    hearing = Hearing()
    rung = hearing.look(HEART)
    assert (told(rung), rung.bell) == (["New alert: the heartbeat is stale"], True)
    assert all(hearing.look(HEART, seconds=600) == Rung() for _ in range(3))
    over = hearing.look()
    assert told(over) == ["No longer so: after 30m 2s: the heartbeat is stale"]
    assert (over.toasts[0].severity, over.bell) == ("information", False)


def test_an_alert_by_an_old_stamp_lasted_since_it_was_not_there_yet() -> None:
    hearing = Hearing()
    hearing.look(replace(HEART, since=NOW - timedelta(minutes=3)))
    assert told(hearing.look(seconds=3)) == ["No longer so: after 4s: the heartbeat is stale"]


def test_a_job_that_begins_to_fail_rings_too() -> None:
    rung = Hearing().look(JOB)
    assert (told(rung), rung.bell) == (["New alert: job 5.2: unhealthy"], True)


def test_what_comes_and_goes_rings_at_most_once_in_ten_seconds() -> None:
    hearing = Hearing()
    rungs = [hearing.look(*([replace(HEART, since=hearing.now)] * (at % 2))) for at in range(40)]
    assert sum(one.bell for one in rungs) == 4
    assert sum(len(one.toasts) for one in rungs) == 8


def test_nobody_hears_of_what_is_silenced_or_taken_on_until_the_silence_is_over() -> None:
    hearing = Hearing()
    quiet = Quiet((Mute("5.2", NOW + timedelta(minutes=1)),), {"heartbeat": Acknowledgement(NOW)})
    assert hearing.look(HEART, JOB, quiet=quiet) == Rung()
    assert told(hearing.look(HEART, JOB, quiet=quiet, seconds=90)) == ["New alert: job 5.2: unhealthy"]


def test_a_state_that_can_not_be_read_makes_no_false_recovery() -> None:
    hearing = Hearing(HEART, JOB)
    assert told(hearing.look(DISK)) == ["New alert: the state can't be read"]
    assert told(hearing.look(HEART, JOB)) == ["No longer so: after 2s: the state can't be read"]


class Belled(StagedApp):
    """Counts its bells."""

    bells = 0

    def bell(self) -> None:
        self.bells += 1


def toasts(app: StagedApp) -> Iterator[str]:
    return (f"{one.title}: {one.message}" for one in app._notifications)


async def test_the_dashboard_rings_by_the_passing_of_time_alone_and_counts_in_its_first_row() -> None:
    app = Belled(Stage(rich_view(health={})))
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.judgement is not None)
        assert (list(toasts(app)), app.bells) == ([], 0)
        for _ in range(3):
            app.pass_by(minutes=10)
        await pilot.pause()
        (said,) = toasts(app)
        assert said.startswith("New alert · a says what to do: the heartbeat is stale, ")
        assert app.bells == 1
        assert "✗ 1 alert" in app.text()[0]
        assert "a alerts" in app.text()[-1]
        for _ in range(9):
            app.pass_by(seconds=61)
        assert app.bells == 1


def test_alerts_other_problems_and_quiet_ones_are_counted_apart() -> None:
    quiet = Quiet((), {"job:5.3": Acknowledgement(NOW, "on it", "op")})
    view = rich_view(problems=(Problem("config.yaml:3:1", "is odd", "edit it"),), quiet=quiet)
    judgement = judge(view, NOW)
    alerts = alerts_of(view, conditions(view, judgement, NOW), NOW)
    row = words_of(status_line(view, judgement, alerts, NOW, 200))
    assert "▲ 1 alert · ▲ 1 problem · 1 quiet" in row


def test_an_unreadable_document_is_listed_once_and_each_alert_knows_its_place() -> None:
    broken = Problem("cyclic_job_health.json:1:2", "ends in the middle", "mend it")
    view = rich_view(health_problem=broken, problems=(broken,))
    (item,) = alerts_of(view, conditions(view, judge(view, NOW), NOW), NOW).items
    assert item.problem is broken
    assert place_of(item, view) == ("pane", "jobs")
    heart, job = alerts_of(view, (HEART, JOB), NOW).items[:2]
    assert [place_of(one, view) for one in (heart, job)] == [("pane", "heart"), ("watched", "5.2")]


async def test_the_list_says_who_sees_to_what_and_whether_people_were_told() -> None:
    quiet = Quiet(
        (Mute("5.2", NOW + timedelta(hours=1), HOSTILE, HOSTILE),),
        {"job:5.3": Acknowledgement(NOW, HOSTILE, "op@host ttys1 pid 7")},
    )
    async with staged(rich_view(quiet=quiet), (120, 40)) as (app, pilot):
        stale = next(one.condition for one in app.alerts.items if one.key == "job:5.3")
        assert stale is not None
        parcel = Parcel("desktop", {"key": "job:5.3"}, NOW, NOW, 1, "no\x1b[2Jdesktop")
        app.stage.board = Board(NOW, {"job:5.3": OpenAlert(stale, NOW, NOW)}, (parcel,))
        await pilot.press("a")
        await until(pilot, lambda: shows(app, AlertsScreen)() and "the watchdog looked 0s ago" in words(app))
        assert "silent    5.2 until 15:14, by " in words(app)
        assert "tell again" in words(app)
        await pilot.press("j")
        await until(pilot, lambda: "taken on  by op@host ttys1 at 14:14:12: " in words(app))
        assert "told at 14:14:12; desktop did not take it yet (nodesktop)" in words(app)
        assert not set("\x1b\x07\u202e") & set(words(app))
        await pilot.press("enter")
        await until(pilot, lambda: not app.screen.is_modal)
        await until(pilot, lambda: app.screen.query_one(JobsPane).rows.key == "5.3")
        assert app.screen.query_one(JobsPane).rows.has_focus
        await shown(app, pilot, rich_view(health={}))
        await pilot.press("a")
        await until(pilot, lambda: "All is well." in words(app))
        await until(pilot, lambda: app.screen.query_one("#frame").size.height < 12)
        assert "watched   the heartbeat, state, health and config, 3 cyclic jobs" in words(app)
        assert "checked   each second" in words(app)


@pytest.mark.parametrize("size", [(40, 20), (80, 24), (120, 40), (200, 60)])
async def test_that_all_is_well_is_said_whole_at_every_size(size: tuple[int, int]) -> None:
    async with staged(rich_view(health={}), size) as (app, pilot):
        await pilot.press("a")
        await until(pilot, shows(app, AlertsScreen))
        await until(pilot, lambda: EMPTY in " ".join(words(app).replace("│", " ").split()))


@pytest.fixture
def silent_root(tmp_path: Path) -> Root:
    """A root whose heart has stopped."""
    state = a_state(a_phase(1, a_job()), meta={"last_heartbeat": "2026-11-22T09:00:00+00:00"})
    return Root(tmp_path, state)


async def planned(app: object, pilot: Pilot[None]) -> None:
    await until(pilot, shows(app, PlanSheet))  # type: ignore[arg-type]
    await consent(app, pilot)  # type: ignore[arg-type]


async def test_an_alert_is_acknowledged_and_silenced_through_plans_and_undone(silent_root: Root) -> None:
    async with live(silent_root.workspace) as (app, pilot):
        await pilot.press("a")
        await until(pilot, lambda: "no watchdog has run here: `moie timers install`" in words(app))
        await pilot.press("A")
        await until(pilot, shows(app, NoteSheet))
        await pilot.press(*"on it", "enter")
        await planned(app, pilot)
        await until(pilot, lambda: "taken on" in words(app) and "on it" in words(app))
        assert silent_root.workspace.view().quiet.acknowledged["heartbeat"].note == "on it"
        await until(pilot, lambda: not app.acting.why_not())
        await pilot.press("S")
        await until(pilot, shows(app, SilenceSheet))
        await pilot.press("down", "enter")
        await planned(app, pilot)
        await until(pilot, lambda: "tell again" in words(app))
        (mute,) = silent_root.workspace.view().quiet.mutes
        assert mute.what == "heartbeat"
        assert mute.until is not None
        await until(pilot, lambda: not app.acting.why_not())
        await pilot.press("S")
        await planned(app, pilot)
        await until(pilot, lambda: not app.view.quiet.mutes)


async def test_read_only_nothing_is_acknowledged_or_silenced() -> None:
    async with staged(read_only=True) as (app, pilot):
        await pilot.press("a")
        await until(pilot, shows(app, AlertsScreen))
        assert "A acknowledge" not in words(app)
        for key in "AS":
            before = len(app._notifications)
            await pilot.press(key)
            await until(pilot, lambda before=before: len(app._notifications) > before)
        assert isinstance(app.screen, AlertsScreen)
