"""Undo in depth: what was done, by whom, and the plan to take each back, on a real root."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from moie_tui.domain.plan import ABSENT, EXECUTION, HEARTBEAT, JOB, Effect, OperationRecord
from moie_tui.domain.routine import is_routine
from moie_tui.tui.live import Live
from moie_tui.tui.messages import OperationOpened
from moie_tui.tui.pieces import words_of
from moie_tui.tui.screens.help import HelpScreen
from moie_tui.tui.screens.operation import OperationScreen
from moie_tui.tui.screens.operation_text import INTERRUPTED, RUNNING, cells, look, via
from moie_tui.tui.screens.operations import OperationsScreen, is_running, is_spent
from moie_tui.tui.screens.plan_sheet import PlanSheet
from moie_tui.tui.screens.undo_sheet import UndoSheet
from moie_tui.tui.widgets.rows import Rows
from moie_tui.values import replace
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root
from tests.tui.bare_app import consent, shows, until, words
from tests.tui.live_app import LiveApp, live
from tests.tui.sample_views import NOW, rich_view

pytestmark = pytest.mark.long


@pytest.fixture
def root(tmp_path: Path) -> Root:
    """Newest last: a proof, cron's beat after it, and a backup."""
    jobs = a_job("1.1", verification_cmd="true"), a_job("1.2", verification_cmd="false")
    root = Root(tmp_path, a_state(a_phase(1, *jobs))).trust()
    root.do("pulse")
    root.do("pulse", scheduled=True)
    root.do("backup", note="before the storm")
    return root


async def open_operation(app: LiveApp, pilot: Pilot[None], operation: str, says: str) -> None:
    """From the dashboard to one operation, once its way back is planned."""
    await pilot.press("u")
    await until(pilot, shows(app, OperationsScreen))
    await pilot.press("x")
    app.screen.query_one(Rows).select(operation)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, OperationScreen) and says in words(app))


async def test_each_operation_shows_its_effects_and_its_way_back_and_u_takes_it(root: Root) -> None:
    backup, beat, proof = root.workspace.operations()
    before = root.bytes
    async with live(root.workspace, (120, 40)) as (app, pilot):
        await pilot.press("u")
        await until(pilot, lambda: "2 of 3 kept" in words(app))
        assert beat.id not in words(app)
        await pilot.press("x")
        await until(pilot, lambda: "3 kept" in words(app) and "of 3" not in words(app))
        for one in (backup, beat, proof):
            assert one.id in words(app)
        assert "tests" in words(app)
        await pilot.press("escape")
        await open_operation(app, pilot, beat.id, "byte for byte as before")
        assert "with --scheduled" in words(app)
        await pilot.press("escape", "escape")
        await open_operation(app, pilot, proof.id, "only this operation's own changes go back")
        assert "job 1.1  completed → pending" in words(app)
        await pilot.press("U")
        await until(pilot, shows(app, UndoSheet))
        await consent(app, pilot)
        await until(pilot, lambda: "was undone already" in words(app))
        assert root.document["phases"][0]["jobs"][0]["status"] == "pending"
        undo = root.workspace.operations()[0]
        assert undo.undoes == proof.id
        await pilot.press("escape")
        await until(pilot, lambda: f"undone by {undo.id}" in words(app) and "1 undone" in words(app))
    root.do("undo", operation=undo.id)
    assert root.bytes == before


async def test_a_walk_in_a_circle_leads_to_the_same_operation_again(root: Root) -> None:
    backup = root.workspace.operations()[0]
    async with live(root.workspace, (120, 40)) as (app, pilot):
        for _ in range(2):
            app.post_message(OperationOpened(backup.id))
            await until(pilot, lambda: isinstance(app.screen, OperationScreen) and backup.id in words(app))
            app.push_screen(OperationsScreen().data_bind(Live.view, Live.now))
            await until(pilot, shows(app, OperationsScreen))
        assert [type(one) for one in app.screen_stack].count(OperationScreen) == 2


async def test_what_came_by_itself_is_listed_on_demand_and_found_by_its_words(root: Root) -> None:
    backup, beat, proof = root.workspace.operations()
    async with live(root.workspace, (120, 40)) as (app, pilot):
        await pilot.press("u")
        await until(pilot, lambda: "2 of 3 kept" in words(app))
        rows = app.screen.query_one(Rows)
        await pilot.press("slash", *"backup", "enter")
        await until(pilot, lambda: [one.id for one in rows.standing[0]] == [backup.id])
        await pilot.press("escape", "x")
        await until(pilot, lambda: [one.id for one in rows.standing[0]] == [backup.id, beat.id, proof.id])
        await pilot.press("x")
        await until(pilot, lambda: [one.id for one in rows.standing[0]] == [backup.id, proof.id])


def test_only_what_came_by_itself_went_well_and_changed_nothing_else_is_routine() -> None:
    stamp = Effect(HEARTBEAT, "heartbeat", 1, 2, ("meta", "last_heartbeat"))
    done = Effect(JOB, "1.1", "pending", "completed", ("phases", "1", "jobs", "1.1", "status"))
    cron = a_record(origin="me@host cron pid 7", outcome="cyclic", effects=(stamp,))
    assert is_routine(cron)
    assert is_routine(replace(cron, origin="me@host pts/3 pid 7", scheduled=True))
    for one in (
        replace(cron, origin="me@host dashboard pid 7"),
        replace(cron, effects=(stamp, done)),
        replace(cron, outcome=""),
        replace(cron, outcome="failed"),
        replace(cron, undone_by="b"),
        replace(cron, kind="backup"),
    ):
        assert not is_routine(one)


