"""Gives the terminal back to the shell until that brings us back."""

from __future__ import annotations

from typing import Any

from textual.app import App

from moie_tui.tui.terminal import has_shell


def suspend(app: App[None], *, at_work: bool) -> bool:
    """Stops this process and what was started with it, or says why not; whether it did.

    Not while an operation runs: stopped, it would keep the root's lock from everybody else."""
    driver: Any = app._driver
    if driver is None or not driver.can_suspend or not has_shell():
        app.notify("No shell started this, so none could bring it back.", title="Not suspended", markup=False)
    elif at_work:
        app.notify("An operation runs, and others wait for it.", title="Not suspended", markup=False)
    else:
        app.app_suspend_signal.publish(app)
        driver.stop_with_others()
        return True
    return False
