from __future__ import annotations

from moie_tui.tui.pieces import text
from moie_tui.tui.widgets.status_bar import StatusBar
from tests.tui.bare_app import until
from tests.tui.stage import board, staged


async def test_a_line_that_reads_differently_is_in_the_next_frame_without_a_message() -> None:
    async with staged() as (app, pilot):
        bar = board(app).query_one(StatusBar)
        bar.set_lines([text("another line")])
        assert bar.message_queue_size == 0
        await until(pilot, lambda: app.text()[0].startswith("another line"))


async def test_what_changes_while_the_app_holds_its_drawing_back_is_drawn_after_it() -> None:
    async with staged() as (app, pilot):
        bar = board(app).query_one(StatusBar)
        with app.batch_update():
            bar.set_lines([text("held back")])
        await until(pilot, lambda: app.text()[0].startswith("held back"))


async def test_what_is_out_of_sight_is_drawn_when_it_comes_into_sight() -> None:
    async with staged(size=(80, 24)) as (app, pilot):
        lines = board(app).pane("heart").lines
        lines.set_lines([text("unseen")])
        assert "unseen" not in "".join(app.text())
        await pilot.press("3")
        await until(pilot, lambda: "♥" in "".join(app.text()))
