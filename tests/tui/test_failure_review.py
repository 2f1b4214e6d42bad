"""Why a run failed, seen from its job's sheet."""

from __future__ import annotations

from datetime import timedelta

import pytest

from moie_tui.domain.changes import Changes
from moie_tui.domain.config_changes import CONFIG
from moie_tui.domain.executions import FAILURE, SUCCESS, Execution, JobHealth
from moie_tui.domain.health import start_of
from moie_tui.domain.plan import JOB, Effect
from moie_tui.domain.state import parse_state
from moie_tui.domain.view import SystemView
from moie_tui.tui.messages import JobOpened
from moie_tui.tui.screens.executions import ExecutionsScreen
from moie_tui.tui.screens.form_sheet import FormSheet
from moie_tui.tui.screens.output import OutputScreen
from moie_tui.tui.screens.review_sheet import ReviewSheet
from moie_tui.tui.widgets.rows import Rows
from moie_tui.values import replace
from tests.builders import a_job, a_phase, a_state
from tests.tui.bare_app import BareApp, shows, until, words
from tests.tui.fake_source import NOW, FakeSource

pytestmark = pytest.mark.long

MINUTE = timedelta(minutes=1)
EDIT = Effect(JOB, "5.1 command", "./scan", "./scan -f", ("phases", "5", "jobs", "5.1", "command"))
KEY = Effect(CONFIG, "jobs.5.1.timeout_seconds", 60, 10)
CHANGES = Changes((EDIT,), (KEY,), (), "then and now", "5m before it failed")


def a_run(ago: int, error: str | None = None, run: str | None = None) -> Execution:
    status = FAILURE if error else SUCCESS
    return Execution(NOW - ago * MINUTE, status, 1200, error, 3 if error else 0, run)


RUNS = (
    a_run(100, "disk full [@click=app.quit()]x[/]"),
    a_run(80),
    a_run(60, "row 503 from feed"),
    a_run(40, run="r1"),
    a_run(20, "row 502 from feed", run="r2"),
)


def a_view(*runs: Execution) -> SystemView:
    state = parse_state(a_state(a_phase(5, a_job("5.1", "cyclic", task="Scan")), current=5), 2)
    health = {"5.1": JobHealth(runs, len(runs), sum(not one.good for one in runs), runs[-1].at)}
    return SystemView(root="/r", read_at=NOW, state=state, health=health, trusted=True)


def said(app: BareApp) -> list[str]:
    return [one.message for one in app._notifications if "alert" not in one.title]


def an_app(**more: object) -> BareApp:
    return BareApp(FakeSource(picture=a_view(*RUNS), changes=CHANGES, **more))  # type: ignore[arg-type]


async def test_the_newest_failure_shows_its_error_and_what_changed_looked_up_once() -> None:
    app = an_app(logs={"r2": "page 1\nrow 502 from feed\n"})
    async with app.run_test(size=(120, 40)) as pilot:
        app.post_message(JobOpened("5.1"))
        await until(pilot, lambda: "command of 5.1 changes: ./scan → ./scan -f" in words(app))
        await until(pilot, lambda: "jobs.5.1.timeout_seconds: 60 → 10" in words(app))
        shown = words(app)
        assert "row 502 from feed" in shown
        assert "2× of this kind" in shown
        assert "✗●✗●✗" in shown
        assert "its runs suggest 'every 20m'" in shown
        await pilot.press("j", "k")
        await pilot.pause(0.3)
        assert app.offered.compared == [(start_of(NOW - 40 * MINUTE, 1200), NOW - 20 * MINUTE)]
        await pilot.press("enter")
        await until(pilot, shows(app, ReviewSheet))
        shown = words(app)
        assert "Changed in the state, between then and now" in shown
        assert "│ page 1" in shown


