"""Events in full, problems, the inspector, pruning and pins."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widgets import Input
from textual.widgets._toast import Toast

from moie_tui.domain.event import Event
from moie_tui.domain.judge import judge
from moie_tui.domain.past import AsOf
from moie_tui.domain.plan import JOB, Effect
from moie_tui.domain.view import Problem
from moie_tui.tui.beats import beat_lines, beats, punctual
from moie_tui.tui.day import DAY
from moie_tui.tui.pieces import width_of, words_of
from moie_tui.tui.screens.alerts import AlertsScreen
from moie_tui.tui.screens.event_sheet import EventSheet
from moie_tui.tui.screens.prune_sheet import PruneSheet
from moie_tui.tui.screens.undo_sheet import UndoSheet
from moie_tui.tui.widgets.events_pane import EventsPane
from moie_tui.tui.widgets.inspector import Inspector
from moie_tui.values import replace
from tests.builders import a_job, a_phase, a_state
from tests.roots import Root
from tests.tui import sample_views as sample
from tests.tui.bare_app import BareApp, consent, shows, until, words
from tests.tui.live_app import LiveApp, live
from tests.tui.sample_metrics import metrics_of, nothing_yet
from tests.tui.sample_views import HOSTILE, NOW, rich_view
from tests.tui.stage import Stage, StagedApp, read, shown, staged

pytestmark = pytest.mark.long


async def test_enter_on_an_event_shows_all_of_it_as_plain_text() -> None:
    message = "the feed said\n" + "no " * 60 + HOSTILE
    event = Event(NOW, "error", "job", message, {"job": "5.2", "detail": {"tries": [1, 2]}, HOSTILE: HOSTILE})
    async with staged(rich_view(events=(event,)), (80, 24)) as (app, pilot):
        await pilot.press("5", "enter")
        await until(pilot, shows(app, EventSheet))
        text = words(app)
        assert "job · 14:14:12" in text
        assert text.count("no no") > 2
        assert "tries [1, 2]" in text
        assert "[@click=app.quit()]x[/]" in text
        assert not set("\x1b\x07\u202e") & set(text)
        await pilot.press("escape")
        assert not app.screen.is_modal


async def test_a_toast_leaves_the_keys_of_a_small_sheet_in_sight() -> None:
    app = BareApp()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.push_screen(AlertsScreen(app.source))
        app.notify("it is done", title="Backup", markup=False)
        await until(pilot, lambda: bool(app.screen.query(Toast)) and "it is done" in words(app))
        assert app.screen.query_one(Toast).region.bottom < 6


async def test_on_a_small_dashboard_a_toast_hides_neither_what_is_wrong_nor_the_keys() -> None:
    app = StagedApp(Stage(sample.broken_view()))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: "1 Phases" in words(app))
        app.clear_notifications()
        app.notify("it is done", title="Backup", markup=False)
        await until(pilot, lambda: bool(app.screen.query(Toast)) and "it is done" in words(app))
        top = next(at for at, line in enumerate(app.text()) if "1 Phases" in line)
        assert all(top < one.region.y and one.region.bottom <= 23 for one in app.screen.query(Toast))


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_a_toast_leaves_the_newest_event_and_the_keys_in_sight(size: tuple[int, int]) -> None:
    app = StagedApp(Stage())
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: app.judgement is not None)
        await read(app, pilot)
        await pilot.press("5")
        app.clear_notifications()
        app.notify("it is done", title="Backup", markup=False)
        await until(pilot, lambda: bool(app.screen.query(Toast)) and "it is done" in words(app))
        newest = app.screen.query_one(EventsPane).rows.region.bottom - 1
        assert [one.region.bottom <= newest for one in app.screen.query(Toast)] == [True]
        keys = app.screen.query_one("#hints").region
        assert [one.region.overlaps(keys) for one in app.screen.query(Toast)] == [False]


async def test_toasts_never_fill_the_screen() -> None:
    app = StagedApp(Stage())
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: app.judgement is not None)
        for at in range(5):
            app.notify(f"done for the {at}th time", title="Backup", markup=False)
            await until(pilot, lambda at=at: f"the {at}th time" in words(app))
        await until(pilot, lambda: len(app.screen.query(Toast)) == 2)
        assert "done for the 3th time" in words(app)


async def test_the_list_of_problems_says_what_to_do_and_empties_itself() -> None:
    view = replace(
        sample.broken_view(), problems=(*sample.broken_view().problems, Problem("", HOSTILE, "look"))
    )
    async with staged(view, (80, 24)) as (app, pilot):
        await pilot.press("exclamation_mark")
        await until(pilot, shows(app, AlertsScreen))
        text = words(app)
        assert "1 open · 2 in documents" in text
        assert text.index("✗ state") < text.index("▲ problem")
        assert "sovereign_state_v2.json:12:5: Expecting" in text
        assert "repair it, or R rolls back" in text
        await pilot.press("j")
        await until(pilot, lambda: "▲ config.yaml:3:1: heartbeat.interval must" in words(app))
        assert "edit it" in words(app)
        await shown(app, pilot, rich_view(health={}))
        await until(pilot, lambda: "All is well" in words(app))


async def test_the_inspector_counts_how_much_a_snapshot_differs_and_scrolls() -> None:
    path = ("phases", "5", "jobs", "5.2", "status")
    async with staged(size=(200, 60)) as (app, pilot):
        app.stage.differences = (Effect(JOB, "5.2", "pending", "completed", path),)
        await pilot.press("4", "j")
        await until(pilot, lambda: "1 change by a rollback: 1 lost" in words(app))
        assert app.difference.snapshot == "k01f"
        many = tuple(Problem(f"file{n}", "is odd " * 40, "mend " * 20) for n in range(9))
        await shown(app, pilot, rich_view(problems=many))
        await pilot.resize_terminal(170, 50)
        await pilot.press("1")
        await until(pilot, lambda: "ctrl+d" in str(app.screen.query_one(Inspector).border_subtitle))
        first = app.screen.query_one(Inspector).lines[0]
        await pilot.press("ctrl+d")
        assert app.screen.query_one(Inspector).lines[0] != first
        await pilot.press("ctrl+u")
        assert app.screen.query_one(Inspector).lines[0] == first


async def test_the_inspector_draws_the_gaps_between_beats() -> None:
    async with staged(size=(200, 60)) as (app, pilot):
        await pilot.press("3")
        await until(pilot, lambda: "15 gaps, 4 over the limit" in words(app))
        assert "last pulses" in words(app)


def test_beats_are_pulses_and_their_events_once_and_late_ones_are_counted() -> None:
    last = rich_view().operations[0]
    pulses = tuple(replace(last, at=NOW - timedelta(minutes=minutes)) for minutes in (4, 14, 54, 64))
    told = tuple(Event(one.at + timedelta(seconds=1), "info", "heartbeat", "pulse") for one in pulses)
    view = rich_view(operations=pulses, events=told[::-1])
    judgement = judge(view, NOW)
    assert len(beats(view)) == 4
    lines = list(beat_lines(view, judgement, NOW, 40))
    assert [words_of(line) for line in lines if width_of(line) > 40] == []
    assert any("3 gaps, 1 over the limit" in words_of(line) for line in lines)
    assert words_of(lines[0]).startswith("   ≥30m ┤")
    assert words_of(punctual(metrics_of(DAY, NOW), view)) == "24h   143 of 144 in time"
    assert punctual(nothing_yet(DAY, NOW), view) == ()


def test_beats_are_counted_in_the_day_before_the_moment_shown_however_few_of_it_are_known() -> None:
    day, view = metrics_of(DAY, NOW), rich_view()
    found = day.get("heartbeat_in_time")
    assert found is not None
    late = replace(found, of=(4, 4), trend=(*[None] * 22, 1.0, 1.0))
    young = replace(day, metrics=(late,))
    assert words_of(punctual(young, view)) == "24h   4 of 4 in time"
    past = replace(view, as_of=AsOf(NOW))
    assert words_of(punctual(young, past)) == "24h   4 of 4 in time"
    assert words_of(punctual(day, past)) == "24h   143 of 144 in time"
    assert punctual(day, replace(view, as_of=AsOf(NOW - timedelta(minutes=1)))) == ()


async def choose(app: LiveApp, pilot: Pilot[None], typed: str, words_there: str) -> None:
    """Opens the palette, types, and takes the first hit once it says the words."""
    await pilot.press("ctrl+p")
    await until(pilot, lambda: isinstance(app.screen, CommandPalette))
    app.screen.query_one(Input).value = typed
    await until(pilot, lambda: words_there in words(app))
    await pilot.press("enter")
    await until(pilot, lambda: app.screen.is_modal and not isinstance(app.screen, CommandPalette))


async def test_pruning_shows_which_and_why_first_and_pins_come_from_the_palette(tmp_path: Path) -> None:
    config = "backups: {keep: 2, hourly: 1, daily: 1}\n"
    root = Root(tmp_path, a_state(a_phase(5, a_job("5.1", "cyclic")), current=5), config=config)
    (root.folder / "backups").mkdir()
    for minute in range(10, 60, 10):
        name = f"sovereign_state_v2_20261122_11{minute}00Z.json"
        (root.folder / "backups" / name).write_bytes(root.bytes)
    *_, second, oldest = root.workspace.snapshots()
    async with live(root.workspace) as (app, pilot):
        await choose(app, pilot, f"pin snapshot {oldest.id}", f"Pin snapshot {oldest.id}")
        await consent(app, pilot)
        await until(pilot, lambda: app.view.snapshots[-1].pinned)
        await choose(app, pilot, "prune", "Prune snapshots")
        await until(pilot, shows(app, PruneSheet))
        text = words(app)
        assert "Go · 2" in text
        assert f"▲ {second.id}" in text
        assert "beyond what is kept" in text
        assert f"● {oldest.id}" in text.split("Stay · 3")[1]
        assert "U brings them back" in text
        await consent(app, pilot)
        await until(pilot, lambda: len(app.view.snapshots) == 3)
        await until(pilot, lambda: not app.acting.why_not())
        await pilot.press("U")
        await until(pilot, shows(app, UndoSheet))
        await consent(app, pilot)
        await until(pilot, lambda: len(app.view.snapshots) == 5)
