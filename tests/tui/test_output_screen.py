"""The whole output of a run, live and afterwards, and held against another one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from moie_tui.domain.run import Run
from moie_tui.domain.view import SystemView
from moie_tui.tui.live import Live
from moie_tui.tui.screens.output import OutputScreen
from moie_tui.tui.screens.output_compare import OutputCompare
from moie_tui.tui.widgets import text_lines
from moie_tui.tui.widgets.text_lines import TextLines
from moie_tui.values import replace
from tests.tui.bare_app import BareApp, until, words
from tests.tui.fake_source import NOW, FakeSource

pytestmark = pytest.mark.long

RUN = Run("r1", "5.1", "./scan", NOW - timedelta(minutes=4), origin="cron")
VIEW = SystemView(root="/r", read_at=NOW, trusted=True)
ALIVE = replace(VIEW, runs=(RUN,))


def opened(app: BareApp) -> OutputScreen:
    screen = OutputScreen("5.1", "r1", app.offered).data_bind(Live.view, Live.now)
    app.push_screen(screen)
    return screen


async def test_a_run_that_lives_is_followed_until_its_end_and_t_stays_where_it_is() -> None:
    source = FakeSource(picture=ALIVE, logs={"r1": "one\n\x1b[31m[@click=app.quit()]two[/]\x07\nhal"})
    source.kept = (replace(RUN, ending="failure", why="exit 3", duration_ms=3200),)
    app = BareApp(source)
    async with app.run_test(size=(100, 12)) as pilot:
        screen = opened(app)
        await until(pilot, lambda: "[@click=app.quit()]two[/]" in words(app) and "hal" in words(app))
        assert "running for 4m" in words(app)
        source.logs["r1"] += "f\n" + "".join(f"line {n}\n" for n in range(40))
        await until(pilot, lambda: "line 39" in words(app))
        assert "half" not in words(app)
        await pilot.press("t")
        source.logs["r1"] += "the end\n"
        app.show(VIEW)
        text = screen.query_one(TextLines)
        await until(pilot, lambda: text.count == 44)
        assert "the end" not in words(app)
        await pilot.press("G")
        await until(pilot, lambda: "the end" in words(app))
        await until(pilot, lambda: "running" not in words(app))
        await until(pilot, lambda: "✗ failure, exit 3 · 3.2s · 44 lines" in words(app))


async def test_what_is_held_of_an_endless_output_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_lines, "MOST", 30)
    source = FakeSource(picture=VIEW, logs={"r1": "".join(f"line {n}\n" for n in range(100))})
    app = BareApp(source)
    async with app.run_test(size=(100, 12)) as pilot:
        screen = opened(app)
        await until(pilot, lambda: screen.ready and screen.query_one(TextLines).count == 30)
        await pilot.press("g")
        await until(pilot, lambda: "line 70" in words(app))


async def test_a_log_that_is_gone_says_so() -> None:
    app = BareApp(FakeSource(picture=VIEW))
    async with app.run_test(size=(100, 12)) as pilot:
        opened(app)
        await until(pilot, lambda: "has no run r1" in words(app))


async def test_two_outputs_differ_in_what_matters_and_in_every_number_when_asked() -> None:
    logs = {"r0": "12:00 page 1\n12:00 wrote it\n", "r1": "13:00 page 1\n13:00 \x1b[1mno space\n", "r2": ""}
    app = BareApp(FakeSource(picture=VIEW, logs=logs))
    async with app.run_test(size=(100, 14)) as pilot:
        older = {"the last good run": "r0", "the run before": "r2"}
        app.push_screen(OutputCompare("5.1", "r1", older, app.offered))
        await until(pilot, lambda: "+ 13:00 no space" in words(app))
        shown = words(app)
        assert "- 12:00 wrote it" in shown
        assert "  13:00 page 1" in shown
        assert "compared with the last good run" in shown
        await pilot.press("s")
        await until(pilot, lambda: "- 12:00 page 1" in words(app))
        await pilot.press("d")
        await until(pilot, lambda: "compared with the run before" in words(app) and "2 new" in words(app))
