from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from moie_tui.tui.columns import Column
from moie_tui.tui.pieces import text
from moie_tui.tui.styles import sheets
from moie_tui.tui.theme import tokens_for
from moie_tui.tui.widgets.rows import Cells, Rows
from moie_tui.tui.widgets.thumb_bar import ThumbBar


class ListApp(App[None]):
    CSS_PATH = [sheet for sheet in sheets() if str(sheet).endswith("widgets/rows.tcss")]

    def __init__(self, count: int = 100, *, follow: bool = False) -> None:
        super().__init__()
        self.drawn: list[str] = []
        self.heard: list[tuple[str, str]] = []
        self.suffix = ""
        self.rows: Rows[str] = Rows(
            (Column(5, "name", flexible=True),), self.cells, str, empty="Nothing here yet.", follow=follow
        )
        self.rows.set_rows([f"row{at}" for at in range(count)])

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return tokens_for(self.current_theme)

    def compose(self) -> ComposeResult:
        yield self.rows

    def cells(self, item: str) -> Cells:
        self.drawn.append(item)
        return (text(item + self.suffix),)

    def on_rows_highlighted(self, message: Rows.Highlighted) -> None:
        self.heard.append(("highlighted", message.key))

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        self.heard.append(("chosen", message.key))

    def lines(self) -> list[str]:
        return [strip.text.strip(" ▁▂▃▄▅▆▇█") for strip in self.screen._compositor.render_strips()]


@asynccontextmanager
async def listed(count: int = 100, *, follow: bool = False) -> AsyncIterator[tuple[ListApp, Pilot[None]]]:
    app = ListApp(count, follow=follow)
    async with app.run_test(size=(30, 11)) as pilot:
        app.rows.focus()
        await pilot.pause()
        yield app, pilot


async def test_keys_move_the_cursor_and_the_scroll_follows() -> None:
    async with listed() as (app, pilot):
        for key, row in (("j", 1), ("k", 0), ("k", 0), ("down", 1), ("G", 99), ("up", 98), ("g", 0)):
            await pilot.press(key)
            assert app.rows.key == f"row{row}"
        await pilot.press("pagedown", "pagedown")
        assert app.rows.key == "row18"
        assert "row18" in app.lines()
        await pilot.press("end", "pageup")
        assert app.rows.key == "row90"
        await pilot.press("home")
        assert app.lines()[:2] == ["name", "row0"]


async def test_the_cursor_stays_with_its_row_when_rows_come_and_change_places() -> None:
    async with listed() as (app, pilot):
        app.rows.select("row50")
        await pilot.pause()
        line = app.lines().index("row50")
        app.rows.set_rows([*(f"new{at}" for at in range(7)), *(f"row{at}" for at in range(100))])
        await pilot.pause()
        assert app.rows.key == "row50"
        assert app.lines().index("row50") == line
        app.rows.set_rows([f"row{at}" for at in reversed(range(100))])
        await pilot.pause()
        assert app.rows.key == "row50"
        assert app.lines().index("row50") == line


async def test_a_removed_row_gives_the_cursor_to_its_neighbour() -> None:
    async with listed() as (app, pilot):
        app.rows.select("row50")
        app.rows.set_rows([f"row{at}" for at in range(100) if at != 50])
        await pilot.pause()
        assert app.rows.key == "row51"
        app.rows.set_rows([])
        await pilot.pause()
        assert app.rows.key == ""
        assert "Nothing here yet." in app.lines()
        assert app.heard[-2:] == [("highlighted", "row51"), ("highlighted", "")]


async def test_a_log_stays_at_its_newest_row_unless_the_cursor_went_elsewhere() -> None:
    async with listed(follow=True) as (app, pilot):
        await pilot.press("G")
        app.rows.set_rows([f"row{at}" for at in range(120)])
        await pilot.pause()
        assert app.rows.key == "row119"
        assert "row119" in app.lines()
        await pilot.press("k")
        app.rows.set_rows([f"row{at}" for at in range(140)])
        await pilot.pause()
        assert app.rows.key == "row118"


