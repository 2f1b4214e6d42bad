"""What was on the screen does not outlive it for long."""

from __future__ import annotations

import gc
from weakref import ref

import pytest
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets._toast import Toast, ToastHolder

from moie_tui.tui import heap, leftovers
from moie_tui.tui.app import MoieApp
from tests.tui.bare_app import until
from tests.tui.loose_heap import loosened, resident
from tests.tui.stage import Stage, StagedApp, staged


def dropping(app: MoieApp) -> None:
    """What the app does each minute."""
    (timer,) = (one for one in app._timers if one._interval == leftovers.EVERY_SECONDS)
    timer._callback()  # type: ignore[misc]


def is_gone(app: MoieApp, sheet: ref[Screen[object]]) -> bool:
    dropping(app)
    gc.collect()
    return sheet() is None


LONG = [pytest.param(keys, marks=pytest.mark.long) for keys in ("question_mark", "m", "u", "2 j enter")]


@pytest.mark.parametrize("keys", ["a", *LONG])
async def test_nothing_is_kept_of_a_sheet_that_left(keys: str) -> None:
    async with staged() as (app, pilot):
        await pilot.press(*keys.split())
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await pilot.pause()
        sheet, lines = ref(app.screen), ref(app.screen._styles_cache)
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        # A timer that the sheet set holds it a moment longer.
        await until(pilot, lambda: is_gone(app, sheet))
        assert lines() is None


async def test_nothing_stays_of_a_toast_that_is_over_and_all_of_one_that_is_not() -> None:
    app = StagedApp(Stage())
    async with app.run_test(notifications=True) as pilot:
        app.notify("over soon")
        await until(pilot, lambda: bool(app.screen.query(Toast)))
        app.clear_notifications()
        app.notify("stays")
        await until(
            pilot, lambda: [one._notification.message for one in app.screen.query(Toast)] == ["stays"]
        )
        dropping(app)
        await until(pilot, lambda: len(app.screen.query(ToastHolder)) == 1)
        assert len(app.screen.query(Toast)) == 1


def test_no_result_of_a_sum_of_regions_is_kept() -> None:
    results = [Region(0, at, 9, 9).intersection(Region(5, at, 9, 9)) for at in range(100)]
    assert Region.intersection.cache_info().currsize >= len(results)
    leftovers.forget_sums()
    assert Region.intersection.cache_info().currsize == Region.grow.cache_info().currsize == 0


def test_no_text_that_was_cut_is_kept_and_no_style_a_terminal_was_told() -> None:
    for at in range(100):
        Segment(f"words {at}, of which two columns are one wide 字").split_cells(47 + at % 2)
        Strip.render_ansi(Style(color=f"color({at})"), ColorSystem.TRUECOLOR)
    assert Segment._split_cells.cache_info().currsize
    assert Strip.render_ansi.cache_info().currsize >= 100
    leftovers.forget_texts()
    assert Segment._split_cells.cache_info().currsize == Strip.render_ansi.cache_info().currsize == 0


@pytest.mark.skipif(heap._glibc() is None, reason="only glibc's heap can be told")
async def test_free_pages_go_back_to_the_system() -> None:
    async with staged() as (app, _):
        pins, before = loosened(), resident()
        dropping(app)
        assert before - resident() > 10_000_000, len(pins)
