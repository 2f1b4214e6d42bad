"""Toasts lie below the header, and hide neither what is typed nor the last rows; a small window cuts them."""

from __future__ import annotations

import pytest
from textual.geometry import Region, Size
from textual.pilot import Pilot
from textual.widgets import Input
from textual.widgets._toast import Toast

from moie_tui.tui.screens.help import HelpScreen
from moie_tui.tui.screens.moment_sheet import MomentSheet
from moie_tui.tui.toast_place import top_for
from moie_tui.tui.toasts import LINES, fitting
from tests.tui.bare_app import shows, until
from tests.tui.sample_views import NOW
from tests.tui.stage import Stage, StagedApp, read

WORDS = "it is done"
LONG = f"{WORDS}, and more than there is room for on a small screen"


async def settle(app: StagedApp, pilot: Pilot[None]) -> None:
    await until(pilot, lambda: app.judgement is not None)
    await read(app, pilot)
    app.clear_notifications()
    await until(pilot, lambda: not app.screen.query(Toast))


async def laid(app: StagedApp, pilot: Pilot[None]) -> Region:
    """Where the one toast lies in the end."""
    await until(pilot, lambda: any(WORDS in line for line in app.text()))
    await pilot.pause()
    (toast,) = app.screen.query(Toast)
    return toast.region


@pytest.mark.parametrize("size", [(200, 60), (120, 40), (80, 24)])
@pytest.mark.long
async def test_a_toast_lies_within_a_pane_below_the_header_and_stays_there_under_a_sheet(
    size: tuple[int, int],
) -> None:
    app = StagedApp(Stage())
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(app, pilot)
        app.notify(WORDS, title="Backup", timeout=60, markup=False)
        region = await laid(app, pilot)
        panes = app.screen.query_one("#panes").region
        assert (region.y, region.right) == (panes.y + 1, panes.right - 1)
        await app.push_screen(HelpScreen(app.screen.active_bindings, ""))
        await until(pilot, lambda: bool(app.screen.query(Toast)))
        await until(pilot, lambda: [one.region for one in app.screen.query(Toast)] == [region])


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 5)])
@pytest.mark.parametrize("key", ["slash", "w"])
@pytest.mark.long
async def test_a_toast_leaves_in_sight_what_is_typed_in_the_events(key: str, size: tuple[int, int]) -> None:
    app = StagedApp(Stage())
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(app, pilot)
        await pilot.press("5", key)
        await until(pilot, lambda: isinstance(app.focused, Input) and bool(app.focused.region))
        app.notify("\n".join([WORDS] * 9), title="Moved" if size[0] > 20 else "", markup=False)
        await laid(app, pilot)
        (typed,) = app.screen.query(Input)
        await until(pilot, lambda: not app.screen.query_one(Toast).region.overlaps(typed.region))


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 5)])
@pytest.mark.long
async def test_a_toast_goes_below_what_is_typed_at_the_top_of_a_sheet(size: tuple[int, int]) -> None:
    app = StagedApp(Stage())
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(app, pilot)
        await app.push_screen(MomentSheet([], NOW, None))
        await until(pilot, shows(app, MomentSheet))
        app.notify(WORDS, timeout=60, markup=False)
        typed = app.screen.query_one(Input)
        await until(pilot, lambda: any(WORDS in line for line in app.text()))
        await until(pilot, lambda: app.screen.query_one(Toast).region.y >= typed.region.bottom > 0)


async def test_on_few_rows_a_toast_has_one_from_edge_to_edge_and_there_is_one() -> None:
    app = StagedApp(Stage())
    async with app.run_test(size=(20, 5), notifications=True) as pilot:
        await settle(app, pilot)
        for title in ("One", "Other"):
            app.notify(LONG, title=title, timeout=60, markup=False)
        await until(pilot, lambda: any("Other: it is do…" in line for line in app.text()))
        shown = (one.region for one in app.screen.query(Toast) if one.region)
        assert [*shown] == [Region(0, 1, 20, 1)]
        assert not any("One" in line for line in app.text())


def test_what_has_no_room_ends_in_an_ellipsis() -> None:
    assert fitting("Backup", WORDS, Size(80, 24)) == ("Backup", WORDS)
    assert fitting("Backup", f"{WORDS}\nand  well", Size(40, 12)) == ("", "Backup: it is done and well")
    assert fitting("", LONG, Size(20, 5)) == ("", "it is done, and…")
    assert fitting("Not in force", LONG, Size(20, 5)) == ("", "it is done, and…")
    assert fitting("Exported", LONG, Size(40, 12))[1].startswith("Exported: it is done")
    title, message = fitting("Backup" * 20, "\n".join(f"{at} {LONG}" for at in range(9)), Size(80, 24))
    assert title.endswith("…")
    assert message.splitlines()[-1].endswith("…")
    assert len(message.splitlines()) == LINES


def test_what_is_typed_moves_a_toast_only_where_it_would_be_hidden() -> None:
    assert top_for(3, 2, Region(0, 20, 80, 1)) == 3
    assert top_for(3, 2, Region(0, 4, 80, 1)) == 5
    assert top_for(3, 2, Region(0, 2, 80, 1)) == 3
    assert top_for(3, 2, Region()) == 3
