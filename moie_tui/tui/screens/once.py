"""A screen that leaves once, however often it is asked to while it goes, and hears nothing from then on."""

from __future__ import annotations

from typing import TypeVar

from textual import events, messages
from textual.await_complete import AwaitComplete
from textual.message import Message
from textual.screen import Screen

T = TypeVar("T")


class Once(Screen[T]):
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
        # Events and Textual's own messages are how it takes the screen down.
        theirs = isinstance(message, events.Event) or type(message).__module__ == messages.__name__
        if theirs or not self.has_left:
            await super()._dispatch_message(message)
