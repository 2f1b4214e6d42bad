"""Sheets over sheets: the way back stays as it was walked, and has an end."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.screen import Screen

from moie_tui.tui.once import Once

DEEP = 8
"""Screens over one another from which on a second sheet of a kind takes the place of the first."""


class Stacking(App[None], inherit_bindings=False):
    """Whoever walks in circles, from alerts to an operation to alerts, does not pile them up without end:
    Textual draws all that lies under a sheet by recursion, and fails at some fifty of them."""

    def push_screen(self, screen: Any, *arguments: Any, **options: Any) -> Any:
        """Opens it; in a deep pile the last one of its kind leaves, with all over it, as by Esc."""
        if len(self.screen_stack) >= DEEP and isinstance(screen, Once):
            self._leave_to_below(type(screen))
        return super().push_screen(screen, *arguments, **options)

    def _leave_to_below(self, kind: type[Screen[Any]]) -> None:
        piled = self.screen_stack
        first = next((at for at, one in enumerate(piled) if type(one) is kind), len(piled))
        for one in reversed(piled[first:]):
            one.dismiss(None)
