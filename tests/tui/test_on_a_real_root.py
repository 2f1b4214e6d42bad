"""The whole house at work: the dashboard and the command line on an operator's root."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moie_tui.cli.main import main
from moie_tui.tui.screens.plan_sheet import PlanSheet
from tests.operators_root import CONFIG, operators_root
from tests.roots import Root
from tests.tui.bare_app import consent, shows, until, words
from tests.tui.live_app import live

STAMP = b"2025-12-12T00:00:00.000Z"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Root:
    monkeypatch.setenv("MOIE_HOME", str(tmp_path / "home"))
    return operators_root(tmp_path)


def test_status_tells_the_whole_picture(root: Root, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(root.folder), "status", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["current_phase"] == 5
    phases = [(one["id"], one["completed"], one["total"]) for one in said["phases"]]
    assert phases == [(1, 3, 3), (2, 1, 1), (5, 0, 1)]
    assert [(one["id"], one["status"]) for one in said["jobs"]] == [("5.1", "unknown")]
    assert said["heartbeat"]["status"] == "stale"
    assert said["heartbeat"]["age_seconds"] > 0
    assert said["problems"] == []


async def test_the_dashboard_shows_all_of_it_at_once(root: Root) -> None:
    async with live(root.workspace) as (app, _):
        shown = words(app)
        for name in ("WIRE THE NERVOUS SYSTEM", "UPGRADE THE HEART", "ETERNAL MONITORING"):
            assert name in shown
        for part in ("MOIE-OS Sovereign Architecture", "Deep Research Scan", "STALE", "No snapshot yet"):
            assert part in shown
        assert "3/3" in shown
        assert "1/1" in shown
        assert "problem" not in shown
        assert [one.verdict.status for one in app.judgement.jobs] == ["unknown"]


@pytest.mark.long
async def test_p_and_y_run_one_heartbeat_and_change_nothing_but_its_stamp(root: Root) -> None:
    before = root.bytes
    async with live(root.workspace) as (app, pilot):
        await pilot.press("P")
        await until(pilot, shows(app, PlanSheet))
        await consent(app, pilot)
        await until(pilot, lambda: bool(app.views[-1].operations) and bool(app.views[-1].snapshots))
        await until(pilot, lambda: "● LIVE" in words(app))
        assert app.views[-1].operations[0].outcome == "cyclic"
    assert root.bytes == before.replace(STAMP, b"2026-11-22T12:00:00.000Z")
    assert (root.folder / "config.yaml").read_text() == CONFIG
    (snapshot,) = (root.folder / "backups").glob("*.json")
    assert snapshot.read_bytes() == before


@pytest.mark.long
async def test_keys_mark_and_theme_follow_their_files_and_what_is_wrong_with_them_is_told(
    root: Root, tmp_path: Path
) -> None:
    async with live(root.workspace) as (app, pilot):
        ui = "\nui:\n  theme: ember\n  mark: {name: PROD, colour: red}\n  keymap: {pulse: W, hold: p}\n"
        (root.folder / "config.yaml").write_text(CONFIG + ui)
        await until(pilot, lambda: " PROD " in words(app))
        await until(pilot, lambda: "(ui.keymap.hold): p can't be the key of an act" in words(app))
        await pilot.press("P")
        await pilot.press("W")
        await until(pilot, shows(app, PlanSheet))
        assert words(app).count(" PROD ") == 2
        await pilot.press("escape")
        themes = tmp_path / "home" / "themes"
        themes.mkdir(parents=True)
        (themes / "ember.yaml").write_text("background: '#201008'\n")
        await until(pilot, lambda: app.theme == "ember")
        (themes / "broken.yaml").write_text("ok: greenish\n")
        await until(pilot, lambda: any("broken.yaml:1:5" in one.where for one in app.view.problems))
        assert app.theme == "ember"