async def test_only_a_screenful_is_drawn() -> None:
    async with listed(50_000) as (app, pilot):
        await pilot.press("G", "g", "pagedown")
        assert len(set(app.drawn)) < 60


async def test_a_recheck_shows_what_changed() -> None:
    async with listed() as (app, pilot):
        app.suffix = "!"
        app.rows.recheck()
        await pilot.pause()
        assert app.lines()[1] == "row0!"


async def test_a_click_moves_and_a_double_click_or_enter_opens() -> None:
    async with listed() as (app, pilot):
        await pilot.click(Rows, offset=(3, 4))
        assert app.rows.key == "row3"
        await pilot.click(Rows, offset=(3, 0))
        assert app.rows.key == "row3"
        await pilot.click(Rows, offset=(3, 6), times=2)
        await pilot.press("enter")
        assert [key for what, key in app.heard if what == "chosen"] == ["row5", "row5"]


async def test_the_cursor_stays_in_sight_when_the_room_shrinks() -> None:
    async with listed() as (app, pilot):
        app.rows.select("row9")
        await pilot.resize_terminal(30, 5)
        await pilot.pause()
        assert "row9" in app.lines()


async def test_a_scroll_draws_only_what_was_not_there_and_shows_what_drawing_all_anew_does() -> None:
    async with listed() as (app, pilot):
        drawn: list[int] = []
        draw = app.rows.render_line
        app.rows.render_line = lambda y: (drawn.append(y), draw(y))[1]  # type: ignore[method-assign]
        app.rows.select("row9")
        await pilot.pause()
        for key, most in (("j", 2), ("j", 2), ("k", 2), ("ctrl+f", 11), ("k", 11), ("G", 11), ("g", 11)):
            drawn.clear()
            await pilot.press(key)
            await pilot.pause()
            assert len(drawn) <= most, (key, drawn)
            kept = app.screen._compositor.render_strips()
            app.rows.refresh()
            await pilot.pause()
            assert kept == app.screen._compositor.render_strips(), key


async def test_what_changed_while_it_scrolled_is_drawn() -> None:
    async with listed() as (app, pilot):
        app.rows.select("row9")
        await pilot.pause()
        app.suffix = "!"
        await pilot.press("j")
        await pilot.pause()
        assert app.lines() == ["name", *(f"row{at}!" for at in range(1, 11))]


async def test_no_column_moves_when_the_scrollbar_comes_or_goes() -> None:
    async with listed() as (app, pilot):
        app.suffix = " and so on for longer than there is room"
        ends = []
        for count in (100, 3, 100):
            app.rows.set_rows([f"row{at} of {count}" for at in range(count)])
            app.rows.recheck()
            await pilot.pause()
            await pilot.pause()
            assert app.rows.show_vertical_scrollbar == (count == 100)
            ends.append(app.screen._compositor.render_strips()[1].text.index("…"))
        assert ends == [28, 28, 28]


async def test_a_scrollbar_draws_the_lines_its_thumb_moved_over_and_looks_as_textual_draws_it() -> None:
    async with listed() as (app, _pilot):
        bar = app.rows.vertical_scrollbar
        drawn: list[int] = []
        bar.render_line = lambda y: drawn.append(y) or ThumbBar.render_line(bar, y)  # type: ignore[method-assign,func-returns-value]
        for step in (1, 1, 3, 40, -20, -25, 99):
            bar.render_lines(bar.size.region)
            drawn.clear()
            app.rows.scroll_to(y=app.rows.scroll_y + step, animate=False)
            seen = bar.render_lines(bar.size.region)
            assert step != 1 or len(drawn) <= 2
            bar.refresh()
            bar._render_content()
            assert [list(line) for line in seen] == [list(line) for line in bar._render_cache.lines]
