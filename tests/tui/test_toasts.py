"""Toasts come, make room, and go, however slow the machine is."""

from __future__ import annotations

import pytest
from textual import notifications
from textual.widgets._toast import Toast, ToastHolder

from moie_tui.tui.screens.help import HelpScreen
from tests.tui.bare_app import until
from tests.tui.stage import Stage, StagedApp


async def test_a_toast_whose_time_is_up_before_it_is_made_holds_nothing_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passed = [0.0]
    really, made = notifications.time, Toast.__init__

    def made_late(toast: Toast, notification: notifications.Notification) -> None:
        passed[0] += 60
        made(toast, notification)

    monkeypatch.setattr(notifications, "time", lambda: really() + passed[0])
    monkeypatch.setattr(Toast, "__init__", made_late)
    app = StagedApp(Stage())
    async with app.run_test(notifications=True) as pilot:
        app.notify("late", timeout=5)
        await until(pilot, lambda: passed[0] and not app.screen.query(ToastHolder))
        await pilot.press("2")
        assert app.screen.focused is not None


@pytest.mark.long
async def test_over_a_sheet_a_toast_is_there_once_and_leaves_its_keys_free() -> None:
    app = StagedApp(Stage())
    async with app.run_test(notifications=True, size=(120, 40)) as pilot:
        app.notify("hear, hear", title="Somebody says")
        await until(pilot, lambda: "hear, hear" in "".join(drawn(app)))
        await app.push_screen(HelpScreen(app.screen.active_bindings, ""))
        await until(pilot, lambda: bool(app.screen.query(Toast)))
        await pilot.pause()
        assert "".join(drawn(app)).count("hear, hear") == 1
        assert any("esc back" in line for line in drawn(app))
        await pilot.press("escape")
        await until(pilot, lambda: "".join(drawn(app)).count("hear, hear") == 1)


def drawn(app: StagedApp) -> list[str]:
    """The lines on the screen, those of what lies under the front one too."""
    return [line.text for line in app.screen._compositor.render_strips()]
