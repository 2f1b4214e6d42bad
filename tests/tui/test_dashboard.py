from __future__ import annotations

from datetime import timedelta

import pytest

from moie_tui.domain.plan import JOB, Effect
from moie_tui.tui.screens.executions import ExecutionsScreen
from moie_tui.tui.widgets.pane import ListPane
from moie_tui.values import replace
from tests.tui import sample_views as sample
from tests.tui.bare_app import until
from tests.tui.sample_views import NOW, rich_view
from tests.tui.stage import board, key_of, panes_shown, shown, staged


async def test_a_refresh_does_not_move_the_target() -> None:
    async with staged() as (app, pilot):
        await pilot.press("4", "j", "j")
        newer = replace(sample.snapshots(1)[0], id="new", sequence=99, taken_at=NOW)
        await shown(app, pilot, rich_view(snapshots=(newer, *sample.snapshots(31))))
        assert key_of(app, "snapshots") == "k02f"
        await pilot.press("R")
        assert app.requests == [("rollback", {"snapshot": "k02f"})]
        left = tuple(one for one in sample.snapshots(31) if one.id != "k02f")
        await shown(app, pilot, rich_view(snapshots=left))
        assert key_of(app, "snapshots") == "k03f"


async def test_capital_letters_ask_for_acts_and_lowercase_never_does() -> None:
    async with staged() as (app, pilot):
        await pilot.press("P", "B", "R", "M", "U")
        await pilot.pause()
        assert [name for name, _ in app.requests] == ["pulse", "backup", "rollback", "migrate", "undo"]
        app.requests.clear()
        await pilot.press(*"pbrmuzxvt", "escape")
        assert app.requests == []


async def test_the_heartbeat_grows_stale_without_any_file_changing() -> None:
    async with staged() as (app, pilot):
        assert "● LIVE" in app.text()[0]
        app.pass_by(seconds=1)
        await pilot.pause()
        assert "♥ 4m 13s ago" in app.text()[0]
        app.pass_by(minutes=11)
        await pilot.pause()
        assert "▲ STALE" in app.text()[0]
        assert any("stale · late by 13s" in line for line in app.text())


async def test_a_tick_lays_nothing_out_again() -> None:
    async with staged() as (app, pilot):
        updates: list[object] = []
        app.screen._refresh_layout = lambda *args, **more: updates.append(args)  # type: ignore[method-assign]
        app.pass_by(seconds=1)
        await pilot.pause()
        assert updates == []


async def test_a_state_that_can_not_be_read_shows_where_and_keeps_the_last_good_view() -> None:
    async with staged() as (app, pilot):
        await shown(app, pilot, sample.broken_view())
        lines = app.text()
        assert "✗ BROKEN" in lines[0]
        assert "▲ state unreadable: showing the last good view, 4m old" in lines[1]
        assert "✗ sovereign_state_v2.json:12:5: Expecting ',' delimiter" in lines[2]
        assert "R rolls back to k00f, 4m 12s old (selected in pane 4)" in lines[3]
        assert "P pulse" not in lines[-1]
        assert "next in" not in lines[0]
        assert any("ETERNAL MONITORING" in line for line in lines)
        assert app.screen.query_one("#phases", ListPane).rows.dim
        await shown(app, pilot, rich_view())
        assert "● LIVE" in app.text()[0]
        assert "1 Phases" in app.text()[1]


@pytest.mark.long
async def test_problems_are_counted_and_shown() -> None:
    view = replace(sample.broken_view(), state_problem=None)
    async with staged(view, (200, 60)) as (app, _):
        assert "▲ 2 alerts · ▲ 1 problem" in app.text()[0]
        assert "config.yaml:3:1: heartbeat.interval must be a number" in app.text()[1]


async def test_a_new_folder_invites() -> None:
    async with staged(sample.empty_view(), (80, 24)) as (app, pilot):
        text = "\n".join(app.text())
        assert "○ EMPTY" in text
        assert "moie init" in text
        await pilot.press("4")
        assert "No snapshot yet. B takes one" in "\n".join(app.text())


@pytest.mark.parametrize("size", [(200, 60), (80, 24)])
async def test_hostile_text_is_plain_text_everywhere(size: tuple[int, int]) -> None:
    async with staged(sample.hostile_view(), size) as (app, pilot):
        for pane in "12345":
            await pilot.press(pane)
            await pilot.pause()
            text = "\n".join(app.text())
            assert "[@click=app" in text
            assert not set("\x1b\x07\u202e") & set(text)
            assert len(app.text()) == size[1]
        for row in range(0, size[1], 12):
            await pilot.click(offset=(12, row))
        assert app.return_code is None
        assert app.is_running