async def test_a_conflict_is_the_reason_why_it_can_not_be_taken_back(root: Root) -> None:
    proof = root.workspace.operations()[2]
    document = root.document
    document["phases"][0]["jobs"][0]["status"] = "abandoned"
    root.write(document)
    async with live(root.workspace, (120, 24)) as (app, pilot):
        await open_operation(app, pilot, proof.id, "It can't be taken back now")
        assert "these changed since: job 1.1" in words(app)
        assert "succeeds" not in words(app)


async def test_from_the_plan_of_a_bare_undo_the_list_is_one_key_away(root: Root) -> None:
    backup = root.workspace.operations()[0]
    async with live(root.workspace) as (app, pilot):
        assert "undo with U" in words(app)
        await pilot.press("U")
        await until(pilot, shows(app, UndoSheet))
        assert f"Undo backup {backup.id}" in words(app)
        await pilot.press("u")
        await until(pilot, shows(app, OperationsScreen))
        assert not any(isinstance(screen, PlanSheet) for screen in app.screen_stack)
        await until(pilot, lambda: not app.acting.why_not())
    assert root.workspace.operations()[0].undone_by == ""


def a_record(**facts: object) -> OperationRecord:
    return OperationRecord(
        **{"id": "a", "kind": "pulse", "at": NOW, "origin": "me@host pts/3 pid 7", **facts}
    )


def test_an_operation_that_never_ended_is_interrupted_unless_it_runs_right_now() -> None:
    killed = a_record()
    view = rich_view(operations=(killed, a_record(id="b")))
    said = [words_of(cells(one, view, NOW, is_running(view, one))[3]) for one in view.operations]
    assert said == [INTERRUPTED, INTERRUPTED]
    view = rich_view(operations=(killed, a_record(id="b")), running="pulse (pid 7)")
    said = [words_of(cells(one, view, NOW, is_running(view, one))[3]) for one in view.operations]
    assert said == [RUNNING, INTERRUPTED]


def test_what_went_wrong_has_a_look_of_its_own() -> None:
    after = {"at": NOW.isoformat(), "status": "failure", "duration_ms": 30}
    bad = (Effect(EXECUTION, "job 5.3", ABSENT, after),)
    good = (Effect(EXECUTION, "job 5.3", ABSENT, after | {"status": "success"}),)
    looks = [
        look(one, running=False)
        for one in (
            a_record(outcome="done", effects=bad),
            a_record(outcome="failed"),
            a_record(outcome="blocked"),
            a_record(outcome="done", effects=bad, undone_by="b"),
            a_record(outcome="done", effects=good),
        )
    ]
    assert looks == [("✗", "failed"), ("✗", "failed"), ("▲", "late"), ("○", "faint"), ("●", "ok")]


@pytest.mark.parametrize(
    ("origin", "shown"),
    [
        ("me@host no tty pid 7", "me script"),
        ("me@host pts/3 pid 7", "me pts/3"),
        ("op@host dashboard pid 1", "op dashboard"),
        ("weird", "weird"),
    ],
)
def test_by_says_who_and_from_where(origin: str, shown: str) -> None:
    assert via(a_record(origin=origin)) == shown


def test_an_older_day_is_told_with_its_date() -> None:
    old = a_record(at=NOW - timedelta(days=2), outcome="done", message="it went well")
    said = [words_of(cell) for cell in cells(old, rich_view(), NOW, False)]
    assert said[1:4] == ["Nov 20 14:14", "pulse", "it went well"]


async def test_in_the_list_and_in_a_plan_the_keys_of_that_sheet_are_one_key_away(root: Root) -> None:
    async with live(root.workspace) as (app, pilot):
        await pilot.press("u")
        await until(pilot, shows(app, OperationsScreen))
        await pilot.press("question_mark")
        await until(pilot, shows(app, HelpScreen))
        text = words(app)
        assert "Undo the selected one" in text.partition("Here")[0], "acts come first"
        assert "Focus" not in text
        assert "The dashboard" not in text
        await pilot.press("question_mark", "escape", "U")
        await until(pilot, shows(app, UndoSheet))
        await pilot.press("question_mark")
        await until(pilot, shows(app, HelpScreen))
        assert "Other operations" in words(app)
        await pilot.press("y", "escape")
        await until(pilot, shows(app, UndoSheet))
    assert not root.workspace.operations()[0].undone_by


def test_what_left_nothing_to_take_back_offers_no_undo() -> None:
    view = rich_view()
    assert view.state is not None
    path = ("meta", "last_heartbeat")
    ours = Effect(HEARTBEAT, "", "before", view.state.last_heartbeat, path)
    stamp, newer = a_record(effects=(ours,)), a_record(effects=(replace(ours, after="long ago"),))
    proof = replace(newer, effects=(*newer.effects, Effect(JOB, "1.1", "pending", "completed", ("phases",))))
    spent = [is_spent(view, one) for one in (stamp, newer, proof, replace(proof, undone_by="b"))]
    assert spent == [False, True, False, True]
