"""One layer deeper: a job's executions, a snapshot's difference, help, the palette."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest
from textual.command import CommandPalette
from textual.widgets import Input

from moie_tui.domain.executions import parse_health
from moie_tui.domain.plan import JOB, Effect, Plan
from moie_tui.domain.snapshot import Snapshot
from moie_tui.domain.state import parse_state
from moie_tui.domain.view import SystemView
from moie_tui.tui.live import Live
from moie_tui.tui.messages import GoTo
from moie_tui.tui.palette import THEME, MoieCommands
from moie_tui.tui.screens.executions import ExecutionsScreen
from moie_tui.tui.screens.help import HelpScreen
from moie_tui.tui.screens.plan_sheet import PlanSheet
from moie_tui.tui.screens.snapshot_diff import SnapshotDiffScreen
from moie_tui.tui.widgets.rows import Rows
from moie_tui.values import replace
from tests.builders import a_health, a_job, a_phase, a_state, an_execution
from tests.tui.bare_app import BareApp, shows, until, words
from tests.tui.fake_source import NOW, FakeSource

pytestmark = pytest.mark.long

HOSTILE = "[@click=app.quit()]x[/]\x1b[31m\nnext"
SNAPSHOT = Snapshot(
    "k3f9", "sovereign_state_v2_20261122_120000Z.json", 7, NOW - timedelta(hours=2, minutes=10), "heartbeat",
    note=HOSTILE, size_bytes=1944, sha256="77ae" * 16, proven=True, pinned=True,
)  # fmt: skip


def a_view(*minutes_ago: int, failed: tuple[int, ...] = ()) -> SystemView:
    runs = [
        an_execution(
            (NOW - timedelta(minutes=at)).isoformat(), "failure", error=f"HTTP 503 {HOSTILE}", exit_code=3
        )
        if at in failed
        else an_execution((NOW - timedelta(minutes=at)).isoformat(), exit_code=0)
        for at in sorted(minutes_ago, reverse=True)
    ]
    jobs = (
        a_job("5.1", "cyclic", task=f"Scan {HOSTILE}", description="Reads the feed"),
        a_job("5.2", "pending", description="Write it by hand", verification_cmd="test -f report"),
    )
    return SystemView(
        root="/r",
        read_at=NOW,
        state=parse_state(a_state(a_phase(5, *jobs), current=5), 2),
        health=parse_health({"5.1": a_health(*runs)} if runs else {}, UTC),
        snapshots=(SNAPSHOT,),
        trusted=True,
        zone=UTC,
    )


def opened(app: BareApp, key: str) -> ExecutionsScreen:
    screen = ExecutionsScreen(key, app.offered).data_bind(Live.view, Live.now, Live.judgement)
    app.push_screen(screen)
    return screen


async def test_a_cyclic_job_shows_its_verdict_its_figures_and_its_runs_newest_first() -> None:
    app = BareApp(FakeSource(picture=a_view(10, 20, 30, failed=(10,))))
    async with app.run_test(size=(110, 40)) as pilot:
        opened(app, "5.1")
        await until(pilot, lambda: "14:02:00" in words(app))
        shown = words(app)
        assert "Job 5.1 · Scan [@click=app.quit()]x[/] next" in shown
        assert "3 runs, 67 % good · last 20: 67 %" in shown
        assert "20m ago, 13:52:00" in shown
        assert shown.index("14:02:00") < shown.rindex("13:52:00") < shown.index("13:42:00")
        assert "HTTP 503 [@click=app.quit()]x[/]" in shown
        assert "failed 10m ago · took 100ms · exit 3" in shown
        assert "1 failed of the 3 kept" in shown
        await pilot.press("escape")
        assert not app.screen.is_modal


async def test_new_runs_appear_while_it_is_open_and_the_selected_one_stays_selected() -> None:
    app = BareApp(FakeSource(picture=a_view(10, 20, 30)))
    async with app.run_test(size=(100, 30)) as pilot:
        screen = opened(app, "5.1")
        await until(pilot, lambda: "14:02:00" in words(app))
        await pilot.press("j")
        rows = screen.query_one(Rows)
        chosen = rows.key
        app.show(a_view(1, 10, 20, 30, failed=(1,)))
        await until(pilot, lambda: "14:11:00" in words(app))
        assert rows.key == chosen
        assert "20m ago" in words(app)


async def test_f_leaves_only_the_failures() -> None:
    app = BareApp(FakeSource(picture=a_view(10, 20, 30, failed=(20,))))
    async with app.run_test(size=(100, 30)) as pilot:
        opened(app, "5.1")
        await until(pilot, lambda: "14:02:00" in words(app))
        await pilot.press("f")
        await until(pilot, lambda: "14:02:00" not in words(app).split("took")[1].split("selected")[0])
        assert "all runs" in words(app)


async def test_a_job_without_runs_invites_and_one_that_never_runs_tells_what_proves_it() -> None:
    app = BareApp(FakeSource(picture=a_view()))
    async with app.run_test(size=(100, 30)) as pilot:
        opened(app, "5.1")
        await until(pilot, lambda: "No run of this job was recorded yet." in words(app))
        await pilot.press("escape")
        opened(app, "5.2")
        await until(pilot, lambda: "test -f report" in words(app))
        assert "Write it by hand" in words(app)
        assert "pending" in words(app)
        assert "recorded yet" not in words(app)


async def test_a_snapshot_shows_its_facts_and_what_a_rollback_would_take() -> None:
    path = ("phases", "5", "jobs", "5.2", "status")
    source = FakeSource(picture=a_view(), differences=(Effect(JOB, "5.2", "pending", "completed", path),))
    source.offer(Plan("rollback", "Roll back to k3f9"))
    app = BareApp(source)
    async with app.run_test(size=(110, 30)) as pilot:
        app.push_screen(SnapshotDiffScreen("k3f9", source).data_bind(Live.view, Live.now))
        await until(pilot, lambda: "job 5.2  completed → pending" in words(app))
        shown = words(app)
        for fact in ("heartbeat, 2h 10m old", SNAPSHOT.name, "1.9 kB", "77ae77ae", "proven, pinned"):
            assert fact in shown
        assert "[@click=app.quit()]x[/] next" in shown
        assert "A rollback would lose" in shown
        await pilot.press("R")
        await until(pilot, shows(app, PlanSheet))
        assert source.asked == [("rollback", {"snapshot": "k3f9"})]


async def test_a_snapshot_equal_to_now_says_so_and_one_that_went_away_too() -> None:
    source = FakeSource(picture=a_view())
    app = BareApp(source)
    async with app.run_test(size=(110, 30)) as pilot:
        app.push_screen(SnapshotDiffScreen("k3f9", source).data_bind(Live.view, Live.now))
        await until(pilot, lambda: "a rollback would change nothing" in words(app))
        app.show(replace(a_view(), snapshots=()))
        await until(pilot, lambda: "no longer there" in words(app))


async def test_help_is_made_of_the_keys_that_work_here() -> None:
    app = BareApp(FakeSource(picture=a_view()))
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        app.push_screen(HelpScreen(app.screen.active_bindings, "Cyclic jobs"))
        await until(pilot, lambda: "Help · Cyclic jobs" in words(app))
        assert "Everywhere" in words(app)
        assert "Lock against clumsy fingers" in words(app)
        await pilot.press("question_mark")
        assert not app.screen.is_modal


class WithPalette(BareApp):
    """The app with its palette, remembering where it was sent."""

    COMMANDS = {MoieCommands}

    def __init__(self, source: FakeSource) -> None:
        super().__init__(source)
        self.sent: list[tuple[str, str]] = []

    def on_go_to(self, message: GoTo) -> None:
        """Remembers."""
        self.sent.append((message.kind, message.key))


async def test_the_palette_finds_a_job_of_any_name_and_goes_to_it() -> None:
    app = WithPalette(FakeSource(picture=a_view()))
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.view.state is not None)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette) and "Lock" in words(app))
        app.screen.query_one(Input).value = "scan click"
        await until(pilot, lambda: "Job 5.1  Scan [@click=app.quit()]x[/] next" in words(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.sent == [("job", "5.1")])


async def test_over_a_plan_the_palette_offers_no_act() -> None:
    app = WithPalette(FakeSource(picture=a_view()))
    async with app.run_test(size=(100, 30)) as pilot:
        app.push_screen(PlanSheet(Plan("backup", "Backup", same_as="moie backup"), clock=app.seconds))
        await pilot.pause()
        provider = MoieCommands(app.screen)
        assert [hit.text async for hit in provider.discover()] == [THEME]
        assert {hit.text async for hit in provider.search("run")} <= {THEME}


async def test_a_snapshot_offers_no_rollback_where_nothing_may_be_done() -> None:
    app = BareApp(FakeSource(picture=a_view(4)), read_only=True)
    async with app.run_test(size=(100, 30)) as pilot:
        screen = SnapshotDiffScreen("k3f9", app.offered)
        app.push_screen(screen.data_bind(Live.view, Live.now, Live.read_only))
        await until(pilot, lambda: "esc back" in words(app))
        assert "roll back" not in words(app)
