"""What a sheet drew does not outlive it for long."""

from __future__ import annotations

import gc
from weakref import ref

from textual._styles_cache import StylesCache

from moie_tui.tui import leftovers
from moie_tui.tui.screens.help import HelpScreen
from tests.tui.bare_app import shows, until
from tests.tui.stage import staged


def kept(drawn: list[ref[StylesCache]]) -> int:
    leftovers.drop()
    gc.collect()
    return sum(one() is not None for one in drawn)


async def test_nothing_is_kept_of_the_lines_of_a_sheet_that_left() -> None:
    async with staged() as (app, pilot):
        await pilot.press("question_mark")
        await until(pilot, shows(app, HelpScreen))
        drawn = [ref(widget._styles_cache) for widget in app.screen.walk_children(with_self=True)]
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        await pilot.pause()
        (timer,) = (one for one in app._timers if one._callback is leftovers.drop)
        assert timer._interval == leftovers.EVERY_SECONDS
        assert drawn
        # A timer that the sheet set holds it a moment longer.
        await until(pilot, lambda: not kept(drawn))
