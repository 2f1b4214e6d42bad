"""A screen that leaves once, however often it is asked to while it goes."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import Screen

T = TypeVar("T")


class Once(Screen[T]):
    """Textual would take another screen away in its place when keys or clicks arrive late.

    Not the first of the bases: Textual takes styles of that one only."""

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Leaves, unless it left already or lies under another screen."""
        return super().dismiss(result) if self.app.screen is self else AwaitComplete()
