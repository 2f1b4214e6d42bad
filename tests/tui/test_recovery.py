"""An operator meets a broken root: what is shown, what is refused, and the way out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.pilot import Pilot

from moie_tui.tui.screens.alerts import AlertsScreen
from moie_tui.tui.screens.failure_sheet import FailureSheet
from moie_tui.tui.screens.operations import OperationsScreen
from moie_tui.tui.screens.plan_sheet import PlanSheet
from moie_tui.tui.screens.undo_sheet import UndoSheet
from moie_tui.tui.widgets.jobs_pane import JobsPane
from moie_tui.tui.widgets.rows import Rows
from moie_tui.tui.widgets.snapshots_pane import SnapshotsPane
from tests.builders import a_health, a_job, a_phase, a_state, an_execution
from tests.roots import NOON, Root
from tests.tui.bare_app import consent, shows, until, words
from tests.tui.live_app import LiveApp, live

pytestmark = pytest.mark.long

TORN = -30
"""What a killed writer left out at the end."""


@pytest.fixture
def root(tmp_path: Path) -> Root:
    """A heart that beats, and a good backup with a newer one that rotted."""
    root = Root(tmp_path, a_state(a_phase(5, a_job("5.1", "cyclic", task="Scan the feed")), current=5))
    root.do("pulse")
    root.do("backup", note="good")
    root.do("backup", note="rotten")
    rotten = root.workspace.snapshots()[0]
    (found,) = (root.folder / "backups").rglob(rotten.name)
    found.write_bytes(found.read_bytes()[:TORN])
    return root


def tear(root: Root) -> bytes:
    """Leaves the state half written; gives what it was."""
    good = root.bytes
    (root.folder / root.name).write_bytes(good[:TORN])
    return good


async def refuses(app: LiveApp, pilot: Pilot[None], keys: str) -> None:
    for key in keys:
        # Older ones end meanwhile: only one that was not there tells.
        known = {one.identity for one in app._notifications}
        await pilot.press(key)
        await until(pilot, lambda known=known: bool({one.identity for one in app._notifications} - known))
        assert not app.screen.is_modal
    said = [one.message for one in app._notifications if one.title.startswith("No ")]
    assert all(f"{ROOT_NAME}:" in one and "R rolls back" in one for one in said), said


ROOT_NAME = "sovereign_state_v2.json"


async def test_cold_the_newest_sound_snapshot_is_shown_and_r_is_the_way_out(root: Root) -> None:
    good = tear(root)
    root.clock.advance(minutes=8)
    shown = root.workspace.snapshots()[1]
    async with live(root.workspace) as (app, pilot):
        text = words(app)
        assert f"▲ state unreadable: showing snapshot {shown.id}, 8m" in text
        assert f"✗ {root.name}:" in text
        assert "ends in the middle" in text
        assert f"R rolls back to {shown.id}, 8m" in text
        assert "and keeps the broken file in quarantine" in " ".join(text.split())
        assert "Scan the feed" in text
        assert "✗ BROKEN" in text
        assert app.screen.query_one(SnapshotsPane).rows.key == shown.id
        await refuses(app, pilot, "PBM")
        assert root.bytes == good[:TORN]
        await pilot.press("R")
        await until(pilot, shows(app, PlanSheet))
        assert f"Roll back to {shown.id}" in words(app)
        assert "unreadable → a readable state: schema v2, 1 phase, 1 job" in words(app)
        await consent(app, pilot)
        await until(pilot, lambda: app.view.state_problem is None and "● LIVE" in words(app))
        assert "state unreadable" not in words(app)
    assert root.bytes == good
    (kept,) = (root.folder / ".moie" / "quarantine").iterdir()
    assert kept.read_bytes() == good[:TORN]


async def test_warm_the_last_good_view_stays_and_a_mended_file_is_live_at_once(root: Root) -> None:
    async with live(root.workspace) as (app, pilot):
        assert "● LIVE" in words(app)
        good = tear(root)
        root.clock.advance(minutes=4)
        await until(pilot, lambda: "✗ BROKEN" in words(app))
        app.tick()
        await until(pilot, lambda: "showing the last good view, 4m old" in words(app))
        assert f"✗ {root.name}:" in words(app)
        assert "Scan the feed" in words(app)
        await refuses(app, pilot, "B")
        await pilot.press("exclamation_mark")
        await until(pilot, shows(app, AlertsScreen))
        assert "✗ state" in words(app)
        sound = root.workspace.snapshots()[1]
        assert f"R rolls back to {sound.id}, the newest sound snapshot" in words(app)
        (root.folder / root.name).write_bytes(good.replace(b"Scan the feed", b"Scan the news"))
        await until(pilot, lambda: "All is well" in words(app))
        await pilot.press("escape")
        await until(pilot, lambda: "● LIVE" in words(app) and "Scan the news" in words(app))


async def test_without_any_snapshot_the_line_to_mend_is_named(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(a_phase(1, a_job())))
    good = tear(root)
    async with live(root.workspace, (80, 24)) as (app, pilot):
        text = " ".join(words(app).split())
        assert "there is no sound snapshot to show instead" in text
        last_line = good[:TORN].count(b"\n") + 1
        assert f"mend line {last_line}, column" in text
        assert "`moie validate` says all that is wrong" in text
        (root.folder / root.name).write_bytes(good)
        await until(pilot, lambda: "state unreadable" not in words(app) and "Phase 1" in words(app))


async def test_unreadable_health_and_config_are_marked_where_they_are_shown(root: Root) -> None:
    health = root.folder / "cyclic_job_health.json"
    health.write_text('{"5.1": {"executions": [')
    (root.folder / "config.yaml").write_text("heartbeat: {interval_minutes: soon}\n")
    async with live(root.workspace) as (app, pilot):
        await until(pilot, lambda: "health unreadable" in words(app))
        text = words(app)
        assert "2 Cyclic jobs ▲ health unreadable" in text
        assert app.screen.query_one(JobsPane).rows.dim
        assert "config.yaml:1:31" in text
        assert "the last valid settings" in text
        assert "● LIVE" in text
        assert "and 1 more: a lists them" in text
        health.write_text(json.dumps({"5.1": a_health(an_execution(NOON.isoformat()))}))
        (root.folder / "config.yaml").unlink()
        await until(pilot, lambda: not app.view.problems and "health unreadable" not in words(app))
        assert not app.screen.query_one(JobsPane).rows.dim


async def test_warm_r_offers_the_newest_sound_snapshot_and_the_banner_names_what_is_selected(
    root: Root,
) -> None:
    rotten, sound, oldest = root.workspace.snapshots()
    async with live(root.workspace) as (app, pilot):
        assert app.screen.query_one(SnapshotsPane).rows.key == rotten.id
        tear(root)
        await until(pilot, lambda: f"R rolls back to {sound.id}" in words(app))
        await pilot.press("4", "j")
        await until(pilot, lambda: f"R rolls back to {oldest.id}" in words(app))
        await pilot.press("R")
        await until(pilot, shows(app, PlanSheet))
        assert f"Roll back to {oldest.id}" in words(app)
        assert f"Compared with snapshot {sound.id}" in words(app)


async def test_from_the_problems_r_plans_the_way_out(root: Root) -> None:
    sound = root.workspace.snapshots()[1]
    tear(root)
    async with live(root.workspace) as (app, pilot):
        await pilot.press("exclamation_mark")
        await until(pilot, shows(app, AlertsScreen))
        await pilot.press("R")
        await until(pilot, shows(app, PlanSheet))
        assert f"Roll back to {sound.id}" in words(app)


async def test_u_may_bring_a_broken_state_back_after_an_undo_made_it_so(root: Root) -> None:
    good = tear(root)
    root.do("rollback", snapshot=root.workspace.snapshots()[1].id)
    undo = root.do("undo")
    assert root.bytes == good[:TORN]
    async with live(root.workspace) as (app, pilot):
        await pilot.press("U")
        await until(pilot, shows(app, FailureSheet))
        await pilot.press("escape", "u")
        await until(pilot, shows(app, OperationsScreen))
        app.screen.query_one(Rows).select(undo.operation)
        await pilot.press("U")
        await until(pilot, shows(app, UndoSheet))
        assert "→ a readable state" in words(app)
        await consent(app, pilot)
        await until(pilot, lambda: app.view.state_problem is None)
    assert root.bytes == good


async def test_a_folder_in_the_place_of_the_state_is_nothing_a_rollback_could_mend(root: Root) -> None:
    (root.folder / root.name).unlink()
    (root.folder / root.name).mkdir()
    async with live(root.workspace) as (app, pilot):
        text = " ".join(words(app).split())
        assert "No act can change that: move it away. Then R brings back a snapshot." in text
        assert "R rollback" not in text
        await pilot.press("exclamation_mark")
        await until(pilot, shows(app, AlertsScreen))
        assert "R roll back to" not in words(app)


async def test_a_broken_root_without_snapshots_advises_nothing_that_is_refused(tmp_path: Path) -> None:
    root = Root(tmp_path, a_state(a_phase(1, a_job())))
    tear(root)
    async with live(root.workspace) as (app, _):
        text = " ".join(words(app).split())
        assert "No pulse can run" in text
        assert "none can be taken" in text
        assert not any(words in text for words in ("P runs one", "B takes one", "R rolls back"))
