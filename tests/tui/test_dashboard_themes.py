from __future__ import annotations

import pytest
from textual.color import Color

from moie_tui.tui.theme import NIGHT
from moie_tui.tui.tones import style_of
from moie_tui.values import replace
from tests.tui.sample_views import rich_view
from tests.tui.stage import staged


async def test_the_theme_of_the_config_is_worn() -> None:
    settings = replace(rich_view().settings, ui=replace(rich_view().settings.ui, theme="moie-day"))
    async with staged(rich_view(settings=settings)) as (app, _):
        assert app.theme == "moie-day"


async def test_our_own_theme_is_worn_from_the_first_frame() -> None:
    async with staged(size=(80, 24)) as (app, _):
        assert app.theme == NIGHT.name
        assert app.screen.styles.background == Color.parse(NIGHT.background or "")
        assert style_of(app.screen, "failed").color == Color.parse(NIGHT.variables["failed"]).rich_color


@pytest.mark.parametrize("theme", ["moie-day", "nord", "textual-light", "ansi-dark", "ansi-light"])
async def test_every_theme_has_colours_for_our_states(theme: str) -> None:
    async with staged(size=(80, 24)) as (app, pilot):
        app.theme = theme
        await pilot.press("2", "j")
        await pilot.pause()
        assert any("Scan research feed" in line for line in app.text())