async def test_s_groups_the_failures_by_kind_with_their_first_time_and_last_good_run() -> None:
    app = an_app()
    async with app.run_test(size=(120, 40)) as pilot:
        app.post_message(JobOpened("5.1"))
        await until(pilot, lambda: "row 502" in words(app))
        await pilot.press("s")
        await until(pilot, lambda: "row N from feed" in words(app))
        line = next(line for line in words(app).splitlines() if "row N from feed" in line)
        assert "2×" in line
        assert line.index("13:52:00") < line.index("13:12:00") < line.index("12:52:00")
        other = next(line for line in words(app).splitlines() if "disk full" in line and "1×" in line)
        assert "none kept" in other
        assert "[@click=app.quit()]x[/]" in other


async def test_a_filter_is_typed_without_firing_keys_and_esc_takes_it_away_before_the_sheet() -> None:
    app = an_app()
    async with app.run_test(size=(120, 40)) as pilot:
        app.post_message(JobOpened("5.1"))
        await until(pilot, shows(app, ExecutionsScreen))
        rows = app.screen.query_one(Rows)
        await pilot.press("slash", *"disk q")
        await pilot.press("backspace", "backspace", "enter")
        await until(pilot, lambda: rows.has_focus and "13:52:00" not in words(app).split("took")[1])
        assert rows.item.execution is RUNS[0]
        await pilot.press("slash", "home", "exclamation_mark", "enter")
        await until(pilot, lambda: rows.has_focus and "13:52:00" in words(app).split("took")[1])
        assert "disk full" not in words(app).split("took")[1].split("selected")[0]
        await pilot.press("escape")
        await until(pilot, lambda: "disk full" in words(app).split("took")[1])
        assert isinstance(app.screen, ExecutionsScreen)
        await pilot.press("escape")
        assert not app.screen.is_modal


async def test_the_whole_review_is_exported_and_says_where_it_lies() -> None:
    app = an_app(logs={"r2": "page 1\nrow 502 from feed\n"})
    async with app.run_test(size=(120, 40)) as pilot:
        app.post_message(JobOpened("5.1"))
        await until(pilot, shows(app, ExecutionsScreen))
        await pilot.press("e")
        await until(pilot, shows(app, FormSheet))
        await pilot.press("enter")
        await until(pilot, lambda: said(app) == ["/home/op/moie-5.1-20261122T135200Z.md"])
        text = app.offered.exported["moie-5.1-20261122T135200Z"]
        assert "# Job 5.1 · Scan" in text
        assert "command of 5.1 changes" in text
        assert "page 1" in text


async def test_a_run_without_kept_output_says_so_and_one_with_it_opens() -> None:
    app = an_app(logs={"r1": "all fine\n", "r2": "boom\n"})
    async with app.run_test(size=(120, 40)) as pilot:
        app.post_message(JobOpened("5.1"))
        await until(pilot, shows(app, ExecutionsScreen))
        await pilot.press("j", "j", "o")
        await until(pilot, lambda: len(said(app)) == 1 and "No output is kept" in said(app)[0])
        await pilot.press("g", "o")
        await until(pilot, lambda: isinstance(app.screen, OutputScreen) and "boom" in words(app))


async def test_in_a_small_terminal_the_list_the_strip_and_the_evidence_all_have_room() -> None:
    app = an_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(JobOpened("5.1"))
        await until(pilot, lambda: "changes: ./scan" in words(app))
        shown = words(app)
        for said in ("5 runs", "p50 1.2s · p95 1.2s", "✗●✗●✗", "13:52:00", "exit 3", "last good", "esc back"):
            assert said in shown, said


async def test_an_edit_of_the_state_has_the_newest_failure_compared_again() -> None:
    app = an_app()
    async with app.run_test(size=(120, 40)) as pilot:
        app.post_message(JobOpened("5.1"))
        await until(pilot, lambda: len(app.offered.compared) == 1)
        app.show(replace(a_view(*RUNS), state=parse_state(a_state(), 2)))
        await until(pilot, lambda: len(app.offered.compared) == 2)
