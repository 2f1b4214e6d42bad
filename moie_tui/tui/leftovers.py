"""What Textual keeps of what was on the screen long ago, and would keep for hours or for good."""

from __future__ import annotations

from typing import Any

from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.app import App
from textual.css.scalar import Scalar
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets._toast import ToastHolder

from moie_tui.tui import heap

EVERY_SECONDS = 60

_SUMS = (Scalar.resolve, *(one for one in vars(Region).values() if hasattr(one, "cache_clear")))


def drop(app: App[Any]) -> None:
    """Lets it go."""
    _forget_lines()
    forget_sums()
    forget_texts()
    _tell_no_more(app)
    _clear_corners(app)
    heap.give_back()


def _forget_lines() -> None:
    """Two colours are remembered for each of the last 1,024 caches of widgets, and by that the caches with
    all their lines, some 80 kB of each widget of a sheet or a toast."""
    StylesCache.get_inner_outer.cache_clear()


def forget_sums() -> None:
    """Up to 4,096 results are remembered of each sum of two regions, 500 bytes each: 15 MB after hours."""
    for one in _SUMS:
        one.cache_clear()


def forget_texts() -> None:
    """Up to 16,384 texts that were cut are remembered, and as many styles as terminals are told them."""
    Segment._split_cells.cache_clear()
    Strip.render_ansi.cache_clear()


def _tell_no_more(app: App[Any]) -> None:
    """A sheet that was told of facts stays, whole and with the facts it showed, until each of them changes
    once more; whether this root is read-only may never do so."""
    for told in getattr(app, "__watchers", {}).values():
        told[:] = [(node, tell) for node, tell in told if not node._closing]


def _clear_corners(app: App[Any]) -> None:
    """A toast that Textual itself finds to be over leaves its place behind, with its layout."""
    for screen in app.screen_stack:
        for holder in screen.query(ToastHolder):
            # Before it is mounted it holds no toast yet.
            if holder.is_mounted and not holder.children:
                holder.remove()
