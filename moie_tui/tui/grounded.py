"""A screen that goes by the window as it is and by what lies under it, not by what it is told late."""

from __future__ import annotations

from typing import Any, TypeVar

from textual import events
from textual._context import visible_screen_stack
from textual.screen import Screen
from textual.widgets._toast import ToastRack

from moie_tui.tui import toast_place

T = TypeVar("T")


class Grounded(Screen[T]):
    """Textual tells a screen once more of each size that it was laid out for. Where two sizes came one right
    after the other it would be told of both in turns, lay itself out for both, and never come to draw.

    And it has a screen draw what lies under the front one: where a click came late to one further below,
    that drew the one above it, which drew it, and so on.

    Not the first of several bases: Textual takes styles of that one only."""

    async def on_event(self, event: events.Event) -> None:
        """Not heard: a size that the window had before; that of now was told or will be."""
        if not isinstance(event, events.Resize) or event.size == self.app.size:
            await super().on_event(event)

    def on_mount(self) -> None:
        """What is said moves out of the way of what is typed."""
        self.screen_layout_refresh_signal.subscribe(self, self._place_toasts, immediate=True)

    def _place_toasts(self, _: Screen[Any]) -> None:
        if any(rack.display and rack.children for rack in self.query_children(ToastRack)):
            toast_place.place(self)

    def on_screen_suspend(self) -> None:
        """What is said the screen over this one says."""
        for rack in self.query_children(ToastRack):
            rack.display = False

    def render(self) -> Any:
        """What lies under this very screen."""
        piled = self.app.screen_stack
        visible_screen_stack.set(piled[: piled.index(self)] if self in piled else [])
        return super().render()
