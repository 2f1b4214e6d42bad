"""A screen that leaves once, however often it is asked to while it goes, and hears nothing from then on."""

from __future__ import annotations

from typing import TypeVar

from textual import events, messages
from textual.await_complete import AwaitComplete
from textual.message import Message

from moie_tui.tui import messages as wishes
from moie_tui.tui.grounded import Grounded

T = TypeVar("T")
_HEARD = (messages.__name__, wishes.__name__)
"""By Textual's own messages it takes the screen down; ours say what the sheet wants as it leaves."""


class Once(Grounded[T]):
    """Textual would take another screen away in its place when keys or clicks arrive late, and goes on to
    deliver messages while the widgets they are about leave one by one.

    Not the first of the bases: Textual takes styles of that one only."""

    has_left = False

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Leaves, unless it left already or lies under another screen."""
        if self.has_left or self.app.screen is not self:
            return AwaitComplete()
        self.has_left = True
        return super().dismiss(result)

    async def _dispatch_message(self, message: Message) -> None:
        if not self.has_left or isinstance(message, events.Event) or type(message).__module__ in _HEARD:
            await super()._dispatch_message(message)
