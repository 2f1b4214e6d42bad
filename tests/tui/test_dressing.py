"""Themes, the user's own ones, no colours at all, and the mark that tells one root from another."""

from __future__ import annotations

from itertools import combinations

import pytest
from rich.style import Style
from textual.theme import Theme

from moie_tui.domain.palettes import NIGHT as NIGHT_PALETTE
from moie_tui.domain.palettes import Palettes
from moie_tui.domain.settings import MarkSettings, UiSettings
from moie_tui.domain.view import Problem, SystemView
from moie_tui.tui import looks
from moie_tui.tui.driver import HangupDriver
from moie_tui.tui.mark import Mark, mark_of, mark_tokens, title_of
from moie_tui.tui.screens.question import Question
from moie_tui.tui.theme import ANSI, NIGHT, PLAIN, THEMES, fitting
from moie_tui.tui.tones import style_of
from moie_tui.values import replace
from tests.tui.bare_app import until
from tests.tui.sample_views import NOW, rich_view
from tests.tui.stage import StagedApp, shown, staged

PROD = MarkSettings("PROD", "#c0392b")
MINE = replace(NIGHT_PALETTE, name="mine", ok="#00ff99")


def with_ui(ui: UiSettings, view: SystemView | None = None) -> SystemView:
    """A view whose config says this of the dashboard."""
    view = view or rich_view()
    return replace(view, settings=replace(view.settings, ui=ui))


def styles(app: StagedApp, words: str) -> list[Style]:
    """How these words are drawn, wherever they stand."""
    return [
        part.style
        for strip in app.screen._compositor.render_strips()
        for part in strip
        if part.style and words in part.text
    ]


def test_colour_never_tells_a_verdict_alone() -> None:
    for one, other in combinations(looks.VERDICTS.values(), 2):
        assert one == other or one[0] != other[0]
    for level, tone in looks.LEVELS.items():
        same = [looks.LEVEL_GLYPHS[name] for name, its in looks.LEVELS.items() if its != tone]
        assert looks.LEVEL_GLYPHS[level] not in same


@pytest.mark.long
@pytest.mark.parametrize("theme", THEMES, ids=lambda one: one.name)
async def test_every_theme_of_ours_draws_the_dashboard_and_a_sheet(theme: str) -> None:
    async with staged(with_ui(UiSettings(theme=theme.name, mark=PROD)), (80, 24)) as (app, pilot):
        assert app.current_theme == theme
        app.push_screen(Question("Sure?", "It can wait.", "go on"))
        await pilot.pause()
        assert any("Sure?" in line for line in app.text())


@pytest.mark.long
async def test_the_theme_follows_the_config_and_one_that_is_none_is_told() -> None:
    async with staged(with_ui(UiSettings(theme="moie-contrast"))) as (app, pilot):
        assert app.theme == "moie-contrast"
        app.stage.themes.put_nowait(Palettes())
        await shown(app, pilot, rich_view())
        assert app.theme == NIGHT.name
        app.stage.coming.put_nowait(with_ui(UiSettings(theme="moie-dai")))
        await until(pilot, lambda: any("there is no theme" in line for line in app.text()))
        assert app.theme == NIGHT.name
        assert any("did you mean moie-day?" in line for line in app.text())


@pytest.mark.long
async def test_a_theme_of_the_users_own_is_worn_as_soon_as_it_is_there_and_follows_its_file() -> None:
    async with staged(with_ui(UiSettings(theme="mine"))) as (app, pilot):
        assert app.theme == NIGHT.name
        app.stage.themes.put_nowait(Palettes((MINE,)))
        await until(pilot, lambda: app.theme == "mine")
        assert style_of(app.screen, "ok") == Style(color="#00ff99")
        app.stage.themes.put_nowait(Palettes((replace(MINE, ok="#11ee88"),)))
        await until(pilot, lambda: style_of(app.screen, "ok") == Style(color="#11ee88"))
        green = Style(color="#11ee88").color
        await until(pilot, lambda: any(style.color == green for style in styles(app, "●")))
        flaw = Problem("themes/mine.yaml:2:5 (ok)", "must be a colour like '#8cc295', in quotes")
        app.stage.themes.put_nowait(Palettes((MINE,), (flaw,)))
        await until(pilot, lambda: "themes/mine.yaml:2:5 (ok): must be a colour" in " ".join(app.text()))
        app.stage.themes.put_nowait(Palettes())
        await until(pilot, lambda: app.theme == NIGHT.name)


