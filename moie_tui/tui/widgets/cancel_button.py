"""The button a sheet's focus rests on, so that Enter can only ever cancel."""

from __future__ import annotations

from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget


class CancelButton(Widget, can_focus=True):
    """Leaves the sheet, by Enter or by a click."""

    BINDINGS = [Binding("enter", "screen.leave", "cancel", show=False)]

    def render(self) -> Content:
        """The word between brackets, so that it is a button without colour too."""
        return Content("[ Cancel ]")

    async def on_click(self) -> None:
        """Leaves the sheet."""
        await self.run_action("screen.leave")
