"""Textual's command palette, made to bear keys and clicks that arrive while it changes or leaves."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.command import CommandInput, CommandList, CommandPalette, SearchIcon
from textual.containers import Horizontal, Vertical
from textual.events import Click
from textual.widgets import LoadingIndicator

from moie_tui.tui.once import Once
from moie_tui.tui.toast_place import FEW


class Choices(CommandList):
    """What was found, as long as it is there."""

    def on_click(self, event: Click) -> None:
        """A click on what has just given way to other results chooses nothing."""
        if event.style.meta.get("option", -1) >= self.option_count:
            event.prevent_default()

    def action_page_up(self) -> None:
        """Up by what is in sight."""
        if self.scrollable_content_region:
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """Down by what is in sight; where nothing is, Textual fails."""
        if self.scrollable_content_region:
            super().action_page_down()  # type: ignore[no-untyped-call]


class Palette(CommandPalette, Once[None]):
    """Where acts and places are searched."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (FEW, "-tall")]

    def compose(self) -> ComposeResult:
        """As Textual lays it out, which has no place for a list of another kind."""
        with Vertical(id="--container"):
            with Horizontal(id="--input"):
                yield SearchIcon()
                yield CommandInput(placeholder=self._placeholder, select_on_focus=False)
            with Vertical(id="--results"):
                yield Choices()
                yield LoadingIndicator()