@pytest.mark.long
async def test_a_theme_picked_by_hand_stays_until_the_config_names_another() -> None:
    async with staged() as (app, pilot):
        app.theme = "moie-day"
        await shown(app, pilot, rich_view())
        assert app.theme == "moie-day"


async def test_without_colours_there_are_none_and_nothing_brings_them_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with staged(with_ui(UiSettings(theme="moie-day", mark=PROD))) as (app, _):
        assert app.theme == PLAIN.name
        parts = [part for strip in app.screen._compositor.render_strips() for part in strip if part.style]
        assert {colour for part in parts for colour in (part.style.color, part.style.bgcolor) if colour} <= {
            Style.parse("default").color, Style.parse("on default").bgcolor
        }  # fmt: skip
        assert any(style.reverse for style in styles(app, "PROD"))
        assert any(style.reverse for style in styles(app, "Wire")) or any(
            part.style.reverse for part in parts
        )


@pytest.mark.long
async def test_the_mark_stands_first_on_screen_and_in_every_sheet() -> None:
    async with staged(with_ui(UiSettings(mark=PROD)), (80, 24)) as (app, pilot):
        assert app.text()[0].startswith("  PROD  ")
        (style, *_) = styles(app, "PROD")
        assert (style.bgcolor, style.color) == (
            Style.parse("on #c0392b").bgcolor,
            Style.parse("#ffffff").color,
        )
        app.push_screen(Question("Sure?", "It can wait.", "go on"))
        await pilot.pause()
        assert any(" PROD  Sure?" in line for line in app.text())
        await shown(app, pilot, with_ui(UiSettings(mark=MarkSettings("TEST", "blue"))))
        assert any(" TEST  Sure?" in line for line in app.text())
        await shown(app, pilot, rich_view())
        assert not any("TEST" in line for line in app.text())


async def test_the_mark_stays_where_there_is_hardly_room() -> None:
    async with staged(with_ui(UiSettings(mark=PROD)), (20, 5)) as (app, _):
        assert "PROD" in app.text()[0]


def test_a_colour_alone_marks_the_name_of_the_folder() -> None:
    view = with_ui(UiSettings(mark=MarkSettings(colour="red")), replace(rich_view(), root="/srv/nexus"))
    assert mark_of(view) == Mark("nexus", "#c0392b")
    assert mark_of(with_ui(UiSettings(mark=MarkSettings("\x1b[31mP\nR" + "O" * 40)))).name.startswith("P R")
    assert mark_of(rich_view()) == Mark()


def test_a_mark_without_a_colour_wears_the_accent() -> None:
    assert mark_tokens(Mark("X"), NIGHT)["mark-ground"] == NIGHT.accent
    assert "mark-ground" not in mark_tokens(Mark("X"), ANSI)
    assert mark_tokens(Mark("X", "#c0392b"), ANSI)["mark-ground"] == "#c0392b"
    assert mark_tokens(Mark("X", "#c0392b"), PLAIN) == {"mark": "ansi_default", "mark-weight": "bold reverse"}


def test_the_title_of_the_terminal_says_how_it_is_and_which_root_it_is() -> None:
    empty = SystemView(root="/srv/nexus", read_at=NOW)
    assert title_of(Mark(), empty, None) == "○ nexus · moie"
    assert title_of(Mark("PROD"), rich_view(), None) == "? PROD · MOIE-OS Sovereign Architecture · moie"


def test_the_terminal_gets_its_title_once_and_its_old_one_back(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    driver = object.__new__(HangupDriver)
    driver._title = ""
    monkeypatch.setattr(driver, "write", written.append)
    driver.entitle("PROD")
    driver.entitle("PROD")
    assert written == ["\x1b]2;PROD\x1b\\"]


@pytest.mark.parametrize(
    ("term", "colorterm", "theme"),
    [
        ("xterm-256color", "truecolor", NIGHT), ("xterm-256color", "", NIGHT), ("linux", "", ANSI),
        ("dumb", "", PLAIN),
    ],
)  # fmt: skip
def test_where_nobody_wants_a_theme_it_is_what_the_terminal_can_show(
    monkeypatch: pytest.MonkeyPatch, term: str, colorterm: str, theme: Theme
) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("COLORTERM", colorterm)
    assert fitting() == theme


@pytest.mark.long
async def test_without_colours_what_is_selected_in_the_palette_is_underlined(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with staged(size=(80, 24)) as (app, pilot):
        await pilot.press("colon", "h", "o", "l", "d")
        await until(pilot, lambda: any(style.underline for style in styles(app, ", or resume them")))
