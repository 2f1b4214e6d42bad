"""A screen that is laid out for the size the window has, and for no other."""

from __future__ import annotations

from typing import TypeVar

from textual import events
from textual.screen import Screen

T = TypeVar("T")


class Sized(Screen[T]):
    """Textual tells a screen once more of each size that it was laid out for. Where two sizes came one right
    after the other it would be told of both in turns, lay itself out for both, and never come to draw.

    Not the first of several bases: Textual takes styles of that one only."""

    async def on_event(self, event: events.Event) -> None:
        """Not heard: a size that the window had before; that of now was told or will be."""
        if not isinstance(event, events.Resize) or event.size == self.app.size:
            await super().on_event(event)
