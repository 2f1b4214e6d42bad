from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from moie_tui.domain.view import SystemView
from moie_tui.values import replace
from tests.tui import sample_views as sample
from tests.tui.bare_app import until
from tests.tui.stage import Stage, StagedApp, read

Compare = Callable[..., bool]


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/op")


def light() -> SystemView:
    view = sample.rich_view()
    return replace(view, settings=replace(view.settings, ui=replace(view.settings.ui, theme="moie-day")))


@pytest.mark.parametrize(
    ("view", "size", "keys"),
    [
        pytest.param(sample.rich_view(), (80, 24), "", id="rich-80x24"),
        pytest.param(sample.rich_view(), (120, 40), "", id="rich-120x40"),
        pytest.param(sample.rich_view(), (200, 60), "2j", id="rich-200x60", marks=pytest.mark.long),
        pytest.param(sample.broken_view(), (120, 40), "", id="broken-120x40"),
        pytest.param(sample.cold_view(), (120, 40), "4", id="cold-120x40"),
        pytest.param(light(), (80, 24), "2", id="light-80x24"),
        pytest.param(sample.rich_view(), (80, 24), "mjj", id="metrics-80x24"),
    ],
)
def test_the_dashboard_looks_as_it_did(
    snap_compare: Compare, view: SystemView, size: tuple[int, int], keys: str
) -> None:
    async def settle(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app, StagedApp)
        app = pilot.app
        await until(pilot, lambda: app.judgement is not None)
        await read(app, pilot)
        app.tick()
        await until(pilot, lambda: app.day is not None)
        app.clear_notifications()
        await pilot.press(*keys)
        await until(pilot, lambda: "m" not in keys or "written 120.0 kB/s" in "\n".join(app.text()))
        await pilot.pause()

    assert snap_compare(StagedApp(Stage(view)), terminal_size=size, run_before=settle)
