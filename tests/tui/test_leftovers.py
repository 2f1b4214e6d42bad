"""What a sheet drew does not outlive it for long."""

from __future__ import annotations

import gc
from weakref import ref

from moie_tui.tui import leftovers
from moie_tui.tui.screens.help import HelpScreen
from tests.tui.bare_app import shows, until
from tests.tui.stage import staged


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
        leftovers.drop()
        gc.collect()
        assert drawn
        assert not any(one() for one in drawn)
