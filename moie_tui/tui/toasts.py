"""Toasts lie over the screen for a few seconds; what they say stays in the last row, the log or a list."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.widgets._toast import Toast

MOST = 2
"""At a time."""


def make_room(app: App[Any]) -> None:
    """The oldest go, so that one more is not too many."""
    shown = [*app.screen.query(Toast)] if app.screen_stack else []
    for old in shown[: max(0, len(shown) - MOST + 1)]:
        old._expire()
