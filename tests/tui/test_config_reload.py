"""A config that changes while the dashboard is open: it counts at once, or is refused whole."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from textual.pilot import Pilot

from moie_tui.domain.view import SystemView
from tests.builders import a_job, a_phase, a_state
from tests.roots import NOON, Root
from tests.tui.bare_app import until, words
from tests.tui.live_app import LiveApp, live

INVALID = (
    "heartbeat: {max_age_minutes: soon}",
    "heartbeat: [",
    "- 1",
    "backups: {keep: 0.5}",
    "heartbeat: {",
)


@pytest.fixture
def root(tmp_path: Path) -> Root:
    state = a_state(a_phase(5, a_job("5.1", "cyclic")), current=5, meta={"last_heartbeat": NOON.isoformat()})
    found = Root(tmp_path, state, config="heartbeat: {max_age_minutes: 20}\n")
    found.trust().do("pulse")
    return found


def edit(root: Root, text: str) -> None:
    (root.folder / "config.yaml").write_text(text)


def toasts(app: LiveApp) -> list[str]:
    return [one.message for one in app._notifications]


def told(view: SystemView) -> list[str]:
    return [one.message for one in view.events if one.category == "config"]


async def test_a_new_config_counts_at_once_and_is_an_event_and_a_toast(root: Root) -> None:
    async with live(root.workspace) as (app, pilot):
        edit(root, "heartbeat: {max_age_minutes: 30}\nui: {theme: moie-day}\n")
        change = "heartbeat.max_age_minutes 20 → 30"
        await until(pilot, lambda: bool(told(app.view)))
        assert told(app.view) == [f"{change}, ui.theme none → moie-day"]
        await until(pilot, lambda: f"{change}\nui.theme none → moie-day" in toasts(app))
        assert "limit 30m" in words(app)
        assert app.theme == "moie-day"
        edit(root, "heartbeat: {max_age_minutes: 30}\n")
        await until(pilot, lambda: app.theme == "moie-night")


async def test_an_invalid_config_is_refused_whole_with_its_place_on_screen(root: Root) -> None:
    async with live(root.workspace, (80, 24)) as (app, pilot):
        edit(root, "backups: {keep: 3}\nheartbeat:\n  max_age_minutes: soon\n")
        await until(pilot, lambda: "config.yaml:3:20" in words(app))
        assert "(heartbeat.max_age_minutes): must be a number" in " ".join(words(app).split())
        assert (app.view.settings.heartbeat.max_age_minutes, app.view.settings.backups.keep) == (20, 20)
        await until(pilot, lambda: any(one.startswith("refused, the last valid") for one in told(app.view)))
        await pilot.press("P")
        await until(pilot, lambda: any("config.yaml:3:20" in one and "must be" in one for one in toasts(app)))
        edit(root, "heartbeat: {max_age_minutes: 20}\n")
        await until(pilot, lambda: app.view.problems == ())
        app.clear_notifications()
        await until(pilot, lambda: "config.yaml:3:20" not in words(app).partition("Events")[0])


async def test_read_only_by_the_config_comes_and_goes_with_it(root: Root) -> None:
    workspace = root.workspace
    async with live(workspace) as (app, pilot):
        for setting in (True, False):
            edit(root, f"heartbeat: {{max_age_minutes: 20}}\nui: {{read_only: {str(setting).lower()}}}\n")
            await until(pilot, lambda wanted=setting: app.read_only is wanted)
            assert workspace.read_only is setting
            await until(pilot, lambda wanted=setting: ("READ-ONLY" in words(app)) == wanted)


def in_force(view: SystemView) -> tuple[bool, float]:
    """Whether the config as it lies there is refused, and what counts."""
    return view.config_problem is not None, view.settings.heartbeat.max_age_minutes


async def edited_at_random(root: Root, app: LiveApp, pilot: Pilot[None], edits: int) -> None:
    dice, limit, valid = random.Random(edits), 20, [20]
    for at in range(edits):
        bad = bool(at % 2)
        limit = limit if bad else dice.choice([one for one in range(5, 60) if one != limit])
        edit(root, dice.choice(INVALID) if bad else f"heartbeat: {{max_age_minutes: {limit}}}")
        wanted, valid = (bad, limit), [*valid, limit]
        await until(pilot, lambda wanted=wanted: in_force(app.view) == wanted)
        await until(pilot, lambda wanted=f"limit {limit}m": wanted in words(app))
    assert {in_force(view)[1] for view in app.views} <= {*valid}


@pytest.mark.slow
async def test_after_each_of_a_hundred_edits_the_last_valid_config_is_in_force(root: Root) -> None:
    async with live(root.workspace) as (app, pilot):
        await edited_at_random(root, app, pilot, 100)
        changes = [one for one in told(root.workspace.view()) if not one.startswith("refused")]
        assert len(changes) == 50


@pytest.mark.long
async def test_after_each_of_a_few_edits_too(root: Root) -> None:
    async with live(root.workspace) as (app, pilot):
        await edited_at_random(root, app, pilot, 4)
