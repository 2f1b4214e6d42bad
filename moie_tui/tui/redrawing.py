"""Lines that read differently go straight into the next frame of their screen."""

from __future__ import annotations

from textual.geometry import Region
from textual.widget import Widget


def redraw(widget: Widget, *regions: Region) -> None:
    """Draws these parts of a widget anew, whose size stays.

    By Textual's own way a widget that changed tells itself so, then its screen, and that itself, each by a
    message, before any of it is drawn."""
    screen = widget.screen
    if not screen.is_current or widget.app._batch_count or widget not in screen._compositor.visible_widgets:
        widget.refresh(*regions)
        return
    widget._set_dirty(*regions)
    screen._dirty_widgets.add(widget)
    screen._update_timer.resume()
