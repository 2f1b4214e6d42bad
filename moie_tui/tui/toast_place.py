"""Where toasts lie: below the header at the right, never over what is typed; in one row where few are."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.widgets import Input
from textual.widgets._toast import Toast, ToastRack

from moie_tui.tui.room import WIDE

FEW = 14
"""Rows below which a toast has one of them; panes have no borders there either."""
BORDER = 1
"""Row of a pane or a sheet that says what it is."""


def is_low(size: Size) -> bool:
    """Whether rows are few."""
    return size.height < FEW


def is_wide(size: Size) -> bool:
    """Whether half a row is enough for a toast."""
    return size.width >= WIDE


def place(screen: Screen[Any]) -> None:
    """Puts its toasts there; asked when one comes, and after each layout."""
    for rack in screen.query_children(ToastRack):
        low = is_low(screen.app.size)
        below = _below_header(screen.app)
        typed = screen.focused.region if isinstance(screen.focused, Input) else Region()
        top = top_for(below, sum(one.region.height for one in rack.query(Toast)), typed)
        rack.set_class(low, "-low").set_class(is_wide(screen.app.size), "-wide")
        if rack.styles.margin.top != top:
            rack.styles.margin = (top, 0, 0, 0)


def top_for(below: int, height: int, typed: Region) -> int:
    """The row where `height` rows begin: `below` the header, or else under what is `typed`."""
    hides = typed.height and below < typed.bottom and typed.y < below + height
    return typed.bottom if hides else below


def _below_header(app: App[Any]) -> int:
    """The same row in a sheet as in the dashboard under it: what is read does not jump as one opens."""
    for screen in app.screen_stack:
        for panes in screen.query("#panes"):
            return panes.region.y + (0 if is_low(app.size) else BORDER)
    return BORDER