@pytest.mark.long
async def test_tab_goes_round_the_panes_and_zoom_shows_one() -> None:
    async with staged() as (app, pilot):
        fronts = []
        for _ in range(6):
            fronts.append(board(app).front)
            await pilot.press("tab")
        assert fronts == ["phases", "jobs", "heart", "snapshots", "events", "phases"]
        await pilot.press("shift+tab", "z")
        assert panes_shown(app) == ["phases"]
        await pilot.press("2")
        assert panes_shown(app) == ["jobs"]
        await pilot.press("q")
        assert len(panes_shown(app)) == 5
        assert board(app).front == "jobs"


async def test_a_click_on_a_tab_goes_there() -> None:
    async with staged(size=(80, 24)) as (app, pilot):
        await pilot.click("#tabs", offset=(app.text()[1].index("Snaps") + 1, 0))
        await pilot.pause()
        assert panes_shown(app) == ["snapshots"]


@pytest.mark.long
async def test_phases_open_and_close_and_lead_to_their_jobs() -> None:
    async with staged() as (app, pilot):
        assert key_of(app, "phases") == "phase 5"
        # There is room for all of them, so that all are open.
        assert any("Register the launch" in line for line in app.text())
        await pilot.press("g", "h")
        await pilot.pause()
        assert not any("Register the launch" in line for line in app.text())
        await pilot.resize_terminal(120, 33)
        await pilot.resize_terminal(120, 60)
        assert not any("Register the launch" in line for line in app.text())
        await pilot.press("l")
        await pilot.pause()
        assert any("Register the launch" in line for line in app.text())
        await pilot.press("G", "enter")
        await pilot.pause()
        assert isinstance(app.screen, ExecutionsScreen)
        assert app.screen.head() == "Job 5.3 · Nightly digest"


async def test_the_lock_and_read_only_are_said_and_the_keys_follow() -> None:
    async with staged(read_only=True) as (app, pilot):
        await pilot.press("L")
        await until(pilot, lambda: "⊘ READ-ONLY   ⊘ LOCKED" in app.text()[0])
        assert "pulse" not in app.text()[-1].split("last:")[0]
        assert "P pulse" not in app.text()[-1]


@pytest.mark.long
async def test_the_last_line_says_what_runs_and_what_ran() -> None:
    async with staged() as (app, pilot):
        assert "last: pulse 14:10:00 cyclic · undo with U" in app.text()[-1]
        rollback = replace(rich_view().operations[0], id="op6", kind="rollback", at=NOW - timedelta(hours=1))
        beat = replace(
            rich_view().operations[0], scheduled=True, origin="me@host cron pid 7",
            message="cyclic: phase 5 runs forever",
        )  # fmt: skip
        await shown(app, pilot, rich_view(operations=(beat, rollback), next_undo="op6"))
        assert "last: pulse 14:10:00 cyclic · U undoes rollback 13:14:12" in app.text()[-1]
        path = ("phases", "1", "jobs", "1.1", "status")
        skipped = replace(rollback, effects=(Effect(JOB, "1.1", "pending", "skipped", path),))
        await shown(app, pilot, rich_view(operations=(beat, skipped), next_undo="op6"))
        assert "U: can't, job 1.1 changed since" in app.text()[-1]
        await pilot.resize_terminal(80, 24)
        await shown(app, pilot, rich_view(operations=(beat,), next_undo=""))
        assert app.text()[-2].rstrip() == " last: pulse 14:10:00 cyclic, via cron · phase 5 runs forever"
        by_script = replace(beat, kind="backup", origin="me@host no tty pid 7", outcome="done", message="")
        await shown(app, pilot, rich_view(operations=(by_script,), next_undo=""))
        assert app.text()[-2].rstrip() == " last: backup 14:10:00 via script or timer"
        app.activity = "pulse: verifying 2.1"
        await pilot.pause()
        assert "◐ pulse: verifying 2.1" in app.text()[-2]


async def test_ctrl_q_does_not_quit_and_q_does() -> None:
    async with staged() as (app, pilot):
        await pilot.press("ctrl+q")
        assert app.is_running
        await pilot.press("q")
        await pilot.pause()
        assert app.return_code == 0


async def test_events_follow_the_tail() -> None:
    async with staged() as (app, pilot):
        newest = replace(
            sample.events(1)[0], timestamp=NOW + timedelta(seconds=1), message="the newest of all"
        )
        await shown(app, pilot, rich_view(events=(*sample.events(40), newest)))
        assert any("the newest of all" in line for line in app.text())


async def test_a_key_typed_right_after_a_pane_was_picked_belongs_to_that_pane() -> None:
    async with staged() as (app, pilot):
        board(app).action_pane("jobs")
        assert app.focused is app.screen.query_one("#jobs", ListPane).rows
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ExecutionsScreen))


async def test_the_foot_offers_a_run_only_of_a_job_that_has_a_command() -> None:
    async with staged() as (app, pilot):
        await pilot.press("2")
        await until(pilot, lambda: "P pulse" in app.text()[-1])
        assert key_of(app, "jobs") == "5.1"
        assert "X run now" not in app.text()[-1]
        await pilot.press("j")
        await until(pilot, lambda: "X run now" in app.text()[-1])
